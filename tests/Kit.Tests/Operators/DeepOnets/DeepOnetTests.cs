using Kit.Compute;
using Kit.Learning;
using Kit.Operators.DeepOnets;
using Kit.Tensors;
using static Kit.Tests.Operators.DeepOnets.Fixtures;

namespace Kit.Tests.Operators.DeepOnets;

public sealed class DeepOnetTests
{
    [Fact]
    public void Numbers_of_weights_are_those_of_the_formulas()
    {
        // The paper's network: m = 100, width and p 40, two layers of branch and three of trunk.
        Assert.Equal(101 * 40 + 41 * 40 + (2 * 40 + 41 * 40 + 41 * 40) + 1, Size(DeepOnet.Unstacked(100, 1)));
        Assert.Equal(40 * (102 * 40) + (2 * 40 + 41 * 40 + 41 * 40) + 1, Size(DeepOnet.Stacked(100, 1)));
        Assert.Equal(Mlp.Size(10, 8, 3 * 5) + Mlp.Size(2 + 2 * 6, 8, 8, 3 * 5) + 3, Size(DeepOnet.Unstacked(10, 2, 3, 8, 5, fourier: 6)));
    }

    [Theory, InlineData(1), InlineData(3)]
    public void The_value_is_the_sum_over_products_of_branch_and_trunk(int outputs)
    {
        var net = Model.Initialize(DeepOnet.Unstacked(4, 2, outputs, 5, 3, dtype: DType.F64), new Rng(1));
        net.Bias.Assign(Random(4, outputs));
        var (u, y) = (Random(2, 6, 4), Random(3, 7, 2));
        var (b, t, value) = (net.Branch.Forward(u), net.Trunk.Forward(y), net.Forward(u, y));
        Assert.Equal([6, outputs, 7], value.Shape.ToArray());
        for (var o = 0; o < outputs; o++)
        {
            var sum = net.Bias[o].Item();
            for (var k = 0; k < 3; k++) sum += b[5, 3 * o + k].Item() * t[6, 3 * o + k].Item();
            Assert.Equal(sum, value[5, o, 6].Item(), 12);
        }
    }

    [Theory, InlineData(1), InlineData(2)]
    public void Points_of_each_function_give_what_common_points_give(int outputs)
    {
        var net = Model.Initialize(DeepOnet.Stacked(4, 1, outputs, 5, 3, fourier: 2, dtype: DType.F64), new Rng(1));
        var (u, y) = (Random(2, 6, 4), Random(3, 7, 1));
        var common = net.Forward(u, y);
        Assert.True(Gap(common, net.Forward(u, y.Unsqueeze(0).BroadcastTo([6, 7, 1]).Copy())) < 1e-13); // rounding of sums of order 1
    }

    [Fact]
    public void With_a_linear_branch_the_operator_is_linear()
    {
        var net = new DeepOnet(new Linear(4, 3, bias: false, dtype: DType.F64), new Mlp([1, 6, 3], activateLast: true, dtype: DType.F64), 1, dtype: DType.F64);
        Model.Initialize(net, new Rng(1));
        var (u, v, y) = (Random(2, 5, 4), Random(3, 5, 4), Random(4, 7, 1));
        Assert.True(Gap(net.Forward(2 * u - 3 * v, y), 2 * net.Forward(u, y) - 3 * net.Forward(v, y)) < 1e-13); // rounding of sums of order 1
    }

    [Fact]
    public void Derivatives_are_those_of_differences()
    {
        var (y, own) = (Random(3, 3, 2), Random(4, 2, 3, 2));
        var stacked = Model.Initialize(DeepOnet.Stacked(3, 2, 2, 2, 2, dtype: DType.F64), new Rng(1));
        DerivativesHold(stacked, u => stacked.Forward(u, y), Random(2, 2, 3));
        var waves = Model.Initialize(DeepOnet.Unstacked(3, 2, 2, 3, 2, fourier: 2, dtype: DType.F64), new Rng(1));
        DerivativesHold(waves, u => waves.Forward(u, own), Random(2, 2, 3));
    }

    [Fact]
    public void It_learns_a_linear_operator()
    {
        // ∫₀ʸ of a cos 2πx + b sin 2πx, which three products of branch and trunk can say exactly.
        var rng = new Rng(2);
        var (x, y) = (Tensor.Linspace(0, 1, 16, dtype: DType.F32), Tensor.Linspace(0, 1, 21, dtype: DType.F32));
        var (a, b) = (rng.Normal([64, 1], dtype: DType.F32), rng.Normal([64, 1], dtype: DType.F32));
        const double Turn = 2 * Math.PI;
        var u = a * (x * Turn).Cos() + b * (x * Turn).Sin();
        var integral = (a * (y * Turn).Sin() + b * (1 - (y * Turn).Cos())) / Turn;
        var net = Model.Initialize(DeepOnet.Unstacked(16, 1, width: 20, terms: 20), new Rng(1));
        var optimizer = new Adam(net, 5e-3);
        for (var step = 0; step < 400; step++)
        {
            using var scope = Tensor.Scope();
            optimizer.Step(Model.ValueAndGradients(optimizer.Parameters, () => Loss.Mse(net.Forward(u, y.Unsqueeze(1)).Squeeze(1), integral)).Gradients);
        }

        // Nothing learned is an error of 1; a twentieth after 400 steps says that all three terms are found.
        Assert.InRange(Loss.RelativeL2(net.Forward(u, y.Unsqueeze(1)).Squeeze(1), integral).Item(), 0, 0.05);
    }

    [Fact]
    public void Points_that_do_not_fit_are_refused_with_what_does()
    {
        var net = DeepOnet.Unstacked(4, 2);
        var u = Tensor.Zeros([6, 4], DType.F32);
        Assert.Contains("[P,2]", Assert.Throws<ArgumentException>(() => net.Forward(u, Tensor.Zeros([7, 3], DType.F32))).Message);
        Assert.Contains("[6,P,2]", Assert.Throws<ArgumentException>(() => net.Forward(u, Tensor.Zeros([5, 7, 2], DType.F32))).Message);
        var unequal = Model.Initialize(new DeepOnet(new Linear(4, 3), new Linear(2, 5), 2), new Rng(1));
        Assert.Contains("both end in the same number", Assert.Throws<ArgumentException>(() => unequal.Forward(u, Tensor.Zeros([7, 2], DType.F32))).Message);
    }
}
