namespace Kit.Numerics;

/// <summary>A function f of real numbers, with its divided differences, for <see cref="LinearAlgebra.FunctionOf"/>.</summary>
public sealed record SpectralFunction
{
    // |xᵢ − c| ≤ r/4 and this many terms: what is left out is below 2⁻⁷⁰ of the sum.
    private const int Terms = 40;
    private readonly Kind kind;
    private readonly double power;

    private SpectralFunction(Kind kind, double power = 0) => (this.kind, this.power) = (kind, power);

    private enum Kind
    {
        Exp,
        Log,
        Power,
    }

    /// <summary>eˣ.</summary>
    public static SpectralFunction Exp { get; } = new(Kind.Exp);

    /// <summary>ln x for x > 0.</summary>
    public static SpectralFunction Log { get; } = new(Kind.Log);

    /// <summary>√x for x > 0: at 0 it has no derivative.</summary>
    public static SpectralFunction Sqrt { get; } = Power(0.5);

    /// <summary>1/√x for x > 0.</summary>
    public static SpectralFunction InverseSqrt { get; } = Power(-0.5);

    /// <summary>xᵖ: of all x for p = 0, 1, 2, …, of x ≠ 0 for p = −1, −2, …, else of x > 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">p is not finite.</exception>
    public static SpectralFunction Power(double p) =>
        double.IsFinite(p) ? new(Kind.Power, p) : throw new ArgumentOutOfRangeException(nameof(p), p, "Power: p must be finite");

    /// <summary>The formula.</summary>
    public override string ToString() => kind == Kind.Power ? FormattableString.Invariant($"x^{power:R}") : kind == Kind.Exp ? "exp x" : "ln x";

    internal bool IsDefined(double x) => kind == Kind.Exp || x > 0 || kind == Kind.Power && power == Math.Floor(power) && (power >= 0 || x != 0);

    /// <summary>f[x₀, …, xₖ] of nodes in ascending order: the divided difference, f⁽ᵏ⁾(x)/k! where all are equal.</summary>
    /// <remarks>Nodes near each other: Σₘ aₘ hₘ₋ₖ(x₀ − c, …, xₖ − c) with Taylor's aₘ at their middle c and the complete symmetric polynomials h; others by (f[x₁…] − f[…xₖ₋₁])/(xₖ − x₀).</remarks>
    internal double Difference(ReadOnlySpan<double> nodes)
    {
        var (first, last, order) = (nodes[0], nodes[^1], nodes.Length - 1);
        if (order == 0) return kind == Kind.Exp ? Math.Exp(first) : kind == Kind.Log ? Math.Log(first) : Math.Pow(first, power);
        var c = first + (last - first) / 2;
        var reach = kind == Kind.Exp ? 4 : Math.Abs(c);
        if (2 * (last - first) > reach || c == 0 && kind == Kind.Power) return last > first ? (Difference(nodes[1..]) - Difference(nodes[..^1])) / (last - first) : AtZero(order);

        Span<double> symmetric = stackalloc double[Terms];
        symmetric.Clear();
        symmetric[0] = 1;
        foreach (var x in nodes)
            for (var d = 1; d < Terms; d++) symmetric[d] += (x - c) * symmetric[d - 1];
        var (sum, a) = (0.0, kind == Kind.Exp ? Math.Exp(c) : kind == Kind.Log ? 1 / c : Math.Pow(c, power));
        for (var m = kind == Kind.Log ? 1 : 0; m < order + Terms; m++)
        {
            if (m >= order) sum += a * symmetric[m - order];
            a *= kind == Kind.Exp ? 1.0 / (m + 1) : kind == Kind.Log ? -m / ((m + 1) * c) : (power - m) / ((m + 1) * c);
        }

        return sum;
    }

    /// <summary>The coefficient of xᵏ in xᵖ.</summary>
    private double AtZero(int k) => power == k ? 1 : 0;
}
