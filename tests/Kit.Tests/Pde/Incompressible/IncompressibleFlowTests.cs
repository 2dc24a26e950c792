using Kit.Pde;
using Kit.Pde.Incompressible;
using Kit.Tensors;
using MathNet.Numerics.Interpolation;

namespace Kit.Tests.Pde.Incompressible;

public sealed class IncompressibleFlowTests
{
    /// <summary>Velocities of Taylor and Green (1937) on the faces of a periodic square of side 2π, moving with (1, 1)/2.</summary>
    private static Tensor TaylorGreen(int n, double t, double viscosity)
    {
        var (h, decay) = (2 * Math.PI / n, Math.Exp(-2 * viscosity * t));
        var faces = Tensor.Arange(n) * h - t / 2;
        var centres = faces + h / 2;
        var u = 0.5 + decay * faces.Unsqueeze(1).Sin() * centres.Cos();
        var v = 0.5 - decay * centres.Unsqueeze(1).Cos() * faces.Sin();
        return Tensor.Stack([u, v]);
    }

    [Fact]
    public void Taylor_and_Greens_vortices_converge_with_order_two()
    {
        var errors = new List<double>();
        foreach (var n in new[] { 16, 32 })
        {
            var flow = new IncompressibleFlow(Grid.Periodic(n, 2 * Math.PI, 2), 0.05);
            var v = flow.Evolve(TaylorGreen(n, 0, 0.05), 0, 1);
            errors.Add((v - TaylorGreen(n, 1, 0.05)).Abs().Max().Item());
            Assert.InRange(flow.Divergence(v).Abs().Max().Item(), 0, 1e-13);
        }

        Assert.Equal(2, Math.Log2(errors[0] / errors[1]), 0.1);
        Assert.InRange(errors[1], 1e-6, 0.02);
    }

    [Fact]
    public void Momentum_is_conserved_and_energy_almost()
    {
        var grid = new Grid(Axis.Periodic(12), Axis.Periodic(10), Axis.Periodic(8));
        var flow = new IncompressibleFlow(grid, 0);
        var start = flow.Project(new Rng(1).Normal((3, 12, 10, 8)));
        Assert.InRange(flow.Divergence(start).Abs().Max().Item(), 0, 1e-12);
        // Sums of a thousand numbers of size 1.
        var v = flow.Evolve(start.Copy(), 0, 0.02, 0.2);
        Assert.InRange((v - start).Sum([1, 2, 3]).Abs().Max().Item(), 0, 1e-11);
        // Central differences on a staggered grid conserve energy; steps of a fifth of the stable one lose little of it.
        Assert.Equal(1, v.Square().Sum().Item() / start.Square().Sum().Item(), 2e-3);
        Assert.True((v - start).Abs().Max().Item() > 0.1);
    }

    [Fact]
    public void Samples_of_a_batch_do_not_know_of_each_other()
    {
        var flow = new IncompressibleFlow(new Grid(Axis.Periodic(8), Axis.Cells(6)), 0.01, upwind: 0.5);
        var u = flow.Project(new Rng(2).Normal((3, 2, 8, 6)));
        var dt = flow.StableStep(u);
        Assert.InRange((flow.Step(0, u, dt)[1] - flow.Step(0, u[1], dt)).Abs().Max().Item(), 0, 1e-14);
    }

    [Fact]
    public void Between_sliding_walls_the_flow_becomes_linear()
    {
        var grid = new Grid(Axis.Periodic(4), Axis.Cells(8));
        var flow = new IncompressibleFlow(grid, 1, [(Wall.Still, Wall.Still), (new(-1, 0), new(2, 0))]);
        var v = flow.Evolve(Tensor.Zeros((2, 4, 8)), 0, 4);
        // The slowest mode has decayed by exp(−π² 4) = 7e-18.
        Assert.InRange((v[0] - (-1 + 3 * grid.Coordinate(1))).Abs().Max().Item(), 0, 1e-12);
        Assert.InRange(v[1].Abs().Max().Item(), 0, 1e-12);
    }

    [Fact]
    public void A_force_drives_a_parabola_through_a_channel()
    {
        var flow = new IncompressibleFlow(new Grid(Axis.Periodic(4), Axis.Cells(16)), 1, force: _ => Tensor.Of([2.0, 0.0]).Reshape(2, 1, 1));
        var y = (Tensor.Arange(16) + 0.5) / 16;
        var v = flow.Evolve(Tensor.Zeros((2, 4, 16)), 0, 4);
        // ν u″ = −2: u = y(1 − y); the ghost cell's line in place of a parabola moves it by h²/4.
        Assert.InRange((v[0] - (y * (1 - y) + 0.25 / 256)).Abs().Max().Item(), 0, 1e-12);
    }

    [Fact]
    public void The_lid_driven_cavity_agrees_with_Ghias_table()
    {
        const int N = 32;
        var flow = new IncompressibleFlow(new Grid(Axis.Cells(N), Axis.Cells(N)), 0.01, [(Wall.Still, Wall.Still), (Wall.Still, new(1, 0))]);
        var v = flow.Evolve(Tensor.Zeros((2, N, N)), 0, 10);
        double[] at = [0, .. flow.Grid.Axes[0].Points.ToDoubles(), 1];
        var u = CubicSpline.InterpolateNaturalSorted(at, [0, .. v[0, N / 2].ToDoubles(), 1]);
        var w = CubicSpline.InterpolateNaturalSorted(at, [0, .. v[1, .., N / 2].ToDoubles(), 0]);
        // Order 2 with layers of thickness 1/10, and the table's own error.
        foreach (var (y, value) in CavityTable.Y.Zip(CavityTable.U(100))) Assert.Equal(value, u.Interpolate(y), 0.012);
        foreach (var (x, value) in CavityTable.X.Zip(CavityTable.V(100))) Assert.Equal(value, w.Interpolate(x), 0.012);
        Assert.InRange(flow.Divergence(v).Abs().Max().Item(), 0, 1e-12);
    }

    [Fact]
    public void Bad_input_is_named()
    {
        var box = new Grid(Axis.Cells(8), Axis.Cells(8));
        Assert.Contains("0 along its own axis", Assert.Throws<ArgumentException>(() => new IncompressibleFlow(box, 1, [(Wall.Still, new(1, 0)), (Wall.Still, Wall.Still)])).Message);
        Assert.Contains("viscosity -1", Assert.Throws<ArgumentOutOfRangeException>(() => new IncompressibleFlow(box, -1)).Message);
        Assert.Contains("two or three", Assert.Throws<ArgumentException>(() => new IncompressibleFlow(Grid.Periodic(8), 1)).Message);
        var flow = new IncompressibleFlow(box, 1);
        Assert.Contains("stable steps are at most", Assert.Throws<ArgumentException>(() => flow.Step(0, Tensor.Zeros((2, 8, 8)), 1)).Message);
        Assert.Contains("[2,8,8]", Assert.Throws<ArgumentException>(() => flow.Step(0, Tensor.Zeros((8, 8)), 0.001)).Message);
        var v = Tensor.Zeros((2, 8, 8));
        v[1, 2, 3] = double.NaN;
        Assert.Contains("NaN at [1,2,3]", Assert.Throws<ArithmeticException>(() => flow.StableStep(v)).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => CavityTable.U(400));
    }
}
