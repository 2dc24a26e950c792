using Kit.Compute;
using Kit.Learning;
using Kit.Tensors;
using static Kit.Tensors.Functions;

namespace Kit.Operators.FunctionSpaces;

/// <summary>Operators on patches of a fixed size in the domain: tokens are local integrals of the field, blocks mix them, and splines about each token make a function of them again.</summary>
/// <remarks>
/// The vision transformer (Dosovitskiy et al., ICLR 2021) and the mixer (Tolstikhin et al., NeurIPS 2021) in the form of Berner et al. (2025): tokens zₜ = ∫ κ(y − xₜ) v(y) dy stand at fixed places xₜ whatever grid v comes on,
/// places enter as coordinates, and the output is u(x) = Q(v(x), Σₜ Σ_b θ_b φ_b(x − xₜ) zₜ), a function that can be asked for at any x. The plain counterpart cuts patches of so many points: finer grids give it more and smaller ones.
/// </remarks>
public sealed class PatchOperator : FieldLayer
{
    private readonly int tokens, patch;
    private readonly DType dtype;

    private PatchOperator(int inputs, int outputs, Domain domain, int tokens, int width, int patch, Func<QuadratureGrid, Layer[]> blocks, DType dtype) : base("PatchOperator", inputs, domain)
    {
        (this.tokens, this.patch, this.dtype) = (tokens, patch, dtype);
        var (d, places) = (domain.Dimensions, domain.Square(tokens));
        var lifted = Math.Max(8, width / 2);
        Lift = new(d, inputs + places.PositionFeatures, lifted, 1, dtype: dtype);
        if (patch > 0) (Cut, Paste) = (new(d, lifted, width, patch, patch, dtype: dtype), new(d, width, lifted, patch, patch, dtype: dtype));
        else
        {
            var spacing = places.Axes.Max(axis => axis.Gap) / 2;
            (Encode, Decode) = (new(lifted, width, domain, spacing, 4, 3, dtype: dtype), new(width, lifted, domain, spacing, 4, 3, dtype: dtype));
        }

        Place = new(d, places.PositionFeatures, width, 1, dtype: dtype);
        Blocks = blocks(places);
        Hidden = new(d, 2 * lifted, 2 * lifted, 1, dtype: dtype);
        Project = new(d, 2 * lifted, outputs, 1, dtype: dtype);
    }

    /// <summary>[C and places] → v.</summary>
    public Conv Lift { get; }

    /// <summary>v → z by integrals over the patches; null in points.</summary>
    public IntegralConv? Encode { get; }

    /// <summary>z → u by splines; null in points.</summary>
    public IntegralConv? Decode { get; }

    /// <summary>v → z patch by patch of points; null for functions.</summary>
    public Conv? Cut { get; }

    /// <summary>z → u patch by patch of points; null for functions.</summary>
    public ConvTranspose? Paste { get; }

    /// <summary>The place of a token → width, which is added to it.</summary>
    public Conv Place { get; }

    /// <summary>What mixes tokens and channels.</summary>
    public IReadOnlyList<Layer> Blocks { get; }

    /// <summary>First layer of Q.</summary>
    public Conv Hidden { get; }

    /// <summary>Last layer of Q.</summary>
    public Conv Project { get; }

    /// <summary>The vision transformer: blocks of attention with quadrature weights.</summary>
    /// <param name="inputs">C.</param>
    /// <param name="outputs">O.</param>
    /// <param name="domain">Where the points lie.</param>
    /// <param name="tokens">Tokens a side; a field needs twice as many points.</param>
    /// <param name="width">Channels of a token.</param>
    /// <param name="depth">Blocks.</param>
    /// <param name="heads">Of the attention, a divisor of the width.</param>
    /// <param name="patch">0, or the points a side of a patch of the plain transformer.</param>
    /// <param name="dtype">F32 or F64.</param>
    public static PatchOperator Transformer(int inputs, int outputs, Domain domain, int tokens = 16, int width = 64, int depth = 4, int heads = 4, int patch = 0, DType dtype = DType.F32) =>
        new(inputs, outputs, domain, tokens, width, patch, _ => [.. Enumerable.Range(0, depth).Select(_ => new TokenBlock(width, new QuadratureAttention(width, heads, domain, weighted: patch == 0, dtype: dtype), domain, dtype))], dtype);

    /// <summary>The mixer: blocks whose mixing of tokens is an integral over the domain with a kernel between fixed places.</summary>
    /// <inheritdoc cref="Transformer"/>
    public static PatchOperator Mixer(int inputs, int outputs, Domain domain, int tokens = 16, int width = 64, int depth = 4, int patch = 0, DType dtype = DType.F32) =>
        new(inputs, outputs, domain, tokens, width, patch, places => [.. Enumerable.Range(0, depth).Select(_ => new TokenBlock(width, new TokenMixing(width, places, domain, dtype: dtype), domain, dtype))], dtype);

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor x, QuadratureGrid grid)
    {
        var v = Lift.Forward(Tensor.Concat([x, Spread(grid.Positions(dtype), x.Shape[0])], 1));
        var places = patch == 0 ? Domain.Square(tokens) : Domain.Grid([.. grid.Shape.Dims.Select(n => n % patch == 0 ? n / patch : throw new ArgumentException($"PatchOperator: {grid.Shape} points in patches of {patch}; multiples of {patch} are right"))]);
        var z = (Cut?.Forward(v) ?? Encode!.Between(v, grid, places)) + Place.Forward(places.Positions(dtype).Unsqueeze(0));
        foreach (var block in Blocks) z = block is FieldLayer field ? field.Forward(z, places) : block.Forward(z);
        var u = Paste?.Forward(z) ?? Decode!.Synthesis(z, places, grid);
        return Project.Forward(Gelu(Hidden.Forward(Tensor.Concat([v, u], 1))));
    }

    private static Tensor Spread(Tensor x, int samples) => x.BroadcastTo([samples, .. x.Shape.Dims]);
}
