using Kit.Autodiff;
using Kit.Operators.Generative;
using Kit.Tensors;

namespace Kit.Tests.Operators.Generative;

public sealed class WendlandFunctionsTests
{
    [Fact]
    public void Gradients_are_the_derivatives_of_the_values()
    {
        var functions = new WendlandFunctions(Tensor.Of(new[,] { { 0.3, 0.4 }, { 0.7, 0.2 } }), 0.5);
        var points = new Rng(1).Uniform([40, 2]);
        var (values, gradients) = functions.At(points);
        for (var d = 0; d < 2; d++)
        {
            var direction = Tensor.Of(d == 0 ? new[] { 1.0, 0 } : [0, 1.0]).BroadcastTo([40, 2]);
            var (again, slope) = Grad.Jvp((Tensor x) => functions.At(x).Values, points, direction);
            Assert.True((again - values).Abs().Max().Item() == 0);
            Assert.True((slope - gradients[d]).Abs().Max().Item() < 1e-12); // rounding of numbers of order 10
        }
    }

    [Fact]
    public void Values_are_one_at_the_centre_and_vanish_with_two_derivatives_at_the_radius()
    {
        var functions = new WendlandFunctions(Tensor.Of(new[,] { { 0.0, 0.0 } }), 2);
        var values = functions.At(Tensor.Of(new[,] { { 0.0, 0.0 }, { 2.0, 0.0 }, { 0.0, 3.0 }, { 1.0, 0.0 }, { 2 - 1e-3, 0.0 } })).Values[0].ToDoubles();
        Assert.Equal([1, 0, 0, 3.0 / 16], values[..4]); // φ(½) = 3/16
        Assert.InRange(values[4], 0, 5 * Math.Pow(0.5e-3, 4) * 1.01); // (1 − r)⁴(4r + 1) ≤ 5(1 − r)⁴: third order at least
    }

    [Fact]
    public void The_integral_is_that_of_the_closed_form()
    {
        // Midpoints of squares of side 1/400: the error of a function of two derivatives is of order h².
        var line = (Tensor.Arange(0.0, 400) + 0.5) / 400;
        var points = Tensor.Stack([line.Unsqueeze(1).BroadcastTo([400, 400]).Flatten(), line.BroadcastTo([400, 400]).Flatten()], -1);
        var sum = new WendlandFunctions(Tensor.Of(new[,] { { 0.5, 0.5 } }), 0.4).At(points).Values.Sum().Item() / 160_000;
        Assert.Equal(Math.PI * 0.16 / 7, sum, 6);
    }

    [Fact]
    public void A_lattice_covers_the_square()
    {
        var lattice = WendlandFunctions.Lattice(5, 1.5);
        Assert.Equal(25, lattice.Count);
        var (values, _) = lattice.At(new Rng(1).Uniform([500, 2]));
        Assert.True(values.Sum(0).Min().Item() > 0);
    }

    [Fact]
    public void What_is_no_function_is_refused()
    {
        Assert.Contains("positive", Assert.Throws<ArgumentException>(() => new WendlandFunctions(Tensor.Zeros([3, 2]), 0)).Message);
        Assert.Contains("[M, d]", Assert.Throws<ArgumentException>(() => new WendlandFunctions(Tensor.Zeros(3), 1)).Message);
        Assert.Contains("[Q,2]", Assert.Throws<ArgumentException>(() => WendlandFunctions.Lattice(2).At(Tensor.Zeros([3, 1]))).Message);
    }
}
