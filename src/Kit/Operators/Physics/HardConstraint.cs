using Kit.Learning;
using Kit.Tensors;

namespace Kit.Operators.Physics;

/// <summary>u = g(x) + d(x) N(x): equals g exactly where d = 0, whatever the network.</summary>
/// <remarks>Lagaris, Likas, Fotiadis, IEEE Trans. Neural Netw. 9 (1998); distances as Sukumar and Srivastava, Comput. Methods Appl. Mech. Eng. 389 (2022).</remarks>
/// <param name="extension">g: points → values on the constrained part and any smooth ones elsewhere.</param>
/// <param name="distance">d: points → 0 on that part, not 0 elsewhere, with a slope at the part.</param>
/// <param name="network">N.</param>
public sealed class HardConstraint(Func<Tensor, Tensor> extension, Func<Tensor, Tensor> distance, Layer network) : Layer
{
    /// <inheritdoc/>
    protected override Tensor Compute(Tensor x) => extension(x) + distance(x) * network.Forward(x);

    /// <summary>4(x − a)(b − x)/(b − a)² along some sides of a box, multiplied: 0 on those sides, 1 in the middle.</summary>
    public static Func<Tensor, Tensor> Walls(Box box, params int[] axes)
    {
        ArgumentNullException.ThrowIfNull(box);
        ArgumentNullException.ThrowIfNull(axes);
        return x => axes.Select(d =>
        {
            var ((from, to), at) = (box.Sides[d], x.Along(x.Rank - 1, d, d + 1));
            return (at - from) * (to - at) * (4 / ((to - from) * (to - from)));
        }).Aggregate((a, b) => a * b);
    }
}
