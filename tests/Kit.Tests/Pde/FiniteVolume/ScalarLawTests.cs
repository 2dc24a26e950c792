using Kit.Pde;
using Kit.Pde.FiniteVolume;
using Kit.Tensors;

namespace Kit.Tests.Pde.FiniteVolume;

public sealed class ScalarLawTests
{
    /// <summary>Averages of sin 2πx over cells, moved by a distance: (h-th of) differences of −cos/2π.</summary>
    private static Tensor Sine(int n, double moved)
    {
        var edges = Tensor.Linspace(0, 1, n + 1) - moved;
        var whole = -(2 * Math.PI * edges).Cos() / (2 * Math.PI);
        return ((whole[1..] - whole[..^1]) * n).Unsqueeze(0);
    }

    private static double L1(Tensor error) => error.Abs().Mean().Item();

    private static double Order<TReconstruction>(int coarse, int fine) where TReconstruction : struct, IReconstruction
    {
        var errors = new List<double>();
        foreach (var n in new[] { coarse, fine })
        {
            var scheme = FiniteVolumes.Of(new Grid(Axis.Periodic(n)), new LinearAdvection(1), default(TReconstruction), new Rusanov());
            // Δt ∝ h^{5/3}, so that the third order in time does not show.
            errors.Add(L1(scheme.Evolve(Sine(n, 0), 0, 0.5, 0.8 * Math.Pow(n / 20.0, -2.0 / 3)) - Sine(n, 0.5)));
        }

        return Math.Log(errors[0] / errors[1]) / Math.Log((double)fine / coarse);
    }

    [Fact]
    public void Orders_in_the_L1_norm_are_those_of_the_reconstruction()
    {
        // Measured between two grids in the range where the ratio of errors has settled.
        Assert.Equal(1, Order<FirstOrder>(160, 320), 0.1);
        Assert.Equal(2, Order<Muscl<VanLeer>>(160, 320), 0.1);
        Assert.Equal(2, Order<Muscl<MonotonizedCentral>>(160, 320), 0.1);
        Assert.Equal(5, Order<Weno5>(40, 80), 0.1);
    }

    [Fact]
    public void A_run_saves_the_state_at_every_time()
    {
        var grid = new Grid(Axis.Periodic(40));
        var scheme = FiniteVolumes.Of(grid, new InviscidBurgers(), new Weno5(), new Rusanov());
        var u = grid.Sample(x => (2 * Math.PI * x).Sin()).Unsqueeze(0);
        var run = scheme.Run(u, [0, 0.1, 0.3]);
        Assert.Equal([0.0, 0.1, 0.3], run.Times);
        Assert.Equal([3, 1, 40], run.States.Shape.ToArray());
        Assert.Equal(u.ToDoubles(), run.States[0].ToDoubles());
        var there = scheme.Evolve(u, 0, 0.1);
        Assert.Equal(there.ToDoubles(), run.States[1].ToDoubles());
        Assert.Equal(scheme.Evolve(there, 0.1, 0.3).ToDoubles(), run.Last.ToDoubles());
        Assert.Equal(3 * run.Statistics.Steps, run.Statistics.Evaluations);
        Assert.Contains("no times", Assert.Throws<ArgumentException>(() => scheme.Run(u, [])).Message, StringComparison.Ordinal);
        Assert.Contains("forward", Assert.Throws<ArgumentException>(() => scheme.Run(u, [0.1, 0])).Message, StringComparison.Ordinal);
    }

    public static TheoryData<string, FiniteVolumes> Limited()
    {
        var line = new Grid(Axis.Periodic(50));
        return new()
        {
            { "minmod", FiniteVolumes.Of(line, new InviscidBurgers(), new Muscl<Minmod>(), new Rusanov()) },
            { "van Leer", FiniteVolumes.Of(line, new LinearAdvection(1), new Muscl<VanLeer>(), new Rusanov()) },
            { "monotonized central", FiniteVolumes.Of(line, new InviscidBurgers(), new Muscl<MonotonizedCentral>(), new Hll()) },
            { "superbee", FiniteVolumes.Of(line, new LinearAdvection(-1), new Muscl<Superbee>(), new Hll()) },
            { "traffic", FiniteVolumes.Of(line, new Traffic(), new Muscl<VanLeer>(), new Hll()) },
            { "oil", FiniteVolumes.Of(line, new BuckleyLeverett(), new Muscl<VanLeer>(), new Rusanov()) },
        };
    }

    [Theory]
    [MemberData(nameof(Limited))]
    public void Limited_schemes_keep_the_bounds_and_add_no_variation(string name, FiniteVolumes scheme)
    {
        Assert.NotEmpty(name);
        var u = new Rng(5).Uniform((1, 50), 0, 1);
        var (low, high, mass) = (u.Min().Item(), u.Max().Item(), u.Sum().Item());
        double Variation() => (u - u.Roll(1)).Abs().Sum().Item();
        for (var step = 0; step < 20; step++)
        {
            var before = Variation();
            u = scheme.Step(0, u, scheme.StableStep(u, 0.5));
            // Rounding of 50 differences of numbers below 1.
            Assert.InRange(Variation(), 0, before + 1e-14);
            Assert.InRange(u.Min().Item(), low - 1e-15, high);
            Assert.InRange(u.Max().Item(), low, high + 1e-15);
        }

        Assert.Equal(mass, u.Sum().Item(), 1e-13);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_transonic_rarefaction_opens(bool weno)
    {
        // u = −1 | 1 must become the fan x/t, not the standing jump that also satisfies the jump condition.
        var grid = new Grid(Axis.Cells(100, -1, 1));
        var scheme = weno ? FiniteVolumes.Of(grid, new InviscidBurgers(), new Weno5(), new Hll()) : FiniteVolumes.Of(grid, new InviscidBurgers(), new FirstOrder(), new Hll());
        var x = grid.Coordinate(0);
        var u = scheme.Evolve(Functions.Where(x < 0, -1.0, 1.0).Unsqueeze(0), 0, 0.5);
        var error = (u - (x / 0.5).Clamp(-1, 1)).Abs().Mean().Item();
        Assert.InRange(error, 0, weno ? 0.005 : 0.03);
    }

    [Fact]
    public void Oil_and_water_form_a_rarefaction_with_a_shock_at_its_front()
    {
        // Welge's tangent: the front has f(s)/s = f′(s), s = √(M/(1 + M)), and its speed is f(s)/s = (1 + √(1 + 1/M))/2.
        var (mobility, grid) = (0.5, new Grid(Axis.Cells(400, 0, 1)));
        var scheme = FiniteVolumes.Of(grid, new BuckleyLeverett(mobility), new Muscl<VanLeer>(), new Rusanov(), [(Side.Inflow(Tensor.Of([1.0])), Side.Outflow)]);
        var s = scheme.Evolve(Tensor.Zeros((1, 400)), 0, 0.4)[0].ToDoubles();
        var front = 0.4 * (1 + Math.Sqrt(1 + 1 / mobility)) / 2;
        var last = Array.FindLastIndex(s, value => value > 0.3);
        Assert.Equal(front, (last + 1) / 400.0, 0.01);
        Assert.Equal(Math.Sqrt(mobility / (1 + mobility)), s[(int)(front * 400) - 12], 0.02);
        // What came in: f(1) = 1, and a little more until the first cell is full.
        Assert.Equal(0.4, s.Sum() / 400, 1.0 / 400);
    }

    [Fact]
    public void Inflow_follows_its_function_of_time()
    {
        var grid = new Grid(Axis.Cells(200, 0, 1));
        var scheme = FiniteVolumes.Of(grid, new LinearAdvection(1), new Weno5(), new Rusanov(), [(Side.Inflow(t => Tensor.Of([Math.Sin(10 * t)])), Side.Outflow)]);
        var u = scheme.Evolve(Tensor.Zeros((1, 200)), 0, 0.8)[0];
        var exact = (10 * (0.8 - grid.Coordinate(0))).Sin();
        // Ghost cells hold the state of the side itself, up to three cells too late: an error of first order in h there.
        Assert.InRange((u - exact)[..150].Abs().Max().Item(), 0, 10 * 3.0 / 200);
    }
}
