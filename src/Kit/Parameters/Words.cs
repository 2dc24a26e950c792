namespace Kit.Parameters;

/// <summary>Names as people type them.</summary>
public static class Words
{
    /// <summary>HeatConvergence → heat-convergence; Ising2D → ising-2d.</summary>
    public static string Kebab(string name)
    {
        var words = new List<char>();
        for (var i = 0; i < name.Length; i++)
        {
            var startsWord = i > 0 && (char.IsUpper(name[i]) ? !char.IsUpper(name[i - 1]) && !char.IsDigit(name[i - 1]) || i + 1 < name.Length && char.IsLower(name[i + 1])
                : char.IsDigit(name[i]) && !char.IsDigit(name[i - 1]));
            if (startsWord)
                words.Add('-');
            words.Add(char.ToLowerInvariant(name[i]));
        }
        return new([.. words]);
    }

    /// <summary>Those of <paramref name="names"/> that a mistyped <paramref name="word"/> may have meant, at most three, the nearest first.</summary>
    public static IReadOnlyList<string> Near(string word, IEnumerable<string> names) =>
        [.. names.Select(name => (Name: name, Distance: name.Contains(word, StringComparison.OrdinalIgnoreCase) ? 0 : Distance(word.ToLowerInvariant(), name.ToLowerInvariant())))
            .Where(near => near.Distance <= Math.Max(2, word.Length / 3))
            .OrderBy(near => near.Distance).ThenBy(near => near.Name, StringComparer.Ordinal)
            .Select(near => near.Name).Take(3)];

    // Levenshtein: the least number of letters put in, taken out or replaced.
    private static int Distance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0]++;
            for (var j = 1; j <= b.Length; j++)
                (diagonal, row[j]) = (row[j], Math.Min(Math.Min(row[j], row[j - 1]) + 1, diagonal + (a[i - 1] == b[j - 1] ? 0 : 1)));
        }
        return row[^1];
    }
}
