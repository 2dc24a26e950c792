using Kit.Autodiff;
using Kit.Compute;
using Kit.Tensors;
using Kit.Tests.Tensors;

namespace Kit.Tests.Autodiff;

/// <summary>Every differentiable operation, against differences and against itself.</summary>
public sealed class RuleTests
{
    public static TheoryData<string> Names => [.. RuleCase.All.Select(c => c.Name)];

    [Theory, MemberData(nameof(Names))]
    public void First_and_second_derivative_are_those_of_central_differences(string name)
    {
        var (rule, seed) = Find(name);
        var x = rule.Strided(seed);
        for (var i = 0; i < x.Length; i++)
        {
            var first = Grad.Check(z => rule.F([.. x[..i], z, .. x[(i + 1)..]]), x[i]);
            Assert.True(first.Passed, $"argument {i}: {first}");
        }

        var point = rule.Packed(seed);
        var weights = rule.OfPacked(point).Shape is var shape ? new Rng(seed).Normal(shape) : point;
        var gradient = Grad.Of(z => (rule.OfPacked(z) * weights).Sum());
        var second = Grad.Check(gradient, point);
        // Differences of a gradient carry the rounding of the gradient, a few times that of a value.
        Assert.True(second.Error < 5 * GradCheck.Tolerance, $"second: {second}");
    }

    [Theory, MemberData(nameof(Names))]
    public void Forward_equals_reverse_to_second_order(string name)
    {
        var (rule, seed) = Find(name);
        var x = rule.Packed(seed);
        var v = new Rng(seed).Stream("v").Normal(x.Shape);
        var (value, pullback) = Grad.Vjp(rule.OfPacked, x);
        var w = new Rng(seed).Stream("w").Normal(value.Shape);
        Close((w * Grad.Jvp(rule.OfPacked, x, v).Tangent).Sum().Item(), (pullback(w) * v).Sum().Item());

        Func<Tensor, Tensor> loss = z => (rule.OfPacked(z) * w).Sum();
        Func<Tensor, Tensor> slope = z => Grad.Jvp(loss, z, v).Tangent;
        var forwardOverReverse = Grad.HessianVector(loss, x, v);
        var reverseOverForward = Grad.Of(slope)(x);
        var reverseOverReverse = Grad.Of(z => (Grad.Of(loss)(z) * v).Sum())(x);
        var forwardOverForward = Grad.Jvp(slope, x, v).Tangent.Item();
        for (var i = 0; i < x.Size; i++)
        {
            Close(forwardOverReverse[i].Item(), reverseOverForward[i].Item());
            Close(forwardOverReverse[i].Item(), reverseOverReverse[i].Item());
        }

        Close(forwardOverForward, (forwardOverReverse * v).Sum().Item());
    }

    [Fact]
    public void Every_operation_that_gives_reals_has_a_rule()
    {
        // Rules.Of throws for an operation that its table lacks.
        Assert.All(Enum.GetValues<UnaryOp>().Except([UnaryOp.Not, UnaryOp.IsNaN, UnaryOp.IsFinite]), op => Rules.Of(new UnaryCall(op, null)));
        Assert.All(Enum.GetValues<BinaryOp>().Where(op => op < BinaryOp.And), op => Rules.Of(new BinaryCall(op, DType.F64, null)));
        Assert.All(Enum.GetValues<ReduceOp>().Where(op => op < ReduceOp.ArgMin), op => Rules.Of(new ReduceCall(op, default, false, null)));
    }

    [Fact]
    public void Broadcasting_of_random_shapes_sums_to_the_operands()
    {
        var random = new Random(11);
        for (var n = 0; n < 60; n++)
        {
            var dims = Enumerable.Range(0, random.Next(5)).Select(_ => random.Next(1, 4)).ToArray();
            var (a, b, c) = (Operand(), Operand(), Operand());
            foreach (var check in new[]
            {
                Grad.Check(x => (x * b + c) / (b + 4), a), Grad.Check(x => (a * x - x.Sin()).Exp() * c, b), Grad.Check(x => Functions.Where(a > b, x, a) * b.Pow(2) * x.BroadcastTo(dims), c),
            })
                Assert.True(check.Passed, $"shapes {a.Shape} {b.Shape} {c.Shape}: {check}");

            Tensor Operand() => Samples.View(random, Samples.Shrink(random, dims), DType.F64, -1, 1);
        }
    }

    // A stretched axis makes equals, and a maximum of equals has no derivative; these seeds stretch none there.
    private static (RuleCase Rule, int Seed) Find(string name)
    {
        var k = Array.FindIndex(RuleCase.All, c => c.Name == name);
        return (RuleCase.All[k], 700 + k);
    }

    // Two orders of the same sums: some tens of roundings of numbers below 10³.
    private static void Close(double a, double b) => Assert.Equal(a, b, 1e-11 * Math.Max(1, Math.Abs(a)));
}
