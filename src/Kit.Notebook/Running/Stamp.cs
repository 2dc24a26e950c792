using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Kit.Notebook.Running;

/// <summary>What a reader needs to make a result again: the code's state, the runtime, the machine.</summary>
internal static class Stamp
{
    private static readonly Assembly Library = typeof(Kit.Display.IHtmlView).Assembly;

    /// <summary>Name and value, in the order in which a page shows them.</summary>
    /// <param name="folder">A folder of the repository whose commit is named.</param>
    public static IReadOnlyList<KeyValuePair<string, string>> Of(string folder) =>
    [
        new("Commit", Commit(folder)),
        new("Kit", Version(Library)),
        new("Built on", string.Join(", ", Dependencies())),
        new("SDK", Output("dotnet", "--version") ?? "none"),
        new("Runtime", $"{RuntimeInformation.FrameworkDescription}, {RuntimeInformation.RuntimeIdentifier}"),
        new("System", RuntimeInformation.OSDescription),
        new("Processor", $"{Processor()}, {Environment.ProcessorCount} logical cores, {Instructions()}"),
    ];

    private static string Commit(string folder)
    {
        var commit = Output("git", "-C", folder, "rev-parse", "--short=12", "HEAD");
        return commit is null ? "not in a repository"
            : Output("git", "-C", folder, "status", "--porcelain", "--untracked-files=no") is "" or null ? commit : $"{commit}, with changes";
    }

    // The library's packages; the framework's own assemblies are named by its version.
    private static IEnumerable<string> Dependencies() => Library.GetReferencedAssemblies()
        .Where(name => name.Name is "MathNet.Numerics" or "System.Numerics.Tensors")
        .Select(Assembly.Load)
        .Select(assembly => $"{assembly.GetName().Name} {Version(assembly)}")
        .Order(StringComparer.Ordinal);

    private static string Version(Assembly assembly) =>
        assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "unknown";

    private static string? Output(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true });
            var output = process!.StandardOutput.ReadToEnd().Trim();
            return process.WaitForExit(5000) && process.ExitCode == 0 ? output : null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }

    private static string Processor()
    {
        const string Info = "/proc/cpuinfo";
        var model = File.Exists(Info) ? File.ReadLines(Info).FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(':', 2)[1].Trim() : null;
        return model ?? Environment.GetEnvironmentVariable("PROCESSOR_IDENTIFIER") ?? RuntimeInformation.ProcessArchitecture.ToString();
    }

    private static string Instructions() => Vector512.IsHardwareAccelerated ? "512-bit vectors"
        : Vector256.IsHardwareAccelerated ? "256-bit vectors"
        : Vector128.IsHardwareAccelerated ? "128-bit vectors" : "no vectors";

    /// <summary>A span of time for people.</summary>
    public static string Seconds(TimeSpan time) => time.TotalSeconds.ToString(time.TotalSeconds < 10 ? "0.00" : "0.0", CultureInfo.InvariantCulture) + " s";
}
