using System.Globalization;
using Kit.Compute;
using Kit.Tensors;

namespace Kit.Operators.FunctionSpaces;

/// <summary>Functions of a distance z that span the kernels of an axis: K B-splines φ_b(z) = B_p((z − c_b)/s)/s of degree p at c_b = (b − (K − 1)/2)s, each of integral 1.</summary>
/// <remarks>
/// Degree 1 are hats, the kernels that are linear between K values. The integral of φ u by equally spaced points of a smooth periodic u has order p + 1, as φ has p − 1 continuous
/// derivatives; and on a grid of spacing s itself hats are 1 at one point each. Support: |z| &lt; s(K + p)/2.
/// </remarks>
/// <param name="count">K.</param>
/// <param name="degree">p ≥ 1.</param>
/// <param name="spacing">s, in units of the domain.</param>
internal sealed class SplineBasis(int count, int degree, double spacing)
{
    private readonly Func<(QuadratureAxis From, QuadratureAxis To, bool Weighted, DType Type), Tensor> tables = Memo.Of<(QuadratureAxis From, QuadratureAxis To, bool Weighted, DType Type)>(
        key => Table(key.From, key.To, key.Weighted, count, degree, spacing).Cast(key.Type));

    private readonly Func<(double Spacing, DType Type), Tensor> stencils = Memo.Of<(double Spacing, DType Type)>(key => Samples(key.Spacing, count, degree, spacing).Cast(key.Type));

    /// <summary>How far a kernel reaches.</summary>
    public double Reach => spacing * (count + degree) / 2;

    /// <summary>Number of points of spacing h that a kernel sees on either side.</summary>
    public int Points(double h) => (int)Math.Ceiling(Reach / h - 1e-9) - 1;

    /// <summary>h φ_b(kh) for k = −q … q, [K, 2q + 1].</summary>
    public Tensor Stencil(double h, DType dtype) => stencils((h, dtype));

    /// <summary>φ_b(yⱼ − xᵢ) wⱼ, [from, to·K]; on a circle the sum over all turns.</summary>
    /// <param name="from">yⱼ and wⱼ.</param>
    /// <param name="to">xᵢ.</param>
    /// <param name="weighted">False leaves wⱼ out, with s in its place.</param>
    /// <param name="dtype">F32 or F64.</param>
    public Tensor Matrix(QuadratureAxis from, QuadratureAxis to, bool weighted, DType dtype) => tables((from, to, weighted, dtype));

    /// <summary>Refuses points further apart than the splines.</summary>
    public void Check(QuadratureAxis axis, int dimension, string caller)
    {
        if (axis.Gap <= spacing * (1 + 1e-9)) return;
        var points = Math.Ceiling(axis.Length / spacing - 1e-9);
        throw new ArgumentException(string.Create(CultureInfo.InvariantCulture,
            $"{caller}: axis {dimension} has {axis.Count} points up to {axis.Gap:g4} apart, and the kernel's splines stand {spacing:g4} apart; give at least {points} equally spaced points, or a kernel of wider spacing"));
    }

    private static Tensor Samples(double h, int count, int degree, double spacing)
    {
        var q = new SplineBasis(count, degree, spacing).Points(h);
        var values = new double[count, 2 * q + 1];
        for (var b = 0; b < count; b++)
            for (var k = -q; k <= q; k++) values[b, q + k] = h * Value(b, k * h, count, degree, spacing);
        return Tensor.Of(values);
    }

    private static Tensor Table(QuadratureAxis from, QuadratureAxis to, bool weighted, int count, int degree, double spacing)
    {
        var values = new double[from.Count, to.Count * count];
        var turns = from.Period is { } p ? (int)Math.Ceiling(spacing * (count + degree) / 2 / p) : 0;
        for (var j = 0; j < from.Count; j++)
            for (var i = 0; i < to.Count; i++)
                for (var b = 0; b < count; b++)
                {
                    var (z, sum) = (from.Difference(from.Points[j], to.Points[i]), 0.0);
                    for (var turn = -turns; turn <= turns; turn++) sum += Value(b, z + turn * (from.Period ?? 0), count, degree, spacing);
                    values[j, i * count + b] = sum * (weighted ? from.Weights[j] : spacing);
                }

        return Tensor.Of(values);
    }

    private static double Value(int b, double z, int count, int degree, double spacing) => Cardinal(degree, z / spacing - (b - (count - 1) / 2.0)) / spacing;

    /// <summary>B_p(t) = [((p + 1)/2 + t) B_{p−1}(t + ½) + ((p + 1)/2 − t) B_{p−1}(t − ½)]/p, B₀ = 1 on [−½, ½): support |t| &lt; (p + 1)/2.</summary>
    private static double Cardinal(int p, double t)
    {
        if (Math.Abs(t) >= (p + 1) / 2.0) return 0;
        // B₁ in full, as B₀ at the edge of its support would depend on roundings.
        return p == 1 ? 1 - Math.Abs(t) : (((p + 1) / 2.0 + t) * Cardinal(p - 1, t + 0.5) + ((p + 1) / 2.0 - t) * Cardinal(p - 1, t - 0.5)) / p;
    }
}
