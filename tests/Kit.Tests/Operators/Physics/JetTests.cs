using Kit.Autodiff;
using Kit.Learning;
using Kit.Operators.Physics;
using Kit.Tensors;

namespace Kit.Tests.Operators.Physics;

public sealed class JetTests
{
    // A few roundings of numbers of size up to 30.
    private const double Rounding = 1e-12;
    private static readonly Tensor Points = new Box((-1, 2), (0, 3)).Uniform(40, new Rng(1));

    [Fact]
    public void Derivatives_of_a_known_field_are_exact()
    {
        // u = e^{−2t} sin(3x + t)
        var u = new Jet(p => (p[.., 1..2] * -2).Exp() * (p[.., 0..1] * 3 + p[.., 1..2]).Sin(), Points);
        var (x, t) = (u.X(0), u.X(1));
        var (e, s, c) = ((t * -2).Exp(), (x * 3 + t).Sin(), (x * 3 + t).Cos());
        Near(e * s, u.Value);
        Near(e * c * -27, u.D(0, 3));
        Near(e * s * -9, u.D(0, 2));
        Near(e * c * 3, u.D(0));
        Near(e * (c - s * 2), u.D(1));
        Near(e * (s * -1 - c * 2) * 3, u.Mixed(0, 1));
        Near(u.D(0, 2) + u.D(1, 2), u.Laplacian(0, 1));
        Near(u.D(1, 2), u.Mixed(1, 1));
        Near(u.Value, u.D(0, 0));
    }

    [Fact]
    public void Derivatives_of_a_network_are_those_of_nested_reverse_mode()
    {
        var network = Model.Initialize(Mlp.Smooth(2, 1, 8, 2), new Rng(2));
        var u = new Jet(network.Forward, Points);
        var first = Grad.Of((Tensor p) => network.Forward(p).Sum());
        Near(first(Points)[.., 1..2], u.D(1));
        Near(Grad.Of((Tensor p) => first(p)[.., 0].Sum())(Points)[.., 0..1], u.D(0, 2));
        Near(Grad.Of((Tensor p) => first(p)[.., 0].Sum())(Points)[.., 1..2], u.Mixed(0, 1));
    }

    [Fact]
    public void A_loss_of_derivatives_has_the_gradient_of_finite_differences()
    {
        var network = Model.Initialize(Mlp.Smooth(2, 1, 5, 2), new Rng(3));
        var weights = Model.Parameters(network).Select(p => p.Value).ToArray();
        var f = Grad.Over(weights, Loss);
        var check = Grad.Check(w => f([w.Reshape(weights[0].Shape), .. weights[1..]]), weights[0].Flatten());
        Assert.True(check.Passed, check.ToString());

        Tensor Loss()
        {
            var u = new Jet(network.Forward, Points);
            return (u.D(0, 2) - u.D(1) + u.Value).Square().Mean();
        }
    }

    [Fact]
    public void Bad_points_and_coordinates_are_refused()
    {
        Assert.Contains("[N, d] is right", Assert.Throws<ArgumentException>(() => new Jet(p => p, Tensor.Ones(3))).Message);
        Assert.Contains("coordinate 2 of points with 2", Assert.Throws<ArgumentException>(() => new Jet(p => p, Points).D(2)).Message);
        Assert.Throws<ArgumentException>(() => new Jet(p => p, Points).Laplacian());
    }

    private static void Near(Tensor expected, Tensor actual) => Assert.True((expected - actual).Abs().Max().Item() < Rounding, $"{(expected - actual).Abs().Max().Item()}");
}
