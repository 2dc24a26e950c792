namespace Kit.Numerics.FixedPoints;

/// <summary>What a fixed-point iteration found, whether or not it is good enough.</summary>
/// <param name="Values">x, the latest one.</param>
/// <param name="Residual">max |f(x) − x|.</param>
/// <param name="Iterations">Steps taken.</param>
/// <param name="Converged">Whether the residual is within the tolerance.</param>
/// <param name="Reason">Why it stopped, with the numbers; where it failed, what to do about it.</param>
public sealed record FixedPoint(double[] Values, double Residual, int Iterations, bool Converged, string Reason)
{
    /// <summary>The values of a converged run.</summary>
    /// <exception cref="ArithmeticException">It did not converge; the message is the reason.</exception>
    public double[] OrThrow() => Converged ? Values : throw new ArithmeticException(Reason);

    /// <summary>The reason in a line.</summary>
    public override string ToString() => Reason;
}
