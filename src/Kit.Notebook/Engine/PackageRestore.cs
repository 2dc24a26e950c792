using System.Diagnostics;
using System.Security;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Kit.Notebook.Engine;

/// <summary>What a restore brought: assemblies to compile against, assemblies to load, folders with native libraries.</summary>
internal sealed record RestoredPackages(IReadOnlyList<string> Compile, IReadOnlyList<string> Runtime, IReadOnlyList<string> NativeFolders, IReadOnlyList<string> Resolved);

/// <summary>Brings packages by a real <c>dotnet restore</c> of a project made for the purpose, with the notebook folder's own NuGet settings.</summary>
internal static class PackageRestore
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    /// <exception cref="CellException">The feeds lack a package or its version, or the restore failed; the message holds NuGet's own lines.</exception>
    public static async Task<RestoredPackages> RestoreAsync(IReadOnlyCollection<PackageReference> packages, IReadOnlyCollection<string> feeds, string folder, CancellationToken token)
    {
        var project = Project(packages, feeds);
        var key = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(project + "\n" + folder)))[..16];
        var home = Path.Combine(UserCache.Folder, "packages", key);
        var assets = Path.Combine(home, "obj", "project.assets.json");
        var floating = packages.Any(package => package.Version is null || package.Version.Contains('*'));
        if (floating || !File.Exists(assets) || Read(assets) is not { } restored || restored.Runtime.Any(path => !File.Exists(path)))
        {
            Directory.CreateDirectory(home);
            await File.WriteAllTextAsync(Path.Combine(home, "packages.csproj"), project, token);
            CopyNuGetSettings(folder, home);
            await RunAsync(home, packages, token);
            restored = Read(assets) ?? throw new CellException($"#r nuget: the restore of {Names(packages)} left no list of assemblies.");
        }

        return restored;
    }

    private static string Project(IEnumerable<PackageReference> packages, IReadOnlyCollection<string> feeds)
    {
        static string Xml(string text) => SecurityElement.Escape(text);
        var items = packages.Select(package => $"""    <PackageReference Include="{Xml(package.Id)}" Version="{Xml(package.Version ?? "*")}" />""");
        var sources = feeds.Count == 0 ? "" : $"<RestoreAdditionalProjectSources>{Xml(string.Join(';', feeds))}</RestoreAdditionalProjectSources>";
        return $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup><TargetFramework>net{Environment.Version.Major}.0</TargetFramework><NuGetAudit>false</NuGetAudit><ImportDirectoryBuildProps>false</ImportDirectoryBuildProps>{sources}</PropertyGroup>
              <ItemGroup>
            {string.Join('\n', items)}
              </ItemGroup>
            </Project>
            """;
    }

    // The restore runs outside the notebook's folder, where its nuget.config would not be found.
    private static void CopyNuGetSettings(string from, string to)
    {
        for (var folder = new DirectoryInfo(from); folder is not null; folder = folder.Parent)
        {
            if (folder.EnumerateFiles().FirstOrDefault(file => file.Name.Equals("nuget.config", StringComparison.OrdinalIgnoreCase)) is { } settings)
            {
                settings.CopyTo(Path.Combine(to, "nuget.config"), overwrite: true);
                return;
            }
        }
    }

    private static async Task RunAsync(string home, IReadOnlyCollection<PackageReference> packages, CancellationToken token)
    {
        var start = new ProcessStartInfo("dotnet") { WorkingDirectory = home, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in (string[])["restore", "packages.csproj", "--nologo", "-v", "q"])
        {
            start.ArgumentList.Add(argument);
        }

        using var process = Process.Start(start) ?? throw new CellException("#r nuget: the `dotnet` command did not start.");
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(token);
        limit.CancelAfter(Limit);
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(limit.Token);
            var error = process.StandardError.ReadToEndAsync(limit.Token);
            await process.WaitForExitAsync(limit.Token);
            if (process.ExitCode != 0)
            {
                File.Delete(Path.Combine(home, "obj", "project.assets.json"));
                throw new CellException(Explain(packages, await output + await error));
            }
        }
        catch (OperationCanceledException) when (!token.IsCancellationRequested)
        {
            throw new CellException($"#r nuget: restoring {Names(packages)} took longer than {Limit.TotalMinutes:0} minutes; is the package feed reachable?");
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }

    private static string Explain(IReadOnlyCollection<PackageReference> packages, string log)
    {
        var reasons = log.Split('\n')
            .Where(line => line.Contains("error ", StringComparison.Ordinal))
            .Select(line => line[line.IndexOf("error ", StringComparison.Ordinal)..].Split(" [")[0].Trim())
            .Distinct();
        return $"""
            #r nuget: {Names(packages)} could not be restored.
              {string.Join("\n  ", reasons)}
            Check the id and the version, or name another feed with #i "nuget: address".
            """;
    }

    private static string Names(IEnumerable<PackageReference> packages) =>
        string.Join(", ", packages.Select(package => package.Version is null ? package.Id : $"{package.Id} {package.Version}"));

    private static RestoredPackages? Read(string assets)
    {
        if (JsonNode.Parse(File.ReadAllText(assets)) is not JsonObject root || root["targets"] is not JsonObject targets || targets.FirstOrDefault().Value is not JsonObject target)
        {
            return null;
        }

        var folders = (root["packageFolders"] as JsonObject ?? []).Select(folder => folder.Key).ToArray();
        List<string> compile = [], runtime = [], native = [], resolved = [];
        foreach (var (key, node) in target)
        {
            if (node is not JsonObject library || root["libraries"]?[key]?["path"]?.GetValue<string>() is not { } path)
            {
                continue;
            }

            var home = folders.Select(folder => Path.Combine(folder, path)).FirstOrDefault(Directory.Exists);
            if (home is null)
            {
                return null;
            }

            resolved.Add(key.Replace('/', ' '));
            compile.AddRange(Files(library, "compile", home));
            var rid = (library["runtimeTargets"] as JsonObject ?? []).Where(file => Matches(file.Value?["rid"]?.GetValue<string>())).ToArray();
            var specific = rid.Where(file => (string?)file.Value?["assetType"] == "runtime").Select(file => Path.Combine(home, file.Key)).ToArray();
            var replaced = specific.Select(Path.GetFileName).ToHashSet();
            runtime.AddRange(specific);
            runtime.AddRange(Files(library, "runtime", home).Where(file => !replaced.Contains(Path.GetFileName(file))));
            native.AddRange(rid.Where(file => (string?)file.Value?["assetType"] == "native").Select(file => Path.GetDirectoryName(Path.Combine(home, file.Key))!));
        }

        return new RestoredPackages(compile, runtime, [.. native.Distinct()], resolved);
    }

    private static IEnumerable<string> Files(JsonObject library, string kind, string home) =>
        (library[kind] as JsonObject ?? []).Select(file => file.Key).Where(file => file.EndsWith(".dll", StringComparison.OrdinalIgnoreCase)).Select(file => Path.Combine(home, file));

    private static bool Matches(string? rid) => rid is not null
        && (rid == System.Runtime.InteropServices.RuntimeInformation.RuntimeIdentifier
            || rid == (OperatingSystem.IsWindows() ? "win" : OperatingSystem.IsMacOS() ? "osx" : "linux")
            || (rid == "unix" && !OperatingSystem.IsWindows()));
}
