using Kit.Autodiff;
using Kit.Compute;
using Kit.Numerics.TimeIntegration;
using Kit.Pde;
using Kit.Pde.Equations;
using Kit.Pde.Spectral;
using Kit.Tensors;
using static Kit.Tests.Pde.Spectral.Errors;

namespace Kit.Tests.Pde.Spectral;

public sealed class SpectralEquationTests
{
    [Fact]
    public void Samples_of_a_batch_do_not_depend_on_each_other()
    {
        var equation = new NavierStokes(Grid.Periodic(16, 6, 2), 1e-2);
        var w = new Rng(2).Normal((2, 3, 16, 16));
        var together = equation.Evolve(w, 0.01, 5);
        for (var i = 0; i < 2; i++)
            for (var j = 0; j < 3; j++) Assert.Equal(equation.Evolve(w[i, j], 0.01, 5).ToDoubles(), together[i, j].ToDoubles());
    }

    [Fact]
    public void A_run_saves_the_field_at_every_time()
    {
        var grid = Grid.Periodic(32, 22);
        var equation = new KuramotoSivashinsky(grid);
        var u = grid.Sample(x => (2 * Math.PI * x / 22).Cos());
        var run = equation.Run(u, [0, 1, 3], 0.25);
        Assert.Equal([0.0, 1, 3], run.Times);
        Assert.Equal([3, 32], run.States.Shape.ToArray());
        Assert.Equal(12, run.Statistics.Steps);
        // Modes and back: a rounding or two.
        Assert.Equal(0, (run.States[0] - u).Abs().Max().Item(), 1e-15);
        Assert.Equal(0, (run.Last - equation.Evolve(u, 0.25, 12)).Abs().Max().Item(), 1e-13);
        Assert.Contains("ends in axes", Assert.Throws<ArgumentException>(() => equation.Run(Tensor.Zeros(31), [0, 1], 0.1)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(12, 12, 0)]
    [InlineData(11, 9, 10)]
    public void Rounding_does_not_grow_out_of_real_fields(int n, int m, int last)
    {
        // Modes up to σ = 0.9 grow: after t = 100 a part that no product limits would be e^90 times its rounding.
        Grid grid = last == 0 ? new(Axis.Periodic(n, 0, 12), Axis.Periodic(m, 0, 12)) : new(Axis.Periodic(n, 0, 12), Axis.Periodic(m, 0, 12), Axis.Periodic(last, 0, 12));
        var equation = new SwiftHohenberg(grid, 0.9);
        var start = equation.Modes(new Rng(1).Normal([2, .. grid.Shape], std: 0.1));
        var modes = equation.Stepper().Run(0, start, 0.1, 1000);
        var there = equation.Space.Forward(equation.Space.Inverse(modes));
        // Rounding of two transforms of some hundred points of size 1.
        Assert.InRange((modes - there).Abs().Max().Item(), 0, 1e-12);
        Assert.InRange(equation.Space.Inverse(modes).Abs().Max().Item(), 0.5, 2);
    }

    [Fact]
    public void Bits_do_not_depend_on_the_number_of_threads()
    {
        var equation = new NavierStokes(Grid.Periodic(96, 6, 2), 1e-3);
        var w = new Rng(3).Normal((96, 96));
        var many = equation.Evolve(w, 0.01, 3).ToDoubles();
        var threads = Threads.Count;
        try
        {
            Threads.Count = 1;
            Assert.Equal(many, equation.Evolve(w, 0.01, 3).ToDoubles());
        }
        finally
        {
            Threads.Count = threads;
        }
    }

    [Fact]
    public void Groups_of_samples_are_the_samples_and_the_same_for_any_number_of_threads()
    {
        // 280, 172 and 48 samples are several groups, not all of one size.
        Check(new KuramotoSivashinsky(Grid.Periodic(256, 22)), new Rng(8).Normal((28, 10, 256)));
        Check(new GrayScott(Grid.Periodic(256), 0.04, 0.06), new Rng(9).Uniform((172, 2, 256)));
        Check(new NonlinearSchrodinger(Grid.Periodic(256)), new Rng(10).Normal((172, 256)).Cast(DType.C128));
        Check(new NavierStokes(Grid.Periodic(64, 6, 2), 1e-2), new Rng(11).Normal((48, 64, 64)));

        static void Check(SpectralEquation equation, Tensor u)
        {
            Assert.NotNull(SampleGroups.Of(equation.Stepper(), equation.Modes(u)));
            int[] field = [.. ((ReadOnlySpan<int>)u.Shape)[^(equation.Space.Dimensions + Math.Min(equation.Components, 1))..]];
            var (all, flat) = (equation.Evolve(u, 1e-3, 2), u.Reshape([-1, .. field]));
            Tensor[] one = [.. Enumerable.Range(0, flat.Shape[0]).Select(i => equation.Evolve(flat[i], 1e-3, 2))];
            // Transforms of one line alone may take another way through the same sum.
            Assert.True(Largest(Tensor.Stack([.. one]), all.Reshape(flat.Shape)) < 1e-13);
            var stepped = equation.Stepper().OnGrid().Step(0, u, 1e-3).Reshape(flat.Shape);
            Assert.True(Largest(equation.Stepper().OnGrid().Step(0, flat[3], 1e-3), stepped[3]) < 1e-13);
            var before = Threads.Count;
            try
            {
                foreach (var threads in new[] { 1, 2, 3 })
                {
                    Threads.Count = threads;
                    Assert.Equal(0, Largest(all, equation.Evolve(u, 1e-3, 2)));
                }
            }
            finally
            {
                Threads.Count = before;
            }
        }
    }

    [Fact]
    public void A_force_of_its_own_for_each_sample_acts_on_that_sample()
    {
        var (grid, rng) = (Grid.Periodic(64, 6, 2), new Rng(12));
        var (w, force) = (rng.Normal((12, 64, 64)), rng.Normal((12, 64, 64)));
        var equation = new NavierStokes(grid, 1e-2, 0, force);
        Assert.False(equation.IsSampleWise);
        Assert.True(new NavierStokes(grid, 1e-2, 0, force[0]).IsSampleWise);
        Assert.Equal(new NavierStokes(grid, 1e-2, 0, force[7]).Evolve(w[7], 1e-3, 2).ToDoubles(), equation.Evolve(w, 1e-3, 2)[7].ToDoubles());
    }

    [Fact]
    public void Fields_of_single_precision_stay_so_and_come_near_those_of_double_precision()
    {
        Check(new KuramotoSivashinsky(Grid.Periodic(64, 22)), new Rng(13).Normal((3, 64)));
        Check(new KuramotoSivashinsky(Grid.Periodic(20, 22, 2)), new Rng(14).Normal((20, 20)));
        Check(new NavierStokes(Grid.Periodic(32, 6, 2), 1e-2), new Rng(15).Normal((32, 32)));
        Check(new NavierStokes(Grid.Periodic(32, 6, 2), 1e-2, 0, new Rng(16).Normal((32, 32))), new Rng(17).Normal((32, 32)));
        Check(new GrayScott(Grid.Periodic(20, 1, 2), 0.04, 0.06), new Rng(18).Uniform((2, 20, 20)));
        Check(new SineGordon(Grid.Periodic(15)), new Rng(19).Uniform((2, 15)));

        static void Check(SpectralEquation equation, Tensor u)
        {
            var (wide, narrow) = (equation.Evolve(u, 0.01, 10), equation.Evolve(u.Cast(DType.F32), 0.01, 10));
            Assert.Equal(DType.F32, narrow.DType);
            // A hundred roundings of 6e-8, a few of them of a field's slope times Δt.
            Assert.True(Largest(wide, narrow) < 1e-5 * wide.Abs().Max().Item(), $"{equation.GetType().Name}: {Largest(wide, narrow)}");
        }
    }

    [Fact]
    public void An_equation_without_linear_part_has_a_right_hand_side()
    {
        var equation = new Burgers(Grid.Periodic(32, 2 * Math.PI), 0);
        var grid = equation.Space.Grid;
        // −½ ∂(sin²x)/∂x = −sin x cos x.
        Assert.True(Largest(equation.RightHandSide(0, grid.Sample(x => x.Sin())), grid.Sample(x => -x.Sin() * x.Cos())) < 1e-13);
        Assert.Equal(0, new Advection(grid, 0).RightHandSide(0, grid.Sample(x => x.Sin())).Abs().Max().Item());
    }

    [Fact]
    public void Implicit_explicit_integrators_take_a_spectral_equation_at_their_order()
    {
        // Modes decay at rates up to 50: explicit methods of these steps are near or beyond their bounds of stability.
        var equation = new Burgers(Grid.Periodic(32, 2 * Math.PI), 0.2);
        var u = equation.Space.Grid.Sample(x => x.Sin() + 0.5 * (2 * x).Cos());
        var exact = equation.Evolve(u, 1.0 / 1024, 512);
        Check(() => ImexMultistep.CnAb2(equation.ExplicitPart, equation.ImplicitPart()));
        Check(() => ImexMultistep.Sbdf2(equation.ExplicitPart, equation.ImplicitPart()));
        Check(() => new ImexRungeKutta(ImexTableau.Ars343, equation.ExplicitPart, equation.ImplicitPart()));

        void Check(Func<IStepper> make)
        {
            var order = Order(dt => Largest(Evolution.Final(make(), u, 0, 0.5, dt), exact), 1.0 / 64);
            Assert.InRange(order, make().Order - 0.15, make().Order + 0.3); // the next term of the error, O(Δt) of the first
        }
    }

    [Fact]
    public void Steps_are_differentiable()
    {
        Check(new KuramotoSivashinsky(Grid.Periodic(12, 22)), 12);
        Check(new NavierStokes(Grid.Periodic(6, 6, 2), 1e-2), 6, 6);
        Check(new GrayScott(Grid.Periodic(8), 0.04, 0.06), 2, 8);
        Check(new SineGordon(Grid.Periodic(6)), 2, 6);

        static void Check(SpectralEquation equation, params int[] shape)
        {
            var check = Grad.Check(u => equation.Evolve(u, 0.05, 2), new Rng(4).Normal(shape));
            Assert.True(check.Passed, $"{equation.GetType().Name}: {check}");
        }
    }

    [Fact]
    public void Traced_steps_have_the_bits_of_plain_ones()
    {
        var equation = new NavierStokes(Grid.Periodic(12, 6, 2), 1e-2);
        var w = new Rng(5).Normal((12, 12));
        Tensor? traced = null;
        Grad.Of(u =>
        {
            traced = equation.Evolve(u, 0.05, 2);
            return traced.Square().Sum();
        })(w);
        Assert.True(Largest(traced!.Plain, equation.Evolve(w, 0.05, 2)) < 1e-13);
    }

    [Fact]
    public void The_stepper_on_the_grid_does_the_step_of_the_modes()
    {
        var equation = new KuramotoSivashinsky(Grid.Periodic(32, 22));
        var u = new Rng(7).Normal(32);
        Assert.Equal(equation.Evolve(u, 0.1, 1).ToDoubles(), equation.Stepper().OnGrid().Step(0, u, 0.1).ToDoubles());
        // d/dt by a small exponential Euler step.
        var slope = (equation.Evolve(u, 1e-7, 1) - u) / 1e-7;
        Assert.True(Largest(equation.RightHandSide(0, u), slope) < 1e-2 * slope.Abs().Max().Item());
    }

    [Fact]
    public void A_new_equation_is_two_methods()
    {
        // u = a e^(t) with ∂u/∂t = 2u − u²·0 − u: the symbol and the term cancel to growth at rate 1.
        var equation = new Growth(Grid.Periodic(8));
        var u = equation.Space.Grid.Sample(x => 1 + 0 * x);
        Assert.True(Largest(equation.Evolve(u, 0.01, 100), Math.E * u) < 1e-8);
    }

    [Fact]
    public void Wrong_fields_and_symbols_are_refused_with_what_is_right()
    {
        var systems = new GrayScott(Grid.Periodic(8), 0.04, 0.06);
        Assert.Contains("[2, 8]", Assert.Throws<ArgumentException>(() => systems.Evolve(Tensor.Zeros(8), 1, 1)).Message);
        Assert.Contains("[3,8]", Assert.Throws<ArgumentException>(() => systems.Evolve(Tensor.Zeros((3, 8)), 1, 1)).Message);
        Assert.Contains("two dimensions", Assert.Throws<ArgumentException>(() => new NavierStokes(Grid.Periodic(8), 1)).Message);
        Assert.Contains("on a line", Assert.Throws<ArgumentException>(() => new KortewegDeVries(Grid.Periodic(8, 1, 2))).Message);
        Assert.Contains("grows", Assert.Throws<ArgumentException>(() => new Diffusion(Grid.Periodic(8), -1)).Message);
        Assert.Contains("symmetric", Assert.Throws<ArgumentException>(() => new Diffusion(Grid.Periodic(8, 1, 2), new double[,] { { 1, 1 }, { 0, 1 } })).Message);
        Assert.Contains("time step", Assert.Throws<ArgumentException>(() => systems.Evolve(Tensor.Zeros((2, 8)), double.NaN, 1)).Message);
        Assert.Contains("broadcasts to [8]", Assert.Throws<InvalidOperationException>(() => new Crooked(Grid.Periodic(14)).Evolve(Tensor.Zeros(14), 1, 1)).Message);
        using var stopped = new CancellationTokenSource();
        stopped.Cancel();
        Assert.Throws<OperationCanceledException>(() => systems.Evolve(Tensor.Zeros((2, 8)), 1, 1, token: stopped.Token));
    }

    private sealed class Growth(Grid grid) : SpectralEquation(new FourierSpace(grid))
    {
        public override Tensor Linear(FourierSpace k) => 2 + k.Laplacian;

        public override Tensor Nonlinear(FourierSpace k, Tensor u, double t) => k.Modes(-k.Values(u));
    }

    private sealed class Crooked(Grid grid) : SpectralEquation(new FourierSpace(grid))
    {
        public override Tensor Linear(FourierSpace k) => Tensor.Zeros(3);
    }
}

/// <summary>What is read from counters of the whole process.</summary>
[Collection("threads")]
public sealed class SpectralMemoryTests
{
    [Fact]
    public void Memory_does_not_grow_with_the_number_of_steps()
    {
        var equation = new NavierStokes(Grid.Periodic(64, 6, 2), 1e-3);
        var w = new Rng(6).Normal((64, 64));
        equation.Evolve(w, 1e-3, 20).Dispose();
        var before = Memory.InUse;
        equation.Evolve(w, 1e-3, 200).Dispose();
        Assert.True(Memory.InUse <= before + (1 << 20), $"{before} bytes before, {Memory.InUse} after");
    }
}
