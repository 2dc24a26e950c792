using Kit.Autodiff;
using Kit.Compute;
using Kit.Learning;
using Kit.Operators.Multigrid;
using Kit.Operators.Spectral;
using Kit.Tensors;

namespace Kit.Tests.Operators;

/// <summary>FNO and MgNO: sizes as their papers give them, derivatives, and that they learn.</summary>
public sealed class NeuralOperatorTests
{
    private static long Size(object model) => Model.Parameters(model).Sum(p => p.Value.Size);

    [Fact]
    public void Numbers_of_weights_are_those_of_the_papers_codes()
    {
        Assert.Equal(2_368_001, Size(Fno.Darcy()));
        Assert.Equal(549_569, Size(Fno.Burgers()));
    }

    public static TheoryData<string> Names => ["fno", "fno 1-D", "mgno", "mgno odd"];

    private static (Layer Model, int[] Points) Small(string name) => name switch
    {
        "fno" => (new Fno(1, 2, [2, 2], 3, 2, padding: 1, head: 4, dtype: DType.F64), [5, 6]),
        "fno 1-D" => (new Fno(1, 1, [3], 4, 2, head: 4, dtype: DType.F64), [12]),
        "mgno" => (new MgNo(1, 2, (8, 8), 3, 2, new(1, 1, 2), dtype: DType.F64), [8, 8]),
        _ => (new MgNo(1, 1, (7, 9), 3, 2, new(2, 1) { Mode = PadMode.Circular }, dtype: DType.F64), [7, 9]),
    };

    [Theory, MemberData(nameof(Names))]
    public void The_gradient_by_field_and_weights_is_that_of_differences(string name)
    {
        var (model, points) = Small(name);
        Model.Initialize(model, new Rng(1));
        var x = new Rng(2).Normal([2, 1, .. points]);
        Assert.Equal([2, .. points], model.Forward(x).Shape.ToArray().Where((_, k) => k != 1));
        var byField = Grad.Check(z => model.Forward(z).Square().Sum(), x);
        Assert.True(byField.Passed, $"field: {byField}");
        foreach (var parameter in Model.Parameters(model))
        {
            var check = Grad.Check(w => Grad.Over([parameter.Value], () => model.Forward(x).Square().Sum())([w]), parameter.Value);
            Assert.True(check.Passed, $"{parameter.Name}: {check}");
        }
    }

    [Fact]
    public void An_operator_learns_to_differentiate()
    {
        var model = Model.Initialize(new Fno(1, 1, [6], 12, 2, head: 16), new Rng(1));
        var rng = new Rng(2);
        var line = Tensor.Arange(0.0, 32) * (2 * Math.PI / 32);
        var (k, a, b) = (Tensor.Arange(1.0, 5).Reshape(1, 4, 1), rng.Normal([64, 4, 1]), rng.Normal([64, 4, 1]));
        var x = (a * (k * line).Sin() + b * (k * line).Cos()).Sum(1, keepDims: true).Cast(DType.F32);
        var y = (k * (a * (k * line).Cos() - b * (k * line).Sin())).Sum(1, keepDims: true).Cast(DType.F32);
        var optimizer = new Adam(model, 5e-3);
        var (first, last) = (0.0, 0.0);
        for (var step = 0; step < 150; step++)
        {
            using var scope = Tensor.Scope();
            var (loss, gradients) = Model.ValueAndGradients(optimizer.Parameters, () => Loss.RelativeL2(model.Forward(x), y));
            optimizer.Step(gradients);
            last = loss.Item();
            if (step == 0) first = last;
        }

        // A random operator is off by the size of the target; this one has learned nine tenths of it.
        Assert.InRange(first, 0.9, 3);
        Assert.True(last < 0.1, $"{last}");
    }
}
