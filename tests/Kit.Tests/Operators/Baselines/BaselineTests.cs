using Kit.Autodiff;
using Kit.Compute;
using Kit.Learning;
using Kit.Operators;
using Kit.Operators.Baselines;
using Kit.Tensors;

namespace Kit.Tests.Operators.Baselines;

/// <summary>U-Net, dilated residual network, fully connected network: sizes, derivatives, symmetry, refusals.</summary>
public sealed class BaselineTests
{
    private static long Size(object model) => Model.Parameters(model).Sum(p => p.Value.Size);

    [Fact]
    public void Numbers_of_weights_are_those_of_the_papers()
    {
        Assert.Equal(7_762_465, Size(UNet.Pdebench()));
        Assert.Equal((9 + 1) * 48 + 4 * 7 * (48 * 9 + 1) * 48 + 48 * 9 + 1, Size(new DilatedResNet(2, 1, 1)));
        Assert.Equal(16 * 8 + 8 + 8 * 8 + 8 + 8 * 32 + 32, Size(new FlattenedNetwork([1, 16], [2, 16], 8, 2)));
    }

    public static TheoryData<string> Names => ["unet", "unet circular", "cnn", "cnn circular", "fnn"];

    private static (Layer Model, int[] Points) Small(string name) => name switch
    {
        "unet" => (new UNet(2, 1, 2, 2, 1, dtype: DType.F64), [4, 4]),
        "unet circular" => (new UNet(1, 1, 2, 2, 1, PadMode.Circular, DType.F64), [6]),
        "cnn" => (new DilatedResNet(2, 1, 2, 2, 1, dtype: DType.F64), [4, 5]),
        "cnn circular" => (new DilatedResNet(1, 1, 2, 2, 1, PadMode.Circular, DType.F64), [9]),
        _ => (new FlattenedNetwork([1, 3, 4], [2, 3, 4], 4, 2, DType.F64), [3, 4]),
    };

    [Theory, MemberData(nameof(Names))]
    public void The_gradient_by_field_and_weights_is_that_of_differences(string name)
    {
        var (model, points) = Small(name);
        Model.Initialize(model, new Rng(1));
        var x = Enumerable.Range(1, 1000).Select(seed => new Rng(seed).Normal([2, 1, .. points])).First(x => model is not UNet net || Gap(net.Down[0].Forward(x)) > 0.03);
        Assert.Equal([2, 2, .. points], model.Forward(x).Shape.ToArray());
        var byField = Grad.Check(z => model.Forward(z).Square().Sum(), x);
        Assert.True(byField.Passed, $"field: {byField}");
        foreach (var parameter in Model.Parameters(model))
        {
            var check = Grad.Check(w => Grad.Over([parameter.Value], () => model.Forward(x).Square().Sum())([w]), parameter.Value);
            Assert.True(check.Passed, $"{parameter.Name}: {check}");
        }
    }

    /// <summary>How far the largest element of every pool is from the next: nearer ones change places within a difference.</summary>
    private static double Gap(Tensor features)
    {
        var largest = Functions.MaxPool(features, 2);
        var others = Functions.Where(features >= Functions.Upsample(largest), double.NegativeInfinity, features);
        return (largest - Functions.MaxPool(others, 2)).Min().Item();
    }

    [Fact]
    public void A_field_of_any_size_is_padded_and_cut_again()
    {
        var net = Model.Initialize(new UNet(2, 1, 2, 2, 2, dtype: DType.F64), new Rng(1));
        Assert.Equal([1, 2, 5, 7], net.Forward(Tensor.Ones([1, 1, 5, 7])).Shape.ToArray());
    }

    [Fact]
    public void On_a_torus_a_shifted_field_gives_the_shifted_result()
    {
        var x = new Rng(2).Normal([1, 1, 16, 16]);
        foreach (var (model, shift) in (ReadOnlySpan<(Layer, int)>)[(new UNet(2, 1, 1, 3, 2, PadMode.Circular, DType.F64), 4), (new DilatedResNet(2, 1, 1, 3, 1, PadMode.Circular, DType.F64), 3)])
        {
            Model.Initialize(model, new Rng(1));
            var difference = model.Forward(x.Roll(shift, 2)) - model.Forward(x).Roll(shift, 2);
            Assert.True(difference.Abs().Max().Item() < 1e-12, $"{model}"); // rounding alone
        }
    }

    [Theory]
    [InlineData("extents of 8 at least", 1, 4)]
    [InlineData("that 8 divides", 1, 20)]
    [InlineData("[N,1]", 2, 16)]
    public void Fields_that_do_not_fit_are_refused(string part, int channels, int points)
    {
        var model = new UNet(1, 1, 1, 2, 3, points == 20 ? PadMode.Circular : PadMode.Constant);
        Assert.Contains(part, Assert.Throws<ArgumentException>(() => model.Forward(Tensor.Zeros([1, channels, points], DType.F32))).Message, StringComparison.Ordinal);
        Assert.Contains("8 points", Assert.Throws<ArgumentException>(() => new DilatedResNet(1, 1, 1, 2, 1, PadMode.Circular).Forward(Tensor.Zeros([1, 1, 5], DType.F32))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Every_model_of_the_zoo_takes_its_task(int dimensions)
    {
        foreach (var periodic in (ReadOnlySpan<bool>)[false, true])
            foreach (var entry in OperatorZoo.All.Where(m => m.Name != "kernel" && m.Dimensions.Contains(dimensions)))
            {
                var task = new OperatorTask(2, 3, [.. Enumerable.Repeat(16, dimensions)], periodic, 10);
                var y = Model.Initialize(entry.Make(task), new Rng(1)).Forward(Tensor.Ones([1, 2, .. task.Points], DType.F32));
                Assert.Equal([1, 3, .. task.Points], y.Shape.ToArray());
            }
    }

    [Fact]
    public void An_unknown_model_or_one_of_other_dimensions_is_refused()
    {
        Assert.Contains("Did you mean mgno", Assert.Throws<ArgumentException>(() => OperatorZoo.Get("mgnp")).Message, StringComparison.Ordinal);
        Assert.Contains("it takes 2", Assert.Throws<ArgumentException>(() => OperatorZoo.Get("mgno").Make(new(1, 1, [32], true, 10))).Message, StringComparison.Ordinal);
    }
}
