using Kit.Numerics.TimeIntegration;
using Kit.Tensors;

namespace Kit.Tests.Numerics.TimeIntegration;

/// <summary>Geometric Brownian motion du = μu dt + σu dW, u(1) = u₀ e^((μ − σ²/2) + σW(1)) on the same path.</summary>
public sealed class StochasticTests
{
    private const double Mu = 0.5, Sigma = 0.8;
    private const int Paths = 4000;
    private static readonly int[] Counts = [16, 32, 64, 128];

    private static BrownianPath Path(long seed, int paths = Paths) => new(new Rng(seed).Stream("noise"), paths, 0, 1, 10);

    [Fact]
    public void Increments_of_coarse_steps_are_sums_of_fine_ones_in_any_order()
    {
        var path = Path(1, 3);
        var coarse = path.Increment(0.25, 0.5);
        var fine = Tensor.Zeros(3);
        for (var k = 511; k >= 0; k--) fine += path.Increment(0.25 + k / 1024.0, 1 / 1024.0);
        Assert.True((coarse - fine).Abs().Max().Item() < 1e-13);
        Assert.Equal(coarse.ToDoubles(), Path(1, 3).Increment(0.25, 0.5).ToDoubles());
        Assert.NotEqual(coarse.ToDoubles(), Path(2, 3).Increment(0.25, 0.5).ToDoubles());
        Assert.Contains("0.3 is not among the 1025 times", Assert.Throws<ArgumentException>(() => path.At(0.3)).Message);
    }

    [Fact]
    public void Increments_have_the_law_of_Brownian_motion()
    {
        var path = Path(3);
        for (var k = 0; k < 8; k++)
        {
            var (a, b) = (path.Increment(k / 8.0, 1 / 8.0), path.Increment((k + 1) % 8 / 8.0, 1 / 8.0));
            // Five standard errors: of a mean √(h/n), of a variance h√(2/n), of a covariance h/√n.
            Assert.True(Math.Abs(a.Mean().Item()) < 5 * Math.Sqrt(0.125 / Paths));
            Assert.True(Math.Abs(a.Square().Mean().Item() - 0.125) < 5 * 0.125 * Math.Sqrt(2.0 / Paths));
            Assert.True(Math.Abs((a * b).Mean().Item()) < 5 * 0.125 / Math.Sqrt(Paths));
        }
    }

    [Theory, InlineData("Euler–Maruyama", 0.5), InlineData("Milstein", 1), InlineData("Heun", 1)]
    public void Strong_orders(string name, double order)
    {
        var path = Path(7);
        // Stratonovich's drift is Itô's less half of b b′ = σ²u.
        var stepper = name switch
        {
            "Euler–Maruyama" => Stochastic.EulerMaruyama((_, u) => Mu * u, (_, u) => Sigma * u, path),
            "Milstein" => Stochastic.Milstein((_, u) => Mu * u, (_, u) => Sigma * u, path),
            _ => Stochastic.Heun((_, u) => (Mu - Sigma * Sigma / 2) * u, (_, u) => Sigma * u, path),
        };
        var exact = (Sigma * path.At(1) + (Mu - Sigma * Sigma / 2)).Exp();
        double[] errors = [.. Counts.Select(steps => (Evolution.Final(stepper, Tensor.Ones(Paths), 0, 1, 1.0 / steps) - exact).Abs().Mean().Item())];
        // Errors of different steps lie on the same paths, so the slope varies less than each of them: 2 % at 4000 paths.
        Assert.Equal(order, Slope(errors), 0.1);
        Assert.Equal(order, stepper.StrongOrder);
    }

    [Fact]
    public void Weak_order_of_Euler_and_Maruyama_is_1()
    {
        // E u(1) = e^μ; the mean of the difference to the exact solution on the same paths has little noise.
        var (paths, sums) = (50_000, new double[3]);
        var path = Path(11, paths);
        var exact = (Sigma * path.At(1) + (Mu - Sigma * Sigma / 2)).Exp();
        Assert.Equal(Math.Exp(Mu), exact.Mean().Item(), 0.05);
        var stepper = Stochastic.EulerMaruyama((_, u) => Mu * u, (_, u) => Sigma * u, path);
        // The discrete mean is (1 + μh)^(1/h) exactly.
        foreach (var steps in new[] { 4, 8, 16 })
            Assert.Equal(Math.Pow(1 + Mu / steps, steps), Evolution.Final(stepper, Tensor.Ones(paths), 0, 1, 1.0 / steps).Mean().Item(), 5 * Math.Exp(Mu) * Math.Sqrt(Math.Exp(Sigma * Sigma) - 1) / Math.Sqrt(paths));
        double[] errors = [.. new[] { 16, 32, 64, 128 }.Select(steps => Math.Abs(Math.Pow(1 + Mu / steps, steps) - Math.Exp(Mu)))];
        Assert.Equal(1, Slope(errors), 0.05);
    }

    private static double Slope(double[] errors) =>
        -MathNet.Numerics.Fit.Line([.. Counts.Select(n => Math.Log(n))], Array.ConvertAll(errors, Math.Log)).B;
}
