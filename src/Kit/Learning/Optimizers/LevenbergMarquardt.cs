using Kit.Autodiff;
using Kit.Numerics;
using Kit.Tensors;

namespace Kit.Learning;

/// <summary>Least squares: minimises ½|r|² by steps (JᵀJ + μD)δ = −Jᵀr with D the diagonal of JᵀJ, for up to some thousand parameters.</summary>
/// <remarks>Marquardt, J. SIAM 11 (1963); μ follows the gain ratio as in Nielsen, "Damping parameter in Marquardt's method", 1999.</remarks>
/// <param name="model">Any object with real tensors in its fields; F64 for small residuals.</param>
public sealed class LevenbergMarquardt(object model)
{
    private readonly ParameterVector vector = new(model);

    /// <summary>μ at the start of the next minimisation; each leaves the one that it ended with, which suits a chain of similar problems.</summary>
    public double Damping { get; set; } = 1e-3;

    /// <summary>Goes on until the largest |Jᵀr| is below the tolerance, no step lowers the sum, or the iterations are used up.</summary>
    /// <param name="residuals">→ r of any real shape, computed with the model.</param>
    /// <param name="iterations">Steps that may be tried.</param>
    /// <param name="tolerance">For the gradient.</param>
    /// <param name="jacobian">→ ∂r/∂p, [r, p], at the model's present parameters; null: by <see cref="Grad.Jacobian"/>, which cannot know that residuals of points do not mix.</param>
    /// <exception cref="ArithmeticException">The residuals are not finite at the start.</exception>
    public Minimum Minimize(Func<Tensor> residuals, int iterations = 100, double tolerance = 1e-12, Func<Tensor>? jacobian = null)
    {
        using var scope = Tensor.Scope();
        var f = vector.Of(() => residuals().Flatten());
        var (x, mu, growth, made) = (vector.Read(), Damping, 2.0, 0);
        var (value, normal, gradient) = Quadratic(x);
        if (!double.IsFinite(value)) throw new ArithmeticException($"LevenbergMarquardt: the sum of squares is {value} at the start");
        while (made < iterations && Steepest() > tolerance && mu < 1e16)
        {
            using var inner = Tensor.Scope();
            made++;
            var diagonal = normal.Diagonal();
            diagonal = diagonal.Maximum(1e-12 * diagonal.Max() + 1e-300);
            var lower = LinearAlgebra.Cholesky(normal + Functions.Diag(diagonal * mu));
            var step = LinearAlgebra.SolveTriangular(lower, LinearAlgebra.SolveTriangular(lower, -gradient), transpose: true);
            var next = (x + step).Keep();
            var r = f(next);
            var gain = (value - 0.5 * r.Square().Sum().Item()) / (0.5 * (step * (diagonal * mu * step - gradient)).Sum().Item());
            if (gain > 0)
            {
                (x, mu, growth) = (next, Math.Max(1e-15, mu * Math.Max(1 / 3.0, 1 - Math.Pow(2 * gain - 1, 3))), 2);
                (value, normal, gradient) = Quadratic(x);
                _ = (normal.Keep(), gradient.Keep());
                continue;
            }

            (mu, growth) = (mu * growth, growth * 2);
        }

        vector.Write(x);
        Damping = mu;
        return new(value, Steepest(), made, Steepest() <= tolerance);

        double Steepest() => gradient.Abs().Max().Item();

        (double, Tensor, Tensor) Quadratic(Tensor at)
        {
            using var inner = Tensor.Scope();
            if (jacobian is not null) vector.Write(at);
            var (r, j) = (f(at), jacobian?.Invoke() ?? Grad.Jacobian(f, at));
            return (0.5 * r.Square().Sum().Item(), j.T.MatMul(j).Keep(), j.T.MatMul(r).Keep());
        }
    }
}
