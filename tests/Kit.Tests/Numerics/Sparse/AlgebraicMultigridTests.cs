using Kit.Numerics.Krylov;
using Kit.Numerics.Sparse;
using Kit.Tensors;

namespace Kit.Tests.Numerics.Sparse;

public class AlgebraicMultigridTests
{
    // A one-dimensional −u'' on n points with walls.
    private static SparseMatrix Line(int n) => SparseMatrix.Banded(n, (-1, Tensor.Full(n, -1.0)), (0, Tensor.Full(n, 2.0)), (1, Tensor.Full(n, -1.0)));

    // Conjugate gradients with AMG take 8 to 10 steps for model problems (Ruge and Stüben 1987, table 1 to 3: factors near 0.05 to 0.1); 13 leaves room.
    [Theory]
    [InlineData(40)]
    [InlineData(120)]
    public void Solve_Poisson_TakesFewStepsOnEveryGrid(int n)
    {
        var multigrid = new AlgebraicMultigrid(Line(n).KronSum(Line(n)));
        var result = multigrid.Solve(new Rng(1).Normal([n * n]));
        Assert.True(result.Converged && result.Iterations <= 13, result.Reason);
        Assert.InRange(multigrid.Complexity, 1, 3);
    }

    // Weak couplings along y by a factor of 1000: the splitting follows the strong ones.
    [Fact]
    public void Solve_WithStronglyUnequalDirections_IsAsFast()
    {
        var n = 80;
        var result = new AlgebraicMultigrid((1e-3 * Line(n)).KronSum(Line(n))).Solve(new Rng(2).Normal([n * n]));
        Assert.True(result.Converged && result.Iterations <= 13, result.Reason);
    }

    [Fact]
    public void Precondition_IsSymmetricAndPositive()
    {
        var matrix = Line(30).KronSum(Line(25));
        var multigrid = new AlgebraicMultigrid(matrix);
        Tensor x = new Rng(3).Normal([750]), y = new Rng(4).Normal([750]);
        double across = (multigrid.Precondition(x) * y).Sum().Item(), back = (x * multigrid.Precondition(y)).Sum().Item();
        // Rounding of sums of 750 terms; forward sweeps on both sides would differ in the second digit.
        Assert.Equal(across, back, 1e-11 * Math.Abs((multigrid.Precondition(x) * x).Sum().Item()));
        Assert.True((multigrid.Precondition(x) * x).Sum().Item() > 0);
    }

    [Fact]
    public void Solve_OfASingularLaplacian_MeetsTheEquations()
    {
        var n = 300;
        Tensor ends = Tensor.Zeros(n);
        ends[0] = Tensor.Of(-1.0);
        ends[n - 1] = Tensor.Of(-1.0);
        var matrix = Line(n) + SparseMatrix.FromDiagonal(ends);
        var b = new Rng(5).Normal([n]);
        b -= b.Mean();
        Assert.True(new AlgebraicMultigrid(matrix).Solve(b, new Stopping(1e-9)).Converged);
    }

    [Fact]
    public void BadInput_IsNamed()
    {
        Assert.Contains("diagonal entry 1", Assert.Throws<ArgumentException>(() => new AlgebraicMultigrid(SparseMatrix.FromDiagonal(Tensor.Of([1.0, -2.0])))).Message);
        Assert.Throws<ArgumentException>(() => new AlgebraicMultigrid(Line(5), threshold: 2));
        Assert.Throws<ArgumentException>(() => new AlgebraicMultigrid(Line(5), entries: 0));
        Assert.Contains("5 unknowns", Assert.Throws<ArgumentException>(() => new AlgebraicMultigrid(Line(5)).Precondition(Tensor.Ones(6))).Message);
        // Nothing is coupled: one sweep solves, and there is nothing to coarsen.
        Assert.True(new AlgebraicMultigrid(SparseMatrix.Identity(200)).Solve(Tensor.Ones(200)).Iterations <= 1);
    }
}
