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
    public void Short_waves_do_not_hide_long_ones_in_the_size_of_a_problem()
    {
        // −Δ sin(kπx) sin(kπy) = 2k²π² sin(kπx) sin(kπy): u has the same size for any k, f grows as k².
        const int n = 32;
        var points = LinearProblem.Points(n);
        double Size(int k)
        {
            var (x, y) = (points[.., 0] * (k * Math.PI), points[.., 1] * (k * Math.PI));
            var u = (x.Sin() * y.Sin()).Cast(DType.F32).Unsqueeze(0);
            var second = -(k * k * Math.PI * Math.PI) * u;
            var none = Tensor.ZerosLike(u);
            return LinearProblem.Of(Tensor.Of([1, 1, 0, 0, 0], DType.F32).Unsqueeze(0), new(u, none, none, second, second), n).Scale().Item();
        }

        // A sine of zero edges has small cosine modes at all κ, and those above its own weigh less: the ratio to √(mean u²) = ½ is between 1 and 2.
        foreach (var k in (int[])[1, 2, 4]) Assert.InRange(Size(k), 0.25, 1);
        Assert.True(Size(4) < 2 * Size(1));
    }
}
