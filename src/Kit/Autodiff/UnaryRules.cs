using Kit.Compute;
using Kit.Tensors;

namespace Kit.Autodiff;

/// <summary>Slopes of the functions of one argument, by x or, where that is cheaper, by y.</summary>
internal static class UnaryRules
{
    /// <summary>Null where the slope is 0 everywhere.</summary>
    public static IReadOnlyDictionary<UnaryOp, Rule?> Table { get; } = new Dictionary<UnaryOp, Rule?>
    {
        // −x
        [UnaryOp.Negate] = Rule.Linear((_, g) => -g),
        // |x|: x/|x|, of complex z conj(z)/|z|, and by convention 0 at 0
        [UnaryOp.Abs] = Rule.Elementwise(new Slope(Saves.First | Saves.Output, c => c[0].DType.IsComplex() ? c[0].Conj() / Functions.Where(c.Y.Equal(0), 1, c.Y) : c[0].Sign())),
        [UnaryOp.Sign] = null,
        [UnaryOp.Floor] = null,
        [UnaryOp.Ceiling] = null,
        [UnaryOp.Round] = null,
        [UnaryOp.Truncate] = null,
        // x²: 2x
        [UnaryOp.Square] = ByX(x => x * 2),
        // 1/x: −y²
        [UnaryOp.Reciprocal] = ByY(y => -y.Square()) with { Series = Riccati(0, 0, -1) },
        // √x: 1/(2y), infinite at 0
        [UnaryOp.Sqrt] = ByY(y => 0.5 / y) with { Series = (_, x, y) => Series.Root(x[0], y) },
        // 1/√x: −y³/2
        [UnaryOp.Rsqrt] = ByY(y => y.Square() * y * -0.5),
        // eˣ: y
        [UnaryOp.Exp] = ByY(y => y) with { Series = Riccati(0, 1, 0) },
        // eˣ − 1: eˣ, by x because y + 1 loses digits where y is near −1
        [UnaryOp.Expm1] = ByX(x => x.Exp()),
        // ln x: 1/x
        [UnaryOp.Log] = ByX(x => x.Reciprocal()),
        // ln(1 + x): 1/(1 + x)
        [UnaryOp.Log1p] = ByX(x => (x + 1).Reciprocal()),
        // log₂ x: 1/(x ln 2)
        [UnaryOp.Log2] = ByX(x => x.Reciprocal() * (1 / Math.Log(2))),
        // log₁₀ x: 1/(x ln 10)
        [UnaryOp.Log10] = ByX(x => x.Reciprocal() * (1 / Math.Log(10))),
        // sin x: cos x
        [UnaryOp.Sin] = Wave(x => x.Cos(), -1),
        // cos x: −sin x
        [UnaryOp.Cos] = Wave(x => -x.Sin(), -1),
        // tan x: 1 + y²
        [UnaryOp.Tan] = ByY(y => y.Square() + 1) with { Series = Riccati(1, 0, 1) },
        // arcsin x: 1/√(1 − x²), in factors that keep the principal branch for complex x
        [UnaryOp.Asin] = ByX(x => ((1 - x).Sqrt() * (1 + x).Sqrt()).Reciprocal()),
        // arccos x: −1/√(1 − x²)
        [UnaryOp.Acos] = ByX(x => -((1 - x).Sqrt() * (1 + x).Sqrt()).Reciprocal()),
        // arctan x: 1/(1 + x²)
        [UnaryOp.Atan] = ByX(x => (x.Square() + 1).Reciprocal()),
        // sinh x: cosh x
        [UnaryOp.Sinh] = Wave(x => x.Cosh(), 1),
        // cosh x: sinh x
        [UnaryOp.Cosh] = Wave(x => x.Sinh(), 1),
        // tanh x: 1 − y²
        [UnaryOp.Tanh] = ByY(y => 1 - y.Square()) with { Series = Riccati(1, 0, -1) },
        // 1/(1 + e⁻ˣ): y(1 − y)
        [UnaryOp.Sigmoid] = ByY(y => y * (1 - y)) with { Series = Riccati(0, 1, -1) },
        // erf x: 2/√π e^(−x²)
        [UnaryOp.Erf] = ByX(x => (-x.Square()).Exp() * (2 / Math.Sqrt(Math.PI))),
        // xΦ(x): Φ(x) + x e^(−x²/2)/√2π
        [UnaryOp.Gelu] = ByX(x => ((x * Math.Sqrt(0.5)).Erf() + 1) * 0.5 + (x.Square() * -0.5).Exp() * x * (1 / Math.Sqrt(2 * Math.PI))),
        // conj z, linear over the reals: its own transpose
        [UnaryOp.Conj] = Rule.Linear((_, g) => g.Conj()),
        // arg z = Im ln z: the change is Re(−i ż/z)
        [UnaryOp.Angle] = ByX(z => -System.Numerics.Complex.ImaginaryOne / z),
        // erfc x = 1 − erf x: −2/√π e^(−x²)
        [UnaryOp.Erfc] = ByX(x => (-x.Square()).Exp() * (-2 / Math.Sqrt(Math.PI))),
        // Γ(x): Γ(x) ψ(x)
        [UnaryOp.Gamma] = Rule.Elementwise(new Slope(Saves.First | Saves.Output, c => c.Y * c[0].Digamma())),
        // ln |Γ(x)|: ψ(x)
        [UnaryOp.LogGamma] = ByX(x => x.Digamma()),
        // ψ(x): ψ′(x)
        [UnaryOp.Digamma] = ByX(Trigamma.Of),
        // J₀: −J₁
        [UnaryOp.BesselJ0] = ByX(x => -x.BesselJ1()),
        // J₁: J₀ − J₁/x
        [UnaryOp.BesselJ1] = Rule.Elementwise(new Slope(Saves.First | Saves.Output, c => c[0].BesselJ0() - Quotient(c.Y, c[0], -1))),
        // I₀: I₁
        [UnaryOp.BesselI0] = ByX(x => x.BesselI1()),
        // I₁: I₀ − I₁/x
        [UnaryOp.BesselI1] = Rule.Elementwise(new Slope(Saves.First | Saves.Output, c => c[0].BesselI0() - Quotient(c.Y, c[0], 1))),
    };

    private static Func<Application, Tensor?[][], Tensor, Tensor?[]> Riccati(double a, double b, double c) => (_, x, y) => Series.Riccati(x[0], y, a, b, c);

    /// <summary>y′ = w(x), w′ = ±y.</summary>
    private static Rule Wave(Func<Tensor, Tensor> slope, double sign) => ByX(slope) with { Series = (_, x, y) => Series.Wave(x[0], y, slope(x[0][0]!), sign) };

    private static Rule ByX(Func<Tensor, Tensor> slope) => Fast(Saves.First, c => c[0], slope);

    /// <summary>y/x for the Bessel functions of order 1; near 0 by ½ Σ (±x²/4)ᵏ/(k!(k + 1)!), so that derivatives of every order exist there.</summary>
    private static Tensor Quotient(Tensor y, Tensor x, int sign)
    {
        var near = x.Abs() < 1;
        var z = Functions.Where(near, x, 0).Square() * (0.25 * sign);
        var series = Tensor.OnesLike(x);
        for (var k = 12; k > 0; k--) series = series * z * (1.0 / (k * (k + 1))) + 1;
        return Functions.Where(near, series * 0.5, y / Functions.Where(near, 1, x));
    }

    private static Rule ByY(Func<Tensor, Tensor> slope) => Fast(Saves.Output, c => c.Y, slope);

    /// <summary>The pullback in one pass over memory; what is differentiated once more stays in its parts.</summary>
    private static Rule Fast(Saves needs, Func<Call, Tensor> at, Func<Tensor, Tensor> slope)
    {
        var plain = Rule.Elementwise(new Slope(needs, c => slope(at(c))));
        var fused = Fuse.Of((x, g) => g * slope(x).Conj());
        return plain with { Pull = (c, i, g) => at(c) is { Tracer: null } x && g.Tracer is null ? fused(x, g) : plain.Pull(c, i, g) };
    }
}
