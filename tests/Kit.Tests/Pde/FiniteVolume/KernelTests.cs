using Kit.Autodiff;
using Kit.Pde;
using Kit.Pde.FiniteVolume;
using Kit.Tensors;

namespace Kit.Tests.Pde.FiniteVolume;

[Collection("threads")]
public sealed class KernelTests
{
    private static readonly Grid Plane = new(Axis.Periodic(19), Axis.Cells(21));
    private static readonly (Side, Side)[] Sides = [(Side.Periodic, Side.Periodic), (Side.Wall, Side.Outflow)];

    /// <summary>A law that the library does not know.</summary>
    private readonly record struct Cubic : IConservationLaw<Cubic>
    {
        public int Components => 1;

        public static bool HasSource => true;

        public void Flux<T>(ReadOnlySpan<T> u, int axis, Span<T> f) where T : struct, IScalar<T> => f[0] = u[0] * u[0] * u[0];

        public (T Slowest, T Fastest) Speeds<T>(ReadOnlySpan<T> u, int axis) where T : struct, IScalar<T> => (3 * u[0] * u[0], 3 * u[0] * u[0]);

        public static void Source<T>(in Cubic law, ReadOnlySpan<T> u, Span<T> s) where T : struct, IScalar<T> => s[0] = 1 - u[0];
    }

    public static TheoryData<string, FiniteVolumes, double> Schemes() => new()
    {
        { "first order", FiniteVolumes.Of(Plane, new Euler(2), new FirstOrder(), new Rusanov(), Sides), 2 },
        { "MUSCL", FiniteVolumes.Of(Plane, new Euler(2), new Muscl<VanLeer>(), new Hll(), Sides, stages: 2), 2 },
        { "WENO", FiniteVolumes.Of(Plane, new Euler(2, 5.0 / 3), new Weno5(), new Hllc(), Sides), 2 },
        { "WENO, nearly empty", FiniteVolumes.Of(Plane, new Euler(2), new Weno5(), new Hllc(), Sides), 0.82 },
        { "characteristic", FiniteVolumes.Of(Plane, new Euler(2), new Weno5(), new Hllc(), Sides, Variables.Characteristic), 2 },
        { "line shorter than a register", FiniteVolumes.Of(new Grid(Axis.Cells(3)), new Euler(1), new Weno5(), new Hllc()), 2 },
        { "space", FiniteVolumes.Of(new Grid(Axis.Periodic(7), Axis.Cells(5), Axis.Cells(10)), new Euler(3), new Muscl<Superbee>(), new Hllc(), [(Side.Periodic, Side.Periodic), Sides[1], Sides[1]]), 2 },
        { "long", FiniteVolumes.Of(new Grid(Axis.Cells(70), Axis.Cells(9)), new Acoustics(2), new Muscl<MonotonizedCentral>(), new Hll(), [(Side.Wall, Side.Wall)]), 2 },
        { "water", FiniteVolumes.Of(Plane, new ShallowWater(2), new Muscl<Minmod>(), new Hll(), Sides, bed: new Rng(3).Uniform((19, 21), 0, 0.5)), 2 },
        { "own law with a source", FiniteVolumes.Of(Plane, new Cubic(), new Weno5(), new Rusanov(), [Sides[0], (Side.Inflow(Tensor.Of([0.3])), Side.Outflow)]), 2 },
    };

    [Theory]
    [MemberData(nameof(Schemes))]
    public void Kernels_and_tensor_operations_give_the_same_bits(string name, FiniteVolumes scheme, double energy)
    {
        Assert.NotEmpty(name);
        var u = new Rng(1).Uniform([2, scheme.Components, .. scheme.Grid.Shape], 0.1, 0.3);
        if (scheme.Components > 1) u.Along(1, scheme.Components - 1, scheme.Components).AddInPlace(energy);
        var dt = scheme.StableStep(u, 0.2);
        var fast = scheme.Step(0.5, u, dt);
        Assert.Equal(fast.ToDoubles(), scheme.AdvanceByTensors(0.5, u, null, _ => dt).Next.ToDoubles());
        // Samples do not know of each other.
        Assert.Equal(fast[1].ToDoubles(), scheme.Step(0.5, u[1], dt).ToDoubles());
        Assert.True((fast - u).Abs().Max().Item() > 1e-3);
    }

    [Fact]
    public void A_step_can_be_differentiated()
    {
        var scheme = FiniteVolumes.Of(new Grid(Axis.Periodic(12)), new Euler(1), new Muscl<VanLeer>(), new Hllc(), stages: 2);
        var u = new Rng(2).Uniform((3, 12), 0.2, 0.4);
        u[2] += 2;
        var weights = new Rng(3).Normal((3, 12));
        var dt = scheme.StableStep(u);
        var gradient = Grad.Of(v => (weights * scheme.Step(0, v, dt)).Sum())(u);
        var (direction, h) = (new Rng(4).Normal((3, 12)), 1e-6);
        var slope = (weights * (scheme.Step(0, u + h * direction, dt) - scheme.Step(0, u - h * direction, dt))).Sum().Item() / (2 * h);
        // Differences of a function of size 1 by rounding 1e-16/h, and by h² times its third derivatives.
        Assert.Equal(slope, (gradient * direction).Sum().Item(), 1e-7 * Math.Max(1, Math.Abs(slope)));
    }

    [Fact]
    public void Any_number_of_threads_gives_the_same_bits()
    {
        var scheme = FiniteVolumes.Of(new Grid(Axis.Periodic(70), Axis.Periodic(33)), new Euler(2), new Weno5(), new Hllc());
        var u = new Rng(1).Uniform((4, 70, 33), 0.1, 0.3);
        u[3] += 2;
        var (threads, results) = (Kit.Compute.Threads.Count, new List<double[]>());
        foreach (var count in new[] { 1, 2, 5 })
        {
            Kit.Compute.Threads.Count = count;
            results.Add(scheme.Evolve(u, 0, 0.02).ToDoubles());
        }

        Kit.Compute.Threads.Count = threads;
        Assert.Equal(results[0], results[1]);
        Assert.Equal(results[0], results[2]);
    }

    [Fact]
    public void Bad_input_is_named()
    {
        var line = new Grid(Axis.Cells(16));
        var scheme = FiniteVolumes.Of(line, new Euler(1), new Weno5(), new Hllc());
        var u = Tensor.Ones((3, 16));
        u[2] += 2;
        Assert.Contains("stable steps are at most", Assert.Throws<ArgumentException>(() => scheme.Step(0, u, 1)).Message);
        Assert.Contains("[3,16]", Assert.Throws<ArgumentException>(() => scheme.Step(0, u[..2], 0.01)).Message);
        Assert.Contains("Courant", Assert.Throws<ArgumentOutOfRangeException>(() => scheme.Evolve(u, 0, 1, 2)).Message);
        var bad = u.Copy();
        bad[2, 5] = 0.1;
        var message = Assert.Throws<ArithmeticException>(() => scheme.Evolve(bad, 0, 1)).Message;
        Assert.Contains("pressure is -0.16", message);
        Assert.Contains("cell [5], x = 0.3438", message);
        bad[1, 7] = double.NaN;
        Assert.Contains("component 1 is NaN in cell [7]", Assert.Throws<ArithmeticException>(() => scheme.Step(0.25, bad, 0.01)).Message);
        Assert.Contains("Hllc is not made for InviscidBurgers", Assert.Throws<ArgumentException>(() => FiniteVolumes.Of(line, new InviscidBurgers(), new Weno5(), new Hllc())).Message);
        Assert.Contains("has 2 dimensions, the grid 1", Assert.Throws<ArgumentException>(() => FiniteVolumes.Of(line, new Euler(2), new Weno5(), new Hllc())).Message);
        Assert.Contains("Side.Periodic goes with", Assert.Throws<ArgumentException>(() => FiniteVolumes.Of(line, new Euler(1), new Weno5(), new Hllc(), [(Side.Periodic, Side.Periodic)])).Message);
        Assert.Contains("Axis.Cells", Assert.Throws<ArgumentException>(() => FiniteVolumes.Of(new Grid(Axis.Nodes(16)), new Euler(1), new Weno5(), new Hllc())).Message);
        Assert.Contains("eigenvectors", Assert.Throws<ArgumentException>(() => FiniteVolumes.Of(line, new InviscidBurgers(), new Weno5(), new Hll(), variables: Variables.Characteristic)).Message);
    }
}
