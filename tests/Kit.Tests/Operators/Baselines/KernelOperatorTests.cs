using Kit.Compute;
using Kit.Learning;
using Kit.Operators.Baselines;
using Kit.Operators.Training;
using Kit.Tensors;
using Kit.Tests.Operators.Training;

namespace Kit.Tests.Operators.Baselines;

public sealed class KernelOperatorTests
{
    [Fact]
    public void It_learns_a_smooth_operator_of_six_numbers_and_misses_new_samples_by_what_leave_one_out_says()
    {
        var (train, test) = (Waves.Of(120), Waves.Of(60, seed: 3));
        var model = new KernelOperator([1, 16], [1, 16], 120, 32, 32);
        var trained = OperatorTraining.Train(model, train, test, new(), new Rng(1));
        Assert.Equal((0L, 0), (trained.Steps, trained.History.Count));
        Assert.True(trained.TestError < 0.05, $"{trained.TestError}"); // a linear map of six Gaussian numbers, 120 samples
        Assert.InRange(trained.TestError / model.LeaveOneOut, 0.3, 3); // of other samples and another mean
        Assert.Equal(trained.Parameters, Model.State(model).Values.Sum(t => t.Size));
    }

    [Fact]
    public void The_closed_form_of_leave_one_out_is_what_leaving_one_out_gives()
    {
        // y = f(x) on scalars: one component each, so that the refit is a small system by hand.
        var rng = new Rng(1);
        var x = rng.Normal([8, 1, 1]);
        var y = (x * 1.3).Sin();
        var model = new KernelOperator([1, 1], [1, 1], 8, kernel: RadialKernel.Matern52);
        model.Fit(new(x, y), rng);
        var (kernel, length, nugget) = model.Chosen;
        var (z, c) = (model.Points, (y.Reshape(8, 1) - model.OutputMean).MatMul(model.OutputBasis));
        var k = kernel.Of(RadialKernels.Squares(z, z) / (length * length)) + Tensor.Eye(8) * nugget;
        var sum = 0.0;
        for (var i = 0; i < 8; i++)
        {
            var others = Tensor.Of(Enumerable.Range(0, 8).Where(j => j != i).ToArray());
            var rest = k.Take(others).Take(others, 1);
            var guess = k[i].Take(others).Reshape(1, 7).MatMul(Kit.Numerics.LinearAlgebra.Solve(rest, c.Take(others))).Item();
            sum += Math.Pow(guess - c[i, 0].Item(), 2);
        }

        Assert.Equal(Math.Sqrt(sum / c.Square().Sum().Item()), model.LeaveOneOut, 1e-6 + 1e-4 * model.LeaveOneOut); // the nugget conditions K
    }

    [Fact]
    public void Kernels_are_one_at_no_distance_and_their_formulas_elsewhere()
    {
        var square = Tensor.Of([0.0, 4]);
        double[] far = [(1 + 2 * Math.Sqrt(3)) * Math.Exp(-2 * Math.Sqrt(3)), (1 + 2 * Math.Sqrt(5) + 20.0 / 3) * Math.Exp(-2 * Math.Sqrt(5)), 1.0 / 3];
        foreach (var kernel in Enum.GetValues<RadialKernel>())
        {
            var values = kernel.Of(square).ToDoubles();
            Assert.Equal(1, values[0], 1e-15);
            Assert.Equal(far[(int)kernel], values[1], 1e-15);
        }
    }

    [Fact]
    public void What_cannot_be_fitted_is_refused()
    {
        var model = new KernelOperator([1, 16], [1, 16], 10);
        Assert.Contains("Fit it", Assert.Throws<InvalidOperationException>(() => model.Forward(Waves.Of(1).Inputs)).Message, StringComparison.Ordinal);
        Assert.Contains("12 training samples for a model of 10", Assert.Throws<ArgumentException>(() => model.Fit(Waves.Of(12), new Rng(1))).Message, StringComparison.Ordinal);
        Assert.Contains("do not differ", Assert.Throws<ArgumentException>(() => model.Fit(new(Tensor.Ones([10, 1, 16]), Tensor.Ones([10, 1, 16])), new Rng(1))).Message, StringComparison.Ordinal);
        Assert.Contains("[N,1,16]", Assert.Throws<ArgumentException>(() => model.Forward(Tensor.Zeros([1, 1, 32], DType.F32))).Message, StringComparison.Ordinal);
    }
}
