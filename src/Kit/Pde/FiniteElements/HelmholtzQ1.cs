using Kit.Compute;
using Kit.Numerics.Sparse;
using Kit.Tensors;

namespace Kit.Pde.FiniteElements;

/// <summary>−Δu − (ω/c)²u = 0 on the unit square by n × n bilinear elements, with ∂u/∂n = g on the side y = 1 and 0 on the others.</summary>
/// <remarks>
/// The order of elimination is worked out once; a sample is an assembly and a numeric factorisation, and samples run side by side.
/// Parameters of M. V. de Hoop, D. Z. Huang, E. Qian and A. M. Stuart, J. Mach. Learn. 1 (2022) 299, section 4: n = 100, ω = 1000, c = 20 + tanh of a Gaussian field.
/// </remarks>
public sealed class HelmholtzQ1
{
    private readonly FiniteElementSpace space;
    private readonly SparseMatrix stiffness;
    private readonly FrontalTree tree;

    /// <summary>Prepares for n × n elements.</summary>
    /// <param name="n">Cells along a side; 2π c/ω should be ten cells long or more.</param>
    public HelmholtzQ1(int n)
    {
        Cells = n;
        space = new(Mesh.Quadrilaterals(n, n));
        stiffness = space.Stiffness();
        tree = FrontalTree.Of(space.Pattern, space.Mesh.Nodes);
    }

    /// <summary>n.</summary>
    public int Cells { get; }

    /// <summary>u at the nodes, [.., n + 1, n + 1] with axes x, y.</summary>
    /// <param name="c">Wave speed at the nodes, [.., n + 1, n + 1]; a function of it between them is taken at the quadrature points.</param>
    /// <param name="omega">ω.</param>
    /// <param name="g">∂u/∂n at (x, 1); jumps should lie on nodes.</param>
    /// <exception cref="ArgumentException">c has another shape or is not positive.</exception>
    /// <exception cref="ArithmeticException">(ω/c)² is an eigenvalue.</exception>
    public Tensor Solve(Tensor c, double omega, Func<Tensor, Tensor> g)
    {
        ArgumentNullException.ThrowIfNull(c);
        ArgumentNullException.ThrowIfNull(g);
        var side = Cells + 1;
        if (c.Rank < 2 || c.Shape[-1] != side || c.Shape[-2] != side) throw new ArgumentException($"HelmholtzQ1: a wave speed of shape {c.Shape}; the last two axes must be {side} × {side}");
        if (!(c.Size == 0 || c.Min().Item() > 0)) throw new ArgumentException($"HelmholtzQ1: the wave speed must be positive, its least is {c.Min().Item():G3}");
        var load = space.BoundaryLoad((x, _) => g(x), (_, y) => y > 1 - 0.25 / Cells);
        var speeds = c.Cast(DType.F64).Contiguous().Reshape(-1, side * side);
        var u = Tensor.Empty(speeds.Shape, DType.F64, speeds.Device);
        Threads.For(speeds.Shape[0], sample =>
        {
            using var scope = Tensor.Scope();
            One(Tensor.Of(speeds.Span<double>().Slice(sample * side * side, side * side)), omega, load).Span<double>().CopyTo(u.Span<double>()[(sample * side * side)..]);
        });
        return u.Reshape(c.Shape);
    }

    private Tensor One(Tensor speed, double omega, Tensor load) =>
        new SparseLu(stiffness - space.Mass((omega / space.AtPoints(speed)).Square()), tree).Solve(load).Contiguous();
}
