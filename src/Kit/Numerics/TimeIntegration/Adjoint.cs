using Kit.Autodiff;
using Kit.Tensors;

namespace Kit.Numerics.TimeIntegration;

/// <summary>Gradients of solutions by the continuous adjoint: λ′ = −(∂f/∂u)ᵀλ backward in time, whatever the number of steps forward.</summary>
public static class Adjoint
{
    /// <summary>The solution of u′ = f(t, u, θ) at given times, with a derivative that saves these states only.</summary>
    /// <remarks>
    /// Backward, (u, λ, θ̄)′ = (f, −(∂f/∂u)ᵀλ, −(∂f/∂θ)ᵀλ) is solved from save time to save time; there λ grows by the gradient of that state and u is set to the saved one.
    /// The gradient is that of the exact solution and agrees with the one of the discrete solution (<see cref="Evolution.Run"/> or <see cref="Evolution.Checkpointed"/> under Grad) to the
    /// accuracy of the method. Strongly damped problems are unstable backward: save often, or take the discrete gradient. L. S. Pontryagin et al. (1962); R. T. Q. Chen et al., NeurIPS 2018.
    /// </remarks>
    /// <param name="f">(t, u, θ) → du/dt. Tensors that are being differentiated must be among the θ.</param>
    /// <param name="u0">State at the first time.</param>
    /// <param name="parameters">θ₀, θ₁, …; they may be none.</param>
    /// <param name="times">t₀ and the times to be saved.</param>
    /// <param name="dt">Longest step, forward and backward.</param>
    /// <param name="method">f ↦ the method; RK4 unless told. The backward problem's state is a vector.</param>
    /// <param name="token">Stops the run.</param>
    /// <returns>States, [times, state…].</returns>
    /// <exception cref="ArithmeticException">A number became infinite or NaN.</exception>
    public static Tensor Solve(
        Func<double, Tensor, Tensor[], Tensor> f, Tensor u0, Tensor[] parameters, IReadOnlyList<double> times, double dt,
        Func<Func<double, Tensor, Tensor>, IStepper>? method = null, CancellationToken token = default)
    {
        ArgumentNullException.ThrowIfNull(f);
        ArgumentNullException.ThrowIfNull(u0);
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentNullException.ThrowIfNull(times);
        method ??= field => new RungeKutta(Tableau.Rk4, field);
        Tensor Forward(Tensor[] x) => Evolution.Run(method((t, u) => f(t, u, x[1..])), x[0], times, dt, token: token).States;
        var rule = Grad.Custom(Forward, (x, states, g) => Backward(x, states, g), (x, _, v) => Grad.Jvp(Forward, x, v).Tangent);
        return rule([u0, .. parameters]);

        Tensor?[] Backward(Tensor[] x, Tensor states, Tensor g)
        {
            Shape[] shapes = [.. x.Select(part => part.Shape), x[0].Shape];
            var stepper = method((t, z) => Reversed(t, Split(z, shapes), x));
            // z = (λ, θ̄…, u)
            Tensor[] z = [g[^1], .. x[1..].Select(Tensor.ZerosLike), states[^1]];
            for (var k = times.Count - 1; k > 0; k--)
            {
                var end = Evolution.Final(stepper, Join(z), times[k], times[k - 1], dt, token);
                z = Split(end, shapes);
                z[0] += g[k - 1];
                z[^1] = states[k - 1];
            }

            return z[..^1];
        }

        Tensor Reversed(double t, Tensor[] z, Tensor[] x)
        {
            var (slope, pullback) = Grad.Vjp((Tensor[] a) => f(t, a[0], a[1..]), [z[^1], .. x[1..]]);
            return Join([.. pullback(z[0]).Select(gradient => -gradient), slope]);
        }
    }

    private static Tensor Join(Tensor[] parts) => Tensor.Concat([.. parts.Select(part => part.Reshape(-1))]);

    private static Tensor[] Split(Tensor z, Shape[] shapes)
    {
        var (parts, start) = (new Tensor[shapes.Length], 0);
        for (var i = 0; i < parts.Length; i++)
        {
            var end = start + (int)shapes[i].Size;
            (parts[i], start) = (z[start..end].Reshape(shapes[i]), end);
        }

        return parts;
    }
}
