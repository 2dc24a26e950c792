using Kit.Tensors;

namespace Kit.Operators.NeuralOdes;

/// <summary>A solution of a neural differential equation, and the heuristics of the solver as differentiable numbers.</summary>
/// <param name="States">z at the times asked for, [times, N, d].</param>
/// <param name="ErrorMeasure">R_E = Σⱼ Eⱼ|hⱼ| over accepted steps, Eⱼ the root mean square of the local error estimate (Pal et al., ICML 2021).</param>
/// <param name="Stiffness">R_S = Σⱼ Sⱼ with Sⱼ = ‖kₛ − kₛ₋₁‖/‖gₛ − gₛ₋₁‖ from the last two stages g and their slopes k, an estimate of the largest |eigenvalue| of ∂f/∂z; null where these stages are at other times.</param>
/// <param name="KineticEnergy">∫‖f‖² dt, mean over samples, by the method's own quadrature (Finlay, Jacobsen, Nurbekyan, Oberman, ICML 2020).</param>
/// <param name="Evaluations">Evaluations of f, those of rejected steps and of the choice of the first step among them.</param>
/// <param name="Steps">Steps accepted, each with its time t and length h.</param>
/// <param name="Rejected">Steps rejected.</param>
public sealed record NeuralPath(
    Tensor States, Tensor ErrorMeasure, Tensor? Stiffness, Tensor KineticEnergy, int Evaluations, IReadOnlyList<(double Time, double Length)> Steps, int Rejected);
