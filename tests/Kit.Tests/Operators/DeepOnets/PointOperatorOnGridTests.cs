using Kit.Compute;
using Kit.Learning;
using Kit.Operators.DeepOnets;
using Kit.Tensors;
using static Kit.Tests.Operators.DeepOnets.Fixtures;

namespace Kit.Tests.Operators.DeepOnets;

public sealed class PointOperatorOnGridTests
{
    [Fact]
    public void Points_run_from_0_to_1_with_the_last_axis_fastest()
    {
        var y = PointOperatorOnGrid.Coordinates([3, 5], DType.F64);
        Assert.Equal([15, 2], y.Shape.ToArray());
        Assert.Equal([0.5, 0.75], y[5 + 3].ToDoubles());
        Assert.Equal([1.0, 1.0], y[14].ToDoubles());
    }

    public static TheoryData<string> Names => ["mlp", "convolutional", "multionet"];

    [Theory, MemberData(nameof(Names))]
    public void A_finer_grid_shows_the_same_function(string name)
    {
        var model = Model.Initialize(name switch
        {
            "mlp" => DeepOnet.OnGrid(2, 3, [5, 4], 6, 4, dtype: DType.F64),
            "convolutional" => DeepOnet.OnGrid(2, 3, [8, 9], 6, 4, convolutional: true, fourier: 3, dtype: DType.F64),
            _ => MultiOnet.OnGrid(2, 3, [5, 4], 6, dtype: DType.F64),
        }, new Rng(1));
        int[] sensors = name == "convolutional" ? [8, 9] : [5, 4];
        var x = Random(2, [2, 2, .. sensors]);
        var (same, finer) = (model.Forward(x), model.At(x, 2 * sensors[0] - 1, 2 * sensors[1] - 1));
        Assert.Equal([2, 3, .. sensors], same.Shape.ToArray());
        var shared = finer[.., .., Slice.Step(null, null, 2), Slice.Step(null, null, 2)];
        Assert.True(Gap(same, shared) < 1e-13); // rounding of sums of order 1
    }

    [Fact]
    public void Other_sensors_are_refused_with_those_of_the_training()
    {
        var model = DeepOnet.OnGrid(1, 1, [8, 8], 4, 4);
        var message = Assert.Throws<ArgumentException>(() => model.Forward(Tensor.Zeros([1, 1, 16, 16], DType.F32))).Message;
        Assert.Contains("[N,1,8,8]", message);
        Assert.Contains("At(x, points)", message);
        Assert.Throws<ArgumentException>(() => PointOperatorOnGrid.Coordinates([8, 1]));
    }
}
