using Kit.Pde;
using Kit.Pde.FiniteVolume;
using Kit.Tensors;

namespace Kit.Tests.Pde.FiniteVolume;

public sealed class ShallowWaterTests
{
    [Theory]
    [InlineData(0, 0.004)]
    [InlineData(0.1, 0.004)]
    public void A_dam_break_converges_to_the_exact_flow(double low, double bound)
    {
        var errors = new List<double>();
        foreach (var n in new[] { 100, 200 })
        {
            var grid = new Grid(Axis.Cells(n, -1, 1));
            var x = grid.Coordinate(0);
            var h = Functions.Where(x < 0, 1.0, low);
            var scheme = FiniteVolumes.Of(grid, new ShallowWater(1), new Muscl<VanLeer>(), new Hll());
            var depth = scheme.Evolve(Tensor.Stack([h, 0 * h]), 0, 0.15)[0].ToDoubles();
            var exact = new DamBreak(1, low);
            errors.Add(x.ToDoubles().Zip(depth, (at, found) => Math.Abs(found - exact.At(at / 0.15).Depth)).Average());
            Assert.True(depth.Min() >= 0);
        }

        Assert.InRange(errors[1], 0, bound);
        // A bore converges with order 1, the corner of a rarefaction faster.
        Assert.InRange(Math.Log2(errors[0] / errors[1]), 0.7, 2);
    }

    [Fact]
    public void Stokers_middle_state_satisfies_both_jump_conditions()
    {
        var dam = new DamBreak(1, 0.1);
        var (depth, velocity) = dam.At(1.5);
        var bore = depth * velocity / (depth - 0.1);
        // Momentum across the bore: h v (v − s) + ½ g (h² − h_r²) = 0.
        Assert.Equal(0, depth * velocity * (velocity - bore) + 0.5 * 9.81 * (depth * depth - 0.01), 1e-12);
        Assert.Equal(2 * Math.Sqrt(9.81), velocity + 2 * Math.Sqrt(9.81 * depth), 1e-12);
    }

    [Theory]
    [InlineData("first")]
    [InlineData("muscl")]
    [InlineData("weno")]
    public void A_lake_with_an_island_stays_at_rest(string order)
    {
        var grid = new Grid(Axis.Cells(32, -1, 1), Axis.Cells(24, -1, 1));
        // The bed rises above the surface 1 in the middle, and has steps.
        var bed = grid.Sample((x, y) => 1.5 * (-8 * (x * x + y * y)).Exp() + Functions.Where(x > 0.6, 0.3, 0.0));
        var depth = (1 - bed).Maximum(0);
        var u = Tensor.Stack([depth, 0 * depth, 0 * depth]);
        (Side, Side)[] walls = [(Side.Wall, Side.Wall)];
        var scheme = order switch
        {
            "first" => FiniteVolumes.Of(grid, new ShallowWater(2), new FirstOrder(), new Rusanov(), walls, bed: bed),
            "muscl" => FiniteVolumes.Of(grid, new ShallowWater(2), new Muscl<VanLeer>(), new Hll(), walls, bed: bed),
            _ => FiniteVolumes.Of(new Grid(Axis.Cells(32, -1, 1), Axis.Cells(24, -1, 1)), new ShallowWater(2), new Weno5(), new Hll(), walls, bed: bed * 0.5),
        };
        if (order == "weno") u[0] = 1 - bed * 0.5; // a wide reconstruction is balanced where nothing is dry
        var last = scheme.Evolve(u, 0, 1);
        // Some 200 steps, each with errors of g h² 2⁻⁵³ Δt/Δx.
        Assert.InRange((last - u).Abs().Max().Item(), 0, 1e-13);
    }

    [Fact]
    public void Water_that_runs_up_a_beach_is_never_negative_and_none_is_lost()
    {
        var grid = new Grid(Axis.Cells(100, 0, 2));
        var bed = grid.Sample(x => (x - 1).Maximum(0) * 0.8);
        var depth = (0.3 - bed).Maximum(0) + grid.Sample(x => 0.2 * (-40 * (x - 0.4) * (x - 0.4)).Exp());
        depth = Functions.Where(grid.Coordinate(0) < 1, depth, (0.3 - bed).Maximum(0));
        var scheme = FiniteVolumes.Of(grid, new ShallowWater(1), new Muscl<Minmod>(), new Hll(), [(Side.Wall, Side.Wall)], bed: bed);
        var u = Tensor.Stack([depth, 0 * depth]);
        for (var t = 0.0; t < 2; t += 0.1)
        {
            u = scheme.Evolve(u, t, t + 0.1);
            Assert.True(u[0].Min().Item() >= 0);
        }

        Assert.Equal(depth.Sum().Item(), u[0].Sum().Item(), 1e-12);
    }
}
