using Kit.Autodiff;
using Kit.Tensors;

namespace Kit.StatMech.Boltzmann;

/// <summary>How the mean field of a monotone machine is found.</summary>
/// <param name="Step">α of the forward–backward splitting, in (0, ½]; ½ is the plain iteration q ← softmax(Φq + b). As 2I − Φ is symmetric, it converges for α &lt; 2/‖2I − Φ‖, and the residual falls in every step; 0: 1/‖2I − Φ‖.</param>
/// <param name="Tolerance">Root mean square of (q_new − q)/α at rest; also the relative residual of the linear system of the derivative.</param>
/// <param name="MaxIterations">Gives up after so many.</param>
/// <param name="Memory">Earlier steps that Anderson's mixing uses, 3 to 10: far fewer iterations, but without the guarantee of the plain ones, 0, which follow if it fails.</param>
public sealed record MonotoneIteration(double Step = 0, double Tolerance = 1e-6, int MaxIterations = 10_000, int Memory = 0);

/// <summary>Forward–backward splitting for 0 ∈ (2I − Φ)q − b + ∂f(q), f(q) = Σ q ln q − ‖q‖² on simplices: q ← prox_αf(q − α((2I − Φ)q − b)).</summary>
/// <remarks>
/// The proximal step minimises α f(z) + ½‖z − x‖² on a simplex: α ln z + (1 − 2α)z = x − λ with λ such that Σz = 1. Divided by α, and with c = 1/α − 2,
/// ln z + cz = Φq + b + cq − λ': a softmax that is held back by c. For each λ' Newton's method in ln z, and for λ' Newton's method around it, as Σz falls with λ'.
/// Of two states the difference t = ln(z₁/z₂) is enough: t + c tanh(t/2) = y₁ − y₂. After Feng et al. (2023), section 4, which has I in place of 2I.
/// </remarks>
internal static class ForwardBackward
{
    public static (Tensor Marginals, IReadOnlyList<double> Residuals) Solve(
        Tensor couplings, Tensor bias, Tensor start, Tensor seen, Tensor mask, IReadOnlyList<int> units, MonotoneIteration rule)
    {
        if (!(rule.Step >= 0 && rule.Step <= 0.5)) throw new ArgumentException($"MonotoneIteration: α = {rule.Step}; it must lie in (0, ½], or be 0 for the best that is safe");
        var (q, residuals, alpha) = (start, new List<double>(), rule.Step > 0 ? rule.Step : 1 / Largest(couplings));
        var c = 1 / alpha - 2;
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

        Tensor Step(Tensor q) => Functions.Where(mask, seen, UnitSoftmax.ByGroup(q.MatMul(couplings) + bias + q * c, units, y => Prox(y, c)));
    }

    /// <summary>‖2I − Φ‖ by twenty steps of the power method: too small by far less than the factor of 2 in the bound for α, and 2 at least.</summary>
    private static double Largest(Tensor couplings)
    {
        using var scope = Tensor.Scope();
        var (v, size) = (new Rng(0).Normal(couplings.Shape[0], dtype: couplings.DType), 0.0);
        for (var k = 0; k < 20; k++)
        {
            v /= v.Norm();
            v = v * 2 - v.MatMul(couplings);
            size = v.Norm().Item();
        }

        return Math.Max(2, size);
    }

    /// <summary>z along the last axis with ln z + cz = y − λ and Σz = 1.</summary>
    internal static Tensor Prox(Tensor y, double c)
    {
        if (c == 0) return y.Softmax();
        var curvature = Tensor.Of(c, y.DType);
        if (y.Shape[^1] == 2)
        {
            var t = Difference(y.Along(y.Rank - 1, 0, 1) - y.Along(y.Rank - 1, 1, 2), curvature);
            return Tensor.Concat([t.Sigmoid(), (-t).Sigmoid()], -1);
        }

        // With z ≤ 1 everywhere, λ lies between lse(y) − c, where Σz ≥ 1, and lse(y), where Σz ≤ 1.
        var high = y.LogSumExp([-1], keepDims: true);
        var low = high - c;
        var (lambda, z) = (high, y);
        for (var k = 0; k < 60; k++)
        {
            z = Inverse(y, lambda, curvature);
            var excess = z.Sum([-1], keepDims: true) - 1;
            if (excess.Abs().Max().Item() < (y.DType == Compute.DType.F64 ? 1e-14 : 1e-6)) break;
            (low, high) = (Functions.Where(excess > 0, lambda, low), Functions.Where(excess > 0, high, lambda));
            // dz/dλ = −z/(1 + cz).
            var newton = lambda + excess / (z / (1 + z * c)).Sum([-1], keepDims: true);
            lambda = Functions.Where((newton > low) & (newton < high), newton, (low + high) * 0.5);
        }

        return z / z.Sum([-1], keepDims: true);
    }

    /// <summary>(d, c) → t with t + c tanh(t/2) = d, by Newton's method as one pass over memory.</summary>
    /// <remarks>For d > 0 the left side is concave in t > 0 and at most (1 + c/2)t and t + c: both bounds give a start below the root, from where Newton's method rises to it.</remarks>
    private static readonly Func<Tensor, Tensor, Tensor> Difference = Fuse.Of((Tensor d, Tensor c) =>
    {
        var size = d.Abs();
        var half = c * 0.5;
        var t = (size / (half + 1)).Maximum(size - c);
        for (var k = 0; k < 7; k++)
        {
            var bend = (t * 0.5).Tanh();
            t -= (t + c * bend - size) / (half * (1 - bend.Square()) + 1);
        }

        return t * d.Sign();
    });

    /// <summary>(y, λ, c) → z with ln z + cz = y − λ, by Newton's method in u = ln z, as one pass over memory.</summary>
    /// <remarks>u + c eᵘ = y − λ is convex and rises: Newton falls to the root from the right, and from the left its first step leaps to the right.</remarks>
    private static readonly Func<Tensor, Tensor, Tensor, Tensor> Inverse = Fuse.Of((Tensor y, Tensor lambda, Tensor c) =>
    {
        var goal = y - lambda;
        var u = goal.Minimum(0);
        for (var k = 0; k < 7; k++)
        {
            var e = u.Exp() * c;
            u -= (u + e - goal) / (e + 1);
        }

        return u.Exp();
    });
}
