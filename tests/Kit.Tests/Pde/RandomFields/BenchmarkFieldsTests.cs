using Kit.Numerics;
using Kit.Pde;
using Kit.Pde.RandomFields;
using Kit.Tensors;

namespace Kit.Tests.Pde.RandomFields;

public sealed class BenchmarkFieldsTests
{
    [Fact]
    public void Darcy_coefficients_have_two_values_in_equal_parts()
    {
        var grid = new Grid(Axis.Cells(32), Axis.Cells(32));
        foreach (var (field, high, low) in new[] { (BenchmarkFields.DarcySmooth(grid), 12, 3), (BenchmarkFields.DarcyRough(grid), 12, 2) })
        {
            var a = field.Sample(new Rng(1), 200);
            Assert.Equal([low, high], a.ToDoubles().Distinct().Order());
            // By symmetry of g; the part of a sample has a standard deviation below ½.
            Assert.Equal(0.5, a.Equal(high).Mean().Item(), 3 * 0.5 / Math.Sqrt(200));
        }
    }

    [Fact]
    public void Burgers_starts_have_the_variance_of_the_generator()
    {
        var variance = BenchmarkFields.Burgers(Grid.Periodic(64)).Variance();
        var exact = Enumerable.Range(1, 31).Sum(k => 2 * 625 * Math.Pow(4 * Math.PI * Math.PI * k * k + 25, -2));
        Assert.True((variance - exact).Abs().Max().Item() < 1e-14);
    }

    [Fact]
    public void Vorticity_has_the_covariance_of_the_generator()
    {
        // Real part of Σ √2 σ (4π²|k|² + 49)^(−1.25) z e^(2πik·x) with E|z|² = 1: variance σ² Σ (…)^(−2.5), here without the highest frequency of the grid.
        var exact = 0.0;
        for (var i = -7; i < 8; i++)
            for (var j = -7; j < 8; j++)
                if (i != 0 || j != 0) exact += 343 * Math.Pow(4 * Math.PI * Math.PI * (i * i + j * j) + 49, -2.5);
        Assert.True((BenchmarkFields.Vorticity(Grid.Periodic(16, dimensions: 2)).Variance() - exact).Abs().Max().Item() < 1e-13);
    }

    [Fact]
    public void Truncated_fields_have_a_hundred_terms()
    {
        var forcing = BenchmarkFields.Forcing(Grid.Periodic(24, 2 * Math.PI, 2));
        Assert.Equal(100, (forcing.Eigenvalues > 0).Sum().Item());
        Assert.Equal(1e-4, forcing.Eigenvalues.Max().Item(), 1e-16); // (1 + 9)^(−4)
        var speed = BenchmarkFields.HelmholtzSpeed(new Grid(Axis.Nodes(25), Axis.Nodes(25))).Sample(new Rng(3), 20);
        Assert.InRange(speed.Min().Item(), 19, 20);
        Assert.InRange(speed.Max().Item(), 20, 21);
    }

    [Fact]
    public void Sine_waves_have_few_frequencies_and_are_drawn_one_by_one()
    {
        var field = new SineWaves(Grid.Periodic(128, 2));
        var u = field.Sample(new Rng(9), 300);
        Assert.Equal(u[100..].ToDoubles(), field.Sample(new Rng(9), 200, first: 100).ToDoubles());
        Assert.True(u.Abs().Max().Item() <= 8);
        // Nine in ten are not cut, nine in ten of all keep their sign: 81 % have no frequency above 2 · 8.
        var high = Fourier.Rfft(u, norm: FourierNorm.Forward)[.., 17..].Abs().Max(-1);
        Assert.Equal(0.81, (high < 1e-12).Mean().Item(), 4 * Math.Sqrt(0.81 * 0.19 / 300));
        // The modes that are not drawn, 8 (7/8)² on average, are constants of variance E A² E sin² = 1/6; of 243 samples, five standard errors of a variance.
        var smooth = u.Mean(-1).Where(high < 1e-12);
        Assert.Equal(8 * 49 / 64.0 / 6, smooth.Square().Mean().Item(), 5 * 1.02 * Math.Sqrt(2 / 243.0));
        Assert.Throws<ArgumentException>(() => new SineWaves(new Grid(Axis.Cells(8))));
    }

    [Fact]
    public void Multiscale_coefficients_are_positive_and_drawn_one_by_one()
    {
        var field = new MultiscaleCoefficient(new Grid(Axis.Nodes(33), Axis.Nodes(33)));
        var a = field.Sample(new Rng(1), 3);
        Assert.InRange(a.Min().Item(), Math.Pow(0.5, 12), 1);
        Assert.InRange(a.Max().Item(), 1, Math.Pow(1.5, 12));
        Assert.Equal(a[2].ToDoubles(), field.Sample(new Rng(1), 1, first: 2).ToDoubles());
        Assert.Equal(1, a[0, 0, 0].Item() / Math.Pow(1.5, 6), 1e-12); // cos 0 = 1, sin 0 = 0
        Assert.Throws<ArgumentException>(() => new MultiscaleCoefficient(new Grid(Axis.Nodes(33))));
    }

    [Fact]
    public void Maps_are_applied_point_by_point()
    {
        var g = new GaussianField(Grid.Periodic(16), new Matern(1.5, 0.3));
        var plain = g.Sample(new Rng(2), 2);
        Assert.Equal(plain.Exp().ToDoubles(), MappedField.LogNormal(g).Sample(new Rng(2), 2).ToDoubles());
        Assert.Equal((1 + 2 * plain.Tanh()).ToDoubles(), MappedField.Tanh(g, 1, 2).Sample(new Rng(2), 2).ToDoubles());
    }
}
