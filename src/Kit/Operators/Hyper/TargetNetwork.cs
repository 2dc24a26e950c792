using Kit.Compute;
using Kit.Tensors;

namespace Kit.Operators.Hyper;

/// <summary>Small networks of points, each sample with weights of its own: waves of x, two layers of tanh, one number u(x; w).</summary>
/// <remarks>All weights of a sample are one row, so that another network can give them; all samples run at once as batched products, and derivatives go through the layers beside the values, in closed form.</remarks>
/// <param name="width">Neurons of both layers.</param>
/// <param name="waves">Octaves: sin and cos of π2ʲx/2 and π2ʲy/2 for j = 0 … waves − 1 stand beside x and y.</param>
public sealed class TargetNetwork(int width = 32, int waves = 3)
{
    /// <summary>tanh z and its derivatives from those of z, in the order u, ∂x, ∂y, ∂xx, ∂yy: (tanh z)″ = (1 − tanh²z)(z″ − 2 tanh z · z′²).</summary>
    private static readonly Fused Bend = Fuse.Of((Tensor[] z) =>
    {
        var a = z[0].Tanh();
        var slope = 1 - a.Square();
        var (x, y) = (slope * z[1], slope * z[2]);
        return [a, x, y, slope * z[3] - 2 * a * x * z[1], slope * z[4] - 2 * a * y * z[2]];
    });

    /// <summary>Numbers that a point becomes.</summary>
    public int Features => 2 + 4 * waves;

    /// <summary>Weights of a sample, (F + 1)w + (w + 1)w + w + 1.</summary>
    public int Size => (Features + 1) * width + (width + 1) * width + width + 1;

    /// <summary>Weights by Glorot's normal law and biases of 0, [N, Size].</summary>
    public Tensor Draw(Rng rng, int count, DType dtype = DType.F32)
    {
        ArgumentNullException.ThrowIfNull(rng);
        Tensor Part(string name, int inputs, int outputs) => rng.Stream(name).Normal([count, inputs * outputs], 0, Math.Sqrt(2.0 / (inputs + outputs)), dtype);
        Tensor None(int n) => Tensor.Zeros([count, n], dtype);
        return Tensor.Concat([Part("first", Features, width), None(width), Part("second", width, width), None(width), Part("last", width, 1), None(1)], 1);
    }

    /// <summary>u(x; w), [N, P].</summary>
    /// <param name="weights">[N, Size].</param>
    /// <param name="points">[P, 2].</param>
    /// <exception cref="ArgumentException">Rows of another length.</exception>
    public Tensor Forward(Tensor weights, Tensor points)
    {
        ArgumentNullException.ThrowIfNull(points);
        var layers = Layers(weights);
        var v = Waves(points);
        foreach (var (matrix, bias) in layers[..^1]) v = (v.MatMul(matrix) + bias).Tanh();
        return (v.MatMul(layers[^1].Matrix) + layers[^1].Bias).Squeeze(-1);
    }

    /// <summary>u and its derivatives.</summary>
    /// <inheritdoc cref="Forward"/>
    public FieldDerivatives Derivatives(Tensor weights, Tensor points)
    {
        ArgumentNullException.ThrowIfNull(points);
        var layers = Layers(weights);
        var count = points.Shape[0];
        Tensor Axis(double x, double y) => Tensor.Of([x, y], points.DType);
        var (alongX, alongY) = (Axis(1, 0), Axis(0, 1));
        var first = Tensor.Concat([Waves(points), Waves(points, 1, alongX), Waves(points, 1, alongY), Waves(points, 2, alongX), Waves(points, 2, alongY)]).MatMul(layers[0].Matrix);
        Tensor[] v = [.. Enumerable.Range(0, 5).Select(k => first[.., (k * count)..((k + 1) * count)])];
        for (var l = 1; l < layers.Length; l++)
        {
            v[0] += layers[l - 1].Bias;
            v = Array.ConvertAll(Bend.Run(v), part => part.MatMul(layers[l].Matrix));
        }

        Tensor Out(int k) => v[k].Squeeze(-1);
        return new(Out(0) + layers[^1].Bias.Squeeze(-1), Out(1), Out(2), Out(3), Out(4));
    }

    private (Tensor Matrix, Tensor Bias)[] Layers(Tensor weights)
    {
        ArgumentNullException.ThrowIfNull(weights);
        if (weights.Rank != 2 || weights.Shape[1] != Size) throw new ArgumentException($"TargetNetwork: weights of shape {weights.Shape}; [N,{Size}] is right");
        var at = 0;
        return [(Next(Features, width), Next(1, width)), (Next(width, width), Next(1, width)), (Next(width, 1), Next(1, 1))];

        Tensor Next(int rows, int columns)
        {
            var part = weights[.., at..(at + rows * columns)].Reshape(-1, rows, columns);
            at += rows * columns;
            return part;
        }
    }

    /// <summary>What the network is given, or its derivatives along an axis: dᵐ/dxᵐ sin ωx = ωᵐ sin(ωx + mπ/2).</summary>
    /// <param name="points">[P, 2].</param>
    /// <param name="order">m, 0 to 2.</param>
    /// <param name="axis">1 for the axis and 0 for the other.</param>
    private Tensor Waves(Tensor points, int order = 0, Tensor? axis = null)
    {
        Tensor Of(Tensor values) => axis is null ? values : values * axis;
        var parts = new List<Tensor> { Of(order switch { 0 => points, 1 => Tensor.OnesLike(points), _ => Tensor.ZerosLike(points) }) };
        for (var j = 0; j < waves; j++)
        {
            var omega = Math.PI / 2 * (1 << j);
            var (phase, size) = (points * omega + order * Math.PI / 2, Math.Pow(omega, order));
            parts.AddRange([Of(phase.Sin() * size), Of(phase.Cos() * size)]);
        }

        return Tensor.Concat([.. parts], -1);
    }
}
