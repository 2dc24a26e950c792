using Kit.Tensors;

namespace Kit.Pde.Spectral;

public sealed partial class FourierSpace
{
    /// <summary>The field of modes as a factor of products: without the modes that would alias, and with <see cref="Dealiasing.ThreeHalves"/> on a finer grid.</summary>
    /// <param name="modes">[…, <see cref="Shape"/>].</param>
    /// <param name="symbol">Multiplies the modes first, as <c>k.Derivative(0)</c>; one of shape [P, <see cref="Shape"/>] gives P fields along a new axis before space.</param>
    public Tensor Values(Tensor modes, Tensor? symbol = null)
    {
        if (symbol is null && Dimensions == 1 && !IsComplex && Columns < Shape[^1] && Symbols.IsPlain(Check(modes, "Values")) && Dealiasing != Dealiasing.ThreeHalves)
            return Spectra.Inverse(modes[Slice.Ellipsis, ..Columns], points, IsComplex);
        var kept = Multiply(modes, symbol is null ? Mask : Dealiased(symbol), Dealiasing == Dealiasing.ThreeHalves ? Shape[^1] : Columns);
        if (Dealiasing == Dealiasing.ThreeHalves)
        {
            var fine = Array.ConvertAll(points, n => 3 * n / 2);
            return Spectra.Inverse(Spectra.Resize(kept, points, fine, IsComplex), fine, IsComplex);
        }

        return Spectra.Inverse(kept, points, IsComplex);
    }

    /// <summary>The modes of a product of <see cref="Values"/>, without aliases.</summary>
    /// <param name="u">On the grid, or the finer one that <see cref="Values"/> gave.</param>
    /// <param name="symbol">Multiplies the modes at last.</param>
    public Tensor Modes(Tensor u, Tensor? symbol = null) => Symbols.Spread(symbol is null ? Mask : Dealiased(symbol), Raw(u), Dimensions, Shape[^1]);

    /// <summary>Σⱼ sⱼ·F[uⱼ] without aliases, as in the divergence of a flux.</summary>
    /// <param name="terms">Products of <see cref="Values"/> and the symbols of their modes.</param>
    public Tensor Modes(params ReadOnlySpan<(Tensor U, Tensor Symbol)> terms)
    {
        var (modes, symbols) = (new Tensor[terms.Length], new Tensor[terms.Length]);
        for (var j = 0; j < terms.Length; j++) (modes[j], symbols[j]) = (Raw(terms[j].U), Dealiased(terms[j].Symbol));
        return Symbols.Sum(symbols, modes);
    }

    /// <summary>s·û in one pass.</summary>
    /// <param name="modes">[…, <see cref="Shape"/>].</param>
    /// <param name="symbol">Broadcasts over the modes; one of shape [P, <see cref="Shape"/>] gives P sets of modes along a new axis before space.</param>
    public Tensor Multiply(Tensor modes, Tensor symbol) => Multiply(modes, symbol, Shape[^1]);

    private Tensor Multiply(Tensor modes, Tensor symbol, int columns)
    {
        ArgumentNullException.ThrowIfNull(symbol);
        Check(modes, "Multiply");
        var full = Full(symbol);
        if (full.Rank == Dimensions || full.Rank == Dimensions + 1) return Symbols.Spread(full, modes, Dimensions, columns);
        throw new ArgumentException($"Multiply: a symbol broadcasts over {Shape}, or over it and one axis before; this has shape {symbol.Shape}");
    }

    /// <summary>Symbols of the components of a system, each broadcast over the modes: [C, <see cref="Shape"/>].</summary>
    public Tensor Stack(params ReadOnlySpan<Tensor> symbols)
    {
        var full = new Tensor[symbols.Length];
        for (var c = 0; c < full.Length; c++) full[c] = symbols[c].BroadcastTo(Shape);
        return Tensor.Stack(full);
    }

    /// <summary>Matrices of two by two, one a mode: [2, 2, <see cref="Shape"/>].</summary>
    public Tensor Block(Tensor a, Tensor b, Tensor c, Tensor d) => Stack(a, b, c, d).Reshape([2, 2, .. Shape.ToArray()]);

    private int Columns => IsComplex ? Shape[^1] : Math.Min(Shape[^1], Highest(Dimensions - 1) + 1);

    /// <summary>The modes of products before symbols; where <see cref="Symbols.IsPlain"/>, cut to the columns that are kept.</summary>
    private Tensor Raw(Tensor u)
    {
        ArgumentNullException.ThrowIfNull(u);
        if (Dealiasing != Dealiasing.ThreeHalves)
        {
            Grid.Check(u, "Modes");
            return Spectra.Forward(u, Dimensions, IsComplex, Columns);
        }

        var fine = Array.ConvertAll(points, n => 3 * n / 2);
        if (u.Rank < Dimensions || !((ReadOnlySpan<int>)u.Shape)[^Dimensions..].SequenceEqual(fine))
            throw new ArgumentException($"Modes: products with 3/2 padding end in axes {(Shape)fine}, not {u.Shape}; take their factors from Values");
        return Spectra.Resize(Spectra.Forward(u, Dimensions, IsComplex, IsComplex ? fine[^1] : fine[^1] / 2 + 1), fine, points, IsComplex);
    }
}
