using Kit.Compute;
using Kit.Learning;
using Kit.Operators.Hyper;
using Kit.Tensors;

namespace Kit.Tests.Operators.Hyper;

public sealed class RemainderChainsTests
{
    private const int Nodes = 8;
    private const int Share = 3;

    private static HyperPinn Small() => Model.Initialize(new HyperPinn(new TargetNetwork(12, 2), Nodes, 4, 32), new Rng(1));

    private static (Tensor, ManufacturedSolutions) Draw(Rng rng, int count) =>
        (rng.Stream("c").Uniform([count, 5], 0.5, 1.5, DType.F32), ManufacturedSolutions.Draw(rng.Stream("u"), count, frequency: 1));

    [Fact]
    public void The_next_batch_is_new_problems_and_what_refinement_leaves_of_the_last()
    {
        var (model, points) = (Small(), LinearProblem.Points(Nodes));
        var chains = new RemainderChains(model, Draw, Share, 2, new Rng(2));
        var first = chains.Data.Batch(0);
        Assert.Equal(3 * Share, first[0].Shape[0]);
        Assert.True(double.IsFinite(chains.Loss(first).Item()));
        var second = chains.Data.Batch(1);
        Assert.Equal(3 * Share, second[0].Shape[0]);

        // Lane k of the first batch is lane Share + k of the second, its coefficients kept and its error refined by Solve.
        var (c, u) = Draw(new Rng(2).Stream(0), 3 * Share);
        var problem = LinearProblem.Of(c, u.At(points), Nodes);
        var gap = u.At(points).U - model.At(model.Solve(problem), points).U;
        Assert.True((second[0][Share..] - c[..(2 * Share)]).Abs().Max().Item() == 0);
        // F32: the answer is scaled before and after.
        Assert.True((second[1][Share..] - gap[..(2 * Share)]).Abs().Max().Item() < 1e-5);
    }

    [Fact]
    public void Without_rounds_every_problem_is_new()
    {
        var chains = new RemainderChains(Small(), Draw, Share, 0, new Rng(2));
        for (var step = 0; step < 2; step++)
        {
            var batch = chains.Data.Batch(step);
            Assert.True((batch[0] - Draw(new Rng(2).Stream(step), Share).Item1).Abs().Max().Item() == 0);
            chains.Loss(batch);
        }
    }

    [Fact]
    public void After_training_refinement_lowers_the_error()
    {
        var (model, points) = (Small(), LinearProblem.Points(Nodes));
        var (chains, adam) = (new RemainderChains(model, Draw, 4, 1, new Rng(2)), new Adam(model, 3e-3));
        new Trainer(model, adam, chains.Loss) { ClipNorm = 1 }.Fit(chains.Data, 300);
        var (c, u) = Draw(new Rng(3), 32);
        var (problem, truth) = (LinearProblem.Of(c, u.At(points), Nodes), u.At(points).U);
        var parts = model.Solve(problem, 1);
        double Error(int k) => Loss.RelativeL2(model.At([.. parts.Take(k)], points).U, truth).Item();
        Assert.True(Error(1) < 0.5, $"{Error(1)}");
        Assert.True(Error(2) < Error(1), $"{Error(1)} to {Error(2)}");
    }
}
