using Kit.Compute;
using Kit.Learning;
using Kit.Operators.Hyper;
using Kit.Tensors;

namespace Kit.Tests.Operators.Hyper;

public sealed class HyperPinnTests
{
    private static double Gap(Tensor a, Tensor b) => (a - b).Abs().Max().Item();

    [Fact]
    public void It_has_fewer_than_a_million_weights() =>
        Assert.InRange(Model.Parameters(new HyperPinn(new TargetNetwork())).Sum(p => p.Value.Size), 100_000, 1_000_000);

    [Fact]
    public void The_map_is_homogeneous_and_refinement_adds_what_the_residual_asks_for()
    {
        var model = Model.Initialize(new HyperPinn(new TargetNetwork(8, 2), 8, 4, 16), new Rng(1));
        var (c, u, points) = (new Rng(2).Normal([2, 5], dtype: DType.F32), ManufacturedSolutions.Draw(new Rng(3), 2), LinearProblem.Points(8));
        var problem = LinearProblem.Of(c, u.At(points), 8);
        var twice = new LinearProblem(c, 2 * problem.Source, 2 * problem.Edge);
        var (one, two) = (model.At(model.Solve(problem), points), model.At(model.Solve(twice), points));
        Assert.True(Gap(2 * one.U, two.U) < 1e-5 * one.U.Abs().Max().Item()); // F32: a few roundings of the scaled inputs

        var refined = model.Solve(problem, 1);
        var left = problem.Left(one);
        Assert.Equal(2, refined.Count);
        Assert.True(Gap(model.At(refined, points).U, (one + model.At(model.Solve(left), points)).U) < 1e-5);
        // The true solution leaves nothing.
        Assert.True(problem.Left(u.At(points)).Scale().Max().Item() < 1e-6);
        Assert.Contains("8 × 8", Assert.Throws<ArgumentException>(() => model.Solve(LinearProblem.Of(c, u.At(LinearProblem.Points(16)), 16))).Message);
    }

    [Fact]
    public void Training_lowers_the_loss()
    {
        var model = Model.Initialize(new HyperPinn(new TargetNetwork(12, 2), 8, 4, 32), new Rng(1));
        var (adam, points) = (new Adam(model, 3e-3), LinearProblem.Points(8));
        var edge = points.Take(Tensor.Of([.. Enumerable.Range(0, 64).Where(k => k / 8 is 0 or 7 || k % 8 is 0 or 7)]));
        var (first, last) = (0.0, 0.0);
        for (var step = 0; step < 60; step++)
        {
            using var scope = Tensor.Scope();
            var u = ManufacturedSolutions.Draw(new Rng(2), 8);
            var c = new Rng(3).Normal([8, 5], dtype: DType.F32);
            var problem = LinearProblem.Of(c, u.At(points), 8);
            var s = problem.Scale();
            var (loss, gradients) = Model.ValueAndGradients(adam.Parameters, () => model.Loss(model.Weights(problem, s), s, c, u, points, edge));
            adam.Step(gradients);
            (first, last) = (step == 0 ? loss.Item() : first, loss.Item());
        }

        // 60 steps on one batch: the mean alone explains about half of the loss.
        Assert.True(last < first / 2, $"{first} to {last}");
    }
}
