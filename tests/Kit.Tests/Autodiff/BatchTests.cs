using Kit.Autodiff;
using Kit.Numerics;
using Kit.Tensors;
using static Kit.Tensors.Functions;

namespace Kit.Tests.Autodiff;

/// <summary>A function of one sample, applied to many at once, is a loop over the samples.</summary>
public sealed class BatchTests
{
    private const int Count = 3;

    /// <summary>Those that choose what to do by values that differ between samples.</summary>
    private static readonly string[] Looped = ["Where mask", "Expm", "Expm of a small matrix", "Expm squared", "Expm complex"];

    public static TheoryData<string> Names => [.. RuleCase.All.Select(c => c.Name)];

    [Theory, MemberData(nameof(Names))]
    public void Batch_is_the_loop_over_samples_for_values_and_gradients(string name)
    {
        var k = Array.FindIndex(RuleCase.All, c => c.Name == name);
        var rule = RuleCase.All[k];
        var samples = Enumerable.Range(0, Count).Select(i => rule.Strided(900 + 10 * k + i)).ToArray();
        // All operands batched, then each one alone with the others the same for all samples.
        foreach (var moving in Enumerable.Range(-1, rule.Arguments.Length > 1 ? rule.Arguments.Length + 1 : 1))
        {
            var (calls, batched) = (0, rule.Arguments.Select((_, i) => moving < 0 || moving == i).ToArray());
            var stacks = Enumerable.Range(0, batched.Length).Where(i => batched[i]).Select(i => Tensor.Stack([.. samples.Select(s => s[i])])).ToArray();
            var rows = Enumerable.Range(0, Count).Select(i => stacks.Select(s => s[i]).ToArray()).ToArray();
            var expected = Tensor.Stack([.. rows.Select(f)]);
            calls = 0;
            Same(expected, Batched(stacks));
            Assert.Equal(Looped.Contains(name) ? Count + 1 : 1, calls);

            var weights = new Rng(k).Normal(expected.Shape.ToArray()[1..]);
            var gradient = Grad.Of((Tensor[] x) => (f(x) * weights).Sum());
            var gradients = rows.Select(gradient).ToArray();
            var (inside, outside) = (Grad.Batch(gradient)(stacks), Grad.Of((Tensor[] x) => (Batched(x) * weights).Sum())(stacks));
            for (var i = 0; i < stacks.Length; i++)
            {
                var loop = Tensor.Stack([.. gradients.Select(g => g[i])]);
                Same(loop, inside[i]);
                Same(loop, outside[i]);
            }

            Tensor f(Tensor[] x)
            {
                var next = 0;
                calls++;
                return rule.F([.. batched.Select((b, i) => b ? x[next++] : samples[0][i])]);
            }

            Tensor Batched(Tensor[] x) => Grad.Batch((Tensor[] z) => [f(z)])(x)[0];
        }
    }

    [Theory, InlineData("Multiply"), InlineData("MatMul"), InlineData("Conv groups"), InlineData("slice steps"), InlineData("Solve"), InlineData("Sort"), InlineData("Irfft odd Ortho"), InlineData("Svd tall"), InlineData("fused")]
    public void Batches_nest_with_each_other_and_with_derivatives_of_second_order(string name)
    {
        var rule = RuleCase.All.Single(c => c.Name == name);
        var x = Tensor.Stack([.. Enumerable.Range(0, 6).Select(i => rule.Packed(40 + i))]).Reshape(2, 3, -1);
        Func<Tensor, Tensor> loss = z => rule.OfPacked(z).Sin().Sum();
        var expected = Each(loss);
        Same(expected, Grad.Batch(Grad.Batch(loss))(x));
        Same(Each(Grad.Of(loss)), Grad.Batch(Grad.Batch(Grad.Of(loss)))(x));
        Same(Each(Grad.Of(loss)), Grad.Batch((Tensor z) => Grad.Of((Tensor w) => Grad.Batch(loss)(w).Sum())(z))(x));
        Same(Each(Grad.Of(loss)), Grad.Of((Tensor z) => Grad.Batch(Grad.Batch(loss))(z).Sum())(x));
        Func<Tensor, Tensor> curvature = z => Grad.HessianVector(loss, z, Tensor.OnesLike(z));
        Same(Each(curvature), Grad.Batch(Grad.Batch(curvature))(x));
        Func<Tensor, Tensor> taylor = z => Tensor.Stack(Grad.Taylor(loss, z, Tensor.OnesLike(z), 3));
        Same(Each(taylor), Grad.Batch(Grad.Batch(taylor))(x));
        Same(Each(taylor).MoveAxis(-1, 0), Tensor.Stack(Grad.Taylor(Grad.Batch(Grad.Batch(loss)), x, Tensor.OnesLike(x), 3)));

        Tensor Each(Func<Tensor, Tensor> f) => Tensor.Stack([.. Enumerable.Range(0, 2).Select(i => Tensor.Stack([.. Enumerable.Range(0, 3).Select(j => f(x[i, j]))]))]);
    }

    [Fact]
    public void Gradients_of_each_sample_of_networks_are_those_of_a_loop()
    {
        var random = new Rng(5);
        Tensor[] dense = [random.Normal((4, 8)), random.Normal(8), random.Normal((8, 3))];
        Compare(dense, [random.Normal((6, 4)), Tensor.Of([0, 2, 1, 1, 0, 2])], (w, x) => -LogSoftmax((x[0].MatMul(w[0]) + w[1]).Tanh().MatMul(w[2])).Take(x[1].Reshape(1)).Sum());
        Tensor[] convolutions = [random.Normal((3, 2, 3, 3)) * 0.3, random.Normal(3), random.Normal((4, 3, 3, 3)) * 0.3, random.Normal(4 * 2 * 2, 2)];
        Compare(convolutions, [random.Normal((5, 2, 4, 4)), random.Normal((5, 2))], (w, x) =>
        {
            var h = Conv(MaxPool(Relu(Conv(x[0].Unsqueeze(0), w[0], w[1], padding: 1)), 2), w[2], padding: 1, mode: PadMode.Circular).Tanh();
            return (h.Flatten().MatMul(w[3]) - x[1]).Square().Sum();
        });
        var embedding = random.Normal((5, 2));
        Func<Tensor, Tensor, Tensor> words = (table, word) => table.Take(word).Prod();
        Same(Grad.Of((Tensor t) => words(t, Tensor.Of([1, -1])))(embedding), Grad.PerSample(words)(embedding, Tensor.Of(new[,] { { 0, 2 }, { 1, -1 }, { 3, 3 } }))[1]);

        static void Compare(Tensor[] w, Tensor[] samples, Func<Tensor[], Tensor[], Tensor> loss)
        {
            var count = samples[0].Shape[0];
            var loop = Enumerable.Range(0, count).Select(i => Grad.Of((Tensor[] v) => loss(v, Array.ConvertAll(samples, s => s[i])))(w)).ToArray();
            foreach (var chunk in new[] { 0, 1, 4 })
            {
                var batch = Grad.PerSample(loss, chunk)(w, samples);
                for (var k = 0; k < w.Length; k++) Same(Tensor.Stack([.. loop.Select(g => g[k])]), batch[k]);
            }
        }
    }

    [Fact]
    public void Functions_with_rules_of_their_own_and_branches_on_values_are_taken_sample_by_sample()
    {
        var x = new Rng(6).Normal((4, 3));
        var custom = Grad.Custom((Tensor u) => Tensor.Of(Array.ConvertAll(u.ToDoubles(), Math.Exp)), (_, y, g) => g * y, (_, y, t) => t * y);
        Same(x.Exp(), Grad.Batch(custom)(x));
        Same(x.Exp(), Grad.Batch(Grad.Of((Tensor u) => custom(u).Sum()))(x));
        Same(x.Exp(), Grad.Of((Tensor u) => Grad.Batch(custom)(u).Sum())(x));
        Func<Tensor, Tensor> branch = u => u.Sum().Item() > 0 ? u.Square() : -u;
        Same(Tensor.Stack([.. Enumerable.Range(0, 4).Select(i => branch(x[i]))]), Grad.Batch(branch)(x));
        var calls = 0;
        Same(x.Square(), Grad.Batch((Tensor u) => calls++ == 0 && (bool)(u.Square().Sum() > 0) ? u.Square() : throw new InvalidOperationException("taken twice"))(x));
        Same(x.Abs() * 2, Grad.Batch((Tensor u) => Grad.Root((v, p) => v * v * v - (p[0] * 2).Pow(3), u + 3, [u]))(x.Abs()), 1e-8);
    }

    [Fact]
    public void A_checkpoint_of_a_batch_is_one_run_of_its_function()
    {
        var (x, w, calls) = (new Rng(7).Normal((4, 3)), new Rng(8).Normal((3, 3)), 0);
        var layer = Grad.Checkpoint((Tensor[] a) =>
        {
            calls++;
            return a[0].MatMul(a[1]).Tanh();
        });
        Func<Tensor, Tensor, Tensor> plain = (v, u) => u.MatMul(v).Tanh().Sum();
        Same(Grad.PerSample(plain)(w, x), Grad.PerSample((Tensor v, Tensor u) => layer([u, v]).Sum())(w, x));
        Assert.Equal(2, calls);
        Same(Grad.Of((Tensor v) => x.MatMul(v).Tanh().Sum())(w), Grad.Of((Tensor v) => Grad.Batch((Tensor u) => layer([u, v]))(x).Sum())(w));
        Assert.Equal(4, calls);
    }

    [Fact]
    public void What_the_function_closes_over_is_the_same_for_all_samples()
    {
        var (x, w) = (new Rng(9).Normal((4, 3)), new Rng(10).Normal(3));
        Same(Tensor.Ones((4, 2)), Grad.Batch((Tensor _) => Tensor.Ones(2))(x));
        Same(x[..1] + w, Grad.Batch((Tensor u) => u + w)(x[..1]));
        Same(x.Sum(0), Grad.Of((Tensor v) => Grad.Batch((Tensor u) => u.Dot(v))(x).Sum())(w));
        Same(Tensor.Zeros((4, 3)), Grad.Batch(Grad.Of((Tensor u) => Grad.Stop(u).Sum()))(x));
        Same(2 * x, Grad.Batch(Grad.Of((Tensor u) => (Grad.Stop(u) * u * 2).Sum()))(x));
        var y = Grad.Batch((Tensor u) => u)(x);
        Assert.Equal(x.ToDoubles(), y.ToDoubles());
        using (Tensor.Scope()) y = Grad.Batch(Grad.Of((Tensor u) => u.Pow(3).Sum()))(x).Keep();
        Same(3 * x.Square(), y);
    }

    [Fact]
    public void Batch_says_what_is_wrong()
    {
        Func<Tensor, Tensor> f = u => u * 2;
        Assert.Contains("no samples", Assert.Throws<ArgumentException>(() => Grad.Batch(f)(Tensor.Zeros((0, 2)))).Message);
        Assert.Contains("argument 0 is a scalar", Assert.Throws<ArgumentException>(() => Grad.Batch(f)(1.0)).Message);
        Assert.Contains("3 samples of argument 0 and 4", Assert.Throws<ArgumentException>(() => Grad.Batch((Tensor a, Tensor b) => a + b)(Tensor.Ones(3), Tensor.Ones(4))).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => Grad.Batch(f, -1));
        Assert.Contains("do not broadcast", Assert.Throws<ArgumentException>(() => Grad.Batch((Tensor u) => u + Tensor.Ones(3))(Tensor.Ones((5, 2)))).Message);
        Tensor kept = 0;
        Grad.Batch((Tensor u) => kept = u)(Tensor.Ones((5, 2)));
        Assert.Contains("after the function", Assert.Throws<InvalidOperationException>(() => kept + 1).Message);
        Assert.Throws<InvalidOperationException>(() => Grad.Batch((Tensor u) => u.AddInPlace(1))(Tensor.Ones((5, 2))));
        Assert.Throws<ArithmeticException>(() =>
        {
            using var trap = Grad.TrapNaN();
            Grad.Batch(Grad.Of((Tensor u) => u.Log().Sum()))(Tensor.Of(new[,] { { 1.0 }, { -1.0 } }));
        });
        Assert.Contains("matrix 1 of 2", Assert.Throws<ArithmeticException>(() => Grad.Batch((Tensor a) => LinearAlgebra.Cholesky(a))(Tensor.Stack([Tensor.Eye(2), -Tensor.Eye(2)]))).Message);
    }

    // A product in another order of sums, or of another blocking: some tens of roundings of the largest element.
    private static void Same(Tensor expected, Tensor actual, double tolerance = 1e-11)
    {
        Assert.Equal(expected.Shape, actual.Shape);
        if (expected.Size == 0) return;
        Assert.True((expected - actual).Abs().Max().Item() < tolerance * Math.Max(1, expected.Abs().Max().Item()), $"{expected} {actual}");
    }
}
