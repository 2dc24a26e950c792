using Kit.StatMech.MeanField;
using Kit.Tensors;

namespace Kit.Tests.StatMech.MeanField;

public class XorSatTests
{
    [Theory]
    [InlineData(3, 0.818469, 0.917935)]
    [InlineData(4, 0.772280, 0.976770)]
    [InlineData(5, 0.701780, 0.992438)]
    public void Thresholds_AreThoseOfTheCoreOfHypergraphs(int p, double clustering, double satisfiability)
    {
        Assert.Equal(clustering, new XorSat(p).ClusteringLoad, 1e-6);
        Assert.Equal(satisfiability, new XorSat(p).SatisfiabilityLoad, 1e-6);
    }

    [Fact]
    public void Complexity_IsTheCoreOfARandomInstance()
    {
        // Peel variables of one check: what is left are N_c variables and M_c checks, and Σ = (N_c − M_c) ln 2.
        const int n = 40_000;
        const double load = 0.87;
        var (rng, checks) = (new Rng(3), new int[(int)(load * n)][]);
        var at = Enumerable.Range(0, n).Select(_ => new HashSet<int>()).ToArray();
        for (var c = 0; c < checks.Length; c++)
        {
            var chosen = new HashSet<int>();
            while (chosen.Count < 3) chosen.Add(rng.NextInt(0, n));
            checks[c] = [.. chosen];
            foreach (var v in chosen) at[v].Add(c);
        }

        var leaves = new Stack<int>(Enumerable.Range(0, n).Where(v => at[v].Count == 1));
        while (leaves.TryPop(out var leaf))
        {
            if (at[leaf].Count != 1) continue;
            var check = at[leaf].First();
            foreach (var v in checks[check])
                if (at[v].Remove(check) && at[v].Count == 1) leaves.Push(v);
        }

        var core = at.Count(set => set.Count > 0);
        var left = at.Sum(set => set.Count) / 3;
        var theory = new XorSat(3);
        // Fluctuations of order 1/√N = 0.005.
        Assert.Equal(theory.Complexity(load) / Math.Log(2), (core - left) / (double)n, 0.01);
        Assert.True(theory.Complexity(load) > 0.02 && theory.Complexity(0.93) < 0 && theory.Complexity(0.8) == 0);
        // A check is in the core if all its variables are frozen.
        Assert.Equal(load * Math.Pow(theory.Frozen(load), 3), left / (double)n, 0.02);
    }

    [Fact]
    public void BadInput_IsNamed()
    {
        Assert.Contains("2 variables", Assert.Throws<ArgumentException>(() => new XorSat(2)).Message);
        Assert.Contains("α = 0", Assert.Throws<ArgumentException>(() => new XorSat(3).Frozen(0)).Message);
    }
}
