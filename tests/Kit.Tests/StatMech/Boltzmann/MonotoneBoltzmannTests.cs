using Kit.Autodiff;
using Kit.Compute;
using Kit.Learning;
using Kit.Numerics;
using Kit.StatMech.Boltzmann;
using Kit.Tensors;

namespace Kit.Tests.StatMech.Boltzmann;

public class MonotoneBoltzmannTests
{
    private static readonly int[] Units = [2, 2, 2, 3, 3, 5];

    [Theory]
    [InlineData(0.05)]
    [InlineData(1.5)]
    public void Operator_IsStronglyMonotone_WithTheConstantThatWasAskedFor(double m)
    {
        var machine = Machine(m, 30);
        var couplings = machine.Couplings();
        Assert.True((couplings - couplings.T).Abs().Max().Item() < 1e-14);
        Assert.True(LinearAlgebra.Eigh(2 * Tensor.Eye(17) - couplings).Values.Min().Item() >= m - 1e-12);
        Assert.True(couplings.Abs().Max().Item() > 0.1);
    }

    [Fact]
    public void MeanField_IsTheSameFromEveryStart_AndSolvesItsEquation()
    {
        var (machine, rng) = (Machine(0.1, 30), new Rng(2));
        var starts = machine.SoftmaxByUnit(rng.Normal((100, 17)) * 5);
        var (q, residuals) = machine.Iterate(starts, new(Tolerance: 1e-12));
        Assert.True((q - q[..1]).Abs().Max().Item() < 1e-9);
        Assert.True((machine.SoftmaxByUnit(q.MatMul(machine.Couplings()) + machine.Bias) - q).Abs().Max().Item() < 1e-10);
        Assert.True(residuals[^1] < 1e-3 * residuals[0]);
    }

    [Theory]
    [InlineData(30, 4)]
    [InlineData(3, 4)]
    [InlineData(0.1, 4)]
    [InlineData(0, 4)]
    [InlineData(30, 2)]
    [InlineData(0.1, 2)]
    public void Prox_MinimisesItsFunctional(double c, int states)
    {
        var rng = new Rng(3);
        var y = rng.Normal((50, states)) * (3 + c);
        var z = ForwardBackward.Prox(y, c);
        Assert.True((z.Sum([-1]) - 1).Abs().Max().Item() < 1e-13);
        // ln z + cz − y is the same for all states of a unit.
        var force = z.Log() + z * c - y;
        Assert.True((force - force.Mean([-1], keepDims: true)).Abs().Max().Item() < 1e-9);
    }

    [Fact]
    public void Anderson_ArrivesAtTheSamePlace()
    {
        var (machine, rng) = (Machine(0.1, 30), new Rng(2));
        var start = machine.SoftmaxByUnit(rng.Normal((5, 17)));
        var (plain, mixed) = (machine.Iterate(start, new(Tolerance: 1e-11)), machine.Iterate(start, new(Tolerance: 1e-11, Memory: 5)));
        Assert.True((plain.Marginals - mixed.Marginals).Abs().Max().Item() < 1e-9);
        Assert.True(mixed.Residuals.Count < plain.Residuals.Count / 5, $"{plain.Residuals.Count}, {mixed.Residuals.Count}");
    }

    [Fact]
    public void Gradient_ByTheImplicitFunction_IsThatOfDifferences()
    {
        var (machine, rng) = (Model.Initialize(new MonotoneBoltzmann([2, 2, 3], 3, 0.5, DType.F64), new Rng(1)), new Rng(4));
        var target = rng.Normal((2, 7));
        var seen = machine.SoftmaxByUnit(rng.Normal((2, 7)) * 50);
        var mask = Tensor.Arange(7).BroadcastTo((2, 7)) < 2;
        var options = new MonotoneIteration(Step: 0.5, Tolerance: 1e-12, Memory: 5);
        foreach (var parameter in new[] { machine.Factor, machine.Bias })
        {
            var loss = Grad.Over([parameter], () => (machine.Marginals(seen, mask, options) * target).Sum());
            Assert.True(Grad.Check((Tensor p) => loss([p]), parameter).Passed);
        }

        Assert.True(Functions.Where(mask, machine.Marginals(seen, mask, options) - seen, 0).Abs().Max().Item() == 0);
    }

    [Fact]
    public void BadInput_IsNamed()
    {
        Assert.Contains("m = 2", Assert.Throws<ArgumentException>(() => Machine(2, 3)).Message);
        Assert.Contains("two states", Assert.Throws<ArgumentException>(() => new MonotoneBoltzmann([1, 2], 3)).Message);
        Assert.Contains("α = 2", Assert.Throws<ArgumentException>(() => Machine(0.1, 3).Iterate(Tensor.Ones((1, 17)), new(Step: 2))).Message);
        Assert.Contains("after 3 iterations", Assert.Throws<ArithmeticException>(() => Machine(0.1, 30).Iterate(Tensor.Ones((1, 17)), new(MaxIterations: 3))).Message);
    }

    private static MonotoneBoltzmann Machine(double m, double scale)
    {
        var machine = Model.Initialize(new MonotoneBoltzmann(Units, 8, m, DType.F64), new Rng(1));
        machine.Factor.Assign(machine.Factor * scale);
        machine.Bias.Assign(new Rng(5).Normal(17));
        _ = machine.Couplings();
        return machine;
    }
}
