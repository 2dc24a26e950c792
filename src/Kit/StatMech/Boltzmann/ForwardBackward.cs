using Kit.Autodiff;
using Kit.Tensors;

namespace Kit.StatMech.Boltzmann;

/// <summary>How the mean field of a monotone machine is found.</summary>
/// <param name="Step">α of the forward–backward splitting. As I − Φ is symmetric, it converges for α &lt; 2/‖I − Φ‖, and the residual falls in every step.</param>
/// <param name="Tolerance">Root mean square of (q_new − q)/α at rest.</param>
/// <param name="MaxIterations">Gives up after so many.</param>
/// <param name="Memory">Earlier steps that Anderson's mixing uses, 3 to 10: far fewer iterations, but without the guarantee of the plain ones, 0, which follow if it fails.</param>
public sealed record MonotoneIteration(double Step = 0.125, double Tolerance = 1e-6, int MaxIterations = 10_000, int Memory = 0);

/// <summary>Forward–backward splitting for 0 ∈ (I − Φ)q − b + ∂f(q), f(q) = Σ q ln q − ½‖q‖² on simplices: q ← prox_αf(q − α((I − Φ)q − b)).</summary>
/// <remarks>
/// The proximal step minimises α f(z) + ½‖z − x‖² on a simplex: α ln z + (1 − α)z = x − λ with λ such that Σz = 1. Divided by α, ln z + cz = x/α − λ' with c = (1 − α)/α,
/// which rises in z: for each λ' Newton's method in ln z, and for λ' Newton's method around it, as Σz falls with λ'. At α = 1 it is softmax(x). Feng et al. (2023), section 4.
/// </remarks>
internal static class ForwardBackward
{
    public static (Tensor Marginals, IReadOnlyList<double> Residuals) Solve(
        Tensor couplings, Tensor bias, Tensor start, Tensor seen, Tensor mask, IReadOnlyList<int> units, MonotoneIteration rule)
    {
        if (!(rule.Step > 0 && rule.Step <= 1)) throw new ArgumentException($"MonotoneIteration: α = {rule.Step}; it must lie in (0, 1]");
        var (q, residuals, alpha) = (start, new List<double>(), rule.Step);
        if (rule.Memory > 0)
        {
            try
            {
                q = Iterations.FixedPoint(Step, start.Solid(), new(rule.Tolerance * alpha, Math.Min(rule.MaxIterations, 200), rule.Memory));
            }
            catch (ArithmeticException)
            {
                // Mixing may leave the simplices or stall; the plain iteration does neither.
            }
        }

        while (residuals.Count < rule.MaxIterations)
        {
            using var scope = Tensor.Scope();
            var next = Step(q);
            residuals.Add((next - q).Norm().Item() / Math.Sqrt(q.Size) / alpha);
            q = next.Keep();
            if (residuals[^1] <= rule.Tolerance) return (q, residuals);
        }

        throw new ArithmeticException(FormattableString.Invariant(
            $"the mean field still moves by {residuals[^1]:G2} after {rule.MaxIterations} iterations; take a smaller α than {alpha}, or a larger monotonicity"));

        Tensor Step(Tensor q) => Functions.Where(mask, seen, UnitSoftmax.ByGroup(q - (q - q.MatMul(couplings) - bias) * alpha, units, x => Prox(x, alpha)));
    }

    /// <summary>The proximal step of each simplex along the last axis.</summary>
    internal static Tensor Prox(Tensor x, double alpha)
    {
        if (alpha == 1) return x.Softmax();
        var c = (1 - alpha) / alpha;
        var scaled = x / alpha;
        var curvature = Tensor.Of(c, x.DType);
        // With z ≤ 1 everywhere, λ' lies between lse(scaled) − c, where Σz ≥ 1, and lse(scaled), where Σz ≤ 1.
        var high = scaled.LogSumExp([-1], keepDims: true);
        var low = high - c;
        var (lambda, z) = (high, x);
        for (var k = 0; k < 60; k++)
        {
            z = Inverse(scaled, lambda, curvature);
            var excess = z.Sum([-1], keepDims: true) - 1;
            if (excess.Abs().Max().Item() < (x.DType == Compute.DType.F64 ? 1e-14 : 1e-6)) break;
            (low, high) = (Functions.Where(excess > 0, lambda, low), Functions.Where(excess > 0, high, lambda));
            // dz/dλ' = −z/(1 + cz).
            var newton = lambda + excess / (z / (1 + z * c)).Sum([-1], keepDims: true);
            lambda = Functions.Where((newton > low) & (newton < high), newton, (low + high) * 0.5);
        }

        return z / z.Sum([-1], keepDims: true);
    }

    /// <summary>(x/α, λ', c) → z with ln z + cz = x/α − λ', by Newton's method in u = ln z, as one pass over memory.</summary>
    /// <remarks>u + c eᵘ = y is convex and rises: Newton falls to the root from the right, and from the left its first step leaps to the right.</remarks>
    private static readonly Func<Tensor, Tensor, Tensor, Tensor> Inverse = Fuse.Of((Tensor scaled, Tensor lambda, Tensor c) =>
    {
        var y = scaled - lambda;
        var u = y.Minimum(0);
        for (var k = 0; k < 7; k++)
        {
            var e = u.Exp() * c;
            u -= (u + e - y) / (e + 1);
        }

        return u.Exp();
    });
}
