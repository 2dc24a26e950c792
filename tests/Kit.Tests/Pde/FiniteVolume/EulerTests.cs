using Kit.Pde;
using Kit.Pde.FiniteVolume;
using Kit.Tensors;

namespace Kit.Tests.Pde.FiniteVolume;

public sealed class EulerTests
{
    private static Tensor Gas(Tensor density, Tensor pressure, params Tensor[] velocity)
    {
        var energy = pressure / 0.4;
        foreach (var v in velocity) energy += 0.5 * density * v * v;
        return Tensor.Stack([density, .. velocity.Select(v => density * v), energy]);
    }

    private static double SodError(int n, Func<Grid, FiniteVolumes> make)
    {
        var grid = new Grid(Axis.Cells(n, -0.5, 0.5));
        var x = grid.Coordinate(0);
        var u = Gas(Functions.Where(x < 0, 1.0, 0.125), Functions.Where(x < 0, 1.0, 0.1), 0 * x);
        var density = make(grid).Evolve(u, 0, 0.2)[0].ToDoubles();
        return x.ToDoubles().Zip(density, (at, found) => Math.Abs(found - ShockTube.Sod.At(at / 0.2).Density)).Average();
    }

    [Fact]
    public void Star_states_are_those_of_Toros_table()
    {
        // Toro (2009), table 4.2, given to six figures.
        (ShockTube Tube, double Pressure, double Velocity)[] table =
        [
            (ShockTube.Sod, 0.30313, 0.92745),
            (new((1, -2, 0.4), (1, 2, 0.4)), 0.00189, 0),
            (new((1, 0, 1000), (1, 0, 0.01)), 460.894, 19.5975),
            (new((1, 0, 0.01), (1, 0, 100)), 46.0950, -6.19633),
            (new((5.99924, 19.5975, 460.894), (5.99242, -6.19633, 46.0950)), 1691.64, 8.68975),
        ];
        foreach (var (tube, pressure, velocity) in table)
        {
            Assert.Equal(pressure, tube.Pressure, 1e-5 * Math.Max(1, pressure));
            Assert.Equal(velocity, tube.Velocity, 1e-5 * Math.Max(1, Math.Abs(velocity)));
        }
    }

    [Fact]
    public void Sods_tube_converges_in_L1_to_the_exact_solution()
    {
        double Muscl(int n) => SodError(n, grid => FiniteVolumes.Of(grid, new Euler(1), new Muscl<VanLeer>(), new Hllc()));
        double Weno(int n) => SodError(n, grid => FiniteVolumes.Of(grid, new Euler(1), new Weno5(), new Hllc(), variables: Variables.Characteristic));
        // Shocks converge with order 1, contacts of a scheme of order p with p/(p + 1): between.
        var (muscl, weno) = (Muscl(100), Weno(100));
        Assert.InRange(muscl, 0, 0.007);
        Assert.InRange(weno, 0, 0.006);
        Assert.InRange(Math.Log2(muscl / Muscl(200)), 0.7, 1.3);
        Assert.InRange(Math.Log2(weno / Weno(200)), 0.7, 1.3);
    }

    [Fact]
    public void Hllc_keeps_a_contact_at_rest_and_Hll_does_not()
    {
        var grid = new Grid(Axis.Cells(20), Axis.Cells(10));
        var u = grid.Sample((x, y) => Functions.Where(x < 0.5, 1.0, 0.2) + 0 * y);
        // A shear too: tangential velocity jumps with density.
        var start = Gas(u, Tensor.Ones((20, 10)), 0 * u, 3 * u);
        var sharp = FiniteVolumes.Of(grid, new Euler(2), new FirstOrder(), new Hllc()).Evolve(start, 0, 0.1);
        Assert.InRange((sharp - start).Abs().Max().Item(), 0, 1e-13);
        var blurred = FiniteVolumes.Of(grid, new Euler(2), new FirstOrder(), new Hll()).Evolve(start, 0, 0.1);
        Assert.True((blurred - start).Abs().Max().Item() > 0.05);
    }

    [Fact]
    public void Eigenvectors_are_inverse_and_diagonalize_the_jacobian()
    {
        var gas = new Euler(3);
        double[] state = [1.3, 0.4, -0.7, 0.2, 3.1];
        for (var axis = 0; axis < 3; axis++)
        {
            var u = Array.ConvertAll(state, value => new WholeField(Tensor.Of(value)));
            var (left, right) = (new WholeField[25], new WholeField[25]);
            Euler.Eigenvectors<WholeField>(gas, u, u, axis, left, right);
            var l = Tensor.Of([.. left.Select(x => x.Value.Item())]).Reshape(5, 5);
            var r = Tensor.Of([.. right.Select(x => x.Value.Item())]).Reshape(5, 5);
            Assert.InRange((l.MatMul(r) - Tensor.Eye(5)).Abs().Max().Item(), 0, 1e-14);
            var along = axis;
            Tensor Flux(Tensor v)
            {
                var f = new WholeField[5];
                gas.Flux<WholeField>([.. Enumerable.Range(0, 5).Select(c => new WholeField(v[c]))], along, f);
                return Tensor.Stack([.. f.Select(x => x.Value)]);
            }

            var diagonal = l.MatMul(Kit.Autodiff.Grad.Jacobian(Flux, Tensor.Of(state))).MatMul(r);
            var (slowest, fastest) = gas.Speeds<WholeField>(u, axis);
            Assert.Equal(slowest.Value.Item(), diagonal[0, 0].Item(), 1e-13);
            Assert.Equal(fastest.Value.Item(), diagonal[4, 4].Item(), 1e-13);
            Assert.InRange((diagonal - diagonal * Tensor.Eye(5)).Abs().Max().Item(), 0, 1e-13);
        }
    }

    [Fact]
    public void Mass_momentum_and_energy_are_conserved_and_symmetry_is_kept()
    {
        var grid = Grid.Periodic(24, dimensions: 2);
        var bump = grid.Sample((x, y) => (-50 * ((x - 0.5 + 1 / 48.0) * (x - 0.5 + 1 / 48.0) + (y - 0.5 + 1 / 48.0) * (y - 0.5 + 1 / 48.0))).Exp());
        bump = (bump + bump.Transpose()) / 2;
        bump = (bump + bump.Flip(0)) / 2;
        bump = (bump + bump.Flip(1)) / 2;
        var start = Gas(1 + bump, 1 + 5 * bump, 0 * bump, 0 * bump);
        var u = FiniteVolumes.Of(grid, new Euler(2), new Weno5(), new Hllc()).Evolve(start, 0, 0.2);
        // A few hundred roundings of sums of size 600 · 3.
        Assert.InRange((u - start).Sum([1, 2]).Abs().Max().Item(), 0, 1e-11);
        Assert.True((u - start).Abs().Max().Item() > 0.1);
        // Mirrored and transposed waves differ by rounding, which grows by a bounded factor in smooth flow.
        Assert.InRange((u[0] - u[0].Flip(0)).Abs().Max().Item(), 0, 1e-11);
        Assert.InRange((u[1] + u[1].Flip(0)).Abs().Max().Item(), 0, 1e-11);
        Assert.InRange((u[1] - u[2].Transpose()).Abs().Max().Item(), 0, 1e-11);
    }

    [Theory]
    [InlineData(-2.0, 0.4, 2.0, 0.4)]
    [InlineData(-20.0, 0.4, 20.0, 0.4)]
    [InlineData(0.0, 1e10, 0.0, 1e-10)]
    public void Density_and_pressure_stay_positive(double vl, double pl, double vr, double pr)
    {
        var grid = new Grid(Axis.Cells(100, -0.5, 0.5));
        var x = grid.Coordinate(0);
        var u = Gas(Tensor.Ones(100), Functions.Where(x < 0, pl, pr), Functions.Where(x < 0, vl, vr));
        var gas = new Euler(1);
        foreach (var variables in Enum.GetValues<Variables>())
        {
            var scheme = FiniteVolumes.Of(grid, gas, new Weno5(), new Hllc(), variables: variables);
            var end = 0.3 / Math.Max(Math.Abs(vr) + 1, Math.Sqrt(pl));
            // Evolve itself refuses a negative density or pressure after any step.
            var last = scheme.Evolve(u, 0, end, 0.4);
            Assert.True(last[0].Min().Item() > 0);
        }
    }

    [Fact]
    public void Gas_bounces_between_walls_without_loss()
    {
        var grid = new Grid(Axis.Cells(20), Axis.Cells(30));
        var bump = grid.Sample((x, y) => (-30 * (x * x + y * y)).Exp());
        var start = Gas(1 + bump, 1 + bump, 0 * bump, 0 * bump);
        var u = FiniteVolumes.Of(grid, new Euler(2), new Muscl<VanLeer>(), new Hllc(), [(Side.Wall, Side.Wall)]).Evolve(start, 0, 1);
        // 600 cells of size 3, rounded three times a step in some hundred steps.
        Assert.InRange((u - start).Sum([1, 2])[0].Abs().Item(), 0, 1e-10);
        Assert.InRange((u - start).Sum([1, 2])[3].Abs().Item(), 0, 1e-10);
    }
}
