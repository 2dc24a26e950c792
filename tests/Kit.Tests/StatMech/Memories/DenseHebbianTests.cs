using Kit.StatMech.Exact;
using Kit.StatMech.Memories;
using Kit.StatMech.Updates;
using Kit.Tensors;

namespace Kit.Tests.StatMech.Memories;

public class DenseHebbianTests
{
    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(6)]
    [InlineData(8)]
    public void EnergyAndChanges_AreThoseOfThePowers(int degree)
    {
        var rng = new Rng(1);
        var model = new DenseHebbian(Teaching.Unsupervised(Patterns.Random(3, 10, rng), new(0.8, 7), rng), degree);
        Consistency.OfChanges(model, rng, state => Powers(model, state.Values));
        var means = new DenseHebbian(Teaching.Supervised(Patterns.Random(13, 10, rng), new(0.8, 7), rng), degree);
        Consistency.OfChanges(means, rng, state => Powers(means, state.Values));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public void WithoutSelfTerms_EveryTupleOfDifferentSpinsIsThereOnce(int degree)
    {
        var rng = new Rng(2);
        var model = new DenseHebbian(Patterns.Random(9, 8, rng), degree, selfTerms: false);
        Consistency.OfChanges(model, rng, state => Tuples(model, state.Values));
    }

    [Fact]
    public void DegreeTwo_IsTheHopfieldNetwork()
    {
        var rng = new Rng(3);
        var teaching = Teaching.Supervised(Patterns.Diluted(4, 30, 0.3, rng), new(0.6, 9), rng);
        var (dense, hopfield) = (new DenseHebbian(teaching, 2), new HopfieldModel(teaching));
        var state = dense.Start(rng);
        Assert.Equal(hopfield.Energy(state), dense.Energy(state), 11);
    }

    [Fact]
    public void Metropolis_OnASmallNetwork_MeetsTheEnumeration()
    {
        var rng = new Rng(4);
        var model = new DenseHebbian(Patterns.Random(6, 9, rng), 4, selfTerms: false);
        var exact = new Enumeration(model);
        var (beta, state, update, bins) = (4.0, model.Start(rng), new Metropolis(model), new List<double>());
        for (var bin = 0; bin < 50; bin++)
        {
            var sum = 0.0;
            for (var sweep = 0; sweep < 400; sweep++)
            {
                update.Sweep(state, beta, rng);
                sum += state.Energy;
            }

            bins.Add(sum / 400);
        }

        var mean = bins.Average();
        var error = Math.Sqrt(bins.Average(x => (x - mean) * (x - mean)) / (bins.Count - 1));
        // One comparison of independent bins: four standard errors.
        Assert.InRange(Math.Abs(mean - exact.Mean(beta, s => s.Energy)), 0, 4 * error);
        Assert.InRange(error, 1e-5, 0.05);
    }

    [Fact]
    public void ASweep_LooksAtThePatternsOnceForEachSpin_WhateverTheDegree()
    {
        foreach (var (n, k, degree) in new[] { (20, 30, 4), (40, 60, 4), (20, 30, 12) })
        {
            var rng = new Rng(1);
            var model = new Counted(new DenseHebbian(Patterns.Random(k, n, rng), degree));
            var state = model.Start(rng);
            model.Work = 0;
            new Metropolis(model, SiteOrder.Sequential).Sweep(state, 1, rng);
            // N proposals and at most N flips, each over what is kept: L and b(L) of K patterns and one number more. N and K doubled are four times the work.
            Assert.InRange(model.Work, (long)n * (2 * k + 1), 2L * n * (2 * k + 1));
        }
    }

    [Fact]
    public void Observables_AreOverlapsWithThePatternsBehindTheExamples()
    {
        var rng = new Rng(5);
        var patterns = Patterns.Random(20, 50, rng);
        var model = new DenseHebbian(Teaching.Supervised(patterns, new(0.5, 3), rng), 4);
        var state = model.Start(rng);
        for (var i = 0; i < 50; i++) model.Set(state, i, patterns[1, i]);
        var overlaps = new double[16];
        var observable = model.Observables.Single(o => o.Name == "overlaps");
        Assert.Equal(16, observable.Count);
        observable.Measure(state, overlaps);
        Assert.Equal(1, overlaps[1]);
        Assert.Equal(patterns.Overlap(state.Values, 0), overlaps[0]);
    }

    [Fact]
    public void BadInput_IsNamed()
    {
        var rng = new Rng(0);
        var patterns = Patterns.Random(2, 5, rng);
        Assert.Contains("P = 1", Assert.Throws<ArgumentException>(() => new DenseHebbian(patterns, 1)).Message);
        Assert.Contains("±1", Assert.Throws<ArgumentException>(() => new DenseHebbian(Teaching.Supervised(patterns, new(0.5, 3), rng), 4, selfTerms: false)).Message);
    }

    private static double Powers(DenseHebbian model, sbyte[] s)
    {
        var (teaching, sum) = (model.Teaching, 0.0);
        for (var k = 0; k < teaching.Vectors.Count; k++) sum += Math.Pow(teaching.Vectors.Overlap(s, k) / teaching.Scale, model.Degree);
        return -teaching.Weight * s.Length * sum / Factorial(model.Degree);
    }

    private static double Tuples(DenseHebbian model, sbyte[] s)
    {
        var (v, sum) = (model.Teaching.Vectors, 0.0);
        for (var k = 0; k < v.Count; k++)
            for (var subset = 0; subset < 1 << s.Length; subset++)
            {
                if (int.PopCount(subset) != model.Degree) continue;
                var product = 1;
                for (var i = 0; i < s.Length; i++)
                    if ((subset >> i & 1) == 1) product *= v[k, i] * s[i];
                sum += product;
            }

        return -sum / Math.Pow(s.Length, model.Degree - 1);
    }

    private static double Factorial(int n) => n < 2 ? 1 : n * Factorial(n - 1);
}
