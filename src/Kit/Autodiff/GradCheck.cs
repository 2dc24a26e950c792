using System.Globalization;
using System.Numerics;
using Kit.Compute;
using Kit.Display;
using Kit.Tensors;

namespace Kit.Autodiff;

/// <summary>A gradient beside central differences.</summary>
/// <param name="Error">max |g − n| / max |n|, the largest difference relative to the largest component; absolute where all n are 0.</param>
/// <param name="Worst">Row-major position of the element that differs most.</param>
/// <param name="Gradient">g there.</param>
/// <param name="Difference">n there.</param>
/// <param name="Count">Number of elements compared.</param>
[TypeFormatterSource(typeof(HtmlViewFormatterSource))]
public sealed record GradCheck(double Error, int Worst, Complex Gradient, Complex Difference, int Count) : IHtmlView
{
    /// <summary>The largest error that rounding and truncation of the differences explain for functions of ordinary curvature.</summary>
    public const double Tolerance = 1e-8;

    /// <summary>True when the error is below <see cref="Tolerance"/>.</summary>
    public bool Passed => Error < Tolerance;

    /// <inheritdoc/>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"Grad.Check {(Passed ? "passed" : "FAILED")}: largest relative error {Error:G3} among {Count} elements, at {Worst}: gradient {Text(Gradient)}, differences {Text(Difference)}");

    /// <inheritdoc/>
    public string ToHtml() => $"<div style=\"font-family:ui-monospace,monospace;font-size:13px\">{(Passed ? "✓" : "✗")} {Html.Escape(ToString())}</div>";

    private static string Text(Complex z) => z.Imaginary == 0
        ? z.Real.ToString("G10", CultureInfo.InvariantCulture)
        : string.Create(CultureInfo.InvariantCulture, $"{z.Real:G10}{z.Imaginary:+0.##########;-0.##########}i");

    /// <summary>Compares ∇⟨w, f⟩ for fixed weights w with (8(f₊₁ − f₋₁) − (f₊₂ − f₋₂))/12h in F64.</summary>
    /// <remarks>Truncation h⁴f⁗′/30 and rounding ε|f|/h balance near h = ε^(1/5) ≈ 10⁻³, where both are near 10⁻¹³.</remarks>
    internal static GradCheck Of(Func<Tensor, Tensor> f, Tensor x)
    {
        var point = x.IsWeak ? x.Cast(DType.F64) : x.Plain.Cast(x.DType.IsComplex() ? DType.C128 : DType.F64);
        Func<Tensor, Tensor> loss = z => Weighted(f(z));
        var gradient = Grad.Of(loss)(point).ToArray<Complex>();
        var values = point.ToArray<Complex>();
        var differences = new Complex[values.Length];
        for (var i = 0; i < values.Length; i++)
        {
            var h = 1e-3 * Math.Max(1, values[i].Magnitude);
            differences[i] = Slope(i, h);
            if (point.DType.IsComplex()) differences[i] += Complex.ImaginaryOne * Slope(i, h * Complex.ImaginaryOne);
        }

        var scale = differences.Select(Complex.Abs).DefaultIfEmpty(0).Max();
        var errors = gradient.Zip(differences, (g, n) => Complex.Abs(g - n) / (scale > 0 ? scale : 1)).Select(e => double.IsNaN(e) ? double.PositiveInfinity : e).ToArray();
        if (errors.Length == 0) return new(0, 0, 0, 0, 0);
        var worst = Array.IndexOf(errors, errors.Max());
        return new(errors[worst], worst, gradient[worst], differences[worst], errors.Length);

        double Slope(int i, Complex h) => (8 * (At(i, h) - At(i, -h)) - (At(i, 2 * h) - At(i, -2 * h))) / (12 * h.Magnitude);

        double At(int i, Complex step)
        {
            using var scope = Tensor.Scope();
            var moved = values.ToArray();
            moved[i] += step;
            var z = point.DType.IsComplex() ? Tensor.Of(moved) : Tensor.Of(Array.ConvertAll(moved, m => m.Real));
            return loss(z.Reshape(point.Shape)).Item();
        }
    }

    /// <summary>Re Σ conj(wₖ)yₖ with weights that no symmetry of f is likely to share.</summary>
    private static Tensor Weighted(Tensor y)
    {
        if (y.DType.IsInteger()) throw new ArgumentException($"Grad.Check: the function gave {y.DType}, which does not vary smoothly");
        var k = Tensor.Arange((int)y.Size).Reshape(y.Shape);
        return (y.DType.IsComplex() ? y.Real() * (k * 1.7 + 0.3).Cos() + y.Imag() * (k * 2.3 + 1.1).Cos() : y * (k * 1.7 + 0.3).Cos()).Sum();
    }
}
