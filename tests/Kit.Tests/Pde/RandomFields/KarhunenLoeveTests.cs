using Kit.Pde;
using Kit.Pde.RandomFields;
using Kit.Tensors;
using MathNet.Numerics.RootFinding;

namespace Kit.Tests.Pde.RandomFields;

public sealed class KarhunenLoeveTests
{
    [Fact]
    public void Eigenvalues_of_the_exponential_kernel_are_known()
    {
        // On [−a, a] λ = 2ℓ/(1 + ω²ℓ²) with 1/ℓ = ω tan ωa or ω = −tan(ωa)/ℓ, one ω in each (kπ/2a, (k+1)π/2a): Ghanem, Spanos (1991), section 2.3.3.
        const double length = 0.8;
        var expansion = KarhunenLoeve.OnGrid(new Grid(Axis.Cells(200, -1, 1)), Matern.Exponential(length), 5);
        for (var k = 0; k < 5; k++)
        {
            var even = k % 2 == 0;
            var omega = Brent.FindRoot(w => even ? Math.Cos(w) - length * w * Math.Sin(w) : length * w * Math.Cos(w) + Math.Sin(w), k * Math.PI / 2 + 1e-9, (k + 1) * Math.PI / 2, 1e-13);
            var exact = 2 * length / (1 + omega * omega * length * length);
            Assert.Equal(exact, expansion.Eigenvalues[k].Item(), 1e-4); // midpoint rule on a kernel with a kink: O(h²)
        }
    }

    [Fact]
    public void All_terms_give_the_covariance_and_functions_are_orthonormal()
    {
        var grid = new Grid(Axis.Chebyshev(9), Axis.Cells(4));
        var kernel = new SquaredExponential(0.5, 1.3);
        var expansion = KarhunenLoeve.OnGrid(grid, kernel);
        Assert.Equal(1, expansion.EnergyFraction, 1e-12);
        Assert.Equal(1.69 * grid.Volume, expansion.TotalEnergy, 1e-12);
        var covariance = (expansion.Functions * expansion.Eigenvalues.Unsqueeze(1)).T.MatMul(expansion.Functions);
        Assert.Equal(kernel.At(0.25), covariance[0, 1].Item(), 1e-11);
        Assert.Equal(1.69, covariance[5, 5].Item(), 1e-11);
        var gram = grid.Integrate((expansion.Functions.Unsqueeze(1) * expansion.Functions).Reshape(36, 36, 9, 4));
        Assert.True((gram - Tensor.Eye(36)).Abs().Max().Item() < 1e-11);
    }

    [Fact]
    public void The_error_of_a_truncated_expansion_is_the_sum_of_what_is_left_out()
    {
        var grid = new Grid(Axis.Cells(30));
        var kernel = Matern.Exponential(0.3);
        KarhunenLoeve all = KarhunenLoeve.OnGrid(grid, kernel), few = KarhunenLoeve.OnGrid(grid, kernel, 6);
        // Terms are drawn by number, so both have the first six in common, and the difference is the tail.
        var tail = all.Eigenvalues[6..].Sum().Item();
        var error = grid.Integrate((all.Sample(new Rng(4), 3000) - few.Sample(new Rng(4), 3000)).Square());
        Assert.Equal(tail, error.Mean().Item(), 4 * error.Std().Item() / Math.Sqrt(3000));
        Assert.Equal(1 - tail / all.TotalEnergy, few.EnergyFraction, 1e-12);
    }

    [Fact]
    public void Bad_input_is_named()
    {
        var points = Tensor.Zeros((3, 2));
        Assert.Contains("4 terms on 3 points", Assert.Throws<ArgumentException>(() => new KarhunenLoeve(points, Matern.Exponential(1), 4)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new KarhunenLoeve(points[0], Matern.Exponential(1)));
        Assert.Throws<ArgumentException>(() => new KarhunenLoeve(points, Matern.Exponential(1), weights: Tensor.Zeros(3)));
    }
}
