using Kit.Numerics.FixedPoints;

namespace Kit.Tests.Numerics.FixedPoints;

public class FixedPointSolverTests
{
    // cos x = x.
    private const double Dottie = 0.7390851332151607;

    public static TheoryData<string, FixedPointSolver> Solvers => new()
    {
        { "plain", FixedPointSolver.Damped() },
        { "damped", FixedPointSolver.Damped(0.6) },
        { "Anderson", new() },
        { "Newton", new() { Newton = true } },
        { "Newton with a Jacobian", new() { Newton = true, Jacobian = x => new[,] { { -Math.Sin(x[0]) } } } },
    };

    [Theory]
    [MemberData(nameof(Solvers))]
    public void EveryMethod_FindsTheFixedPoint(string name, FixedPointSolver solver)
    {
        var found = solver.Solve(x => [Math.Cos(x[0])], 0.3);
        Assert.True(found.Converged, name);
        Assert.Equal(Dottie, found.Values[0], 1e-11);
    }

    [Fact]
    public void Anderson_SolvesALinearMap_InAsManyStepsAsItHasDimensions()
    {
        // It is GMRES there: n + 1 steps for n dimensions, also where the plain iteration diverges (slope 3).
        double[] slopes = [3, -0.5, 0.9, -2];
        var found = new FixedPointSolver { Memory = 4 }.Solve(x => [.. x.Select((v, i) => slopes[i] * v + 1)], 0, 0, 0, 0);
        Assert.True(found.Converged && found.Iterations <= 8, found.Reason);
        for (var i = 0; i < 4; i++) Assert.Equal(1 / (1 - slopes[i]), found.Values[i], 1e-10);
    }

    [Fact]
    public void Newton_FindsWhatRepels() =>
        // x = 0 is a fixed point of tanh 2x with slope 2.
        Assert.Equal(0, new FixedPointSolver { Newton = true }.Solve(x => [Math.Tanh(2 * x[0])], 0.2).OrThrow()[0], 1e-12);

    [Fact]
    public void Warmup_LeadsNewtonToTheBranchThatAttracts()
    {
        // tanh 1.01m has m = 0 too, to which Newton's method leads from 0.01; the iteration needs thousands of steps to m ≈ √0.03.
        var map = (double[] x) => new[] { Math.Tanh(1.01 * x[0]) };
        var found = new FixedPointSolver { Newton = true, Warmup = 400 }.Solve(map, 0.01);
        Assert.Equal(0.172, found.OrThrow()[0], 2e-3);
        Assert.False(FixedPointSolver.Damped().Solve(map, 0.01) is { Iterations: <= 500, Converged: true });
        Assert.Equal(0, new FixedPointSolver { Newton = true }.Solve(map, 0.01).OrThrow()[0], 1e-9);
    }

    [Fact]
    public void Failure_SaysHowFarItCame()
    {
        var diverges = FixedPointSolver.Damped().Solve(x => [2 * x[0] + 1], 1);
        Assert.False(diverges.Converged);
        Assert.Contains("damp more", Assert.Throws<ArithmeticException>(() => diverges.OrThrow()).Message);
        Assert.Contains("1 is left over", new FixedPointSolver { Newton = true }.Solve(x => [x[0] + 1], 1).Reason);
        Assert.Contains("1 numbers to 2", Assert.Throws<ArgumentException>(() => new FixedPointSolver().Solve(_ => [1, 2], 1)).Message);
        Assert.Contains("damping 2", Assert.Throws<ArgumentException>(() => FixedPointSolver.Damped(2).Solve(x => x, 1)).Message);
        Assert.Contains("NaN", Assert.Throws<ArgumentException>(() => new FixedPointSolver().Solve(x => x, double.NaN)).Message);
    }
}
