using System.Text.RegularExpressions;

namespace Kit.Tests.Architecture;

/// <summary>A C# file with its comments and string texts blanked out, so that what is left names only what the compiler sees.</summary>
/// <param name="Path">Relative to the folder that was read, with forward slashes.</param>
/// <param name="Lines">Code lines; line n of the file is <c>Lines[n - 1]</c>.</param>
internal sealed partial record SourceFile(string Path, string[] Lines)
{
    /// <summary>Every C# file under <paramref name="folder"/> but build outputs, in ordinal order.</summary>
    public static IReadOnlyList<SourceFile> Under(string folder) =>
        [.. Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories)
            .Select(file => (File: file, Path: System.IO.Path.GetRelativePath(folder, file).Replace('\\', '/')))
            .Where(found => !found.Path.Split('/').Any(part => part is "bin" or "obj"))
            .OrderBy(found => found.Path, StringComparer.Ordinal)
            .Select(found => new SourceFile(found.Path, CodeOf(File.ReadAllText(found.File)).Split('\n')))];

    /// <summary>The repository's root: the nearest folder above the test assembly that holds Kit.sln.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The file-scoped or block namespace, or null.</summary>
    public (string Name, int Line)? Namespace => Find(NamespaceDeclaration()).Select(found => ((string, int)?)(found.Match.Groups[1].Value, found.Line)).FirstOrDefault();

    /// <summary>The folders between the root that was read and the file.</summary>
    public string[] Folders => Path.Split('/')[..^1];

    /// <summary>Every match of <paramref name="pattern"/> with its line number.</summary>
    public IEnumerable<(Match Match, int Line)> Find(Regex pattern) =>
        Lines.SelectMany((text, index) => pattern.Matches(text).Select(match => (match, index + 1)));

    // Interpolated strings stay, since their holes are code.
    private static string CodeOf(string text) =>
        NotCode().Replace(text, match => match.Value[0] == '$' ? match.Value : new string('\n', match.Value.Count(c => c == '\n')));

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(System.IO.Path.Combine(folder.FullName, "Kit.sln")))
                return folder.FullName;
        throw new DirectoryNotFoundException($"no Kit.sln above {AppContext.BaseDirectory}");
    }

    [GeneratedRegex("""
        //[^\n]* | /\*[\s\S]*?\*/ | (\$*)"{3}[\s\S]*?"{3} | (\$@|@\$?)"(?:[^"]|"{2})*" | \$?"(?:\\.|[^"\\\n])*" | '(?:\\.|[^'\\\n])+'
        """, RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex NotCode();

    [GeneratedRegex(@"^\s*namespace\s+([\w.]+)")]
    private static partial Regex NamespaceDeclaration();
}
