using Kit.Autodiff;
using Kit.Compute;
using Kit.Learning;
using Kit.Operators.Spectral;
using Kit.Tensors;

namespace Kit.Tests.Operators.Spectral;

public sealed class FactorizedSpectralConvTests
{
    private static Tensor Complex(Tensor pairs, int axis) => Functions.ComplexOf(pairs.MoveAxis(axis, 0)[0], pairs.MoveAxis(axis, 0)[1]);

    /// <summary>R [K_d, …, K₁, C, O] as the definition has it.</summary>
    private static Tensor Dense(FactorizedSpectralConv layer, Factorization kind)
    {
        var (v, w) = (Complex(layer.Input, 1), Complex(layer.Output, 1));
        var f = layer.Factors;
        return kind switch
        {
            Factorization.Tucker => Functions.Einsum("abpq,ax,by,cp,qo->yxco", Complex(f[0], 0), Complex(f[1], 1), Complex(f[2], 1), v, w),
            Factorization.Canonical => Functions.Einsum("xr,yr,cr,ro->yxco", Complex(f[0], 0), Complex(f[1], 0), v, w),
            _ => Functions.Einsum("ca,axb,byd,do->yxco", v, Complex(f[0], 1), Complex(f[1], 1), w),
        };
    }

    private static int[] Some(Factorization kind) => kind switch { Factorization.Tucker => [2, 3, 2, 4], Factorization.Canonical => [5], _ => [3, 4, 2] };

    [Theory, InlineData(Factorization.Tucker), InlineData(Factorization.Canonical), InlineData(Factorization.TensorTrain)]
    public void The_factors_act_as_the_tensor_that_they_stand_for(Factorization kind)
    {
        var layer = Model.Initialize(new FactorizedSpectralConv(3, 4, [2, 3], kind, Some(kind), DType.F64), new Rng(1));
        var dense = new SpectralConv(3, 4, [2, 3], DType.F64);
        var r = Dense(layer, kind).Reshape(-1, 3, 4);
        dense.Weight.Assign(Tensor.Stack([r.Real(), r.Imag()], 2));
        var x = new Rng(2).Normal([2, 3, 6, 7]);
        var (y, z) = (layer.Forward(x), dense.Forward(x));
        Assert.True(z.Abs().Max().Item() > 1e-3);
        Assert.True((y - z).Abs().Max().Item() < 1e-12); // sums of a hundred products of size 1
    }

    [Theory, InlineData(Factorization.Tucker), InlineData(Factorization.Canonical), InlineData(Factorization.TensorTrain)]
    public void Full_ranks_hold_any_tensor(Factorization kind)
    {
        // One axis with K = 3 frequencies, C = 2, O = 4: factors of unit vectors around the tensor itself.
        var dense = Model.Initialize(new SpectralConv(2, 4, [3], DType.F64) { Init = Init.Normal(1) }, new Rng(1));
        int[] ranks = kind switch { Factorization.Tucker => [3, 2, 4], Factorization.Canonical => [6], _ => [2, 4] };
        var layer = new FactorizedSpectralConv(2, 4, [3], kind, ranks, DType.F64);
        var weight = dense.Weight.MoveAxis(2, 0); // [2, K, C, O]
        foreach (var t in (Tensor[])[layer.Input, layer.Output, .. layer.Factors]) t.Assign(0);
        if (kind == Factorization.Canonical)
        {
            // r = (k, c).
            for (var r = 0; r < 6; r++) (layer.Factors[0][0, r / 2, r], layer.Input[r % 2, 0, r]) = (1, 1);
            layer.Output.Assign(weight.Reshape(2, 6, 4).MoveAxis(0, 1));
        }
        else
        {
            for (var c = 0; c < 2; c++) layer.Input[c, 0, c] = 1;
            for (var o = 0; o < 4; o++) layer.Output[o, 0, o] = 1;
            for (var k = 0; k < 3 && kind == Factorization.Tucker; k++) layer.Factors[1][k, 0, k] = 1;
            layer.Factors[0].Assign(kind == Factorization.Tucker ? weight : weight.Permute(2, 0, 1, 3));
        }

        var x = new Rng(2).Normal([2, 2, 8]);
        Assert.True((layer.Forward(x) - dense.Forward(x)).Abs().Max().Item() < 1e-12);
    }

    [Theory, InlineData(Factorization.Tucker), InlineData(Factorization.Canonical), InlineData(Factorization.TensorTrain)]
    public void Weights_number_what_the_formula_says_and_fit_a_share(Factorization kind)
    {
        int[] extents = [24, 12]; // 2m and m
        var ranks = FactorizedSpectralConv.Ranks(kind, 32, 32, [12, 12], 0.1);
        var layer = new FactorizedSpectralConv(32, 32, [12, 12], kind, ranks);
        var expected = kind switch
        {
            Factorization.Tucker => ranks.Aggregate((a, b) => a * b) + ranks[0] * extents[0] + ranks[1] * extents[1] + ranks[2] * 32 + ranks[3] * 32,
            Factorization.Canonical => ranks[0] * (extents.Sum() + 64),
            _ => 32 * ranks[0] + ranks[0] * extents[0] * ranks[1] + ranks[1] * extents[1] * ranks[2] + ranks[2] * 32,
        };
        var size = Model.Parameters(layer).Sum(p => p.Value.Size);
        Assert.Equal(2 * expected, size);
        var dense = 2 * 24 * 12 * 32 * 32;
        Assert.InRange(size, 0.06 * dense, 0.1 * dense); // whole ranks do not meet a share
    }

    [Theory, InlineData(Factorization.Tucker), InlineData(Factorization.Canonical), InlineData(Factorization.TensorTrain)]
    public void The_derivative_by_all_factors_is_that_of_differences(Factorization kind)
    {
        var layer = Model.Initialize(new FactorizedSpectralConv(3, 4, [2, 3], kind, Some(kind), DType.F64), new Rng(1));
        var x = new Rng(3).Normal([2, 3, 5, 6]);
        foreach (var parameter in Model.Parameters(layer))
        {
            var check = Grad.Check(w => Grad.Over([parameter.Value], () => layer.Forward(x).Square().Sum())([w]), parameter.Value);
            Assert.True(check.Passed, $"{parameter.Name}: {check}");
        }
    }

    [Fact]
    public void Ranks_that_do_not_fit_are_refused()
    {
        Assert.Contains("Tucker over 2 axes has 4", Assert.Throws<ArgumentException>(() => new FactorizedSpectralConv(2, 2, [2, 2], Factorization.Tucker, [1, 1])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => FactorizedSpectralConv.Ranks(Factorization.Tucker, 2, 2, [2], 0));
    }
}
