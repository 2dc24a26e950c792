using Kit.Tensors;

namespace Kit.Autodiff;

/// <summary>ψ′(x) = d² ln Γ(x)/dx² = Σₖ 1/(x + k)², composed of tensor operations, so that it has derivatives of every order.</summary>
/// <remarks>Abramowitz and Stegun, Handbook of Mathematical Functions, 6.4.6 (recurrence), 6.4.7 (reflection), 6.4.12 (asymptotic series).</remarks>
internal static class Trigamma
{
    private const int Steps = 12;

    /// <summary>The Bernoulli numbers B₂, B₄, … of the series 1/x + 1/2x² + Σ B₂ₖ/x²ᵏ⁺¹; from x = 12 on the first term left out is below 3·10⁻¹⁷.</summary>
    private static readonly double[] Bernoulli = [1.0 / 6, -1.0 / 30, 1.0 / 42, -1.0 / 30, 5.0 / 66, -691.0 / 2730];

    /// <summary>ψ′(x); below ½ by ψ′(x) = π²/sin²(πx) − ψ′(1 − x).</summary>
    public static Tensor Of(Tensor x)
    {
        var left = x < 0.5;
        var right = Positive(Functions.Where(left, 1 - x, x));
        var sine = (Functions.Where(left, x, 0.5) * Math.PI).Sin();
        return Functions.Where(left, Math.PI * Math.PI / sine.Square() - right, right);
    }

    private static Tensor Positive(Tensor x)
    {
        var sum = x.Square().Reciprocal();
        for (var k = 1; k < Steps; k++) sum += (x + k).Square().Reciprocal();
        var inverse = (x + Steps).Reciprocal();
        var square = inverse.Square();
        var series = Tensor.ZerosLike(x);
        foreach (var b in Bernoulli.Reverse()) series = (series + b) * square;
        return sum + inverse * (1 + inverse * 0.5 + series);
    }
}
