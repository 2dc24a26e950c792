using Kit.Tensors;
using static Kit.Tensors.Functions;

namespace Kit.Tests.Tensors;

public sealed class AssociativeScanTests
{
    public static TheoryData<int> Extents => [.. Enumerable.Range(0, 10), 31, 32, 33, 100];

    [Theory, MemberData(nameof(Extents))]
    public void Sums_products_and_maxima_of_small_integers_are_exact(int n)
    {
        var x = (new Rng(n).Uniform((3, n, 2)) * 7).Floor() - 3;
        Assert.Equal(x.CumSum(1).ToDoubles(), AssociativeScan((a, b) => a + b, x, 1).ToDoubles());
        Assert.Equal(CumMax(x, 1).ToDoubles(), AssociativeScan(Maximum, x, -2).ToDoubles());
        Assert.Equal(x.Flip(1).CumSum(1).Flip(1).ToDoubles(), AssociativeScan((a, b) => a + b, x, 1, reverse: true).ToDoubles());
        var signs = Where(x < 0, -1.0, 2.0)[0];
        Assert.Equal(CumProd(signs, 0).ToDoubles(), AssociativeScan((a, b) => a * b, signs).ToDoubles());
    }

    [Theory, MemberData(nameof(Extents))]
    public void Matrices_that_do_not_commute_keep_their_order(int n)
    {
        var x = (new Rng(n).Uniform((n, 2, 2)) * 3).Floor() - 1;
        foreach (var reverse in new[] { false, true })
        {
            // Products modulo a prime: integers below 97², exact in double.
            var found = AssociativeScan((a, b) => a.MatMul(b) % 97, x, reverse: reverse);
            var product = Tensor.Eye(2);
            for (var k = 0; k < n; k++)
            {
                var i = reverse ? n - 1 - k : k;
                product = product.MatMul(x[i]) % 97;
                Assert.Equal(product.ToDoubles(), (found[i] % 97).ToDoubles());
            }
        }
    }

    [Theory, MemberData(nameof(Extents))]
    public void A_linear_recurrence_equals_its_loop(int n)
    {
        // Dyadic fractions of few bits: every step is exact in whatever order.
        var (a, b) = ((new Rng(n).Uniform((n, 2)) * 3).Floor() - 1, (new Rng(n + 1).Uniform((n, 2)) * 8).Floor() / 8);
        var h = Tensor.Zeros(2);
        var found = Recurrence(a, b);
        for (var k = 0; k < n; k++)
        {
            h = a[k] * h + b[k];
            Assert.Equal(h.ToDoubles(), found[k].ToDoubles());
        }
    }

    [Fact]
    public void The_result_is_new_and_what_does_not_fit_is_refused()
    {
        var one = Tensor.Ones((1, 2));
        Assert.False(ReferenceEquals(one, AssociativeScan(Maximum, one)));
        Assert.Contains("gave shape [1]", Assert.Throws<ArgumentException>(() => AssociativeScan((a, _) => a.Sum(1), Tensor.Ones((2, 2)))).Message);
        Assert.Contains("differ along axis 0", Assert.Throws<ArgumentException>(() => AssociativeScan((a, _) => a, [Tensor.Ones(2), Tensor.Ones(3)])).Message);
        Assert.Contains("gave 1 tensors for 2", Assert.Throws<ArgumentException>(() => AssociativeScan((a, _) => [a[0]], [Tensor.Ones(2), Tensor.Ones(2)])).Message);
        Assert.Empty(AssociativeScan((a, _) => a, []));
    }

    /// <summary>hₖ = aₖhₖ₋₁ + bₖ.</summary>
    internal static Tensor Recurrence(Tensor a, Tensor b) => AssociativeScan((p, q) => [p[0] * q[0], q[0] * p[1] + q[1]], [a, b])[1];
}
