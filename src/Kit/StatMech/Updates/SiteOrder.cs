namespace Kit.StatMech.Updates;

/// <summary>Which variable is tried next.</summary>
public enum SiteOrder
{
    /// <summary>One at random each time: detailed balance holds for every attempt.</summary>
    Random,

    /// <summary>All in their order: the weight is invariant under each attempt and so under a sweep, which is not reversible; faster, and often mixes faster too.</summary>
    Sequential,
}
