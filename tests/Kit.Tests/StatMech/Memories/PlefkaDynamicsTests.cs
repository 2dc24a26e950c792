using Kit.Numerics.FixedPoints;
using Kit.StatMech.Lattices;
using Kit.StatMech.MeanField;
using Kit.StatMech.Memories;
using Kit.StatMech.Models;
using Kit.StatMech.Updates;
using Kit.Tensors;

namespace Kit.Tests.StatMech.Memories;

public class PlefkaDynamicsTests
{
    private static readonly double[] Given = [0.5, -0.3, 0.2, 0.6, -0.45, 0.1, 0.35];

    [Theory]
    [InlineData(2, 1, true)]
    [InlineData(3, 1, true)]
    [InlineData(4, 1, false)]
    [InlineData(2, 2, true)]
    [InlineData(3, 2, true)]
    [InlineData(4, 2, true)]
    [InlineData(4, 2, false)]
    [InlineData(5, 2, false)]
    public void FreeEnergyAndFields_MissThoseOfTheEnumeration_ByTheNextPowerOfBeta(int degree, int order, bool selfTerms)
    {
        var model = new DenseHebbian(Patterns.Random(3, 7, new(3)), degree, selfTerms);
        AssertOrder(model, new(model, order, pairs: order == 2), order);
    }

    [Fact]
    public void ExamplesOfEitherKind_AreExpandedToTheSameOrder()
    {
        var rng = new Rng(8);
        foreach (var teaching in new[] { Teaching.Supervised(Patterns.Random(2, 7, rng), new(0.6, 5), rng), Teaching.Unsupervised(Patterns.Diluted(2, 7, 0.3, rng), new(0.6, 2), rng) })
        {
            var model = new DenseHebbian(teaching, 3);
            AssertOrder(model, new(model, 2, pairs: true), 2);
        }
    }

    [Fact]
    public void OneVector_NeedsNoPairs()
    {
        var model = new DenseHebbian(Patterns.Random(1, 7, new(5)), 4);
        AssertOrder(model, new(model), 2);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void DegreeTwo_IsMeanFieldOrTapOfHebbsCouplings(int order)
    {
        const int n = 30;
        var (patterns, rng) = (Patterns.Random(6, n, new(2)), new Rng(4));
        var graph = Graph.Complete(n);
        var couplings = new double[graph.BondCount];
        for (var b = 0; b < couplings.Length; b++)
        {
            var (i, j) = (graph.From[b], graph.To[b]);
            for (var v = 0; v < patterns.Count; v++) couplings[b] += (double)patterns[v, i] * patterns[v, j] / n;
        }

        var ising = new Plefka(new Ising(graph, couplings), order);
        var dense = new PlefkaDynamics(new HopfieldModel(patterns), order, pairs: order == 2);
        double[] m = rng.Uniform([n], -0.9, 0.9).ToDoubles();
        var (beta, constant) = (0.7, -patterns.Count / 2.0);
        Assert.Equal(ising.FreeEnergy(beta, m) + constant, dense.FreeEnergy(1 / beta, m), 1e-10);
        var image = ising.Equations(beta, m);
        var fields = dense.Fields(1 / beta, m);
        for (var i = 0; i < n; i++) Assert.Equal(image[i], Math.Tanh(beta * fields[i]), 1e-11);
    }

    [Theory]
    [InlineData(2, false)]
    [InlineData(4, false)]
    [InlineData(5, true)]
    public void Fields_AreTheStationarityOfTheFreeEnergy(int degree, bool pairs)
    {
        var rng = new Rng(6);
        var dynamics = new PlefkaDynamics(new DenseHebbian(Teaching.Supervised(Patterns.Random(4, 7, rng), new(0.7, 3), rng), degree), 2, pairs);
        var fields = dynamics.Fields(0.8, Given);
        for (var i = 0; i < Given.Length; i++)
        {
            double At(double shift) => dynamics.FreeEnergy(0.8, [.. Given.Select((v, k) => k == i ? v + shift : v)]);
            // ∂G/∂m = T artanh m − h; a central difference of step 10⁻⁵.
            Assert.Equal(0.8 * Math.Atanh(Given[i]) - fields[i], (At(1e-5) - At(-1e-5)) / 2e-5, 1e-7 * (1 + Math.Abs(fields[i])));
        }
    }

    [Theory]
    [InlineData(2, 20, 0.4)]
    [InlineData(4, 20, 0.5)]
    [InlineData(4, 20, 0.65)]
    public void Retrieval_HasTheOverlapOfTheReplicasAndOfHeatBath(int degree, int count, double temperature)
    {
        const int n = 1000;
        var rng = new Rng(7);
        var patterns = Patterns.Random(count, n, rng);
        var model = new DenseHebbian(patterns, degree);
        var dynamics = new PlefkaDynamics(model);
        var unit = DenseReplicas.Unit(degree);
        var found = dynamics.Retrieve(temperature / unit, dynamics.Cue(0, 0.8, rng));
        Assert.True(found.Converged, found.ToString());
        var theory = degree == 2
            ? new HopfieldTheory((double)count / n, temperature).Retrieval()!.Overlap
            : new DenseReplicas(degree, DenseNoise.Of(degree, DenseReplicas.Load(degree, count, n), selfTerms: true)).Solve(temperature).Magnetization;
        // Which spins are frustrated differs from sample to sample: √((1 − m²)/N) = 0.015 at most, P = 2 with one part more of α²β.
        Assert.Equal(theory, found.Overlap(), 0.02);

        var (state, update, bins) = (model.Start(rng), new HeatBath(model, SiteOrder.Sequential), new double[20]);
        for (var i = 0; i < n; i++) model.Set(state, i, patterns[0, i]);
        for (var bin = -2; bin < bins.Length; bin++)
            for (var sweep = 0; sweep < 20; sweep++)
            {
                update.Sweep(state, unit / temperature, rng);
                if (bin >= 0) bins[bin] += patterns.Overlap(state.Values, 0) / 20;
            }

        var (mean, error) = (bins.Average(), Math.Sqrt(bins.Average(x => Math.Pow(x - bins.Average(), 2)) / (bins.Length - 1)));
        // Four standard errors, and 1/N for the terms of third order.
        Assert.InRange(error, 1e-6, 0.003);
        Assert.InRange(Math.Abs(mean - found.Overlap()), 0, 4 * error + 1e-3);
    }

    [Fact]
    public void AStep_LooksAtThePatternsAFixedNumberOfTimes()
    {
        long Step(int n, int k, int degree, int order)
        {
            var dynamics = new PlefkaDynamics(new DenseHebbian(Patterns.Random(k, n, new(1)), degree), order);
            return dynamics.Retrieve(0.05, dynamics.Cue(0, 0.9, new(2)), FixedPointSolver.Damped() with { MaxIterations = 1, Tolerance = 1e-300 }).Work / 2;
        }

        // Order 1: P − 1 powers, P cumulants, P terms of the fields; order 2 has twice the powers and cumulants, P more slopes, 2P terms of p² and 2(P − 1) by way of the averages.
        Assert.Equal(20 * 30 * (3 * 4 - 1), Step(20, 30, 4, 1));
        Assert.Equal(20 * 30 * (10 * 4 - 3), Step(20, 30, 4, 2));
        Assert.Equal(4 * Step(20, 30, 4, 2), Step(40, 60, 4, 2));
        Assert.Equal(20 * 30 * (10 * 8 - 3), Step(20, 30, 8, 2));
    }

    [Fact]
    public void ATrajectory_BeginsAtTheCueAndEndsAtThePattern_AndSaysSo()
    {
        var rng = new Rng(9);
        var dynamics = new PlefkaDynamics(new DenseHebbian(Teaching.Supervised(Patterns.Random(5, 400, rng), new(0.6, 15), rng), 4), 1);
        var cue = dynamics.Cue(1, 0.6, rng);
        var found = dynamics.Retrieve(0.3 / 12, cue);
        // The overlap of a cue spreads by √((1 − r²)/N) = 0.04: three times that.
        Assert.Equal(0.6, found.Overlaps[0][1], 0.12);
        Assert.True(found.Converged && found.Overlap(1) > 0.9);
        Assert.Equal(found.Steps + 1, found.Course(1).Length);
        Assert.Equal(found.Steps, found.Outcome.Iterations);
        Assert.Contains("pattern 2", found.ToString());
        Assert.Contains("naive", found.ToHtml());
    }

    [Fact]
    public void BadInput_IsNamed()
    {
        var model = new DenseHebbian(Patterns.Random(2, 5, new(0)), 4);
        var dynamics = new PlefkaDynamics(model);
        Assert.Contains("order 3", Assert.Throws<ArgumentException>(() => new PlefkaDynamics(model, 3)).Message);
        Assert.Contains("pairs", Assert.Throws<ArgumentException>(() => new PlefkaDynamics(model, 1, pairs: true)).Message);
        Assert.Contains("T = 0", Assert.Throws<ArgumentException>(() => dynamics.Retrieve(0, new double[5])).Message);
        Assert.Contains("4 magnetisations for 5", Assert.Throws<ArgumentException>(() => dynamics.Fields(1, new double[4])).Message);
        Assert.Contains("1.5", Assert.Throws<ArgumentException>(() => dynamics.FreeEnergy(1, [0, 0, 1.5, 0, 0])).Message);
        Assert.Contains("pattern 2", Assert.Throws<ArgumentException>(() => dynamics.Cue(2, 0.5, new(0))).Message);
    }

    private static void AssertOrder(DenseHebbian model, PlefkaDynamics dynamics, int order)
    {
        (double Free, double Field) Errors(double beta)
        {
            var (free, fields) = Exact(model, beta);
            var h = dynamics.Fields(1 / beta, Given);
            // βh_ext = artanh m − βh(m): both are compared times β, so that the errors are those of −βG and of the argument of tanh.
            return (beta * Math.Abs(free - dynamics.FreeEnergy(1 / beta, Given)), fields.Select((f, i) => Math.Abs(f - Math.Atanh(Given[i]) + beta * h[i])).Max());
        }

        var scale = 0.05 * Math.Pow(model.Degree, 2);
        var (coarse, fine) = (Errors(scale), Errors(scale / 2));
        // The next term falls with β^{order + 1}; the one after it still moves the slope over one octave.
        Assert.InRange(Math.Log2(coarse.Free / fine.Free), order + 0.6, order + 1.4);
        Assert.InRange(Math.Log2(coarse.Field / fine.Field), order + 0.6, order + 1.4);
    }

    /// <summary>G(m) = −T ln Z(h) + Σ h_i m_i at the external fields that give m, and βh, over all states.</summary>
    private static (double Free, double[] Fields) Exact(DenseHebbian model, double beta)
    {
        var n = model.Sites;
        var (spins, energies) = (new double[1 << n][], new double[1 << n]);
        var state = model.Start(new(0));
        for (var s = 0; s < energies.Length; s++)
        {
            for (var i = 0; i < n; i++) state.Values[i] = (sbyte)((s >> i & 1) == 1 ? 1 : -1);
            (spins[s], energies[s]) = ([.. state.Values.Select(v => (double)v)], model.Energy(state));
        }

        (double LogSum, double[] Means) Averages(double[] h)
        {
            var (z, means) = (0.0, new double[n]);
            for (var s = 0; s < energies.Length; s++)
            {
                var w = Math.Exp(-beta * energies[s] + spins[s].Zip(h, (a, b) => a * b).Sum());
                z += w;
                for (var i = 0; i < n; i++) means[i] += w * spins[s][i];
            }

            return (Math.Log(z), Array.ConvertAll(means, v => v / z));
        }

        var solver = new FixedPointSolver { Newton = true, Tolerance = 1e-13, MaxIterations = 60 };
        var fields = solver.Solve(h => [.. Averages(h).Means.Select((v, i) => h[i] + Given[i] - v)], [.. Given.Select(Math.Atanh)]).OrThrow();
        return ((fields.Zip(Given, (h, m) => h * m).Sum() - Averages(fields).LogSum) / beta, fields);
    }
}
