using System.Numerics;

namespace Kit.StatMech.Updates;

/// <summary>Rates at the leaves of a binary tree of sums: one is drawn or changed in O(log N), and no sum gathers rounding.</summary>
internal sealed class RateTree
{
    private readonly double[] sums;
    private readonly int leaves;

    public RateTree(int count)
    {
        leaves = (int)BitOperations.RoundUpToPowerOf2((uint)count);
        sums = new double[2 * leaves];
    }

    /// <summary>The sum of all.</summary>
    public double Total => sums[1];

    /// <summary>One rate; <see cref="Sum"/> has to follow what is set.</summary>
    public double this[int i]
    {
        get => sums[leaves + i];
        set => sums[leaves + i] = value;
    }

    /// <summary>Computes all sums.</summary>
    public void Sum()
    {
        for (var node = leaves - 1; node > 0; node--) sums[node] = sums[2 * node] + sums[2 * node + 1];
    }

    /// <summary>Sets one rate, and the sums above it.</summary>
    public void Change(int i, double rate)
    {
        sums[leaves + i] = rate;
        for (var node = (leaves + i) / 2; node > 0; node /= 2) sums[node] = sums[2 * node] + sums[2 * node + 1];
    }

    /// <summary>The rate on which a number in [0, <see cref="Total"/>) falls; never one of 0.</summary>
    public int Find(double number)
    {
        var node = 1;
        while (node < leaves)
        {
            node *= 2;
            if (number < sums[node] || sums[node + 1] == 0) continue;
            number -= sums[node++];
        }

        return node - leaves;
    }
}
