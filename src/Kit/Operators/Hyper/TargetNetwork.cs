using Kit.Autodiff;
using Kit.Compute;
using Kit.Tensors;

namespace Kit.Operators.Hyper;

/// <summary>Small networks of points, each sample with weights of its own: waves of x, two layers of tanh, one number u(x; w).</summary>
/// <remarks>All weights of a sample are one row, so that another network can give them; all samples run at once as batched products, and derivatives along an axis come from one Taylor pass of second order.</remarks>
/// <param name="width">Neurons of both layers.</param>
/// <param name="waves">Octaves: sin and cos of π2ʲx/2 and π2ʲy/2 for j = 0 … waves − 1 stand beside x and y.</param>
public sealed class TargetNetwork(int width = 32, int waves = 3)
{
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
        ArgumentNullException.ThrowIfNull(weights);
        ArgumentNullException.ThrowIfNull(points);
        if (weights.Rank != 2 || weights.Shape[1] != Size) throw new ArgumentException($"TargetNetwork: weights of shape {weights.Shape}; [N,{Size}] is right");
        var at = 0;
        var v = Waves(points);
        v = (v.MatMul(Next(Features, width)) + Next(1, width)).Tanh();
        v = (v.MatMul(Next(width, width)) + Next(1, width)).Tanh();
        return (v.MatMul(Next(width, 1)) + Next(1, 1)).Squeeze(-1);

        Tensor Next(int rows, int columns)
        {
            var part = weights[.., at..(at + rows * columns)].Reshape(-1, rows, columns);
            at += rows * columns;
            return part;
        }
    }

    /// <summary>u and its derivatives.</summary>
    /// <inheritdoc cref="Forward"/>
    public FieldDerivatives Derivatives(Tensor weights, Tensor points)
    {
        ArgumentNullException.ThrowIfNull(points);
        var x = Grad.Taylor(p => Forward(weights, p), points, Tensor.Of([1.0, 0], points.DType).BroadcastTo(points.Shape), 2);
        var y = Grad.Taylor(p => Forward(weights, p), points, Tensor.Of([0.0, 1], points.DType).BroadcastTo(points.Shape), 2);
        return new(x[0], x[1], y[1], x[2], y[2]);
    }

    private Tensor Waves(Tensor points)
    {
        var parts = new List<Tensor> { points };
        for (var j = 0; j < waves; j++)
        {
            var phase = points * (Math.PI / 2 * (1 << j));
            parts.AddRange([phase.Sin(), phase.Cos()]);
        }

        return Tensor.Concat([.. parts], -1);
    }
}
