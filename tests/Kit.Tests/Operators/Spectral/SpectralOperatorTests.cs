using Kit.Autodiff;
using Kit.Compute;
using Kit.Learning;
using Kit.Operators.Spectral;
using Kit.Tensors;

namespace Kit.Tests.Operators.Spectral;

/// <summary>The operators built from spectral layers: sizes by formula and as their papers' codes have them, derivatives, and grids.</summary>
public sealed class SpectralOperatorTests
{
    private static long Size(object model) => Model.Parameters(model).Sum(p => p.Value.Size);

    [Fact]
    public void Numbers_of_weights_are_those_of_the_papers_codes()
    {
        Assert.Equal(6_558_377, Size(Fno.NavierStokesInTime()));
        Assert.Equal(926_357, Size(Fno.NavierStokes()));
        Assert.Equal(16_393_665, Size(Uno.Darcy()));
    }

    [Theory, InlineData(true), InlineData(false)]
    public void A_factorised_operator_has_as_many_weights_as_the_formula_says(bool share)
    {
        var (modes, width, layers, expansion, head) = (16, 64, 24, 4, 128);
        var spectral = (share ? 1 : layers) * 2L * 2 * modes * width * width;
        var pointwise = layers * (2L * expansion * width * width + expansion * width + width);
        var ends = 3 * width + width + (width + 1) * head + head + 1;
        Assert.Equal(spectral + pointwise + ends, Size(new FactorizedFno(1, 1, [modes, modes], width, layers, share, expansion)));
    }

    [Fact]
    public void A_tensorised_operator_has_a_share_of_the_spectral_weights()
    {
        var (dense, small) = (Fno.Darcy(), Fno.Tensorized(1, 1, [12, 12]));
        Assert.InRange(Size(small.Spectral), 0.03 * Size(dense.Spectral), 0.05 * Size(dense.Spectral));
        Assert.Equal(Size(dense) - Size(dense.Spectral), Size(small) - Size(small.Spectral));
    }

    public static TheoryData<string> Names => ["uno", "uno 1-D", "ffno", "ffno shared", "tfno", "fno 3-D", "t1"];

    private static (Layer Model, int[] Points) Small(string name) => name switch
    {
        "uno" => (new Uno(1, 2, 2, [new(3, 2, [1, 2]), new(4, 4, [1, 1], true), new(3, 2, [1, 1]), new(2, 1, [2, 2])], 0.1, DType.F64), [9, 8]),
        "uno 1-D" => (new Uno(1, 2, 2, [new(3, 2, [2]), new(2, 1, [2])], dtype: DType.F64), [9]),
        "ffno" => (new FactorizedFno(1, 2, [2, 2], 3, 2, expansion: 2, padding: 1, head: 4, dtype: DType.F64), [5, 6]),
        "ffno shared" => (new FactorizedFno(1, 2, [2, 2], 3, 2, shareWeights: true, expansion: 2, head: 4, dtype: DType.F64), [5, 6]),
        "tfno" => (new Fno(1, 2, [2, 2], 3, 2, head: 4, dtype: DType.F64, weights: Factorization.TensorTrain, share: 0.5), [5, 6]),
        "fno 3-D" => (new Fno(1, 2, [1, 2, 1], 2, 2, padding: [0, 0, 1], head: 3, dtype: DType.F64), [3, 4, 3]),
        _ => (new TransformOnce([3, 2], new CosineNetwork(1, 2, [3, 2], 3, 2, 4, DType.F64)), [5, 4]),
    };

    [Theory, MemberData(nameof(Names))]
    public void The_gradient_by_field_and_weights_is_that_of_differences(string name)
    {
        var (model, points) = Small(name);
        Model.Initialize(model, new Rng(1));

        // Away from the kinks of ReLU, on both sides.
        if (model is FactorizedFno factorized)
            foreach (var layer in factorized.Expand) layer.Bias!.Assign(5 * (Tensor.Arange(0.0, layer.Bias.Size) * Math.PI).Cos());
        if (model is TransformOnce { Network: CosineNetwork cosine }) cosine.Offset.Assign(new Rng(3).Normal(cosine.Offset.Shape, 0, 3));
        var x = new Rng(2).Normal([2, 1, .. points]);
        Assert.Equal([2, 2, .. points], model.Forward(x).Shape.ToArray());
        var byField = Grad.Check(z => model.Forward(z).Square().Sum(), x);
        Assert.True(byField.Passed, $"field: {byField}");
        foreach (var parameter in Model.Parameters(model))
        {
            var check = Grad.Check(w => Grad.Over([parameter.Value], () => model.Forward(x).Square().Sum())([w]), parameter.Value);
            Assert.True(check.Passed, $"{parameter.Name}: {check}");
        }
    }

    [Fact]
    public void An_operator_is_told_to_leave_modes_out_on_a_coarse_grid()
    {
        Layer[] models = [new Fno(1, 1, [4], 4), new FactorizedFno(1, 1, [4], 4), Uno.Small(1, 1, axes: 1, width: 4, modes: 4)];
        var x = Tensor.Zeros([1, 1, 5], DType.F32);
        foreach (var model in models)
        {
            Model.Initialize(model, new Rng(1));
            Assert.Contains("DropUnresolved", Assert.Throws<ArgumentException>(() => model.Forward(x)).Message, StringComparison.Ordinal);
        }

        ((Fno)models[0]).DropUnresolved = ((FactorizedFno)models[1]).DropUnresolved = ((Uno)models[2]).DropUnresolved = true;
        foreach (var model in models) Assert.Equal(x.Shape, model.Forward(x).Shape);
    }

    [Fact]
    public void A_u_shape_that_does_not_end_on_its_grid_is_refused() =>
        Assert.Contains("the last divisor is 1", Assert.Throws<ArgumentException>(() => new Uno(1, 1, 4, [new(8, 2, [2])])).Message, StringComparison.Ordinal);
}
