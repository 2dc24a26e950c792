using Kit.Compute;
using Kit.Pde;
using Kit.Pde.Spectral;
using Kit.Tensors;
using static Kit.Tensors.Functions;
using static Kit.Tests.Pde.Spectral.Errors;

namespace Kit.Tests.Pde.Spectral;

public sealed class FourierSpaceTests
{
    private static readonly double Turn = 2 * Math.PI;

    [Theory, InlineData(16), InlineData(15)]
    public void Derivatives_of_waves_are_exact(int n)
    {
        var grid = new Grid(Axis.Periodic(n, 1, 4), Axis.Periodic(n + 2, 0, 2));
        var k = new FourierSpace(grid);
        var (a, b) = (Turn / 3 * 2, Turn / 2 * 3);
        var u = grid.Sample((x, y) => Sin(a * x + b * y));
        var modes = k.Forward(u);
        // Rounding of ε·k³ times the size of the modes' noise.
        Assert.True(Largest(k.Inverse(k.Multiply(modes, k.Derivative(0))), grid.Sample((x, y) => a * Cos(a * x + b * y))) < 1e-12);
        Assert.True(Largest(k.Inverse(k.Multiply(modes, k.Derivative(1, 2))), -b * b * u) < 1e-11);
        Assert.True(Largest(k.Inverse(k.Multiply(modes, k.Derivative(1, 3))), grid.Sample((x, y) => -b * b * b * Cos(a * x + b * y))) < 1e-9);
        Assert.True(Largest(k.Inverse(k.Multiply(modes, k.Laplacian)), -(a * a + b * b) * u) < 1e-11);
        Assert.True(Largest(k.Inverse(k.Multiply(k.Multiply(modes, k.Laplacian), k.InverseLaplacian)), u) < 1e-13);
    }

    [Fact]
    public void The_highest_wave_of_an_even_grid_has_no_odd_derivative()
    {
        var k = new FourierSpace(Grid.Periodic(8));
        var u = Tensor.Of([1.0, -1, 1, -1, 1, -1, 1, -1]);
        Assert.Equal(0, k.Inverse(k.Multiply(k.Forward(u), k.Derivative(0))).Abs().Max().Item());
        Assert.True(Largest(k.Inverse(k.Multiply(k.Forward(u), k.Derivative(0, 2))), -Math.Pow(8 * Math.PI, 2) * u) < 1e-10);
    }

    [Theory]
    [InlineData(Dealiasing.TwoThirds, 1, false), InlineData(Dealiasing.TwoThirds, 2, false), InlineData(Dealiasing.TwoThirds, 3, false), InlineData(Dealiasing.TwoThirds, 2, true)]
    [InlineData(Dealiasing.ThreeHalves, 1, false), InlineData(Dealiasing.ThreeHalves, 2, false), InlineData(Dealiasing.ThreeHalves, 3, false), InlineData(Dealiasing.ThreeHalves, 2, true)]
    public void Products_of_two_fields_have_the_modes_of_the_true_product(Dealiasing dealiasing, int dimensions, bool complex)
    {
        const int n = 12;
        var highest = dealiasing == Dealiasing.TwoThirds ? 3 : 5;
        var grid = Grid.Periodic(n, 1, dimensions);
        var k = new FourierSpace(grid, complex, dealiasing);
        var (u, v) = (BandLimited(grid, highest, 1), BandLimited(grid, highest, 2));

        // The true product of modes up to 5 has modes up to 10: a grid of 24 points holds them all.
        var fine = new FourierSpace(Grid.Periodic(2 * n, 1, dimensions), complex, Dealiasing.None);
        var exact = Spectra.Resize(fine.Forward(Refined(k, u) * Refined(k, v)), fine.Grid.Shape.ToArray(), grid.Shape.ToArray(), complex) * k.Mask;
        var product = k.Modes(k.Values(k.Forward(u)) * k.Values(k.Forward(v)));
        var scale = exact.Abs().Max().Item();
        Assert.True(Largest(product, exact) < 1e-13 * scale, $"{Largest(product, exact) / scale:g3}");

        var aliased = new FourierSpace(grid, complex, Dealiasing.None);
        Assert.True(Largest(aliased.Modes(u * v) * k.Mask, exact) > (dealiasing == Dealiasing.TwoThirds ? -1 : 1e-3 * scale));
    }

    [Fact]
    public void Products_of_three_fields_are_free_of_aliases_with_half_the_modes()
    {
        var grid = Grid.Periodic(16);
        var k = new FourierSpace(grid, dealiasing: Dealiasing.OneHalf);
        var u = BandLimited(grid, 3, 3);
        var fine = new FourierSpace(Grid.Periodic(32), dealiasing: Dealiasing.None);
        var exact = Spectra.Resize(fine.Forward(Cube(Refined(k, u))), [32], [16], complex: false) * k.Mask;
        Assert.True(Largest(k.Modes(Cube(k.Values(k.Forward(u)))), exact) < 1e-13 * exact.Abs().Max().Item());
        static Tensor Cube(Tensor x) => x * x * x;
    }

    [Theory, InlineData(2), InlineData(3)]
    public void Columns_left_out_of_transforms_change_no_bit(int dimensions)
    {
        var grid = Grid.Periodic(18, 1, dimensions);
        var k = new FourierSpace(grid);
        var u = new Rng(5).Normal([2, .. grid.Shape.ToArray()]);
        var modes = k.Forward(u);
        Assert.Equal(k.Inverse(modes * k.Mask).ToDoubles(), k.Values(modes).ToDoubles());
        Assert.Equal((modes * k.Mask).Abs().ToDoubles(), k.Modes(u).Abs().ToDoubles());
    }

    [Fact]
    public void Velocity_has_the_given_curl_and_no_divergence()
    {
        var grid = new Grid(Axis.Periodic(24, 0, 2), Axis.Periodic(20, 0, 3));
        var k = new FourierSpace(grid);
        var w = BandLimited(grid, 6, 4);
        w = w - w.Mean();
        var u = k.Velocity(w);
        Assert.True(Largest(k.Curl(u), w) < 1e-12 * w.Abs().Max().Item());
        Assert.True(k.Divergence(u).Abs().Max().Item() < 1e-12 * w.Abs().Max().Item());
        Assert.Equal(0.5 * grid.Integrate(u.Square()).Sum().Item() / grid.Volume, k.Energy(w).Item(), 12);
        Assert.Equal(0.5 * grid.Integrate(w.Square()).Item() / grid.Volume, k.Enstrophy(w).Item(), 12);
    }

    [Fact]
    public void Curl_of_a_gradient_in_three_dimensions_is_zero()
    {
        var k = new FourierSpace(Grid.Periodic(10, 2, 3));
        var gradient = k.Gradient(BandLimited(k.Grid, 3, 6));
        Assert.True(k.Curl(gradient).Abs().Max().Item() < 1e-12 * gradient.Abs().Max().Item());
        Assert.True(Largest(k.Divergence(gradient), k.Inverse(k.Multiply(k.Forward(BandLimited(k.Grid, 3, 6)), k.Laplacian))) < 1e-10);
    }

    [Theory, InlineData(1, 16), InlineData(2, 15), InlineData(3, 8)]
    public void The_spectrum_sums_to_half_the_mean_square(int dimensions, int n)
    {
        var grid = Grid.Periodic(n, 3, dimensions);
        var u = new Rng(1).Normal([2, .. grid.Shape.ToArray()]);
        var spectrum = new FourierSpace(grid).Spectrum(u);
        var mean = 0.5 * grid.Integrate(u.Square()) / grid.Volume;
        for (var sample = 0; sample < 2; sample++) Assert.Equal(mean[sample].Item(), spectrum[sample].Sum().Item(), 12);
        var wave = new FourierSpace(grid).Spectrum(Sin(Turn / 3 * 2 * grid.Coordinate(0)).BroadcastTo(grid.Shape));
        Assert.Equal(0.25, wave[2].Item(), 13);
    }

    [Fact]
    public void Wrong_fields_and_grids_are_refused_with_what_is_right()
    {
        var k = new FourierSpace(Grid.Periodic(8));
        Assert.Contains("Grid.Periodic", Assert.Throws<ArgumentException>(() => new FourierSpace(new Grid(Axis.Nodes(8)))).Message);
        Assert.Contains("[5]", Assert.Throws<ArgumentException>(() => k.Inverse(Tensor.Zeros(8))).Message);
        Assert.Contains("[8]", Assert.Throws<ArgumentException>(() => k.Forward(Tensor.Zeros(9))).Message);
        Assert.Contains("complex: true", Assert.Throws<ArgumentException>(() => k.Forward(Tensor.Zeros(8, DType.C128))).Message);
        Assert.Contains("no coordinate", Assert.Throws<ArgumentOutOfRangeException>(() => k.Derivative(1)).Message);
        Assert.Contains("two dimensions", Assert.Throws<InvalidOperationException>(() => k.BiotSavart).Message);
    }

    private static Tensor BandLimited(Grid grid, int highest, int seed)
    {
        var keep = new FourierSpace(grid, dealiasing: Dealiasing.None);
        var modes = keep.Forward(new Rng(seed).Normal(grid.Shape));
        for (var d = 0; d < grid.Dimensions; d++)
            modes = modes * (keep.Wavenumber(d).Abs() * (grid.Axes[d].Length / Turn) < highest + 0.5).Cast(DType.F64);
        return keep.Inverse(modes);
    }

    /// <summary>The same function on twice as many points.</summary>
    private static Tensor Refined(FourierSpace k, Tensor u)
    {
        int[] coarse = k.Grid.Shape.ToArray(), fine = [.. coarse.Select(n => 2 * n)];
        return new FourierSpace(k.Grid.With(fine), k.IsComplex).Inverse(Spectra.Resize(k.Forward(u), coarse, fine, k.IsComplex));
    }
}
