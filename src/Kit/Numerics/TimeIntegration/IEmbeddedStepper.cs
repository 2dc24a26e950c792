using Kit.Tensors;

namespace Kit.Numerics.TimeIntegration;

/// <summary>A method that also estimates its local error, so that steps can be chosen as long as accuracy allows.</summary>
public interface IEmbeddedStepper : IStepper
{
    /// <summary>q: the estimate is O(hᑫ⁺¹).</summary>
    int ErrorOrder { get; }

    /// <summary>du/dt.</summary>
    Tensor Slope(double t, Tensor u);

    /// <summary>A step with an estimate of its error, to be taken or left.</summary>
    /// <param name="t">Time.</param>
    /// <param name="u">State, any shape.</param>
    /// <param name="dt">h, negative for a step back.</param>
    /// <param name="slope">f(t, u) if it is known.</param>
    Trial Try(double t, Tensor u, double dt, Tensor? slope);
}

/// <summary>A step that was tried.</summary>
/// <param name="Next">u⁺.</param>
/// <param name="Error">Estimate of the local error of u⁺, or of the embedded method's.</param>
/// <param name="Slope">f(t + h, u⁺).</param>
/// <param name="Between">θ → u(t + θh), 0 ≤ θ ≤ 1.</param>
public sealed record Trial(Tensor Next, Tensor Error, Tensor Slope, Func<double, Tensor> Between)
{
    /// <summary>The cubic with these values and slopes at both ends, of third order within the step.</summary>
    public static Tensor Hermite(Tensor u, Tensor slope, Tensor next, Tensor nextSlope, double dt, double theta)
    {
        var (a, b) = (theta * theta * (3 - 2 * theta), theta * (1 - theta));
        return Combination.Of(u, 1, [a, -a, dt * b * (1 - theta), -dt * b * theta], [next, u, slope, nextSlope]);
    }
}
