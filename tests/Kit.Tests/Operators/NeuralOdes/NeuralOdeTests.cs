using Kit.Autodiff;
using Kit.Compute;
using Kit.Learning;
using Kit.Numerics;
using Kit.Numerics.TimeIntegration;
using Kit.Operators.NeuralOdes;
using Kit.Tensors;

namespace Kit.Tests.Operators.NeuralOdes;

public sealed class NeuralOdeTests
{
    private static NeuralOde Perceptron(int inputs = 2, StepControl? control = null, int fixedSteps = 0, Tableau? method = null)
    {
        var field = new Sequential(new Linear(inputs, 8, dtype: DType.F64), new Lambda(x => x.Tanh()), new Linear(8, 2, dtype: DType.F64));
        Model.Initialize(field, new Rng(1));
        return new(field) { TakesTime = inputs == 3, Control = control ?? new(1e-4, 1e-4), FixedSteps = fixedSteps, Method = method ?? Tableau.Tsit5 };
    }

    private static Tensor Points => new Rng(2).Normal([3, 2]);

    [Fact]
    public void A_linear_field_gives_the_matrix_exponential()
    {
        var field = new Linear(2, 2, bias: false, dtype: DType.F64);
        field.Weight.Assign(Tensor.Of(new[,] { { -0.1, 2.0 }, { -2.0, -0.1 } }));
        var ode = new NeuralOde(field, 1.5) { Control = new(1e-11, 1e-11) };
        var exact = Points.MatMul(LinearAlgebra.Expm(field.Weight * 1.5).T);
        // Global errors are some ten times the tolerance.
        Assert.Equal(0, (ode.Forward(Points) - exact).Abs().Max().Item(), 1e-9);
    }

    [Fact]
    public void States_between_steps_are_interpolated_with_order_four()
    {
        var field = new Linear(2, 2, bias: false, dtype: DType.F64);
        field.Weight.Assign(Tensor.Of(new[,] { { -0.1, 2.0 }, { -2.0, -0.1 } }));
        var ode = new NeuralOde(field) { Control = new(1e-6, 1e-6) };
        double[] times = [0, .. Enumerable.Range(1, 40).Select(i => i / 20.0)];
        var path = ode.Solve(Points, times);
        for (var i = 0; i < times.Length; i++)
            Assert.Equal(0, (path.States[i] - Points.MatMul(LinearAlgebra.Expm(field.Weight * times[i]).T)).Abs().Max().Item(), 1e-4);
        Assert.True(path.Steps.Count < 40, $"{path.Steps.Count} steps");
    }

    [Theory]
    [InlineData("end")]
    [InlineData("error")]
    [InlineData("stiffness")]
    [InlineData("energy")]
    [InlineData("times")]
    public void The_discrete_adjoint_is_that_of_differences(string what)
    {
        // Where steps adapt the differences see their lengths change, which the adjoint does not; so the steps are fixed here.
        var ode = Perceptron(inputs: 3, fixedSteps: what == "times" ? 2 : 4);
        var x = Points;
        Tensor Number(Tensor z)
        {
            var path = ode.Solve(z, what == "times" ? [0, 0.3, 1] : [0, 1]);
            return what switch { "error" => path.ErrorMeasure * 1e6, "stiffness" => path.Stiffness!, "energy" => path.KineticEnergy, _ => path.States.Square().Sum() };
        }

        // Errors of 10⁻⁶ and quotients of small differences lose digits of the difference quotient: 10⁻⁴ for those, and rounding for the others.
        var tolerance = what is "error" or "stiffness" ? 1e-4 : GradCheck.Tolerance;
        Assert.InRange(Grad.Check(Number, x).Error, 0, tolerance);
        foreach (var p in Model.Parameters(ode))
            Assert.InRange(Grad.Check(w => Grad.Over([p.Value], () => Number(x))([w]), p.Value).Error, 0, tolerance);
    }

    [Fact]
    public void The_adjoint_of_adaptive_steps_is_close_to_that_of_the_exact_solution()
    {
        var (coarse, fine) = (Perceptron(control: new(1e-6, 1e-6)), Perceptron(control: new(1e-10, 1e-10)));
        Tensor Slope(NeuralOde ode) => Grad.Of((Tensor z) => ode.Forward(z).Square().Sum())(Points);
        // The error of the derivative is that of the solution, 10⁻⁶ and a little.
        Assert.Equal(0, (Slope(coarse) - Slope(fine)).Abs().Max().Item(), 1e-5);
    }

    [Fact]
    public void Evaluations_are_counted()
    {
        // Tsit5 has seven stages, of which the first is the last of the step before; RK4 has four of its own.
        Assert.Equal(1 + 5 * 6, Perceptron(fixedSteps: 5).Solve(Points, [0, 1]).Evaluations);
        Assert.Equal(5 * 4, Perceptron(fixedSteps: 5, method: Tableau.Rk4).Solve(Points, [0, 1]).Evaluations);
        var path = Perceptron().Solve(Points, [0, 1]);
        Assert.Equal(2 + 6 * (path.Steps.Count + path.Rejected), path.Evaluations);
        Assert.Equal(1, path.Steps.Sum(s => s.Length), 1e-12);
    }

    [Fact]
    public void A_sample_does_not_depend_on_its_batch()
    {
        var ode = Perceptron(fixedSteps: 3);
        var whole = ode.Forward(Points);
        Assert.Equal(whole[1..2].ToDoubles(), ode.Forward(Points[1..2]).ToDoubles());
        var adaptive = Perceptron(control: new(1e-8, 1e-8) { SampleAxes = 1 });
        // Steps differ, errors do not exceed the tolerance by much.
        Assert.Equal(0, (adaptive.Forward(Points)[1..2] - adaptive.Forward(Points[1..2])).Abs().Max().Item(), 1e-7);
    }

    [Fact]
    public void Stiffness_estimates_the_largest_eigenvalue_and_kinetic_energy_the_path()
    {
        var field = new Linear(2, 2, bias: false, dtype: DType.F64);
        field.Weight.Assign(Tensor.Of(new[,] { { -20.0, 0 }, { 0, -20.0 } }));
        var path = new NeuralOde(field) { Control = new(1e-6, 1e-6) }.Solve(Points, [0, 1]);
        Assert.Equal(20, path.Stiffness!.Item() / path.Steps.Count, 1e-6);
        // ∫ 400 |z₀|² e^(−40t) dt = 10 |z₀|² (1 − e^(−40)).
        var energy = 10 * Points.Square().Sum(1).Mean().Item();
        Assert.Equal(energy, path.KineticEnergy.Item(), 1e-3 * energy);
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        Assert.Contains("FixedSteps", Assert.Throws<ArgumentException>(() => Perceptron(method: Tableau.Rk4).Forward(Points)).Message);
        Assert.Contains("[N, d]", Assert.Throws<ArgumentException>(() => Perceptron().Forward(Tensor.Zeros([2]))).Message);
        Assert.Contains("times must rise", Assert.Throws<ArgumentException>(() => Perceptron().Solve(Points, [0, 0])).Message);
        Assert.Contains("has the shape of z", Assert.Throws<ArgumentException>(() => new NeuralOde(new Lambda(z => z.Sum(1))).Forward(Points)).Message);
        Assert.Throws<ArithmeticException>(() => new NeuralOde(new Lambda(z => z * z), 10).Forward(Tensor.Ones([1, 1])));
    }

    [Fact]
    public void An_equation_without_noise_is_Eulers_and_its_derivative_is_right()
    {
        var (drift, none) = (new Linear(2, 2, dtype: DType.F64), new Lambda(z => 0 * z));
        Model.Initialize(drift, new Rng(3));
        var noise = new Rng(4).Normal([10, 3, 2]);
        var z = Points;
        for (var k = 0; k < 10; k++) z += 0.1 * drift.Forward(z);
        Assert.Equal(z.ToDoubles(), new NeuralSde(drift, none, steps: 10).Solve(Points, noise)[^1].ToDoubles().Select((v, i) => Math.Abs(v - z.ToDoubles()[i]) < 1e-14 ? z.ToDoubles()[i] : v));
        var sde = new NeuralSde(drift, new Lambda(x => x.Tanh()), steps: 10);
        Assert.True(Grad.Check(x => sde.Solve(x, noise).Square().Sum(), Points).Passed);
        Assert.Throws<ArgumentException>(() => sde.Solve(Points, noise[..5]));
    }

    [Fact]
    public void Geometric_Brownian_motion_has_its_mean()
    {
        var sde = new NeuralSde(new Lambda(z => 0.5 * z), new Lambda(z => 0.2 * z), steps: 20);
        var mean = sde.Forward(Tensor.Ones([20_000, 1])).Mean().Item();
        // E z(1) = (1 + 0.5/20)²⁰ by Euler, the deviation of z(1) is 0.33: five standard errors of 20,000 paths.
        Assert.Equal(Math.Pow(1.025, 20), mean, 5 * 0.33 / Math.Sqrt(20_000));
    }
}
