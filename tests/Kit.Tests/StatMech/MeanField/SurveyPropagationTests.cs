using Kit.StatMech.MeanField;
using Kit.Tensors;

namespace Kit.Tests.StatMech.MeanField;

public class SurveyPropagationTests
{
    [Fact]
    public void OnATree_SurveysAreWarnings_ThatUnitClausesSendOut()
    {
        // x₁; x₁ → x₂; x₂ → ¬x₃; and x₄ ∨ x₅, which nobody forces.
        var surveys = new SurveyPropagation(new(5, [[1], [-1, 2], [-2, -3], [4, 5]]));
        surveys.Solve(new Rng(1), 1e-12);
        Assert.Equal((1, 0, 0), surveys.Bias(0));
        Assert.Equal((1, 0, 0), surveys.Bias(1));
        Assert.Equal((0, 1, 0), surveys.Bias(2));
        Assert.Equal((0, 0, 1), surveys.Bias(3));
        Assert.Equal(0, surveys.Complexity(), 12); // one cluster
    }

    [Fact]
    public void Random3Sat_HasClustersBetweenItsThresholds_AndTheirNumberFallsToOneAtTheSecond()
    {
        // N = 5,000: fluctuations of Σ of order N^{−1/2}/10 ≈ 0.0015, most of them alike at both α; Σ falls to 0 at α = 4.267 (Mézard, Parisi, Zecchina 2002).
        double Complexity(double alpha, out double largest)
        {
            var surveys = new SurveyPropagation(Satisfiability.Random(5_000, (int)(alpha * 5_000), 3, new Rng(2)));
            surveys.Solve(new Rng(3), 1e-3);
            largest = surveys.Surveys.Max();
            return surveys.Complexity();
        }

        Assert.InRange(Complexity(3.6, out var below), -1e-4, 1e-4);
        Assert.InRange(below, 0, 0.01);
        var (first, second) = (Complexity(4.1, out var inside), Complexity(4.2, out _));
        Assert.True(inside > 0.5);
        Assert.InRange(second, 0.002, first);
        // A straight line through both meets 0 at 4.267 up to fluctuations and curvature.
        Assert.InRange(4.2 + 0.1 * second / (first - second), 4.23, 4.31);
    }

    [Fact]
    public void BadInput_IsNamed()
    {
        Assert.Contains("literal 4 in clause 0", Assert.Throws<ArgumentException>(() => new Satisfiability(3, [[1, 4]])).Message);
        Assert.Contains("clause 1 is empty", Assert.Throws<ArgumentException>(() => new Satisfiability(3, [[1], []])).Message);
        Assert.Contains("clauses of 4 of 3", Assert.Throws<ArgumentException>(() => Satisfiability.Random(3, 1, 4, new Rng(0))).Message);
        Assert.Contains("contradict", Assert.Throws<ArithmeticException>(() => new SurveyPropagation(new(1, [[1], [-1], [1], [-1]])).Solve(new Rng(0))).Message);
        Assert.Equal(1, new Satisfiability(2, [[1, 2], [-1, -2]]).Unsatisfied([true, true]));
    }
}
