using Kit.Compute;
using Kit.Learning;
using Kit.Tensors;

namespace Kit.Operators.FunctionSpaces;

/// <summary>A local integral operator, (Ku)_o(x) = b_o + Σ_c ∫ κ_oc(y − x) u_c(y) dy, whose kernel has its support in units of the domain and not in points.</summary>
/// <remarks>
/// κ_oc(z) = Σ_b θ_ocb φ_b(z) with B-splines φ of integral 1, K along each axis (products of them in several dimensions). On a grid whose spacing is that of the splines, degree 1 is the
/// ordinary convolution with the K numbers θ; on finer grids it is the convolution with the same function of more points, times the weights of a quadrature. On equally
/// spaced points it runs as a convolution, on others by matrices of the axes. The kernel is cut off at the sides of a domain that is not a torus.
/// Berner et al. (2025), section 4; Liu-Schiaffini et al., "Neural operators with localized integral and differential kernels", ICML 2024, eq. 5.
/// </remarks>
/// <param name="inputs">Channels C of u [N, C, n₁, …, n_d].</param>
/// <param name="outputs">Channels O of Ku [N, O, n₁, …, n_d].</param>
/// <param name="domain">Where the points lie.</param>
/// <param name="spacing">s, the distance of neighbouring splines: the coarsest spacing of points that can carry the kernel.</param>
/// <param name="nodes">K.</param>
/// <param name="degree">1: hats, quadrature of order 2; 3: cubic, of order 4 for smooth periodic fields.</param>
/// <param name="bias">Adds b.</param>
/// <param name="dtype">F32 or F64.</param>
public sealed class IntegralConv(int inputs, int outputs, Domain domain, double spacing, int nodes = 5, int degree = 1, bool bias = true, DType dtype = DType.F32)
    : FieldLayer("IntegralConv", inputs, domain)
{
    private readonly SplineBasis basis = spacing > 0 && nodes > 0 && degree > 0
        ? new(nodes, degree, spacing) : throw new ArgumentException($"IntegralConv: {nodes} splines of degree {degree} and spacing {spacing}; all three are positive");

    /// <summary>θ [O, C, K, …].</summary>
    public Tensor Weight { get; } = Unset(dtype, [outputs, inputs, .. Enumerable.Repeat(nodes, domain.Dimensions)]);

    /// <summary>b [O], or null.</summary>
    public Tensor? Bias { get; } = bias ? Unset(dtype, outputs) : null;

    /// <summary>Distance from x beyond which κ is 0.</summary>
    public double Reach => basis.Reach;

    /// <summary>The operator from samples on one grid to values at the points of another.</summary>
    /// <param name="x">[N, C, from…].</param>
    /// <param name="from">Where u is known.</param>
    /// <param name="to">Where Ku is wanted.</param>
    public Tensor Between(Tensor x, QuadratureGrid from, QuadratureGrid to)
    {
        ArgumentNullException.ThrowIfNull(from);
        for (var d = 0; d < from.Axes.Count; d++) basis.Check(from.Axes[d], d, "IntegralConv");
        return ByMatrices(x, from, to, weighted: true);
    }

    /// <summary>The sum Σⱼ Σ_b sᵈ θ_b φ_b(xⱼ − x) zⱼ over points with coefficients in place of the integral: a function of splines about each point.</summary>
    internal Tensor Synthesis(Tensor z, QuadratureGrid from, QuadratureGrid to) => ByMatrices(z, from, to, weighted: false);

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor x, QuadratureGrid grid)
    {
        for (var d = 0; d < grid.Axes.Count; d++) basis.Check(grid.Axes[d], d, "IntegralConv");
        var periodic = grid.Axes[0].Period is not null;
        var fits = grid.Axes.All(axis => axis.IsUniform && (axis.Period is not null) == periodic && 2 * basis.Points(axis.Spacing) + 1 <= axis.Count);
        return fits ? ByConvolution(x, grid, periodic) : ByMatrices(x, grid, grid, weighted: true);
    }

    /// <inheritdoc/>
    protected internal override void Initialize(Rng rng) => Draw(Weight, Bias, Init.FanInUniform, Weight.Size / outputs, rng);

    private Tensor ByConvolution(Tensor x, QuadratureGrid grid, bool periodic)
    {
        var kernel = Weight;
        for (var d = 0; d < grid.Axes.Count; d++) kernel = kernel.MoveAxis(2 + d, -1).MatMul(basis.Stencil(grid.Axes[d].Spacing, dtype)).MoveAxis(-1, 2 + d);
        int[] sides = [.. grid.Axes.Select(axis => basis.Points(axis.Spacing))];
        // The weights that differ from hᵈ, as those of the trapezoidal rule do at its ends, go to the field.
        if (!periodic) x *= grid.Weights(dtype) / grid.Axes.Aggregate(1.0, (product, axis) => product * axis.Spacing);
        return Functions.Conv(x, kernel.Contiguous(), Bias, padding: Padding.Create(sides), mode: periodic ? PadMode.Circular : PadMode.Constant);
    }

    private Tensor ByMatrices(Tensor x, QuadratureGrid from, QuadratureGrid to, bool weighted)
    {
        var d = from.Axes.Count;
        // [N, C, n…] → [N, C, m₁, K, m₂, K, …], one axis after the other from the last.
        for (var k = d - 1; k >= 0; k--)
        {
            var matrix = basis.Matrix(from.Axes[k], to.Axes[k], weighted, dtype);
            var moved = x.MoveAxis(2 + k, -1).MatMul(matrix);
            x = moved.Reshape([.. moved.Shape.Dims[..^1], to.Axes[k].Count, nodes]).MoveAxis(-2, 2 + k).MoveAxis(-1, 3 + k);
        }

        int[] points = [.. Enumerable.Range(0, d).Select(k => 2 + 2 * k)], splines = [.. Enumerable.Range(0, d).Select(k => 3 + 2 * k)];
        var rows = x.Permute([0, .. points, 1, .. splines]).Reshape(-1, (int)(Weight.Size / outputs)).MatMul(Weight.Reshape(outputs, -1).T);
        if (Bias is not null) rows += Bias;
        return rows.Reshape([x.Shape[0], .. to.Shape.Dims, outputs]).MoveAxis(-1, 1);
    }
}
