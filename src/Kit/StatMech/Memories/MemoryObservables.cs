namespace Kit.StatMech.Memories;

/// <summary>What all associative memories measure alike.</summary>
internal static class MemoryObservables
{
    /// <summary>The most patterns whose overlaps are measured unless somebody asks for more.</summary>
    private const int Shown = 16;

    /// <summary>"energy", "energy^2" per site, "overlap" with the first pattern, "overlaps" with the first ones.</summary>
    public static IReadOnlyList<Observable<Configuration>> Of(Patterns truth) =>
    [
        new("energy", state => state.Energy / truth.Sites),
        new("energy^2", state => Math.Pow(state.Energy / truth.Sites, 2)),
        new("overlap", state => truth.Overlap(state.Values, 0)),
        new("overlaps", Math.Min(Shown, truth.Count), (state, values) =>
        {
            for (var pattern = 0; pattern < values.Length; pattern++) values[pattern] = truth.Overlap(state.Values, pattern);
        }),
    ];

    /// <summary>(1/N) Σ_i ξ_i^μ m_i of the first patterns, for magnetisations.</summary>
    public static double[] Overlaps(Patterns truth, double[] m)
    {
        var sums = new double[Math.Min(Shown, truth.Count)];
        for (var i = 0; i < m.Length; i++)
            for (var pattern = 0; pattern < sums.Length; pattern++) sums[pattern] += truth[pattern, i] * m[i];
        return Array.ConvertAll(sums, s => s / m.Length);
    }
}
