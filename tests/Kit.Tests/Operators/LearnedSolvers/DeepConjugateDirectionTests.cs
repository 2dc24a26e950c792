using Kit.Autodiff;
using Kit.Compute;
using Kit.Learning;
using Kit.Numerics.Krylov;
using Kit.Operators.LearnedSolvers;
using Kit.Tensors;

namespace Kit.Tests.Operators.LearnedSolvers;

public sealed class DeepConjugateDirectionTests
{
    /// <summary>4u minus the neighbours, u = 0 outside, on the last two axes.</summary>
    private static Tensor Laplacian(Tensor u)
    {
        var p = u.Pad(1, 1, axis: -1).Pad(1, 1, axis: -2);
        Tensor Part(int i, int j) => p.Along(u.Rank - 2, i, i + u.Shape[^2]).Along(u.Rank - 1, j, j + u.Shape[^1]);
        return 4 * u - Part(0, 1) - Part(2, 1) - Part(1, 0) - Part(1, 2);
    }

    private static readonly Tensor Right = new Rng(1).Normal([12, 12]);

    private static readonly Stopping Strict = new(1e-9, 0, 200);

    [Fact]
    public void The_identity_gives_conjugate_gradients()
    {
        var (deep, plain) = (DeepConjugateDirection.Solve(Laplacian, Right, r => r, 1000, stopping: Strict), ConjugateGradient.Solve(Laplacian, Right, stopping: Strict));
        Assert.True(deep.Converged, deep.Reason);
        // The same iterates but for rounding, which conjugate gradients amplify as they lose orthogonality: the first twenty agree to 10 digits.
        for (var k = 0; k <= 20; k++) Assert.Equal(plain.Residuals[k], deep.Residuals[k], 1e-10);
        Assert.InRange(deep.Iterations, plain.Iterations - 2, plain.Iterations);
        // Two directions are enough in exact arithmetic.
        Assert.InRange(DeepConjugateDirection.Solve(Laplacian, Right, r => r, 2, stopping: Strict).Iterations, plain.Iterations - 2, plain.Iterations + 1);
    }

    [Fact]
    public void The_inverse_ends_in_one_step()
    {
        Tensor Inverse(Tensor r) => -3 * ConjugateGradient.Solve(Laplacian, r, stopping: new(1e-13)).Solution;
        var result = DeepConjugateDirection.Solve(Laplacian, Right, Inverse, stopping: Strict);
        Assert.Equal(1, result.Iterations);
        Assert.True(result.Residual < 1e-11);
    }

    [Fact]
    public void Whatever_the_network_says_the_error_never_grows_in_the_norm_of_the_operator()
    {
        var rng = new Rng(3);
        var exact = ConjugateGradient.Solve(Laplacian, Right, stopping: new(1e-13)).Solution;
        var errors = new List<double>();
        DeepConjugateDirection.Solve(Laplacian, Right, r => r + rng.Normal(r.Shape, 0, 0.05), stopping: new(1e-6, 0, 60), observe: x =>
        {
            var e = x - exact;
            errors.Add((e * Laplacian(e)).Sum().Item());
        });
        Assert.True(errors.Count > 10);
        for (var k = 1; k < errors.Count; k++) Assert.True(errors[k] <= errors[k - 1] * (1 + 1e-12));
    }

    [Fact]
    public void A_direction_that_is_not_new_ends_the_run_with_the_reason()
    {
        var fixedDirection = new Rng(5).Normal([12, 12]);
        var result = DeepConjugateDirection.Solve(Laplacian, Right, _ => fixedDirection, stopping: Strict);
        Assert.False(result.Converged);
        Assert.Contains("combination of those before", result.Reason);
        Assert.Throws<ArgumentException>(() => DeepConjugateDirection.Solve(Laplacian, Right, r => r[..4], stopping: Strict));
    }

    [Fact]
    public void Numbers_of_weights_are_those_of_the_paper()
    {
        Assert.Equal(97_457, Model.Parameters(ConjugateDirectionNet.From64()).Sum(p => p.Value.Size));
        Assert.Equal(152_881, Model.Parameters(ConjugateDirectionNet.From128()).Sum(p => p.Value.Size));
    }

    [Fact]
    public void The_networks_keep_shapes_and_refuse_what_they_cannot_take()
    {
        var u = Model.Initialize(new ConjugateDirectionNet(2, channels: 3), new Rng(1));
        Assert.Equal(new Shape([2, 1, 6, 8]), u.Forward(Tensor.Ones([2, 1, 6, 8], DType.F32)).Shape);
        Assert.Contains("even", Assert.Throws<ArgumentException>(() => u.Forward(Tensor.Ones([2, 1, 5, 8], DType.F32))).Message);
        var cube = Model.Initialize(new ConjugateDirectionNet(3, channels: 2), new Rng(1));
        Assert.Equal(new Shape([1, 1, 4, 4, 4]), cube.Forward(Tensor.Ones([1, 1, 4, 4, 4], DType.F32)).Shape);
        Assert.Throws<ArgumentException>(() => new MultiscaleDirectionNet(2).Forward(Tensor.Ones([1, 2, 4, 4], DType.F32)));
    }

    [Fact]
    public void The_multiscale_network_is_linear_symmetric_and_positive_and_its_derivative_is_right()
    {
        var net = Model.Initialize(new MultiscaleDirectionNet(2, 2, dtype: DType.F64), new Rng(1));
        var (x, y) = (new Rng(2).Normal([1, 1, 8, 8]), new Rng(3).Normal([1, 1, 8, 8]));
        // Sums of a few hundred numbers of size one.
        Assert.Equal(0, (net.Forward(2 * x + y) - 2 * net.Forward(x) - net.Forward(y)).Abs().Max().Item(), 1e-12);
        Assert.Equal((x * net.Forward(y)).Sum().Item(), (net.Forward(x) * y).Sum().Item(), 1e-12);
        Assert.True((x * net.Forward(x)).Sum().Item() > 0);
        foreach (var p in Model.Parameters(net))
        {
            var check = Grad.Check(w => Grad.Over([p.Value], () => DirectionTraining.Loss(Laplacian, x, net.Forward(x)))([w]), p.Value);
            Assert.True(check.Passed, $"{p.Name}: {check}");
        }
    }

    [Fact]
    public void The_loss_is_zero_for_any_multiple_of_the_solution_and_one_for_a_useless_direction()
    {
        var r = (Right / Right.Square().Sum().Sqrt()).Reshape(1, 1, 12, 12);
        var solution = ConjugateGradient.Solve(Laplacian, r, stopping: new(1e-13)).Solution;
        Assert.Equal(0, DirectionTraining.Loss(Laplacian, r, -7 * solution).Item(), 1e-20);
        var useless = new Rng(8).Normal(r.Shape);
        useless -= (useless * r).Sum() * r;
        Assert.Equal(1, DirectionTraining.Loss(Laplacian, r, useless).Item(), 1e-12);
    }

    [Fact]
    public void Samples_are_unit_fields_with_more_weight_on_the_slow_end()
    {
        var samples = new RitzSamples(Laplacian, new Rng(4).Normal([12, 12]), 40);
        var r = samples.Draw(50, new Rng(5));
        Assert.Equal(new Shape([50, 1, 12, 12]), r.Shape);
        Assert.All(r.Square().Sum([1, 2, 3]).ToDoubles(), norm => Assert.Equal(1, norm, 1e-12));
        // The Rayleigh quotient of white noise is 4.
        Assert.InRange((r * Laplacian(r)).Sum([1, 2, 3]).Mean().Item(), 0.5, 3.5);
        Assert.Equal(0.1156, samples.Values[0].Item(), 1e-3);
        Assert.Throws<ArgumentException>(() => new RitzSamples(Laplacian, new Rng(4).Normal([12, 12]), 7));
    }

    [Fact]
    public void A_trained_network_needs_fewer_steps_than_conjugate_gradients()
    {
        var net = Model.Initialize(new MultiscaleDirectionNet(2, 4), new Rng(1));
        var samples = new RitzSamples(Laplacian, new Rng(2).Normal([16, 16]), 80);
        var (optimizer, rng) = (new Adam(net, 1e-2), new Rng(3));
        new Trainer(net, optimizer, b => DirectionTraining.Loss(Laplacian, b[0], net.Forward(b[0]))).Fit(DataStream.From(k => [samples.Draw(8, rng.Stream(k)).Cast(DType.F32)]), 120);
        var b = new Rng(9).Normal([32, 32]);
        var (deep, plain) = (DeepConjugateDirection.Solve(Laplacian, b, DeepConjugateDirection.Of(net), stopping: new(1e-4)), ConjugateGradient.Solve(Laplacian, b, stopping: new(1e-4)));
        Assert.True(deep.Converged, deep.Reason);
        Assert.True(2 * deep.Iterations <= plain.Iterations, $"{deep.Iterations} against {plain.Iterations}");
    }
}
