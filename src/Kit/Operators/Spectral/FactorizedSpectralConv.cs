using Kit.Compute;
using Kit.Learning;
using Kit.Tensors;

namespace Kit.Operators.Spectral;

/// <summary>A <see cref="SpectralConv"/> whose weights are a product of small complex factors, contracted with the spectrum one by one; R(k, c, o) itself is never formed.</summary>
/// <remarks>
/// The layer of the tensorised Fourier neural operator: Kossaifi, Kovachki, Azizzadenesheli, Anandkumar, "Multi-grid tensorized Fourier neural operator for high-resolution PDEs",
/// 2023, section 3. x̂ goes through V to few channels, there through the factors of the modes, and through W to the outputs: with rank r in every place the work on a mode
/// is r(C + r + O) and not CO. All factors start normal with the deviation at which R has mean |R|² = 2/(C + O).
/// </remarks>
public sealed class FactorizedSpectralConv : SpectralLayer
{
    private readonly Factorization kind;
    private readonly double deviation;

    /// <summary>A layer of given ranks.</summary>
    /// <param name="inputs">C.</param>
    /// <param name="outputs">O.</param>
    /// <param name="modes">mₐ, one an axis, as of <see cref="SpectralConv"/>.</param>
    /// <param name="kind">Tucker, canonical or tensor train.</param>
    /// <param name="ranks">Of Tucker a₁, …, a_d, p, q; canonical r alone; of a train r₀, …, r_d; axes in the order x, y, …. <see cref="Ranks"/> finds them for a share of the dense weights.</param>
    /// <param name="dtype">F32 or F64.</param>
    /// <exception cref="ArgumentException">Another number of ranks, one below 1, or no factorisation.</exception>
    public FactorizedSpectralConv(int inputs, int outputs, int[] modes, Factorization kind, int[] ranks, DType dtype = DType.F32) : base(inputs, outputs, modes)
    {
        ArgumentNullException.ThrowIfNull(ranks);
        var shapes = Shapes(kind, inputs, outputs, Extents(modes), ranks);
        this.kind = kind;
        (Input, Output) = (Unset(dtype, shapes[0]), Unset(dtype, shapes[1]));
        Factors = [.. shapes[2..].Select(shape => Unset(dtype, shape))];
        var terms = ranks.Aggregate(1.0, (a, b) => a * b);
        deviation = Math.Pow(Math.Sqrt(2.0 / (inputs + outputs) / terms), 1.0 / shapes.Length);
    }

    /// <summary>V [C, 2, p].</summary>
    public Tensor Input { get; }

    /// <summary>W [q, 2, O].</summary>
    public Tensor Output { get; }

    /// <summary>Those of the modes: Tucker G [2, a₁, …, p, q] and Uₐ [a, 2, K]; canonical Uₐ [2, K, r]; train Gₐ [r, 2, K, r′]; K = 2m frequencies, along the last axis m.</summary>
    public IReadOnlyList<Tensor> Factors { get; }

    /// <summary>The largest ranks in one proportion to the full ones at which a layer has at most a share of the dense layer's weights.</summary>
    /// <param name="kind">Tucker, canonical or tensor train.</param>
    /// <param name="inputs">C.</param>
    /// <param name="outputs">O.</param>
    /// <param name="modes">mₐ.</param>
    /// <param name="share">Above 0, at most 1.</param>
    public static int[] Ranks(Factorization kind, int inputs, int outputs, int[] modes, double share)
    {
        if (!(share > 0 && share <= 1)) throw new ArgumentOutOfRangeException(nameof(share), share, "the share of the dense weights lies above 0 and is at most 1");
        var extents = Extents(modes);
        int[] all = [.. extents, inputs, outputs];
        var dense = all.Aggregate(1.0, (a, b) => a * b);
        double[] full = kind switch
        {
            Factorization.Tucker => [.. all.Select(n => (double)n)],
            Factorization.Canonical => [dense / all.Max()],
            _ => [.. Bonds([inputs, .. extents, outputs])],
        };
        int[] At(double s) => [.. full.Select(n => Math.Max(1, (int)Math.Round(s * n)))];
        bool Fits(double s) => Shapes(kind, inputs, outputs, extents, At(s)).Sum(shape => shape.Aggregate(1.0, (a, b) => a * b)) <= 2 * share * dense;
        var (low, high) = (0.0, 1.0);
        if (Fits(1)) return At(1);
        for (var step = 0; step < 50; step++)
        {
            var middle = (low + high) / 2;
            (low, high) = Fits(middle) ? (middle, high) : (low, middle);
        }

        return At(low);
    }

    /// <inheritdoc/>
    protected internal override void Initialize(Rng rng)
    {
        var (names, factors) = (0, (Tensor[])[Input, Output, .. Factors]);
        foreach (var factor in factors) factor.Assign(Init.Normal(deviation / Math.Sqrt(2))(factor.Shape, rng.Stream($"{names++}"), factor.DType));
    }

    private protected override Tensor Mix(Tensor spectrum, long points)
    {
        var x = ComplexPairs.Multiply(spectrum, Input.Unsqueeze(0));
        x = kind switch
        {
            Factorization.Tucker => ComplexPairs.Multiply(x, Matrices(Core())),
            Factorization.Canonical => ComplexPairs.Times(x, Diagonal(), 1),
            _ => ComplexPairs.Multiply(x, Matrices(Train())),
        };
        return ComplexPairs.Multiply(x, Output.Unsqueeze(0));
    }

    /// <summary>[2, K₁, …, K_d, p, q] → the matrices [M, p, 2, q], modes from the last axis to the first.</summary>
    private Tensor Matrices(Tensor t)
    {
        var d = Modes.Count;
        int[] order = [.. Enumerable.Range(1, d).Reverse(), d + 1, 0, d + 2];
        return t.Permute(order).Reshape(-1, t.Shape[d + 1], 2, t.Shape[d + 2]);
    }

    /// <summary>G Uₐ …: [2, K₁, …, K_d, p, q].</summary>
    private Tensor Core()
    {
        var g = Factors[0];
        for (var axis = 0; axis < Modes.Count; axis++)
        {
            var u = Factors[1 + axis];
            var turned = g.MoveAxis(1 + axis, -1);
            int[] others = [.. turned.Shape.Dims[1..^1]];
            g = ComplexPairs.Multiply(turned.Reshape(1, 2, -1, u.Shape[0]), u.Unsqueeze(0)).Reshape([2, .. others, u.Shape[2]]).MoveAxis(-1, 1 + axis);
        }

        return g;
    }

    /// <summary>G₁ G₂ …: [2, K₁, …, K_d, r₀, r_d].</summary>
    private Tensor Train()
    {
        var t = Factors[0].Permute(1, 2, 0, 3);
        for (var axis = 1; axis < Modes.Count; axis++)
        {
            // [2, K…, r₀, r]·[r, 2, (K, r′)] → [2, K…, r₀, K, r′], and K goes before r₀.
            var (core, before) = (Factors[axis], t.Shape.ToArray()[1..^1]);
            t = ComplexPairs.Multiply(t.Reshape(1, 2, -1, core.Shape[0]), core.Reshape(1, core.Shape[0], 2, -1)).Reshape([2, .. before, core.Shape[2], core.Shape[3]]);
            t = t.MoveAxis(-2, -3);
        }

        return t;
    }

    /// <summary>Π Uₐ(kₐ, r): [M, 2, 1, r].</summary>
    private Tensor Diagonal()
    {
        var (d, r) = (Modes.Count, Factors[0].Shape[2]);
        Tensor? product = null;
        for (var axis = d - 1; axis >= 0; axis--)
        {
            var u = Factors[axis].Reshape(2, 1, -1, r);
            product = product is null ? Factors[axis] : ComplexPairs.Times(product.Unsqueeze(2), u, 0).Reshape(2, -1, r);
        }

        return product!.MoveAxis(0, 1).Unsqueeze(2);
    }

    private static int[] Extents(int[] modes)
    {
        ArgumentNullException.ThrowIfNull(modes);
        return new FourierModes(modes).Extents;
    }

    /// <summary>Full ranks of a train: the smaller of the numbers of entries on both sides of a cut.</summary>
    private static IEnumerable<double> Bonds(int[] n) => Enumerable.Range(1, n.Length - 1)
        .Select(cut => Math.Min(n[..cut].Aggregate(1.0, (a, b) => a * b), n[cut..].Aggregate(1.0, (a, b) => a * b)));

    /// <summary>Of V, W and the factors of the modes.</summary>
    private static int[][] Shapes(Factorization kind, int inputs, int outputs, int[] extents, int[] ranks)
    {
        var d = extents.Length;
        var expected = kind switch
        {
            Factorization.Tucker => d + 2,
            Factorization.Canonical => 1,
            Factorization.TensorTrain => d + 1,
            _ => throw new ArgumentException($"FactorizedSpectralConv: {kind} is no factorisation; take SpectralConv"),
        };
        if (ranks.Length != expected || ranks.Any(r => r < 1))
            throw new ArgumentException($"FactorizedSpectralConv: ranks [{string.Join(", ", ranks)}]; {kind} over {d} axes has {expected}, each at least 1");
        return kind switch
        {
            Factorization.Tucker => [[inputs, 2, ranks[d]], [ranks[d + 1], 2, outputs], [2, .. ranks], .. extents.Select((k, a) => (int[])[ranks[a], 2, k])],
            Factorization.Canonical => [[inputs, 2, ranks[0]], [ranks[0], 2, outputs], .. extents.Select(k => (int[])[2, k, ranks[0]])],
            _ => [[inputs, 2, ranks[0]], [ranks[d], 2, outputs], .. extents.Select((k, a) => (int[])[ranks[a], 2, k, ranks[a + 1]])],
        };
    }
}
