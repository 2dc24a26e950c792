using Kit.Compute;
using Kit.Tensors;

namespace Kit.Operators.Generative;

/// <summary>Radial functions of compact support, w_j(x) = φ(|x − c_j|/R) with Wendland's φ(r) = (1 − r)⁴(4r + 1) for r &lt; 1 and 0 beyond.</summary>
/// <remarks>
/// Wendland, Adv. Comput. Math. 4 (1995) 389, table 1: twice continuously differentiable and positive definite in up to three dimensions, the polynomial of least degree that is.
/// In two dimensions ∫ w_j dx = πR²/7. As test functions they see a residual in a neighbourhood of R round c_j.
/// </remarks>
public sealed class WendlandFunctions
{
    /// <summary>Functions round given points.</summary>
    /// <param name="centres">c_j, [M, d].</param>
    /// <param name="radius">R > 0.</param>
    /// <exception cref="ArgumentException">No centres, or a radius that is not positive.</exception>
    public WendlandFunctions(Tensor centres, double radius)
    {
        ArgumentNullException.ThrowIfNull(centres);
        if (centres.Rank != 2 || centres.Size == 0) throw new ArgumentException($"WendlandFunctions: centres of shape {centres.Shape}; [M, d] is right");
        if (!(radius > 0)) throw new ArgumentException($"WendlandFunctions: a radius of {radius}; it is positive");
        (Centres, Radius) = (centres.Cast(DType.F64).Copy().KeepAlways(), radius);
    }

    /// <summary>c_j, [M, d].</summary>
    public Tensor Centres { get; }

    /// <summary>R.</summary>
    public double Radius { get; }

    /// <summary>M.</summary>
    public int Count => Centres.Shape[0];

    /// <summary>k × k centres in the middle of equal squares of the unit square.</summary>
    /// <param name="perAxis">k.</param>
    /// <param name="overlap">R in distances of neighbours; from about 1.5 on every point is in several supports.</param>
    public static WendlandFunctions Lattice(int perAxis, double overlap = 2.5)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(perAxis, 1);
        var line = (Tensor.Arange(0.0, perAxis) + 0.5) / perAxis;
        int[] square = [perAxis, perAxis];
        return new(Tensor.Stack([line.Unsqueeze(1).BroadcastTo(square).Flatten(), line.BroadcastTo(square).Flatten()], -1), overlap / perAxis);
    }

    /// <summary>w_j(x_q) and ∇w_j = −(20/R²)(1 − r)³(x − c_j).</summary>
    /// <param name="points">x_q, [Q, d].</param>
    /// <returns>Values [M, Q] and gradients [d, M, Q].</returns>
    public (Tensor Values, Tensor Gradients) At(Tensor points)
    {
        ArgumentNullException.ThrowIfNull(points);
        if (points.Rank != 2 || points.Shape[1] != Centres.Shape[1]) throw new ArgumentException($"WendlandFunctions: points of shape {points.Shape}; [Q,{Centres.Shape[1]}] is right");
        var apart = points.Cast(DType.F64).T.Unsqueeze(1) - Centres.T.Unsqueeze(-1);
        var r = apart.Square().Sum(0).Sqrt() / Radius;
        var inside = (1 - r).Maximum(0);
        return (inside.Square().Square() * (4 * r + 1), inside * inside.Square() * apart * (-20 / (Radius * Radius)));
    }
}
