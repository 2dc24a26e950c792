using Kit.Autodiff;
using Kit.Compute;
using Kit.Learning;
using Kit.Operators.FunctionSpaces;
using Kit.Tensors;

namespace Kit.Tests.Operators.FunctionSpaces;

public sealed class DifferentialConvTests
{
    private static Tensor Wave(int n) => (2 * Math.PI * (Tensor.Arange(0.0, n) / n)).Sin().Reshape(1, 1, n);

    private static double Error(Tensor stencil, int n, double slope)
    {
        var layer = new DifferentialConv(1, 1, Domain.Periodic(1), 0.1, 3, DType.F64);
        layer.Weight.Assign(stencil);
        var exact = 0.1 * slope * 2 * Math.PI * (2 * Math.PI * (Tensor.Arange(0.0, n) / n)).Cos();
        return (layer.Forward(Wave(n)) - exact).Abs().Max().Item();
    }

    [Fact]
    public void It_becomes_a_derivative_of_order_1_and_of_order_2_where_the_stencil_is_odd()
    {
        // Σ θ_k k = 1 of both.
        Assert.InRange(Math.Log2(Error(Tensor.Of([-0.5, 0, 0.5]), 64, 1) / Error(Tensor.Of([-0.5, 0, 0.5]), 128, 1)), 1.98, 2.02);
        Assert.InRange(Math.Log2(Error(Tensor.Of([7, 7.5, 8]), 256, 1) / Error(Tensor.Of([7, 7.5, 8]), 512, 1)), 1.98, 2.02);
        Assert.InRange(Math.Log2(Error(Tensor.Of([2.0, 0, 3]), 256, 1) / Error(Tensor.Of([2.0, 0, 3]), 512, 1)), 0.95, 1.05);
    }

    [Fact]
    public void Linear_functions_of_a_box_have_their_slope_up_to_its_sides()
    {
        var layer = new DifferentialConv(1, 1, Domain.Nodes(2), 1, 3, DType.F64);
        layer.Weight.Assign(new Rng(1).Normal((1, 1, 3, 3)));
        var x = Tensor.Linspace(0, 1, 9);
        var u = (2 * x.Unsqueeze(1) - x + 4).Reshape(1, 1, 9, 9);
        var k = Tensor.Of([-1.0, 0, 1]);
        var slope = (layer.Weight * (2 * k.Unsqueeze(1) - k)).Sum().Item();
        Assert.True((layer.Forward(u) - slope).Abs().Max().Item() < 1e-12);
    }

    [Fact]
    public void Derivatives_are_those_of_differences()
    {
        var layer = Model.Initialize(new DifferentialConv(2, 2, Domain.Nodes(1), 0.2, 5, DType.F64), new Rng(1));
        var x = new Rng(2).Normal((2, 2, 6));
        var byField = Grad.Check(z => layer.Forward(z).Square().Sum(), x);
        var byWeight = Grad.Check(w => Grad.Over([layer.Weight], () => layer.Forward(x).Square().Sum())([w]), layer.Weight);
        Assert.True(byField.Passed && byWeight.Passed, $"{byField}; {byWeight}");
    }

    [Fact]
    public void Uneven_points_and_even_stencils_are_refused()
    {
        Assert.Contains("4 points", Assert.Throws<ArgumentException>(() => new DifferentialConv(1, 1, Domain.Nodes(1), 1, 4)).Message, StringComparison.Ordinal);
        var uneven = new QuadratureGrid(QuadratureAxis.Legendre(6));
        Assert.Contains("NaN", Assert.Throws<ArgumentException>(() => new DifferentialConv(1, 1, Domain.Nodes(1), 1).Forward(Tensor.Zeros((1, 1, 6)), uneven)).Message, StringComparison.Ordinal);
    }
}
