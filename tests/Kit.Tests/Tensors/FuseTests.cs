using System.Numerics;
using Kit.Autodiff;
using Kit.Compute;
using Kit.Tensors;
using Kit.Tests.Autodiff;
using static Kit.Tensors.Functions;

namespace Kit.Tests.Tensors;

/// <summary>Fused functions give the bits of the functions themselves, and so do their derivatives.</summary>
public sealed class FuseTests
{
    private static readonly Dictionary<string, Func<Tensor[], Tensor[]>> Chains = new()
    {
        ["gelu"] = a => [a[0] * 0.5 * ((a[0] * Math.Sqrt(0.5)).Erf() + 1)],
        ["three operands"] = a => [a[0] * a[1] + a[2].Sin()],
        ["results that share"] = a => [a[0] + a[1], (a[0] + a[1]).Exp(), a[0], Tensor.OnesLike(a[2])],
        ["select"] = a => [Where(a[0] > a[1], a[0] * 2, Where(a[1].Equal(a[2]), 1, -a[2])), a[0] <= 0.5],
        ["casts"] = a => [a[0].Cast(DType.F64) * a[1] + a[2].Cast(DType.I32), a[0].Cast(DType.I32) / 3, (a[1] > 0).Cast(DType.F32) * a[0]],
        ["complex"] = a => [(ComplexOf(a[0], a[1]).Exp() * ComplexOf(a[1], a[2])).Abs(), ComplexOf(a[0], a[2]).Conj().Cast(DType.C128)],
        ["long"] = a => [Enumerable.Range(1, 60).Aggregate(a[0], (y, k) => (y * a[1] + k).Tanh() - a[2] / k)],
        ["huber"] = a => [Where((a[0] - a[1]).Abs() < 1, (a[0] - a[1]).Square() * 0.5, (a[0] - a[1]).Abs() - 0.5)],
        ["powers"] = a => [a[0].Abs().Pow(a[1]) % 3, Maximum(a[0], a[1]).Pow(3), Minimum(a[0], 0).Pow(2), Atan2(a[1], a[2])],
    };

    public static TheoryData<string> Names => [.. Chains.Keys];

    [Theory, MemberData(nameof(Names))]
    public void Results_have_the_bits_of_the_unfused_chain_on_any_layout(string name)
    {
        var (random, fused) = (new Random(5), Fuse.Of(Chains[name]));
        for (var trial = 0; trial < 20; trial++)
        {
            var dims = trial == 0 ? [70_001] : trial == 1 ? [300, 257] : Samples.Dims(random);
            var type = trial % 2 == 0 ? DType.F32 : DType.F64;
            Tensor[] x = [Samples.View(random, dims, type), Samples.View(random, Samples.Shrink(random, dims), type), Samples.View(random, Samples.Shrink(random, dims), type)];
            var shape = Shape.Broadcast(x[0].Shape, Shape.Broadcast(x[1].Shape, x[2].Shape, ""), "");
            var (expected, actual) = (Chains[name](x), fused.Run(x));
            for (var i = 0; i < expected.Length; i++) Same(expected[i].BroadcastTo(shape), actual[i]);
            if (trial is < 2 or > 8) continue;
            var reference = fused.Run(Array.ConvertAll(x, t => t.Reference()));
            // The oracle computes F32 in F64 without rounding between the operations, so only F64 is compared: some roundings, of numbers below 10².
            for (var i = 0; i < reference.Length && type == DType.F64; i++) Samples.Agree(reference[i], actual[i].To(reference[i].Device), 200, floor: 100);
        }
    }

    [Fact]
    public void Numbers_change_from_call_to_call_and_adapt()
    {
        var calls = 0;
        var step = Fuse.Of((Tensor x, Tensor g, Tensor rate) =>
        {
            calls++;
            return x - rate * g;
        });
        var (a, b) = (Tensor.Of([1.0, 2, 3], DType.F32), Tensor.Of([0.1, 0.2, 0.3], DType.F32));
        foreach (var rate in new[] { 0.1, 0.7 }) Same(a - rate * b, step(a, b, rate));
        Assert.Equal(1, calls);
        Same(a.Cast(DType.F64) - 0.5 * b, step(a.Cast(DType.F64), b, 0.5));
        Assert.Equal(2, calls);
        Assert.Equal(Shape.Create([]), Fuse.Of(x => x + 1)(2.0).Shape);
        Assert.Empty(Fuse.Of(x => x.Sin())(Tensor.Zeros((0, 3))).ToDoubles());
    }

    [Fact]
    public void Adam_in_place_is_adam()
    {
        static Tensor[] Step(Tensor[] a)
        {
            var (p, g, m, v, rate, c1, c2) = (a[0], a[1], a[2], a[3], a[4], a[5], a[6]);
            m = m * 0.9 + g * 0.1;
            v = v * 0.999 + g.Square() * 0.001;
            return [p - rate * (m / c1) / ((v / c2).Sqrt() + 1e-8), m, v];
        }

        var fused = Fuse.Of(Step);
        var rng = new Rng(3);
        Tensor[] plain = [rng.Normal(1000, dtype: DType.F32), Tensor.Zeros(1000, DType.F32), Tensor.Zeros(1000, DType.F32)];
        var own = Array.ConvertAll(plain, x => x.Copy());
        for (var t = 1; t <= 3; t++)
        {
            var g = rng.Normal(1000, dtype: DType.F32);
            Tensor[] rest = [1e-3 / t, 1 - Math.Pow(0.9, t), 1 - Math.Pow(0.999, t)];
            plain = Step([plain[0], g, plain[1], plain[2], .. rest]);
            fused.Into([own[0], g, own[1], own[2], .. rest], own);
        }

        for (var i = 0; i < 3; i++) Same(plain[i], own[i]);
    }

    [Fact]
    public void Targets_may_be_arguments_in_any_order_and_layout()
    {
        var f = Fuse.Of(a => [a[0] + a[1], a[0] * a[1], a[0] - a[1]]);
        var rng = new Rng(4);
        foreach (var n in new[] { 5, 700, 70_000 })
        {
            var (x, y, z) = (rng.Normal(n), rng.Normal(n), Tensor.Zeros(n));
            var expected = f.Run(x, y);
            f.Into([x, y], [y, x, z]);
            Same(expected[0], y);
            Same(expected[1], x);
            Same(expected[2], z);
        }

        var square = rng.Normal((40, 40));
        var sum = square + square.T;
        Fuse.Of(a => [a[0] + a[1]]).Into([square, square.T], [square]);
        Same(sum, square);
    }

    [Fact]
    public void What_is_not_elementwise_is_refused_by_name()
    {
        var x = Tensor.Ones((2, 2));
        Refuses("Sum", t => t / t.Sum());
        Refuses("Max", t => t - t.Max());
        Refuses("closes over a tensor of shape [2,2]", t => t * x);
        Refuses("reads an element", t => (double)t > 0 ? t : -t);
        Refuses("ArgSort: axis -1", t => t.ArgSort());
        Refuses("CumSum", t => t.CumSum());
        Assert.Contains("target 0 is F64 [3]", Assert.Throws<ArgumentException>(() => Fuse.Of(a => [a[0]]).Into([x], [Tensor.Zeros(3)])).Message);
        Assert.Contains("shares memory", Assert.Throws<ArgumentException>(() => Fuse.Of(a => [a[0], a[0]]).Into([x], [x, x])).Message);
        Assert.Throws<ArgumentException>(() => Fuse.Of((a, b) => a + b)(Tensor.Ones(2), Tensor.Ones(3)));

        void Refuses(string what, Func<Tensor, Tensor> f) => Assert.Contains(what, Assert.Throws<InvalidOperationException>(() => Fuse.Of(f)(x)).Message);
    }

    [Fact]
    public void Derivatives_of_any_order_are_those_of_the_chain()
    {
        static Tensor F(Tensor a, Tensor b) => (a * b).Sin() + a.Square() * b.Exp() - 0.3 * Where(a > b, a * a * a, b);
        var fused = Fuse.Of(F);
        var rng = new Rng(6);
        var (x, y) = (rng.Normal((4, 3)), rng.Normal(3));
        foreach (var order in new[] { 1, 2, 3 })
        {
            Func<Tensor, Tensor> plain = z => F(z, y).Sum(), own = z => fused(z, y).Sum(), plainRow = z => F(x, z).Sum(), ownRow = z => fused(x, z).Sum();
            for (var k = 1; k < order; k++)
            {
                (plain, own) = (Slope(plain, x), Slope(own, x));
                (plainRow, ownRow) = (Slope(plainRow, y), Slope(ownRow, y));
            }

            // The same sums in another order: some tens of roundings of numbers below 10³.
            Samples.Agree(Grad.Of(plain)(x), Grad.Of(own)(x), 100, floor: 10);
            Samples.Agree(Grad.Of(plainRow)(y), Grad.Of(ownRow)(y), 100, floor: 10);
        }

        var v = rng.Normal((4, 3));
        Samples.Agree(Grad.Jvp(z => F(z, y), x, v).Tangent, Grad.Jvp(z => fused(z, y), x, v).Tangent, 20, floor: 1);
        Assert.Equal(3.0, Grad.Of(Fuse.Of((a, b) => a * b)).Invoke(2.0, 3.0).X.Item());

        static Func<Tensor, Tensor> Slope(Func<Tensor, Tensor> f, Tensor at) => z => (Grad.Of(f)(z) * (at + 1)).Sum();
    }

    [Fact]
    public void Fused_functions_of_fused_functions_and_derivatives_are_one_program()
    {
        var swish = Fuse.Of(x => x * x.Sigmoid());
        var slope = Fuse.Of(x => Grad.Of(z => swish(z))(x));
        var outer = Fuse.Of((x, y) => swish(swish(x) + y) * slope(y));
        var rng = new Rng(7);
        var (a, b) = (rng.Normal(50), rng.Normal(50));
        Same(swish(swish(a) + b) * slope(b), outer(a, b));
        var s = b.Sigmoid();
        Samples.Agree(s + b * s * (1 - s), slope(b), 8, floor: 1);
        Assert.True(Grad.Check(x => outer(x, b), a).Passed);
        Assert.True(Grad.Check(x => outer(a, x), b).Passed);
    }

    [Fact]
    public void Every_rule_of_single_elements_fuses_with_its_bits()
    {
        var fused = 0;
        foreach (var rule in RuleCase.All)
        {
            var x = rule.Strided(17);
            Tensor[] y;
            try
            {
                y = Fuse.Of(a => [rule.F(a)]).Run(x);
                fused++;
            }
            catch (Exception refusal) when (refusal.Message.StartsWith("Fuse: ", StringComparison.Ordinal))
            {
                continue;
            }
            var plain = rule.F(x);
            if (plain.Shape == y[0].Shape) Same(plain, y[0]);
        }

        Assert.InRange(fused, 70, RuleCase.All.Length);
    }

    [Fact]
    public void Rows_have_the_bits_of_the_unfused_chain()
    {
        static Tensor Softmax(Tensor x) => (x - x.Max(-1, keepDims: true)).Exp() is var w ? w / w.Sum(-1, keepDims: true) : x;
        static Tensor Norm(Tensor x) => (x - x.Mean(-1, keepDims: true)) is var d ? d * (d.Square().Mean(-1, keepDims: true) + 1e-5).Rsqrt() : x;
        var random = new Random(9);
        foreach (var n in new[] { 1, 2, 7, 16, 17, 255, 256, 300, 1024, 5000, 17_000 })
        {
            foreach (var type in new[] { DType.F32, DType.F64 })
            {
                var x = n == 300 ? Samples.View(random, [300, n], type) : Samples.View(random, [3, n], type);
                Same(Softmax(x), x.Softmax());
                Same(x - x.Max(-1, keepDims: true) is var s ? s - s.Exp().Sum(-1, keepDims: true).Log() : x, x.LogSoftmax());
                Same(Norm(x), Functions.LayerNorm(x));
                var (w, b) = (Samples.View(random, [n], type), Samples.View(random, [3, 1], type));
                if (n != 300) Same(Norm(x) * w + b, Functions.LayerNorm(x, -1, w, b));
                if (n != 300) Same(Norm(x) * w + 2, Functions.LayerNorm(x, -1, w, 2));
                if (type == DType.F64 && n is 7 or 256) Samples.Agree(x.Reference().Softmax(), x.Softmax(), 20, floor: 0.01);
            }
        }

        var stats = new Fused(a => [a[0].Sum(-1, keepDims: true), a[0].Max(-1, keepDims: true) - a[1], (a[0] > 0).Any(-1, keepDims: true)], rows: true);
        var (y, c) = (Samples.View(random, [2, 4, 33], DType.F64), Samples.View(random, [4, 1], DType.F64));
        var results = stats.Run(y, c);
        Same(y.Sum(-1, keepDims: true), results[0]);
        Same(y.Max(-1, keepDims: true) - c, results[1]);
        Same((y > 0).Any(-1, keepDims: true), results[2]);
        Assert.Equal(0, Tensor.Zeros((0, 3)).Softmax().Size);
        Samples.Agree(Norm(y.Reshape(2, 132)).Reshape(y.Shape), Functions.LayerNorm(y, [1, 2]), 20, floor: 1);
        Same(Functions.LayerNorm(y, [1, 2]) * c + 1, Functions.LayerNorm(y, [1, 2], c, 1));
        Samples.Agree(Norm(y.MoveAxis(1, 2)).MoveAxis(2, 1) * y, Functions.LayerNorm(y, 1, y), 20, floor: 1);
    }

    [Fact]
    public void Numbers_of_a_row_meet_elements_on_either_side_with_the_bits_of_the_unfused_chain()
    {
        static Tensor[] Body(Tensor x, Tensor scale)
        {
            var (mean, largest) = (x.Mean(-1, keepDims: true), x.Max(-1, keepDims: true));
            var d = x - mean;
            var spread = (d.Square().Sum(-1, keepDims: true) + scale).Sqrt();
            return [d, d.Square(), d * spread, (x - largest).Exp() + spread, mean - x, spread / (x.Square() + 1), mean * x, x / spread - largest, spread * scale];
        }

        var fused = new Fused(a => Body(a[0], a[1]), rows: true);
        var random = new Random(21);
        foreach (var type in new[] { DType.F32, DType.F64 })
        {
            foreach (var n in new[] { 2, 15, 16, 33, 1030 })
            {
                var x = Samples.View(random, [37, n], type);
                var (expected, actual) = (Body(x, 0.25), fused.Run(x, 0.25));
                for (var i = 0; i < expected.Length; i++) Same(expected[i], actual[i]);
            }
        }
    }

    [Fact]
    public void Layer_norm_keeps_its_digits_when_the_mean_is_large()
    {
        var x = new Rng(8).Normal((5, 1024)) + 1000;
        var single = x.Cast(DType.F32);
        // The elements themselves are exact in F32; the mean of 10³ has an error of some 10⁻⁴, which is what all deviations share.
        Assert.True((double)(Functions.LayerNorm(single).Cast(DType.F64) - Functions.LayerNorm(single.Cast(DType.F64))).Abs().Max() < 2e-4);
    }

    [Fact]
    public void Programs_are_equal_when_they_do_the_same()
    {
        static ElementwiseProgram Program(Func<Tensor, Tensor> f)
        {
            using var scope = Tensor.Scope();
            var writer = new ProgramWriter(row: 0);
            return writer.Finish([f(writer.Argument(0, new(DType.F32, false, false)))]).Program;
        }

        var (a, b) = (Program(x => x.Exp() + 1), Program(y => y.Exp() + 1));
        Assert.Equal(a, b);
        Assert.Equal(a.GetHashCode(), b.GetHashCode());
        Assert.NotEqual(a, Program(x => x.Exp() + 2));
        Assert.NotEqual(Program(x => x + 0.0), Program(x => x + -0.0));
        Assert.Equal(4, Program(x => (x.Exp() + 1) * (x.Exp() + 1).Sin() * 0 + x.Exp()).Code.Count(line => line.Step is Step.Unary or Step.Binary) - 2);
        Assert.Contains("r1: F32 = Exp r0", a.ToString());
    }

    private static void Same(Tensor expected, Tensor actual)
    {
        Assert.Equal(expected.DType, actual.DType);
        Assert.Equal(expected.Shape, actual.Shape);
        Assert.Equal(expected.ToArray<Complex>(), actual.ToArray<Complex>());
    }
}
