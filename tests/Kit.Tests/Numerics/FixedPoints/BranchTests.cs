using Kit.Numerics.FixedPoints;

namespace Kit.Tests.Numerics.FixedPoints;

public class BranchTests
{
    [Fact]
    public void Follow_OfAMetastableMagnet_EndsAtTheSpinodal()
    {
        // m = tanh β(m + h): with h < 0 the branch m > 0 ends where β(1 − m²) = 1, h = artanh(m)/β − m.
        const double beta = 1.5;
        var m = Math.Sqrt(1 - 1 / beta);
        var spinodal = Math.Atanh(m) / beta - m;
        var branch = Branch.Follow((h, x) => [Math.Tanh(beta * (x[0] + h))], 0, -0.5, [0.9], step: 0.02);
        Assert.Equal(spinodal, branch.End!.Value, 1e-6);
        // x is off by the root of that.
        Assert.Equal(m, branch.Last.Values[0], 2e-3);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Follow_UpToASecondOrderTransition_EndsThere(bool iterate)
    {
        var solver = iterate ? new FixedPointSolver { MaxIterations = 20000 } : null;
        var branch = Branch.Follow((t, x) => [Math.Tanh(x[0] / t)], 0.5, 1.5, [0.9], 0.05, solver, minStep: 1e-6, isOn: (_, x) => x[0] > 3e-3);
        // m² ≈ 3(1 − T) = 9·10⁻⁶.
        Assert.Equal(1, branch.End!.Value, 1e-5);
    }

    [Fact]
    public void Follow_ThroughAWholeRange_EndsAtItsEnd()
    {
        var branch = Branch.Follow((a, x) => [Math.Cos(a * x[0])], 1, 0, [0.7], 0.3);
        Assert.Null(branch.End);
        Assert.Equal(0, branch.Last.Parameter);
        Assert.Equal(1, branch.Last.Values[0], 1e-12);
    }

    [Fact]
    public void BadInput_IsNamed()
    {
        Assert.Contains("steps of -1", Assert.Throws<ArgumentException>(() => Branch.Follow((_, x) => x, 0, 1, [0], -1)).Message);
        Assert.Contains("not on the branch", Assert.Throws<ArithmeticException>(() => Branch.Follow((_, _) => [0], 0, 1, [0], 0.1, isOn: (_, x) => x[0] > 1)).Message);
    }
}
