namespace Kit.Numerics.TimeIntegration;

/// <summary>The equation of an implicit step was not solved.</summary>
/// <param name="message">What happened.</param>
/// <param name="residuals">Root mean squares of the residual, iteration by iteration.</param>
public sealed class ConvergenceException(string message, IReadOnlyList<double> residuals) : ArithmeticException(message)
{
    /// <summary>Root mean squares of the residual, iteration by iteration.</summary>
    public IReadOnlyList<double> Residuals { get; } = residuals;
}
