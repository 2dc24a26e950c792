namespace Kit.StatMech.Updates;

/// <summary>Clusters into which Swendsen and Wang's frozen bonds cut a state.</summary>
/// <param name="Clusters">How many.</param>
/// <param name="Largest">Sites of the largest.</param>
/// <param name="Square">Σ_C |C|²/N²: given the frozen bonds, the mean of m² over all ways to colour the clusters.</param>
public sealed record ClusterSizes(int Clusters, int Largest, double Square);
