using Kit.Tensors;

namespace Kit.Numerics.TimeIntegration;

/// <summary>A one-step method bound to its problem, u(t) → u(t + Δt).</summary>
public interface IStepper
{
    /// <summary>Order p: over a fixed time the error is O(Δtᵖ) for smooth solutions.</summary>
    int Order { get; }

    /// <summary>The state one step later.</summary>
    /// <param name="t">Time at the start of the step.</param>
    /// <param name="u">State at t, of any shape; it is not written into.</param>
    /// <param name="dt">Step Δt; a negative one goes back in time where the method can.</param>
    Tensor Step(double t, Tensor u, double dt);
}
