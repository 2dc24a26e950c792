using Kit.Learning;
using Kit.Tensors;

namespace Kit.Operators.Physics;

/// <summary>Puts cos(2πkx/P) and sin(2πkx/P), k = 1 … m, in the place of one coordinate x: whatever follows has the period P exactly, with all derivatives.</summary>
/// <remarks>Dong and Ni, J. Comput. Phys. 435 (2021) 110242.</remarks>
/// <param name="axis">Which coordinate of the last axis.</param>
/// <param name="period">P.</param>
/// <param name="harmonics">m.</param>
public sealed class PeriodicFeatures(int axis, double period, int harmonics = 1) : Layer
{
    /// <summary>How many numbers a point becomes.</summary>
    public int Outputs(int inputs) => inputs - 1 + 2 * harmonics;

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor x)
    {
        if (axis >= x.Shape[^1]) throw new ArgumentException($"PeriodicFeatures: coordinate {axis} of points {x.Shape}");
        var last = x.Rank - 1;
        var angle = x.Along(last, axis, axis + 1) * (2 * Math.PI / period);
        List<Tensor> parts = [];
        if (axis > 0) parts.Add(x.Along(last, 0, axis));
        for (var k = 1; k <= harmonics; k++) parts.AddRange([(angle * k).Cos(), (angle * k).Sin()]);
        if (axis + 1 < x.Shape[^1]) parts.Add(x.Along(last, axis + 1, x.Shape[^1]));
        return Tensor.Concat([.. parts], last);
    }
}
