using Kit.Numerics;
using Kit.Tensors;

namespace Kit.Pde.RandomFields;

/// <summary>The eigenfunctions of −d²/dx² on an axis with ∫ φ² dx = 1, and fast sums over them: 1, √2 cos kx, √2 sin kx, all over √L, as the ends allow.</summary>
internal sealed class AxisBasis
{
    private readonly Axis axis;
    private readonly Kinds kind;

    public AxisBasis(Axis axis, Boundary low, Boundary high, int d)
    {
        if (axis.Kind == AxisKind.Chebyshev) throw new ArgumentException($"GaussianField: axis {d} has Chebyshev points; a fast transform needs equal distances. Use KarhunenLoeve");
        this.axis = axis;
        kind = (low, high) switch
        {
            ({ IsPeriodic: true }, _) => Kinds.Fourier,
            ({ A: 0 }, { A: 0 }) => Kinds.Cosine,
            ({ B: 0 }, { B: 0 }) => Kinds.Sine,
            _ => throw new ArgumentException($"GaussianField: axis {d} has sides '{low}' and '{high}'; both must be periodic, both Neumann or both Dirichlet"),
        };
        var (n, nodes) = (axis.Count, axis.Kind == AxisKind.Nodes);
        Modes = kind switch
        {
            Kinds.Fourier => n - 1 + n % 2, // the highest frequency of an even number of points has no sine, and is left out
            Kinds.Sine => nodes ? n - 2 : n,
            _ => n,
        };
        if (Modes < 1) throw new ArgumentException($"GaussianField: axis {d} is {axis}, whose {n} points hold no wave that is 0 at both ends");
        Wavenumbers = new double[Modes];
        Weights = new double[Modes];
        for (var m = 0; m < Modes; m++)
        {
            Wavenumbers[m] = Math.PI / axis.Length * (kind == Kinds.Fourier ? (m + 1) / 2 * 2 : kind == Kinds.Sine ? m + 1 : m);
            Weights[m] = Weight(m) / Math.Sqrt(axis.Length);
        }
    }

    private enum Kinds
    {
        Fourier,
        Cosine,
        Sine,
    }

    /// <summary>Number of waves that the points can tell apart. Fourier waves are in the order 1, cos, sin, cos, sin, ….</summary>
    public int Modes { get; }

    /// <summary>k of each wave.</summary>
    public double[] Wavenumbers { get; }

    /// <summary>What coefficients are multiplied by before <see cref="Sum"/>.</summary>
    public double[] Weights { get; }

    /// <summary>Whether a wave is constant, which is then the first.</summary>
    public bool HasConstant => kind != Kinds.Sine;

    /// <summary>Σₘ cₘ φₘ(xᵢ) along an axis of a tensor, for coefficients times <see cref="Weights"/>.</summary>
    public Tensor Sum(Tensor c, int along)
    {
        var nodes = axis.Kind == AxisKind.Nodes;
        return kind switch
        {
            Kinds.Fourier => Periodic(c.MoveAxis(along, -1)).MoveAxis(-1, along),
            Kinds.Cosine when axis.Count == 1 => c,
            Kinds.Cosine => Fourier.Dct(c, nodes ? 1 : 3, along),
            _ when nodes => Fourier.Dst(c, 1, along).Pad(1, axes: along),
            _ => Fourier.Dst(c, 3, along),
        };
    }

    /// <summary>The values φₘ(xᵢ), [modes, n].</summary>
    public Tensor Values() => Sum(Functions.Diag(Tensor.Of(Weights)), 1);

    /// <summary>The transforms count x₀ once (and of types 1 and 3 a last wave too), and every other number twice.</summary>
    private double Weight(int m)
    {
        var (root, n) = (Math.Sqrt(0.5), axis.Count);
        return kind switch
        {
            Kinds.Fourier => m == 0 ? n : m % 2 == 1 ? n * root : -n * root,
            Kinds.Cosine => m == 0 ? 1 : axis.Kind == AxisKind.Nodes && m == n - 1 ? 2 * root : root,
            _ => axis.Kind != AxisKind.Nodes && m == n - 1 ? 2 * root : root,
        };
    }

    /// <summary>Pairs of cosine and sine as the real and imaginary parts of a half spectrum.</summary>
    private Tensor Periodic(Tensor c)
    {
        var (n, constant) = (axis.Count, c[Slice.Ellipsis, ..1]);
        Tensor real = Tensor.Concat([constant, c[Slice.Ellipsis, Slice.Step(1, null, 2)]], -1), imaginary = Tensor.Concat([constant * 0, c[Slice.Ellipsis, Slice.Step(2, null, 2)]], -1);
        var half = Functions.ComplexOf(real, imaginary);
        return Fourier.Irfft(n % 2 == 0 ? half.Pad(0, 1) : half, n);
    }
}
