using Kit.Autodiff;
using Kit.Compute;
using Kit.Operators.Hyper;
using Kit.Tensors;

namespace Kit.Tests.Operators.Hyper;

public sealed class ManufacturedSolutionsTests
{
    [Theory, InlineData(0), InlineData(1), InlineData(0.5)]
    public void Derivatives_are_exact(double stepShare)
    {
        var u = ManufacturedSolutions.Draw(new Rng(1), 4, stepShare: stepShare, dtype: DType.F64);
        var points = new Rng(2).Uniform([6, 2], -1, 1);
        var found = u.At(points);
        foreach (var (direction, first, second) in new[] { (Tensor.Of([1.0, 0]), found.X, found.XX), (Tensor.Of([0.0, 1]), found.Y, found.YY) })
        {
            var series = Grad.Taylor(p => u.At(p).U, points, direction.BroadcastTo(points.Shape), 2);
            Assert.True((series[1] - first).Abs().Max().Item() < 1e-11); // rounding of numbers of order 10
            Assert.True((series[2] - second).Abs().Max().Item() < 1e-10); // and of order 100
        }
    }

    [Fact]
    public void Solutions_are_of_order_one()
    {
        // Variance ½ a wave times 2/terms · terms: 1. Of 2000 solutions the mean square is within 10 %, four standard errors.
        var u = ManufacturedSolutions.Draw(new Rng(1), 2000, stepShare: 0, dtype: DType.F64).At(Tensor.Of(new[,] { { 0.2, -0.3 } })).U;
        Assert.InRange(u.Square().Mean().Item(), 0.85, 1.15);
    }
}
