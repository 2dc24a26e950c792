using Kit.Tensors;

namespace Kit.Operators.Physics;

/// <summary>An equation in a box with conditions on its sides, to be solved by a network.</summary>
/// <example><code>
/// var box = new Box((0, 2 * Math.PI), (0, 1));
/// var start = box.Face(axis: 1, at: 0, 256);
/// var advection = new PinnProblem(box, u => u.D(1) + beta * u.D(0))
/// {
///     Conditions = [Condition.Values("start", start, start[.., 0..1].Sin()), Condition.Periodic("period", box.Face(0, 0, 100), box.Face(0, 2 * Math.PI, 100), 0)],
/// };
/// </code></example>
/// <param name="Domain">Space and time.</param>
/// <param name="Residual">r(u), 0 for a solution: [N, c] at N points.</param>
public sealed record PinnProblem(Box Domain, Func<Jet, Tensor> Residual)
{
    /// <summary>Start, walls, measurements.</summary>
    public IReadOnlyList<Condition> Conditions { get; init; } = [];

    /// <summary>λ of the equation in the loss.</summary>
    public double Weight { get; init; } = 1;

    /// <summary>Unknown coefficients of the equation, tensors that <see cref="Residual"/> reads and the training changes, for inverse problems.</summary>
    public IReadOnlyList<Tensor> Unknowns { get; init; } = [];
}
