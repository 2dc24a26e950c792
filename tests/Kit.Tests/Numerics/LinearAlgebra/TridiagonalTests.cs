using Kit.Autodiff;
using Kit.Numerics;
using Kit.Tensors;
using Kit.Tests.Tensors;

namespace Kit.Tests.Numerics;

public sealed class TridiagonalTests
{
    [Theory, InlineData(1, false), InlineData(2, false), InlineData(9, false), InlineData(3, true), InlineData(10, true)]
    public void Equals_the_dense_solution(int n, bool corners)
    {
        var rng = new Rng(n);
        Tensor l = rng.Uniform([4, n], -1, 1), d = 3 + rng.Uniform([4, n]), u = rng.Uniform(n, -1, 1), b = rng.Normal([4, n]);
        var x = LinearAlgebra.SolveTridiagonal(l, d, u, b, corners);
        for (var system = 0; system < 4; system++)
        {
            var a = Tensor.Zeros((n, n));
            for (var i = 0; i < n; i++)
            {
                a[i, i] = d[system, i];
                if (i > 0 || corners) a[i, (i + n - 1) % n] = l[system, i];
                if (i < n - 1 || corners) a[i, (i + 1) % n] = u[i];
            }

            // Diagonally dominant with condition below 6.
            Samples.Agree(LinearAlgebra.Solve(a, b[system]), x[system], ulps: 40, floor: 1);
        }
    }

    [Theory, InlineData(false), InlineData(true)]
    public void Derivatives_by_bands_and_right_hand_side_hold(bool corners)
    {
        var rng = new Rng(3);
        Tensor l = rng.Uniform([2, 5], -1, 1), d = 3 + rng.Uniform([2, 5]), u = rng.Uniform([2, 5], -1, 1), b = rng.Normal([2, 5]), w = rng.Normal([2, 5]);
        Tensor F(Tensor[] a) => (w * LinearAlgebra.SolveTridiagonal(a[0], a[1], a[2], a[3], corners).Square()).Sum();
        Tensor[] at = [l, d, u, b];
        for (var k = 0; k < 4; k++)
        {
            Tensor Of(Tensor x)
            {
                Tensor[] a = [.. at];
                a[k] = x;
                return F(a);
            }

            Assert.InRange(Grad.Check(Of, at[k]).Error, 0, GradCheck.Tolerance);
            Assert.InRange(Grad.Check(x => (w * Grad.Of(Of)(x)).Sum(), at[k]).Error, 0, GradCheck.Tolerance);
            var direction = rng.Normal([2, 5]);
            Assert.Equal((Grad.Of(Of)(at[k]) * direction).Sum().Item(), Grad.Jvp(Of, at[k], direction).Item2.Item(), 10);
        }
    }

    [Fact]
    public void Singular_systems_are_named()
    {
        var error = Assert.Throws<ArithmeticException>(() => LinearAlgebra.SolveTridiagonal(Tensor.Ones(3), Tensor.Of([1.0, 1, 1]), Tensor.Ones(3), Tensor.Ones(3)));
        Assert.Contains("pivot 1 of system 0 is 0", error.Message);
        Assert.Contains("at least 3", Assert.Throws<ArgumentException>(() => LinearAlgebra.SolveTridiagonal(Tensor.Ones(2), Tensor.Ones(2), Tensor.Ones(2), Tensor.Ones(2), corners: true)).Message);
    }
}
