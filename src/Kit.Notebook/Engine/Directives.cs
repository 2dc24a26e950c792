using System.Text.RegularExpressions;

namespace Kit.Notebook.Engine;

/// <summary>One `#r`: a package of a feed, or an assembly's file.</summary>
internal abstract record Reference(int Line);

/// <summary><c>#r "nuget: Id, version"</c>; without a version, the newest stable one.</summary>
internal sealed record PackageReference(int Line, string Id, string? Version) : Reference(Line);

/// <summary><c>#r "path.dll"</c>, relative to the notebook, or the simple name of a framework assembly.</summary>
internal sealed record FileReference(int Line, string Path) : Reference(Line);

/// <summary>A cell's code with its host directives taken out, line numbers kept.</summary>
internal sealed record DirectiveParse(string Code, IReadOnlyList<Reference> References, IReadOnlyList<string> Feeds, bool TimeIt);

/// <summary>Reads the lines that speak to the host and not to the compiler: <c>#r</c>, <c>#i</c> and <c>#!name</c>.</summary>
internal static partial class Directives
{
    /// <exception cref="CellException">A magic command that only other hosts offer, named with its line.</exception>
    public static DirectiveParse Parse(string source)
    {
        var references = new List<Reference>();
        var feeds = new List<string>();
        var timeIt = false;
        var lines = source.ReplaceLineEndings("\n").Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            var line = lines[i].Trim();
            if (line.StartsWith("#!", StringComparison.Ordinal))
            {
                timeIt |= Magic(line, i + 1);
            }
            else if (NuGetLine().Match(line) is { Success: true } package)
            {
                var version = package.Groups["version"].Value.Trim();
                references.Add(new PackageReference(i + 1, package.Groups["id"].Value.Trim(), version is "" or "*" ? null : version));
            }
            else if (FileLine().Match(line) is { Success: true } file)
            {
                references.Add(new FileReference(i + 1, file.Groups["path"].Value.Trim()));
            }
            else if (FeedLine().Match(line) is { Success: true } feed)
            {
                feeds.Add(feed.Groups["feed"].Value.Trim());
            }
            else
            {
                continue;
            }

            lines[i] = "";
        }

        return new DirectiveParse(string.Join('\n', lines), references, feeds, timeIt);
    }

    private static bool Magic(string line, int number)
    {
        var name = line.Split((char[]?)null, 2)[0];
        return name switch
        {
            "#!time" => true,
            "#!csharp" or "#!c#" or "#!cs" => false,
            "#!set" or "#!share" => throw new CellException($"{name} (line {number}): values cannot be passed between kernels, Kit runs C# only. Assign the value in a C# cell."),
            "#!import" => throw new CellException($"{name} (line {number}): Kit does not import notebooks. Move the shared code to a .csx file and use #load \"file.csx\"."),
            _ => throw new CellException($"{name} (line {number}): this magic command is not offered by Kit. Known: #r, #i, #load, #!csharp, #!time."),
        };
    }

    [GeneratedRegex("""^#r\s+"\s*nuget\s*:(?<id>[^,"]+)(,(?<version>[^"]*))?"\s*;?\s*(//.*)?$""", RegexOptions.IgnoreCase)]
    private static partial Regex NuGetLine();

    [GeneratedRegex("""^#r\s+"(?<path>[^"]+)"\s*;?\s*(//.*)?$""")]
    private static partial Regex FileLine();

    [GeneratedRegex("""^#i\s+"\s*nuget\s*:(?<feed>[^"]+)"\s*;?\s*(//.*)?$""", RegexOptions.IgnoreCase)]
    private static partial Regex FeedLine();
}
