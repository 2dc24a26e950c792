using System.Diagnostics;
using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;

namespace Kit.Plotting;

/// <summary>The plotly.js file that pages embed: one version, one checksum, found on this machine or fetched once.</summary>
/// <remarks>
/// Looked for in order: the file named by KIT_PLOTLY_JS; the user's cache (KIT_CACHE or the local application data folder);
/// the package registry through the <c>npm</c> client where that is installed; the CDN. KIT_OFFLINE=1 never fetches.
/// Nothing with another checksum is ever used or kept. Without the file pages name the CDN: that is no error.
/// </remarks>
public static class PlotlyJs
{
    /// <summary>Where the file came from, or why there is none.</summary>
    /// <param name="Source">The JavaScript text; null when it could not be had.</param>
    /// <param name="Origin">The file or address it came from.</param>
    /// <param name="Reason">Why it could not be had, with the remedy; null when it was.</param>
    public sealed record Asset(string? Source, string? Origin, string? Reason);

    /// <summary>The version all figures are written for.</summary>
    public const string Version = "3.7.0";

    /// <summary>SHA-256 of plotly.min.js.</summary>
    public const string Sha256 = "8ef4c6ab1369f0019611cbcd2d5b8aafef23e5d19ef58c39d4b4249831fe2180";

    /// <summary>Where pages load it from when they do not hold it.</summary>
    public const string CdnAddress = "https://cdn.plot.ly/plotly-" + Version + ".min.js";

    private const int LargestFile = 16 << 20;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly Lock Gate = new();
    private static Asset? found;

    /// <summary>The file, found or fetched once a process; a failure is remembered too.</summary>
    public static Asset Find()
    {
        lock (Gate)
            return found ??= Locate(Environment.GetEnvironmentVariable);
    }

    /// <summary>The script element for a page's head.</summary>
    /// <param name="embed">Whether to put the file inside, where it can be had; the page then works offline.</param>
    public static string ScriptTag(bool embed) => embed && Find().Source is { } source
        ? $"<script>{source.Replace("</script", "<\\/script", StringComparison.OrdinalIgnoreCase).Replace("<!--", "<\\!--", StringComparison.Ordinal)}</script>"
        : $"<script src=\"{CdnAddress}\" charset=\"utf-8\"></script>";

    /// <summary>Looks in all places, without the memory of <see cref="Find"/>.</summary>
    internal static Asset Locate(Func<string, string?> environment)
    {
        if (environment("KIT_PLOTLY_JS") is { Length: > 0 } named)
        {
            return Read(named) is { } text
                ? new(text, named, null)
                : new(null, null, $"KIT_PLOTLY_JS names {named}, which is not plotly.min.js {Version} (SHA-256 {Sha256}). Pages load plotly from the CDN.");
        }
        var cached = Path.Combine(UserCache.FolderOf(environment), $"plotly-{Version}.min.js");
        if (Read(cached) is { } kept)
            return new(kept, cached, null);
        if (environment("KIT_OFFLINE") is "1" or "true")
            return new(null, null, $"KIT_OFFLINE is set and {cached} is missing. Pages load plotly from the CDN.");
        var reasons = new List<string>();
        foreach (var (origin, fetch) in new (string, Func<byte[]>)[] { ("npm pack", FetchWithNpm), (CdnAddress, FetchFromCdn) })
        {
            try
            {
                var bytes = fetch();
                if (!IsGenuine(bytes))
                    throw new InvalidDataException("the checksum differs");
                Keep(cached, bytes);
                return new(Encoding.UTF8.GetString(bytes), origin, null);
            }
            catch (Exception failure) when (failure is IOException or InvalidDataException or HttpRequestException or OperationCanceledException
                or System.ComponentModel.Win32Exception or UnauthorizedAccessException or AggregateException)
            {
                reasons.Add($"{origin}: {failure.Message}");
            }
        }
        return new(null, null, $"plotly.js {Version} could not be fetched ({string.Join("; ", reasons)}). Pages load it from the CDN; KIT_PLOTLY_JS may name the file.");
    }

    private static bool IsGenuine(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes)) == Sha256;

    private static string? Read(string path)
    {
        try
        {
            var file = new FileInfo(path);
            if (!file.Exists || file.Length > LargestFile)
                return null;
            var bytes = File.ReadAllBytes(path);
            return IsGenuine(bytes) ? Encoding.UTF8.GetString(bytes) : null;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Writes beside the target and renames, so that no process ever reads half a file; a cache that cannot be written is no loss.</summary>
    private static void Keep(string path, byte[] bytes)
    {
        try
        {
            AtomicFile.Write(path, stream => stream.Write(bytes));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // The next process fetches again.
        }
    }

    private static byte[] FetchWithNpm()
    {
        var npm = OnPath(OperatingSystem.IsWindows() ? "npm.cmd" : "npm") ?? throw new IOException("npm is not installed");
        var folder = Directory.CreateTempSubdirectory("kit-plotly-");
        try
        {
            var start = new ProcessStartInfo(npm) { WorkingDirectory = folder.FullName, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
            foreach (var argument in (ReadOnlySpan<string>)["pack", $"plotly.js-dist-min@{Version}", "--silent", "--ignore-scripts"])
                start.ArgumentList.Add(argument);
            using var process = Process.Start(start) ?? throw new IOException("npm did not start");
            process.BeginOutputReadLine();
            process.BeginErrorReadLine();
            if (!process.WaitForExit(Patience))
            {
                process.Kill(entireProcessTree: true);
                throw new IOException($"npm gave no answer in {Patience.TotalSeconds:0} s");
            }
            var package = folder.GetFiles("*.tgz").SingleOrDefault() ?? throw new IOException($"npm ended with {process.ExitCode} and no package");
            return Unpack(package.FullName);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static byte[] Unpack(string package)
    {
        using var zip = new GZipStream(File.OpenRead(package), CompressionMode.Decompress);
        using var tar = new TarReader(zip);
        while (tar.GetNextEntry() is { } entry)
        {
            if (entry.Name != "package/plotly.min.js")
                continue;
            if (entry.DataStream is not { } data || entry.Length > LargestFile)
                throw new InvalidDataException($"plotly.min.js has {entry.Length} bytes; at most {LargestFile} are read");
            var bytes = new byte[entry.Length];
            data.ReadExactly(bytes);
            return bytes;
        }
        throw new InvalidDataException("the package holds no plotly.min.js");
    }

    private static byte[] FetchFromCdn()
    {
        using var client = new HttpClient { Timeout = Patience, MaxResponseContentBufferSize = LargestFile };
        return Task.Run(() => client.GetByteArrayAsync(new Uri(CdnAddress))).GetAwaiter().GetResult();
    }

    private static string? OnPath(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);
}
