using System.Numerics;
using Kit.Compute;
using Kit.Tensors;

namespace Kit.Tests.Tensors;

[Collection("threads")]
public sealed class EinsumTests
{
    [Fact]
    public void Random_formulas_equal_plain_loops_over_every_label()
    {
        var random = new Random(11);
        for (var trial = 0; trial < 500; trial++)
        {
            var type = (trial % 4) switch { 0 => DType.F64, 1 => DType.C128, 2 => DType.I32, _ => DType.F64 };
            var extents = "abcdeF".ToDictionary(label => label, _ => trial % 25 == 24 ? random.Next(0, 3) : random.Next(1, 5));
            var terms = Enumerable.Range(0, random.Next(1, 4)).Select(_ => string.Concat(Enumerable.Range(0, random.Next(5)).Select(_ => "abcdeF"[random.Next(6)]))).ToArray();
            var operands = terms.Select(term => Samples.View(random, [.. term.Select(label => extents[label])], type)).ToArray();
            var output = random.Next(3) == 0 ? null : string.Concat(string.Concat(terms).Distinct().Where(_ => random.Next(2) == 0).OrderBy(_ => random.Next()));
            var formula = string.Join(',', terms) + (output is null ? "" : "->" + output);
            output ??= string.Concat(string.Concat(terms).GroupBy(label => label).Where(group => group.Count() == 1).Select(group => group.Key).Order());
            var expected = Plain(terms, output, operands, extents);
            // Up to 4⁶ terms, added in another order; compared on the scale of the terms' sum (each at most 27·2√2).
            Samples.Agree(type == DType.C128 ? expected : expected.Real(), Functions.Einsum(formula, operands), 400, floor: 300);
        }
    }

    [Fact]
    public void Ellipsis_axes_are_matched_from_the_last_and_broadcast()
    {
        var random = new Random(12);
        Tensor a = Samples.View(random, [2, 1, 3, 4], DType.F64), b = Samples.View(random, [5, 4, 2], DType.F64);
        Samples.Agree(a.MatMul(b), Functions.Einsum("...ij,...jk->...ik", a, b), 8, floor: 10);
        Samples.Agree(a.MatMul(b), Functions.Einsum("...ij, ...jk", a, b), 8, floor: 10);
        Samples.Agree(a.MatMul(b).MoveAxis(2, 0), Functions.Einsum("...ij,...jk->i...k", a, b), 8, floor: 10);
        Samples.Agree(a * a, Functions.Einsum("...,...->...", a, a), 0);
        Samples.Agree(a * b[0, 0, 0], Functions.Einsum("...,...", a, b[0, 0, 0]), 0);
        Samples.Agree(a.Sum(0), Functions.Einsum("i...->...", a), 4, floor: 3);
        Samples.Agree(a, Functions.Einsum("z...,b...->b...", Tensor.Ones(1), a), 0);
    }

    [Fact]
    public void Views_traces_and_scalars()
    {
        var a = Tensor.Arange(6).Reshape(2, 3);
        Assert.Equal([0, 3, 1, 4, 2, 5], Functions.Einsum("ij->ji", a).ToDoubles());
        Assert.Equal([0, 3, 1, 4, 2, 5], Functions.Einsum("ba", a).ToDoubles());
        Assert.Equal(3, Functions.Einsum("ii", Tensor.Eye(3)).Item());
        Assert.Equal(6, Functions.Einsum(",", Tensor.Of(2.0), 3.0).Item());
        Assert.Equal(DType.F64, Functions.Einsum("ij,ij->", a, a).DType);
        Assert.Equal(DType.F32, Functions.Einsum("i,i->", Tensor.Ones(2, DType.F32), Tensor.Ones(2, DType.Bool)).DType);
    }

    [Fact]
    public void The_cheapest_pair_goes_first()
    {
        // ((ab)c)d in any order but the right one holds a tensor of 20⁶ elements on the way, 512 MB.
        var (a, b, c) = (Tensor.Ones((20, 20, 20)), Tensor.Ones((20, 20, 20)), Tensor.Ones(20));
        Memory.ResetPeak();
        var before = Memory.InUse;
        Assert.Equal(160_000, Functions.Einsum("abc,def,a,b,d,e->cf", a, b, c, c, c, c)[3, 7].Item());
        Assert.InRange(Memory.Peak - before, 0, 20 << 20);
    }

    [Theory]
    [InlineData("ij,jk->ik", "label 'j' of \"ij,jk->ik\" is 3 in operand 0 of shape [2,3] and 2 in operand 1 of shape [2,2]")]
    [InlineData("ij->ij", "names 1 operands, 2 are given")]
    [InlineData("ijk,jk", "names 3 axes, operand 0 has shape [2,3]")]
    [InlineData("ijk...,jk", "names 3 axes, operand 0 has shape [2,3]")]
    [InlineData("ij,kl->im", "label 'm' in the output of \"ij,kl->im\" is in no operand")]
    [InlineData("ij,kl->ii", "label 'i' is twice in the output")]
    [InlineData("ij,kl->i->k", "more than one ->")]
    [InlineData("i1,kl", "'1' in \"i1,kl\"")]
    [InlineData("i.,kl", "labels are the letters")]
    [InlineData("i......,kl", "at most one ...")]
    [InlineData("i...,kl->ikl", "stands for 1 axes; name them")]
    [InlineData("ij,jj->i", "label 'j'")]
    public void Formulas_that_do_not_fit_are_refused(string formula, string message) =>
        Assert.Contains(message, Assert.Throws<ArgumentException>(() => Functions.Einsum(formula, Tensor.Ones((2, 3)), Tensor.Ones((2, 2)))).Message);

    [Fact]
    public void TensorDot_sums_over_pairs_of_axes()
    {
        var random = new Random(13);
        Tensor a = Samples.View(random, [2, 3, 4], DType.F64), b = Samples.View(random, [4, 2, 5], DType.C64);
        Samples.Agree(Functions.Einsum("abc,cad->bd", a, b), a.TensorDot(b, [0, -1], [1, 0]), 8, floor: 10);
        Samples.Agree(Functions.Einsum("abc,cde->abde", a, b), a.TensorDot(b, 1), 8, floor: 10);
        Samples.Agree(Functions.Einsum("abc,def->abcdef", a, b), a.TensorDot(b, 0), 0);
        Assert.Equal(30, Tensor.Arange(5).TensorDot(Tensor.Arange(5), 1).Item());
        Assert.Contains("axis 0 of [2,3,4] and axis 0 of [4,2,5] differ: 2 against 4", Assert.Throws<ArgumentException>(() => a.TensorDot(b, [0], [0])).Message);
        Assert.Contains("2 axes of the first operand, 1", Assert.Throws<ArgumentException>(() => a.TensorDot(b, [0, 1], [0])).Message);
        Assert.Contains("named twice", Assert.Throws<ArgumentException>(() => Functions.TensorDot(Tensor.Eye(2), Tensor.Eye(2), [0, 0], [0, 1])).Message);
        Assert.Contains("named twice", Assert.Throws<ArgumentException>(() => Functions.TensorDot(Tensor.Eye(2), Tensor.Eye(2), [0, 1], [1, -1])).Message);
        Assert.Contains("4 axes", Assert.Throws<ArgumentException>(() => a.TensorDot(b, 4)).Message);
    }

    private static Tensor Plain(string[] terms, string output, Tensor[] operands, Dictionary<char, int> extents)
    {
        var labels = string.Concat(string.Concat(terms).Distinct());
        int[] dims = [.. output.Select(label => extents[label])];
        var sums = new Complex[dims.Aggregate(1, (a, b) => a * b)];
        var values = Array.ConvertAll(operands, x => x.ToArray<Complex>());
        var count = labels.Aggregate(1, (n, label) => n * extents[label]);
        for (var point = 0; point < count; point++)
        {
            var at = new Dictionary<char, int>();
            var rest = point;
            foreach (var label in labels) (rest, at[label]) = Math.DivRem(rest, extents[label]);
            var product = Complex.One;
            for (var k = 0; k < terms.Length; k++) product *= values[k][terms[k].Aggregate(0, (place, label) => place * extents[label] + at[label])];
            sums[output.Aggregate(0, (place, label) => place * extents[label] + at[label])] += product;
        }

        return Tensor.Of(sums).Reshape(dims);
    }
}
