using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Kit.Testing;

/// <summary>A test that needs tools from outside: skipped with a reason where one is missing, unless the variable KIT_REQUIRE
/// (names with commas between, e.g. <c>nbformat,chromium</c>) asks for it; then the test runs, and fails.</summary>
public sealed class RequiresFactAttribute : FactAttribute
{
    public RequiresFactAttribute(params string[] tools)
    {
        if (tools.FirstOrDefault(tool => !IsAskedFor(tool) && !IsPresent(tool)) is { } missing)
            Skip = $"{missing} is not installed here; KIT_REQUIRE={missing} makes this a failure";
    }

    private static bool IsAskedFor(string tool) =>
        (Environment.GetEnvironmentVariable("KIT_REQUIRE") ?? "").Split(',', StringSplitOptions.TrimEntries).Contains(tool);

    private static bool IsPresent(string tool) => tool switch
    {
        "nbformat" => Runs("/usr/bin/python3", "-c", "import nbformat"),
        "openblas" => NativeLibrary.TryLoad("libopenblas.so.0", out _) || NativeLibrary.TryLoad("libopenblas", out _),
        "plotly.js" => Kit.Plotting.PlotlyJs.Find().Source is not null,
        _ => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, tool))),
    };

    private static bool Runs(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true, RedirectStandardOutput = true })!;
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
