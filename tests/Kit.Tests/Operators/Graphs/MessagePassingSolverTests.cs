using Kit.Autodiff;
using Kit.Compute;
using Kit.Learning;
using Kit.Operators.FunctionSpaces;
using Kit.Operators.Graphs;
using Kit.Tensors;

namespace Kit.Tests.Operators.Graphs;

public sealed class MessagePassingSolverTests
{
    private static readonly Domain Circle = Domain.Periodic(1);

    private static MessagePassingSolver Solver(bool places = false, int window = 3, double step = 0.1) =>
        Model.Initialize(new MessagePassingSolver(window, 1, Circle, step, 0.1, 8, 2, 4, places, 3, 1, DType.F64), new Rng(1));

    [Fact]
    public void Numbers_of_weights_are_those_of_the_papers_layers()
    {
        // Encoder 128·(25 + 1 + 2) + 128 and 128·128 + 128, with a place of two numbers on a circle.
        // A layer: φ 128·(2·128 + 25 + 1 + 1) + 128 and 128·129; ψ 128·(2·128 + 1) + 128 and 128·129. Decoder: 8·16 + 8 and 8·14 + 1.
        const int encoder = 128 * 29 + 128 * 129, layer = 128 * 284 + 128 * 129 + 128 * 258 + 128 * 129, decoder = 8 * 17 + 8 * 14 + 1;
        Assert.Equal(encoder + 6 * layer + decoder, Model.Parameters(MessagePassingSolver.Paper(1, Circle, 0.016, 0.16)).Sum(p => p.Value.Size));
    }

    [Fact]
    public void A_message_layer_can_be_a_finite_difference_and_keeps_the_sum_over_a_circle()
    {
        // silu(z) − silu(−z) = z: pairs of features carry numbers through every activation.
        var layer = Model.Initialize(new MessageLayer(2, 1, 1, 0, normalized: false, DType.F64), new Rng(1));
        foreach (var parameter in Model.Parameters(layer)) parameter.Value.Assign(0);
        layer.Difference.Weight.Assign(Tensor.Of(new double[,] { { -1 }, { 1 } })); // ±(uⱼ − uᵢ)
        var pair = Tensor.Of(new double[,] { { 1, -1 }, { -1, 1 } });
        layer.Message.Weight.Assign(pair);
        layer.Collect.Weight[.., 2..4] = pair;
        layer.Update.Weight.Assign(pair);
        var u = new Rng(2).Normal((1, 12, 1));
        var f = layer.Forward(Tensor.Zeros((1, 12, 2)), u, Tensor.Zeros((1, 12, 0)), PointCloud.Of(Circle.Square(12)).Nearest(2), 1);
        var change = (f[.., .., 0] - f[.., .., 1]).Flatten();
        var line = u.Flatten();
        // h²/2 times the second difference: what a step of the heat equation adds.
        Assert.True((change - (line.Roll(1) - 2 * line + line.Roll(-1)) / 2).Abs().Max().Item() < 1e-14);
        Assert.Equal(0, change.Sum().Item(), 1e-14);
    }

    [Fact]
    public void It_moves_with_a_field_that_is_turned_around_the_circle()
    {
        var (solver, x) = (Solver(), new Rng(3).Normal((2, 4, 16)));
        Assert.True((solver.Forward(x.Roll(5)) - solver.Forward(x).Roll(5)).Abs().Max().Item() < 1e-13);
        // One that is told the places does not.
        Assert.True((Solver(true).Forward(x.Roll(5)) - Solver(true).Forward(x).Roll(5)).Abs().Max().Item() > 1e-3);
    }

    [Fact]
    public void Points_in_another_order_have_states_in_that_order()
    {
        var solver = Model.Initialize(new MessagePassingSolver(3, 1, Domain.Nodes(2), 0.1, 0.3, 8, 2, 4, false, 3, 1, DType.F64), new Rng(1));
        var (points, x, order) = (new Rng(4).Uniform((9, 2), 0, 1), new Rng(5).Normal((1, 4, 9)), Tensor.Of([5, 3, 0, 7, 1, 2, 4, 6, 8]));
        var there = solver.Forward(x.Take(order, 2), Cloud(points.Take(order)));
        Assert.True((there - solver.Forward(x, Cloud(points)).Take(order, 2)).Abs().Max().Item() < 1e-13);

        static PointCloud Cloud(Tensor p)
        {
            var table = new double[9, 2];
            for (var i = 0; i < 9; i++) (table[i, 0], table[i, 1]) = (p[i, 0].Item(), p[i, 1].Item());
            return new(table, [.. Enumerable.Repeat(1 / 9.0, 9)]);
        }
    }

    [Theory, InlineData(false), InlineData(true)]
    public void Derivatives_are_those_of_differences(bool places)
    {
        // Long steps, for derivatives of the size of the value.
        var (solver, x) = (Solver(places, step: 10), 3 * new Rng(6).Normal((2, 4, 10)));
        var toward = new Rng(9).Normal((2, 3, 10));
        var byField = Grad.Check(z => (solver.Forward(z) * toward).Sum(), x);
        Assert.True(byField.Passed, $"field: {byField}");
        foreach (var parameter in Model.Parameters(solver))
        {
            var check = Grad.Check(w => Grad.Over([parameter.Value], () => (solver.Forward(x) * toward).Sum())([w]), parameter.Value);
            Assert.True(check.Passed, $"{parameter.Name}: {check}");
        }
    }

    [Fact]
    public void The_pushforward_loss_takes_no_derivative_through_the_first_step()
    {
        var solver = Solver();
        var rng = new Rng(7);
        var (past, next, after, theta) = (rng.Normal((2, 3, 8)), rng.Normal((2, 3, 8)), rng.Normal((2, 3, 8)), rng.Normal((2, 1, 8)));
        var weight = solver.Bundle.Weight;
        var pushed = Grad.Of(Grad.Over([weight], () => MessagePassingSolver.PushedForward(solver.Forward, past, next, after, theta, (a, b) => Loss.Mse(a, b))))([weight])[0];
        var first = solver.Forward(Tensor.Concat([past, theta], 1));
        var apart = Grad.Of(Grad.Over([weight], () => (Loss.Mse(solver.Forward(Tensor.Concat([past, theta], 1)), next) + Loss.Mse(solver.Forward(Tensor.Concat([first, theta], 1)), after)) / 2))([weight])[0];
        Assert.True((pushed - apart).Abs().Max().Item() < 1e-13);
    }

    [Fact]
    public void A_rollout_gives_each_window_to_the_next_step()
    {
        var (solver, x) = (Solver(), new Rng(8).Normal((1, 4, 8)));
        var (past, theta) = (x[.., ..3], x[.., 3..]);
        var once = solver.Forward(x);
        var twice = solver.Forward(Tensor.Concat([once, theta], 1));
        Assert.Equal(Tensor.Concat([once, twice], 1).ToDoubles(), MessagePassingSolver.Rollout(solver.Forward, past, theta, 2).ToDoubles());
    }

    [Fact]
    public void Bad_input_is_refused_with_the_numbers()
    {
        Assert.Contains("1 to 3", Assert.Throws<ArgumentException>(() => Solver().Forward(Tensor.Zeros((1, 4, 4)))).Message, StringComparison.Ordinal);
        Assert.Contains("[N,4]", Assert.Throws<ArgumentException>(() => Solver().Forward(Tensor.Zeros((1, 5, 8)))).Message, StringComparison.Ordinal);
        Assert.Contains("window's 9", Assert.Throws<ArgumentException>(() => Solver(window: 9)).Message, StringComparison.Ordinal);
        Assert.Contains("told the places", Assert.Throws<ArgumentException>(() => Solver(true).Forward(Tensor.Zeros((1, 4, 8)), PointCloud.Of(Circle.Square(8)))).Message, StringComparison.Ordinal);
    }
}
