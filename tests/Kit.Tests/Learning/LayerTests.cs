using Kit.Autodiff;
using Kit.Compute;
using Kit.Learning;
using Kit.Tensors;
using static Kit.Tensors.Functions;

namespace Kit.Tests.Learning;

[Collection("threads")]
public sealed class LayerTests
{
    private static Tensor Normal(params int[] shape) => new Rng(21).Stream(shape.Length).Normal(shape);

    private static T Ready<T>(T layer) where T : Layer
    {
        Model.Initialize(layer, new Rng(4));
        // Scales and shifts away from 1 and 0, so that nothing cancels.
        foreach (var (name, value) in Model.Parameters(layer)) value.AddInPlace(new Rng(6).Stream(name).Normal(value.Shape, std: 0.3).Cast(value.DType));
        return layer;
    }

    public static TheoryData<string> Names => [.. Cases.Keys];

    private static readonly Dictionary<string, (Func<Layer> Layer, int[] Input)> Cases = new()
    {
        ["linear"] = (() => new Linear(3, 4, dtype: DType.F64), [2, 5, 3]),
        ["linear without bias"] = (() => new Linear(3, 4, bias: false, dtype: DType.F64), [3]),
        ["complex linear"] = (() => new Sequential(new Lambda(x => Functions.ComplexOf(x, x.Square())), new Linear(3, 4, dtype: DType.C128)), [2, 3]),
        ["quadratic"] = (() => new Bilinear(3, 3, 2, dtype: DType.F64), [4, 3]),
        ["convolution"] = (() => new Conv(2, 2, 4, 3, stride: 2, padding: 1, groups: 2, dtype: DType.F64), [2, 2, 5, 4]),
        ["transposed convolution"] = (() => new ConvTranspose(1, 2, 3, 4, stride: 2, padding: 1, dtype: DType.F64), [2, 2, 5]),
        ["layer norm"] = (() => new LayerNorm((3, 4), dtype: DType.F64), [2, 3, 4]),
        ["rms norm"] = (() => new RmsNorm(4, dtype: DType.F64), [2, 3, 4]),
        ["group norm"] = (() => new GroupNorm(2, 4, dtype: DType.F64), [2, 4, 3, 2]),
        ["instance norm"] = (() => GroupNorm.Instance(3, affine: true, dtype: DType.F64), [2, 3, 5]),
        ["batch norm"] = (() => new BatchNorm(3, dtype: DType.F64), [4, 3, 2]),
        ["batch norm in use"] = (() => new BatchNorm(3, dtype: DType.F64) { Training = false }, [4, 3, 2]),
        ["attention"] = (() => new MultiHeadAttention(4, 2, dtype: DType.F64), [2, 3, 4]),
        ["gru"] = (() => new Gru(2, 3, DType.F64), [2, 4, 2]),
        ["siren"] = (() => new Siren(2, 3, omega: 2, dtype: DType.F64), [4, 2]),
        ["residual sequence"] = (() => new Residual(new Sequential(new Linear(3, 3, dtype: DType.F64), new Lambda(x => x.Tanh()), new Dropout(0.5, new Rng(1)) { Training = false })), [2, 3]),
    };

    [Theory]
    [MemberData(nameof(Names))]
    public void Gradients_of_input_and_weights_agree_with_differences(string name)
    {
        var layer = Ready(Cases[name].Layer());
        var x = Normal(Cases[name].Input);
        var input = Grad.Check(layer.Forward, x);
        Assert.True(input.Passed, $"{input}");
        foreach (var (parameter, value) in Model.Parameters(layer))
        {
            var check = Grad.Check(w => Grad.Over([value], () => layer.Forward(x))([w]), value.Copy());
            // A shift of all keys changes no softmax: there both are rounding errors.
            Assert.True(check.Passed || check.Difference.Magnitude < 1e-12 && check.Gradient.Magnitude < 1e-12, $"{parameter}: {check}");
        }
    }

    [Fact]
    public void Convolutions_have_their_shapes_and_are_those_of_functions()
    {
        var (conv, x) = (Ready(new Conv(3, 2, 4, [3, 1, 3], padding: [1, 0, 1], mode: PadMode.Circular)), Normal(2, 2, 4, 4, 4).Cast(DType.F32));
        Assert.Equal([4, 2, 3, 1, 3], conv.Weight.Shape.ToArray());
        Assert.Equal(Conv(x, conv.Weight, conv.Bias, padding: [1, 0, 1], mode: PadMode.Circular).ToDoubles(), conv.Forward(x).ToDoubles());
        Assert.Equal([2, 1, 8], Ready(new ConvTranspose(1, 2, 1, 4, stride: 2, padding: 1)).Forward(x[..2, ..2, 0, 0]).Shape.ToArray());
    }

    [Fact]
    public void Linear_and_bilinear_are_their_sums()
    {
        var (linear, x) = (Ready(new Linear(2, 3, dtype: DType.F64)), Normal(4, 2));
        var y = linear.Forward(x);
        for (var n = 0; n < 4; n++)
            for (var k = 0; k < 3; k++)
                Near(linear.Bias![k].Item() + Enumerable.Range(0, 2).Sum(i => x[n, i].Item() * linear.Weight[k, i].Item()), y[n, k]);
        var form = Ready(new Bilinear(2, 3, 1, dtype: DType.F64));
        var b = Normal(4, 3);
        var sum = form.Bias![0].Item();
        for (var i = 0; i < 2; i++)
            for (var j = 0; j < 3; j++) sum += x[1, i].Item() * form.Weight[0, i, j].Item() * b[1, j].Item();
        Near(sum, form.Forward(x, b)[1, 0]);
    }

    [Fact]
    public void Embedding_takes_rows_and_adds_gradients_of_equal_ones()
    {
        var layer = Ready(new Embedding(5, 2, DType.F64));
        var x = Tensor.Of(new[,] { { 1, 4 }, { 1, 1 } });
        Assert.Equal([2, 2, 2], layer.Forward(x).Shape.ToArray());
        Assert.Equal(layer.Weight[4].ToDoubles(), layer.Forward(x)[0, 1].ToDoubles());
        var (_, gradients) = Model.ValueAndGradients(Model.Parameters(layer), () => layer.Forward(x).Sum());
        Assert.Equal([0, 3, 0, 0, 1], gradients[0][.., 0].ToDoubles());
    }

    [Fact]
    public void Norms_are_their_formulas()
    {
        var x = Normal(2, 4, 3);
        var (layer, group, rms) = (Ready(new LayerNorm(3, dtype: DType.F64)), Ready(new GroupNorm(2, 4, dtype: DType.F64)), Ready(new RmsNorm(3, dtype: DType.F64)));
        for (var n = 0; n < 2; n++)
            for (var c = 0; c < 4; c++)
                for (var i = 0; i < 3; i++)
                {
                    var row = x[n, c].ToDoubles();
                    Near(Standard(row, i) * layer.Weight![i].Item() + layer.Bias![i].Item(), layer.Forward(x)[n, c, i]);
                    Near(row[i] / Math.Sqrt(row.Average(v => v * v) + 1e-5) * rms.Weight![i].Item(), rms.Forward(x)[n, c, i]);
                    var block = x[n, (c / 2 * 2)..(c / 2 * 2 + 2)].ToDoubles();
                    Near(Standard(block, c % 2 * 3 + i) * group.Weight![c].Item() + group.Bias![c].Item(), group.Forward(x)[n, c, i]);
                }
    }

    [Fact]
    public void Batch_norm_uses_the_batch_in_training_and_running_means_in_use()
    {
        var (layer, x) = (new BatchNorm(2, dtype: DType.F64), Normal(5, 2, 3));
        var y = layer.Forward(x);
        var channel = x[.., 1].ToDoubles();
        Near(Standard(channel, 4), y[.., 1].Flatten()[4]);
        Near(0.1 * channel.Average(), layer.RunningMean[1]);
        Near(0.9 + 0.1 * channel.Sum(v => Math.Pow(v - channel.Average(), 2)) / 14, layer.RunningVariance[1]);
        Model.SetTraining(layer, false);
        Near((x[0, 1, 0].Item() - layer.RunningMean[1].Item()) / Math.Sqrt(layer.RunningVariance[1].Item() + 1e-5), layer.Forward(x)[0, 1, 0]);
        Assert.Equal(["weight", "bias"], Model.Parameters(layer).Select(p => p.Name));
        Assert.Contains("no variance", Assert.Throws<ArgumentException>(() => new BatchNorm(2).Forward(Tensor.Ones((1, 2), DType.F32))).Message);
    }

    [Fact]
    public void Attention_is_its_formula_and_a_mask_hides()
    {
        var layer = Ready(new MultiHeadAttention(4, 2, context: 3, dtype: DType.F64));
        var (x, others) = (Normal(1, 2, 4), Normal(1, 3, 3));
        var mask = Tensor.Of(new[,] { { true, false, true }, { false, false, false } });
        var (q, k, v) = (layer.Query.Forward(x)[0], layer.Key.Forward(others)[0], layer.Value.Forward(others)[0]);
        var joined = Tensor.Zeros((2, 4));
        for (var head = 0; head < 2; head++)
        {
            var columns = (2 * head)..(2 * head + 2);
            var e = new[] { 0, 2 }.Select(j => (j, Math.Exp(q[0, columns].Dot(k[j, columns]).Item() / Math.Sqrt(2)))).ToArray();
            foreach (var (j, weight) in e) joined[0, columns] = joined[0, columns] + v[j, columns] * (weight / e.Sum(p => p.Item2));
        }

        var y = layer.Forward(x, others, mask)[0];
        foreach (var (a, b) in layer.Output.Forward(joined).ToDoubles().Zip(y.ToDoubles())) Assert.Equal(a, b, 12);
        Assert.Equal([true, false, true, true], MultiHeadAttention.Causal(2).ToArray<bool>());
    }

    [Fact]
    public void Gru_is_its_recurrence()
    {
        var (layer, x) = (Ready(new Gru(1, 1, DType.F64)), Normal(1, 5, 1));
        var (w, b, u, c) = (layer.Input.Weight.ToDoubles(), layer.Input.Bias!.ToDoubles(), layer.Hidden.Weight.ToDoubles(), layer.Hidden.Bias!.ToDoubles());
        var (h, y) = (0.0, layer.Forward(x));
        for (var t = 0; t < 5; t++)
        {
            var v = x[0, t, 0].Item();
            double Gate(int k) => 1 / (1 + Math.Exp(-(w[k] * v + b[k] + u[k] * h + c[k])));
            var n = Math.Tanh(w[2] * v + b[2] + Gate(0) * (u[2] * h + c[2]));
            h = (1 - Gate(1)) * n + Gate(1) * h;
            Near(h, y[0, t, 0]);
        }
    }

    [Fact]
    public void Dropout_keeps_the_mean_in_training_and_does_nothing_in_use()
    {
        var (layer, x) = (new Dropout(0.25, new Rng(3)), Tensor.Ones(20_000, DType.F32));
        var y = layer.Forward(x);
        Assert.Equal(DType.F32, y.DType);
        // The mean of 20,000 numbers of variance p/(1 − p) = 1/3 has σ = 0.004.
        Assert.Equal(1, y.Mean().Item(), 0.02);
        Assert.Equal([0, 4 / 3.0], y.ToDoubles().Distinct().Order().Select(v => Math.Round(v, 6) is 1.333333 ? 4 / 3.0 : v));
        Assert.NotEqual(y.ToDoubles(), layer.Forward(x).ToDoubles());
        layer.Training = false;
        Assert.Same(x, layer.Forward(x));
        Assert.Throws<ArgumentException>(() => new Dropout(1, new Rng(1)));
    }

    [Fact]
    public void A_layer_leaves_nothing_behind_but_its_output()
    {
        var (layer, x) = (Ready(new Sequential(new Linear(64, 64), new Lambda(x => x.Tanh()), new LayerNorm(64), new Residual(new Linear(64, 64)))), Tensor.Ones((64, 64), DType.F32));
        layer.Forward(x).Dispose();
        var before = Memory.InUse;
        var y = layer.Forward(x);
        Assert.Equal(64 * 64 * 4, Memory.InUse - before);
        y.Dispose();
        // A tensor that a layer hands out but did not make stays alive.
        var constant = new Sequential(new Lambda(_ => x), new Lambda(z => z + 1));
        constant.Forward(x).Dispose();
        Assert.Equal(4096, x.Sum().Item());
    }

    [Fact]
    public void Wrong_inputs_are_named()
    {
        Assert.Contains("Linear: an input of shape [2,4]; […,3] is right", Assert.Throws<ArgumentException>(() => new Linear(3, 1).Forward(Tensor.Ones((2, 4), DType.F32))).Message);
        Assert.Contains("LayerNorm", Assert.Throws<ArgumentException>(() => new LayerNorm(3).Forward(Tensor.Ones((2, 4), DType.F32))).Message);
        Assert.Contains("GroupNorm: 3 groups do not divide 4", Assert.Throws<ArgumentException>(() => new GroupNorm(3, 4)).Message);
        Assert.Contains("heads", Assert.Throws<ArgumentException>(() => new MultiHeadAttention(4, 3)).Message);
        Assert.Contains("Gru", Assert.Throws<ArgumentException>(() => new Gru(2, 3).Forward(Tensor.Ones((2, 4), DType.F32))).Message);
        Assert.Contains("Bilinear", Assert.Throws<ArgumentException>(() => new Bilinear(2, 3, 1).Forward(Tensor.Ones((2, 4), DType.F32))).Message);
    }

    private static double Standard(double[] values, int i)
    {
        var mean = values.Average();
        return (values[i] - mean) / Math.Sqrt(values.Average(v => (v - mean) * (v - mean)) + 1e-5);
    }

    private static void Near(double expected, Tensor actual) => Assert.Equal(expected, actual.Item(), 12);
}
