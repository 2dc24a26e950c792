using Kit.Compute;
using Kit.Tensors;

namespace Kit.Autodiff;

/// <summary>Slopes of the functions of two arguments.</summary>
internal static class BinaryRules
{
    private const Saves Both = Saves.First | Saves.Second;

    /// <summary>Null where both slopes are 0 everywhere.</summary>
    public static IReadOnlyDictionary<BinaryOp, Rule?> Table { get; } = new Dictionary<BinaryOp, Rule?>
    {
        // a + b: ā = ȳ, b̄ = ȳ
        [BinaryOp.Add] = new((_, _, g) => g, (_, t) => Rule.Sum(t), _ => Saves.None) { IsLinear = true },
        // a − b: ā = ȳ, b̄ = −ȳ
        [BinaryOp.Subtract] = new((_, i, g) => i == 0 ? g : -g, (_, t) => Rule.Sum([t[0], t[1] is { } b ? -b : null]), _ => Saves.None) { IsLinear = true },
        // ab: b and a
        [BinaryOp.Multiply] = Rule.Bilinear((c, i, g) => g * c[1 - i].Conj()),
        // a/b: 1/b and −y/b
        [BinaryOp.Divide] = new(
            (c, i, g) => i == 0 ? g / c[1].Conj() : -(g * (c.Y / c[1]).Conj()),
            (c, t) => Rule.Sum([t[0] is { } a ? a / c[1] : null, t[1] is { } b ? -(b * (c.Y / c[1])) : null]),
            i => i == 0 ? Saves.Second : Saves.Second | Saves.Output)
        { Series = Series.Quotient },
        [BinaryOp.FloorDivide] = null,
        // a − b⌊a/b⌋: 1 and −⌊a/b⌋
        [BinaryOp.Mod] = Rule.Elementwise(new Slope(Saves.None, _ => 1), new Slope(Both, c => -Functions.FloorDivide(c[0], c[1]))),
        // aᵇ: b aᵇ⁻¹ and y ln a
        [BinaryOp.Pow] = Rule.Elementwise(new Slope(Both, c => PowerSlope(c[0], c[1])), new Slope(Saves.First | Saves.Output, c => ExponentSlope(c[0], c.Y))),
        // the angle of (x, y), operands (y, x): x/r² and −y/r²
        [BinaryOp.Atan2] = Rule.Elementwise(new Slope(Both, c => c[1] / Radius(c)), new Slope(Both, c => -c[0] / Radius(c))),
        // max(a, b): 1 for the larger, by convention ½ each for equals
        [BinaryOp.Maximum] = Rule.Elementwise(new Slope(Both, c => Share(c[0], c[1])), new Slope(Both, c => Share(c[1], c[0]))),
        // min(a, b): 1 for the smaller, by convention ½ each for equals
        [BinaryOp.Minimum] = Rule.Elementwise(new Slope(Both, c => Share(c[1], c[0])), new Slope(Both, c => Share(c[0], c[1]))),
    };

    /// <summary>condition ? a : b: ā = condition ? ȳ : 0, b̄ = condition ? 0 : ȳ.</summary>
    public static Rule Select { get; } = new(
        (c, i, g) => i == 1 ? Functions.Where(c[0], g, 0) : Functions.Where(c[0], 0, g),
        (c, t) => Functions.Where(c[0], t[1] ?? 0, t[2] ?? 0),
        _ => Saves.First)
    { IsLinear = true };

    /// <summary>b aᵇ⁻¹, which is 0 for b = 0 also at a = 0.</summary>
    private static Tensor PowerSlope(Tensor a, Tensor b)
    {
        if (b.Number is not { } exponent) return b * a.Pow(Functions.Where(a.Equal(0) & b.Equal(0), 1, b) - 1);
        if (exponent.Imaginary != 0) return b * a.Pow(exponent - 1);
        return exponent.Real == 0 ? Tensor.ZerosLike(a) : a.Pow(exponent.Real - 1) * exponent.Real;
    }

    /// <summary>aᵇ ln a, its limit 0 at a = 0.</summary>
    private static Tensor ExponentSlope(Tensor a, Tensor y)
    {
        var zero = a.Equal(0);
        return Functions.Where(zero, 0, y * Functions.Where(zero, 1, a).Log());
    }

    private static Tensor Radius(Call c) => c[0].Square() + c[1].Square();

    private static Tensor Share(Tensor a, Tensor b)
    {
        var type = Primitive.Common(a, b);
        return (a > b).Cast(type) + a.Equal(b).Cast(type) * 0.5;
    }
}
