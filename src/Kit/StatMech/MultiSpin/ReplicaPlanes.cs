namespace Kit.StatMech.MultiSpin;

/// <summary>Many replicas of one system, one bit a replica; 1 is spin up. Made by <see cref="BitReplicas.Start"/>.</summary>
public sealed class ReplicaPlanes
{
    internal ReplicaPlanes(BitReplicas model) => Words = new((long)model.Groups * model.Sites * BitReplicas.Lanes);

    /// <summary>For each group of 512 replicas, for each site, 8 words.</summary>
    internal AlignedWords Words { get; }

    /// <summary>Counts of the spins as they are; null where they have to be counted.</summary>
    internal int[]? Unsatisfied { get; set; }

    internal int[]? Up { get; set; }

    internal void Changed() => (Unsatisfied, Up) = (null, null);
}
