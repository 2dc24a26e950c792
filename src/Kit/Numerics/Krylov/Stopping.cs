namespace Kit.Numerics.Krylov;

/// <summary>When an iterative solver of Ax = b stops: once ‖b − Ax‖₂ ≤ max(rtol·‖b‖₂, atol), or when its iterations are used up.</summary>
/// <param name="RelativeTolerance">rtol ≥ 0; 10⁻¹⁰ leaves ten digits of the residual, and digits(κ) fewer of the solution. Single precision reaches 10⁻⁵.</param>
/// <param name="AbsoluteTolerance">atol ≥ 0, in the units of b; needed where b may be zero up to rounding.</param>
/// <param name="MaxIterations">Most applications of the preconditioned operator; of BiCGStab, which applies it twice a step, most steps.</param>
public sealed record Stopping(double RelativeTolerance = 1e-10, double AbsoluteTolerance = 0, int MaxIterations = 1000)
{
    internal Stopping Checked(string method) => RelativeTolerance >= 0 && AbsoluteTolerance >= 0 && MaxIterations > 0
        ? this
        : throw new ArgumentException($"{method}: tolerances must not be negative and iterations must be positive, but they are {RelativeTolerance}, {AbsoluteTolerance} and {MaxIterations}");
}
