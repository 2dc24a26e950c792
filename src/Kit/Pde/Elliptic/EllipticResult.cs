using System.Globalization;
using Kit.Tensors;

namespace Kit.Pde.Elliptic;

/// <summary>The solution of an elliptic problem and how the iteration came to it.</summary>
/// <param name="Solution">u, of the shape of the right-hand side.</param>
/// <param name="Residuals">‖f − A u‖₂/‖f‖₂ after each cycle, of the sample that took the most cycles; the first entry belongs to the first guess.</param>
/// <param name="Converged">Whether every sample reached the tolerance.</param>
public sealed record EllipticResult(Tensor Solution, IReadOnlyList<double> Residuals, bool Converged)
{
    /// <summary>Number of cycles.</summary>
    public int Cycles => Residuals.Count - 1;

    /// <summary>Mean factor of the residual a cycle, without the first cycle where there are more.</summary>
    public double Factor
    {
        get
        {
            var first = Math.Min(1, Cycles - 1);
            return Cycles < 1 ? double.NaN : Math.Pow(Residuals[^1] / Residuals[first], 1.0 / (Cycles - first));
        }
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"{(Converged ? "converged" : "not converged")} after {Cycles} cycles, residual {Residuals[^1]:g3}, factor {Factor:g3} a cycle");
}
