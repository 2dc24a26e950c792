namespace Kit.StatMech.MultiSpin;

/// <summary>Where the random numbers of replicas come from.</summary>
public enum ReplicaNoise
{
    /// <summary>Every replica has random bits of its own: replicas are independent of each other.</summary>
    Independent,

    /// <summary>
    /// One random number a site serves all replicas of a vector of 512: many times faster. Each replica by itself obeys the same law as with numbers of its own, but the noise correlates replicas with each other:
    /// means stay right, while the variance of a mean over replicas does not fall like their number. With equal couplings replicas may even meet (the heat bath at high temperature makes all the same
    /// up to a sign); samples of disorder stay apart. Errors must come from time series, and overlaps between replicas mean nothing.
    /// </summary>
    Shared,
}
