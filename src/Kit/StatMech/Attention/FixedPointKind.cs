namespace Kit.StatMech.Attention;

/// <summary>What the update of a modern Hopfield network has come to rest at, by how many patterns share it.</summary>
/// <remarks>Ramsauer et al. (2021), figure 2 and section A.6: counted is the least number k of patterns whose softmax weights sum to 0.9.</remarks>
public enum FixedPointKind
{
    /// <summary>One pattern: k = 1.</summary>
    Single,

    /// <summary>A mean of a few that lie near each other: 1 &lt; k ≤ N/2.</summary>
    Metastable,

    /// <summary>A mean of most: k > N/2.</summary>
    Global,
}
