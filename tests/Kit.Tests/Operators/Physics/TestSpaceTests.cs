using Kit.Operators.Physics;
using Kit.Tensors;

namespace Kit.Tests.Operators.Physics;

public sealed class TestSpaceTests
{
    [Fact]
    public void The_weak_residual_of_an_exact_solution_is_zero()
    {
        // −Δu = 2π² sin πx sin πy tested after one integration by parts: ∫ ∇u·∇v = ∫ f v.
        var box = new Box((0, 1), (0, 1));
        var space = new TestSpace(box, [2, 3], functions: 4, points: 14);
        var u = new Jet(p => (p[.., 0..1] * Math.PI).Sin() * (p[.., 1..2] * Math.PI).Sin(), space.Points);
        var weak = space.Integrate(u.D(0), 1, 0) + space.Integrate(u.D(1), 0, 1) - space.Integrate(u.Value) * (2 * Math.PI * Math.PI);
        Assert.Equal(new Shape([8, 12]), weak.Shape);
        Assert.True(weak.Abs().Max().Item() < 1e-13); // Gauss's rule of 14 points is exact to degree 27
        // And of a wrong one it is not.
        Assert.True((weak + space.Integrate(u.Value)).Abs().Max().Item() > 1e-3);
    }

    [Fact]
    public void Integrals_of_polynomials_are_exact()
    {
        // v₁ = P₂ − P₀ = 3(ξ² − 1)/2 on [0, 2], ξ = x − 1: ∫ v₁ = −2, ∫ x v₁ = −2, ∫ x v₁′ = 2.
        var space = new TestSpace(new((0.0, 2.0)), [1], functions: 1, points: 4);
        var x = space.Points.Flatten();
        Assert.Equal(-2, space.Integrate(Tensor.OnesLike(x)).Item(), 1e-14);
        Assert.Equal(-2, space.Integrate(x).Item(), 1e-14);
        Assert.Equal(2, space.Integrate(x, 1).Item(), 1e-14);
    }

    [Fact]
    public void Bad_counts_are_refused()
    {
        var box = new Box((0.0, 1.0));
        Assert.Contains("7 or more", Assert.Throws<ArgumentException>(() => new TestSpace(box, [2], functions: 5, points: 6)).Message);
        Assert.Throws<ArgumentException>(() => new TestSpace(box, [2, 2]));
        var space = new TestSpace(box, [2]);
        Assert.Throws<ArgumentException>(() => space.Integrate(Tensor.Ones(3)));
        Assert.Throws<ArgumentException>(() => space.Integrate(space.Points, 2));
    }
}
