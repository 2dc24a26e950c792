using Kit.Numerics.Sparse;
using Kit.Tensors;

namespace Kit.Pde.FiniteElements;

/// <summary>Continuous functions that are linear on each triangle (P1), or images of bilinear ones on each quadrilateral (Q1): u = Σ uᵢφᵢ with uᵢ the value at node i.</summary>
/// <remarks>
/// Forms are assembled for all elements at once, by quadrature exact for polynomials of degree 4 (products on straight elements are of degree 2), and can be
/// differentiated by coefficients that are given at the nodes. S. C. Brenner and L. R. Scott, The Mathematical Theory of Finite Element Methods (2008).
/// </remarks>
public sealed partial class FiniteElementSpace
{
    private readonly ReferenceElement reference;
    private readonly Tensor corners, volumes, slopes;
    private readonly SparsePattern pattern;
    private readonly int[] slots;

    /// <summary>P1 or Q1 on a mesh.</summary>
    public FiniteElementSpace(Mesh mesh)
    {
        ArgumentNullException.ThrowIfNull(mesh);
        Mesh = mesh;
        var (m, k) = (mesh.ElementCount, mesh.Corners);
        reference = k == 3 ? ReferenceElement.Triangle : ReferenceElement.Quadrilateral;
        corners = mesh.Elements.Reshape(-1);

        // J = ∂x/∂ξ [m, q, 2, 2], its inverse, and ∂N/∂x = J⁻ᵀ ∂N/∂ξ [m, q, k, 2].
        var points = mesh.Nodes.Take(corners, 0).Reshape(m, k, 2);
        var jacobian = Functions.Einsum("mkd,qke->mqde", points, reference.Slopes);
        Tensor xx = jacobian[.., .., 0, 0], xy = jacobian[.., .., 0, 1], yx = jacobian[.., .., 1, 0], yy = jacobian[.., .., 1, 1];
        var determinant = xx * yy - xy * yx;
        volumes = determinant * reference.Weights;
        var (byX, byY) = (reference.Slopes[.., .., 0], reference.Slopes[.., .., 1]);
        Tensor Over(Tensor t) => (t / determinant).Unsqueeze(-1);
        slopes = Tensor.Stack([Over(yy) * byX - Over(yx) * byY, Over(xx) * byY - Over(xy) * byX], -1);
        X = Functions.Einsum("mk,qk->mq", points[.., .., 0], reference.Values);
        Y = Functions.Einsum("mk,qk->mq", points[.., .., 1], reference.Values);

        var (i, j) = (new int[m * k * k], new int[m * k * k]);
        for (var e = 0; e < m; e++)
            for (var a = 0; a < k; a++)
                for (var b = 0; b < k; b++) (i[(e * k + a) * k + b], j[(e * k + a) * k + b]) = (mesh.Corner(e, a), mesh.Corner(e, b));
        pattern = SparsePattern.FromTriplets(mesh.NodeCount, mesh.NodeCount, i, j, out slots);
    }

    /// <summary>The mesh.</summary>
    public Mesh Mesh { get; }

    /// <summary>x of the quadrature points, [m, q].</summary>
    public Tensor X { get; }

    /// <summary>y of the quadrature points, [m, q].</summary>
    public Tensor Y { get; }

    /// <summary>The pattern of all matrices of this space.</summary>
    public SparsePattern Pattern => pattern;

    /// <summary>The nodal values of a function, [n].</summary>
    public Tensor Interpolate(Func<Tensor, Tensor, Tensor> f) => (f(Mesh.Nodes[.., 0], Mesh.Nodes[.., 1]) + Tensor.Zeros(Mesh.NodeCount)).Contiguous();

    /// <summary>u at the quadrature points, [m, q].</summary>
    public Tensor AtPoints(Tensor u) => Functions.Einsum("mk,qk->mq", Local(u), reference.Values);

    /// <summary>Kᵢⱼ = ∫ a ∇φᵢ·∇φⱼ.</summary>
    /// <param name="a">At the nodes [n], or at the quadrature points [m, q]; 1 if null.</param>
    public SparseMatrix Stiffness(Tensor? a = null) => Matrix(Functions.Einsum("mq,mqkd,mqld->mkl", Weighted(a), slopes, slopes));

    /// <summary>∫ a ∇φᵢ·∇φⱼ with a(x, y).</summary>
    public SparseMatrix Stiffness(Func<Tensor, Tensor, Tensor> a) => Stiffness(Sampled(a));

    /// <summary>Mᵢⱼ = ∫ c φᵢφⱼ.</summary>
    /// <param name="c">At the nodes [n], or at the quadrature points [m, q]; 1 if null.</param>
    public SparseMatrix Mass(Tensor? c = null) => Matrix(Functions.Einsum("mq,qk,ql->mkl", Weighted(c), reference.Values, reference.Values));

    /// <summary>∫ c φᵢφⱼ with c(x, y).</summary>
    public SparseMatrix Mass(Func<Tensor, Tensor, Tensor> c) => Mass(Sampled(c));

    /// <summary>bᵢ = ∫ f φᵢ, [n].</summary>
    /// <param name="f">At the nodes [n], or at the quadrature points [m, q].</param>
    public Tensor Load(Tensor f) =>
        SparseMatrix.Gathered(Functions.Einsum("mq,qk->mk", Weighted(f), reference.Values).Reshape(-1), corners.ToArray<int>(), Mesh.NodeCount);

    /// <summary>∫ f φᵢ with f(x, y).</summary>
    public Tensor Load(Func<Tensor, Tensor, Tensor> f) => Load(Sampled(f));

    /// <summary>∫ f over the domain.</summary>
    /// <param name="f">At the nodes [n], or at the quadrature points [m, q].</param>
    public Tensor Integrate(Tensor f) => Weighted(f).Sum();

    /// <summary>‖u − v‖ in L².</summary>
    /// <param name="u">[n].</param>
    /// <param name="v">The function v(x, y).</param>
    public double L2Error(Tensor u, Func<Tensor, Tensor, Tensor> v) => Math.Sqrt(((AtPoints(u) - v(X, Y)).Square() * volumes).Sum().Item());

    /// <summary>‖∇(u − v)‖ in L², the seminorm of H¹.</summary>
    /// <param name="u">[n].</param>
    /// <param name="gradient">∇v(x, y).</param>
    public double H1Error(Tensor u, Func<Tensor, Tensor, (Tensor X, Tensor Y)> gradient)
    {
        ArgumentNullException.ThrowIfNull(gradient);
        var (own, (gx, gy)) = (Functions.Einsum("mk,mqkd->mqd", Local(u), slopes), gradient(X, Y));
        return Math.Sqrt((((own[.., .., 0] - gx).Square() + (own[.., .., 1] - gy).Square()) * volumes).Sum().Item());
    }

    private Tensor Local(Tensor u) => u.Rank == 1 && u.Shape[0] == Mesh.NodeCount
        ? u.Take(corners).Reshape(Mesh.ElementCount, Mesh.Corners)
        : throw new ArgumentException($"FiniteElementSpace: a function of shape {u.Shape}; it needs a value for each of {Mesh.NodeCount} nodes");

    private Tensor Sampled(Func<Tensor, Tensor, Tensor> f)
    {
        ArgumentNullException.ThrowIfNull(f);
        return f(X, Y).BroadcastTo(X.Shape);
    }

    private Tensor Weighted(Tensor? f) => f is null ? volumes : volumes * (f.Shape == X.Shape ? f : AtPoints(f));

    private SparseMatrix Matrix(Tensor local) => new(pattern, SparseMatrix.Gathered(local.Reshape(-1), slots, pattern.Count));
}
