using Kit.Compute;
using Kit.Learning;
using Kit.Numerics;
using Kit.Tensors;

namespace Kit.Operators.Generative;

/// <summary>What is left of −∇·(a∇u) = f on the unit square with u = 0 on its edge, seen by test functions: R_j = ∫ a∇u·∇w_j − f w_j dx.</summary>
/// <remarks>
/// Only first derivatives of u are needed and none of a, so a may jump. Test functions are Wendland's times ω = sin πx sin πy, so that they vanish on the edge; u is ω times what a network says.
/// <para/>
/// Whitened residuals are r = L⁻¹R with LLᵀ = ∫ ∇w_j·∇w_k dx. Then |r| is the norm of the residual in the dual of the test functions' span in H¹₀, and for u in that span
/// min a ‖∇e‖ ≤ |r| ≤ max a ‖∇e‖ with the error e: a small |r| is a small error, on coarse and on fine scales alike, which Σ R_j² does not say. As a likelihood of virtual observations R = 0
/// it is a Gaussian of covariance LLᵀ/λ in place of I/λ.
/// </remarks>
public sealed class WeakResidual
{
    [Buffer]
    private readonly Tensor xSlopes;

    [Buffer]
    private readonly Tensor ySlopes;

    [Buffer]
    private readonly Tensor load;

    private readonly (double X, double Y)[] offsets;

    /// <summary>The residuals of fields on n × n nodes that include the edge.</summary>
    /// <param name="nodes">n.</param>
    /// <param name="tests">w_j, in two dimensions.</param>
    /// <param name="source">f, from points [Q, 2] to [Q].</param>
    /// <param name="gauss">Gauss points along each side of a cell, 1 to 4.</param>
    /// <param name="whiten">r in place of R.</param>
    /// <param name="dtype">Of fields and residuals; all that is computed beforehand is computed in F64.</param>
    /// <exception cref="ArgumentException">Sizes that do not fit.</exception>
    public WeakResidual(int nodes, WendlandFunctions tests, Func<Tensor, Tensor> source, int gauss = 1, bool whiten = true, DType dtype = DType.F32)
    {
        ArgumentNullException.ThrowIfNull(tests);
        ArgumentNullException.ThrowIfNull(source);
        if (nodes < 3 || gauss is < 1 or > 4 || tests.Centres.Shape[1] != 2)
            throw new ArgumentException($"WeakResidual: {nodes} nodes an axis, {gauss} Gauss points and test functions in {tests.Centres.Shape[1]} dimensions; 3 nodes at least, 1 to 4 points and 2 dimensions are right");
        if (whiten && tests.Count > (nodes - 1) * (nodes - 1) * gauss * gauss)
            throw new ArgumentException($"WeakResidual: {tests.Count} test functions on {(nodes - 1) * (nodes - 1) * gauss * gauss} points of quadrature cannot be told apart; take fewer, or more Gauss points");
        using var scope = Tensor.Scope();
        (Nodes, Count) = (nodes, tests.Count);
        var (line, cells, h) = (new MathNet.Numerics.Integration.GaussLegendreRule(0, 1, Math.Max(2, gauss)), nodes - 1, 1.0 / (nodes - 1));
        var at = gauss == 1 ? [0.5] : line.Abscissas;
        var weight = gauss == 1 ? [1.0] : line.Weights;
        offsets = [.. at.SelectMany(x => at.Select(y => (x, y)))];
        var points = new double[offsets.Length * cells * cells, 2];
        var measure = new double[offsets.Length * cells * cells];
        for (var (k, q) = (0, 0); k < offsets.Length; k++)
            for (var i = 0; i < cells; i++)
                for (var j = 0; j < cells; j++, q++)
                    (points[q, 0], points[q, 1], measure[q]) = ((i + offsets[k].X) * h, (j + offsets[k].Y) * h, weight[k / gauss] * weight[k % gauss] * h * h);
        var exact = Tensor.Of(points);
        var ((edge, edgeX, edgeY), (w, slopes), dx) = (Omega(exact), tests.At(exact), Tensor.Of(measure));
        var (wx, wy) = (slopes[0] * edge + w * edgeX, slopes[1] * edge + w * edgeY);
        var (x, y, f) = (wx * dx, wy * dx, (w * edge * dx * source(exact)).Sum(-1));
        if (whiten)
        {
            var gram = x.MatMul(wx.T) + y.MatMul(wy.T);
            var root = LinearAlgebra.Cholesky(gram + Tensor.Eye(Count) * (1e-10 * gram.Trace()));
            (x, y, f) = (LinearAlgebra.SolveTriangular(root, x), LinearAlgebra.SolveTriangular(root, y), LinearAlgebra.SolveTriangular(root, f.Unsqueeze(1)).Squeeze(1));
        }

        (xSlopes, ySlopes, load) = (Kept(x.T), Kept(y.T), Kept(f));
        (Points, Edge, EdgeX, EdgeY) = (Kept(exact), Kept(edge), Kept(edgeX), Kept(edgeY));

        Tensor Kept(Tensor t) => t.Contiguous().Cast(dtype).Copy().KeepAlways();
    }

    /// <summary>For a source that is the same everywhere.</summary>
    /// <inheritdoc cref="WeakResidual(int, WendlandFunctions, Func{Tensor, Tensor}, int, bool, DType)"/>
    public WeakResidual(int nodes, WendlandFunctions tests, double source = 1, int gauss = 1, bool whiten = true, DType dtype = DType.F32)
        : this(nodes, tests, points => Tensor.Full([points.Shape[0]], source), gauss, whiten, dtype)
    {
    }

    /// <summary>n.</summary>
    public int Nodes { get; }

    /// <summary>Number of test functions, M.</summary>
    public int Count { get; }

    /// <summary>Points of quadrature, [Q, 2].</summary>
    [Buffer]
    public Tensor Points { get; }

    /// <summary>ω there, [Q].</summary>
    [Buffer]
    public Tensor Edge { get; }

    [Buffer]
    private Tensor EdgeX { get; }

    [Buffer]
    private Tensor EdgeY { get; }

    /// <summary>ω = sin πx sin πy and its derivatives.</summary>
    /// <param name="points">[Q, 2].</param>
    public static (Tensor Value, Tensor X, Tensor Y) Omega(Tensor points)
    {
        ArgumentNullException.ThrowIfNull(points);
        var (x, y) = (points[.., 0] * Math.PI, points[.., 1] * Math.PI);
        return (x.Sin() * y.Sin(), x.Cos() * y.Sin() * Math.PI, x.Sin() * y.Cos() * Math.PI);
    }

    /// <summary>Fields of nodes at the points of quadrature, bilinear in every cell.</summary>
    /// <param name="a">[N, n, n].</param>
    /// <returns>[N, Q].</returns>
    /// <exception cref="ArgumentException">Another grid.</exception>
    public Tensor Interpolate(Tensor a)
    {
        ArgumentNullException.ThrowIfNull(a);
        if (a.Rank != 3 || a.Shape[1] != Nodes || a.Shape[2] != Nodes) throw new ArgumentException($"WeakResidual: a coefficient of shape {a.Shape}; [N,{Nodes},{Nodes}] is right");
        var (low, high) = ((Slice)(..^1), (Slice)(1..));
        var (a00, a01, a10, a11) = (a[.., low, low], a[.., low, high], a[.., high, low], a[.., high, high]);
        return Tensor.Concat([.. offsets.Select(o => (a00 * ((1 - o.X) * (1 - o.Y)) + a01 * ((1 - o.X) * o.Y) + a10 * (o.X * (1 - o.Y)) + a11 * (o.X * o.Y)).Reshape(a.Shape[0], -1))], 1);
    }

    /// <summary>R or r of u = ωv.</summary>
    /// <param name="a">At the points of quadrature, [N, Q].</param>
    /// <param name="v">[N, Q].</param>
    /// <param name="vx">∂v/∂x, [N, Q].</param>
    /// <param name="vy">∂v/∂y, [N, Q].</param>
    /// <returns>[N, M].</returns>
    public Tensor Of(Tensor a, Tensor v, Tensor vx, Tensor vy) =>
        (a * (vx * Edge + v * EdgeX)).MatMul(xSlopes) + (a * (vy * Edge + v * EdgeY)).MatMul(ySlopes) - load;
}
