using Kit.Autodiff;
using Kit.Compute;
using Kit.Learning;
using Kit.Operators.FunctionSpaces;
using Kit.Tensors;

namespace Kit.Tests.Operators.FunctionSpaces;

public sealed class QuadratureAttentionTests
{
    private static QuadratureAttention Layer(AttentionKernel kernel = AttentionKernel.Softmax, bool weighted = true) =>
        Model.Initialize(new QuadratureAttention(4, kernel == AttentionKernel.Softmax ? 2 : 1, Domain.Nodes(1), kernel, weighted, DType.F64), new Rng(1));

    /// <summary>A smooth function that is not periodic, [1, 4, n].</summary>
    private static Tensor Field(QuadratureAxis axis)
    {
        var x = Tensor.Of(axis.Points);
        return Tensor.Stack([(3 * x).Sin(), (2 * x).Exp(), x, 1 / (1 + x)]).Unsqueeze(0);
    }

    /// <summary>Attention of the points with given weights to the field: its value at x = 0 and 1, which are points of their own of no weight that counts.</summary>
    private static Tensor Ends(QuadratureAttention layer, QuadratureAxis axis)
    {
        var ends = Field(QuadratureAxis.Trapezoid([0, 1])).Transpose();
        var tokens = Tensor.Concat([ends, Field(axis).Transpose()], 1);
        return layer.Attend(tokens, Tensor.Concat([Tensor.Full([2], 1e-300), Tensor.Of(axis.Weights)]))[0, ..2];
    }

    [Theory, InlineData(AttentionKernel.Softmax), InlineData(AttentionKernel.Galerkin)]
    public void It_converges_at_the_order_of_the_trapezoidal_rule_on_even_and_uneven_points_and_at_once_on_Gausss(AttentionKernel kernel)
    {
        var layer = Layer(kernel);
        var exact = Ends(layer, QuadratureAxis.Legendre(40));
        foreach (var make in new Func<int, QuadratureAxis>[] { n => QuadratureAxis.Nodes(n + 1), n => QuadratureAxis.Cells(n), Graded })
        {
            var errors = new[] { 16, 32, 64 }.Select(n => (Ends(layer, make(n)) - exact).Abs().Max().Item()).ToArray();
            Assert.InRange(Math.Log2(errors[0] / errors[2]) / 2, 1.95, 2.05);
        }

        // Twelve points of Gauss integrate an analytic function to rounding, ten digits and more.
        Assert.True((Ends(layer, QuadratureAxis.Legendre(12)) - exact).Abs().Max().Item() < 1e-10);
    }

    [Fact]
    public void Plain_attention_has_another_limit_on_uneven_points()
    {
        var layer = Layer(weighted: false);
        var exact = Ends(layer, QuadratureAxis.Nodes(2049));
        Assert.True((Ends(layer, Graded(2048)) - exact).Abs().Max().Item() > 0.01);
    }

    [Fact]
    public void On_equal_weights_it_is_ordinary_attention()
    {
        var layer = Layer();
        var x = new Rng(2).Normal((3, 6, 4));
        var plain = new MultiHeadAttention(4, 2, dtype: DType.F64);
        foreach (var (part, linear) in new[] { plain.Query, plain.Key, plain.Value }.Index().Select(p => (p.Index, p.Item)))
        {
            linear.Weight.Assign(layer.Projections.Weight[(4 * part)..(4 * part + 4)]);
            linear.Bias!.Assign(layer.Projections.Bias![(4 * part)..(4 * part + 4)]);
        }

        plain.Output.Weight.Assign(layer.Output.Weight);
        plain.Output.Bias!.Assign(layer.Output.Bias!);
        Assert.True((layer.Attend(x, Tensor.Full([6], 0.7)) - plain.Forward(x)).Abs().Max().Item() < 1e-14); // a few roundings of numbers below 1
    }

    [Theory, InlineData(AttentionKernel.Softmax), InlineData(AttentionKernel.Galerkin)]
    public void Points_in_another_order_give_values_in_that_order(AttentionKernel kernel)
    {
        var layer = Layer(kernel);
        var (x, w, order) = (new Rng(3).Normal((2, 5, 4)), new Rng(4).Uniform([5], 0.1, 1), Tensor.Of([3, 0, 4, 1, 2]));
        var there = layer.Attend(x.Take(order, 1), w.Take(order));
        Assert.True((there - layer.Attend(x, w).Take(order, 1)).Abs().Max().Item() < 1e-14);
    }

    [Fact]
    public void Splitting_a_point_in_two_changes_nothing()
    {
        var layer = Layer();
        var x = new Rng(5).Normal((1, 3, 4));
        var twice = Tensor.Concat([x, x[.., 2..]], 1);
        var split = layer.Attend(twice, Tensor.Of([0.5, 0.25, 0.2, 0.05]));
        Assert.True((split[.., ..3] - layer.Attend(x, Tensor.Of([0.5, 0.25, 0.25]))).Abs().Max().Item() < 1e-14);
    }

    [Theory, InlineData(AttentionKernel.Softmax), InlineData(AttentionKernel.Galerkin)]
    public void Derivatives_are_those_of_differences(AttentionKernel kernel)
    {
        var layer = Layer(kernel);
        var x = new Rng(6).Normal((2, 4, 5));
        var byField = Grad.Check(z => layer.Forward(z).Square().Sum(), x);
        var byWeight = Grad.Check(w => Grad.Over([layer.Projections.Weight], () => layer.Forward(x).Square().Sum())([w]), layer.Projections.Weight);
        Assert.True(byField.Passed && byWeight.Passed, $"{byField}; {byWeight}");
    }

    [Fact]
    public void Bad_input_is_refused()
    {
        Assert.Contains("3 heads", Assert.Throws<ArgumentException>(() => new QuadratureAttention(4, 3, Domain.Nodes(1))).Message, StringComparison.Ordinal);
        Assert.Contains("3 channels a head", Assert.Throws<ArgumentException>(() => new QuadratureAttention(4, 2, Domain.Nodes(1), AttentionKernel.Galerkin)).Message, StringComparison.Ordinal);
        Assert.Contains("weights [4]", Assert.Throws<ArgumentException>(() => Layer().Attend(Tensor.Zeros((1, 5, 4)), Tensor.Ones([4]))).Message, StringComparison.Ordinal);
    }

    private static QuadratureAxis Graded(int n) => QuadratureAxis.Trapezoid([.. Enumerable.Range(0, n + 1).Select(i => Math.Pow((double)i / n, 1.5))]);
}
