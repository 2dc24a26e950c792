using Kit.Tensors;

namespace Kit.Numerics.Krylov;

/// <summary>What an iterative solver of Ax = b found, whether or not it is good enough.</summary>
/// <param name="Solution">x, of b's shape: the latest one.</param>
/// <param name="Iterations">Steps taken.</param>
/// <param name="Residuals">‖b − Axₖ‖/‖b‖ for k = 0, 1, …, by recursion; the last one is computed from x itself.</param>
/// <param name="Converged">True when the residual of x itself is within the tolerance.</param>
/// <param name="Reason">Why it stopped, with the numbers; where it failed, what to do about it.</param>
public sealed record KrylovResult(Tensor Solution, int Iterations, IReadOnlyList<double> Residuals, bool Converged, string Reason)
{
    /// <summary>‖b − Ax‖/‖b‖ of the solution.</summary>
    public double Residual => Residuals[^1];

    /// <summary>The solution of a converged run; what a solver inside <c>Grad.LinearSolve</c> returns.</summary>
    /// <exception cref="ArithmeticException">It did not converge; the message is the reason.</exception>
    public Tensor OrThrow() => Converged ? Solution : throw new ArithmeticException(Reason);

    /// <summary>The reason in a line.</summary>
    public override string ToString() => Reason;
}
