using Kit.Tensors;

namespace Kit.Numerics.TimeIntegration;

/// <summary>The stiff part of a right-hand side, known by the solution of u − γh f(t, u) = r.</summary>
public sealed class ImplicitPart
{
    private readonly Func<double, double, Tensor, Tensor, Tensor> solve;

    private ImplicitPart(Func<double, double, Tensor, Tensor, Tensor> solve, Field? ode) => (this.solve, Field) = (solve, ode);

    internal Field? Field { get; }

    /// <summary>A linear part Lu by its resolvent: where L is diagonal in some basis this is a division.</summary>
    /// <param name="resolvent">(γh, r) → u with (1 − γh L) u = r.</param>
    public static ImplicitPart Linear(Func<double, Tensor, Tensor> resolvent)
    {
        ArgumentNullException.ThrowIfNull(resolvent);
        return new((_, gammaDt, rhs, _) => resolvent(gammaDt, rhs), null);
    }

    /// <summary>Any part, by Newton's method.</summary>
    /// <param name="f">(t, u) → the part of du/dt.</param>
    /// <param name="newton">How the equations are solved.</param>
    public static ImplicitPart Of(Func<double, Tensor, Tensor> f, Newton? newton = null)
    {
        var (ode, rule) = (new Field(f), newton ?? new());
        return new((t, gammaDt, rhs, guess) => rule.Solve(ode.At, t, gammaDt, rhs, guess), ode);
    }

    /// <summary>u with u − γh f(t, u) = r, and f(t, u) = (u − r)/(γh).</summary>
    internal (Tensor U, Tensor Slope) Solve(double t, double gammaDt, Tensor rhs, Tensor guess)
    {
        var u = solve(t, gammaDt, rhs, guess);
        return (u, (u - rhs) * (1 / gammaDt));
    }
}
