using Kit.Learning;
using Kit.Tensors;

namespace Kit.Operators.Physics;

/// <summary>Chooses the weights λₖ of the parts of a loss Σ λₖ Lₖ while it is trained, Lₖ = mean rₖ².</summary>
public interface ILossBalance
{
    /// <summary>New λₖ.</summary>
    /// <param name="present">λₖ now; the equation's is the first.</param>
    /// <param name="model">What holds the weights.</param>
    /// <param name="field">u, computed with the model.</param>
    /// <param name="parts">The equation at its points, then the conditions.</param>
    double[] Weigh(IReadOnlyList<double> present, object model, Func<Tensor, Tensor> field, IReadOnlyList<Condition> parts);
}

/// <summary>λₖ ← (1 − α)λₖ + α max|∇L₀|/mean|∇Lₖ|: the gradients of all conditions become as large as the equation's.</summary>
/// <remarks>Wang, Teng, Perdikaris, SIAM J. Sci. Comput. 43 (2021), algorithm 1.</remarks>
/// <param name="alpha">α; 0.1 there.</param>
public sealed class GradientNorms(double alpha = 0.1) : ILossBalance
{
    /// <inheritdoc/>
    public double[] Weigh(IReadOnlyList<double> present, object model, Func<Tensor, Tensor> field, IReadOnlyList<Condition> parts)
    {
        using var scope = Tensor.Scope();
        var parameters = Model.Parameters(model);
        var gradients = parts.Select(part => Tensor.Concat([.. Model.ValueAndGradients(parameters, () => part.Of(field, part.Points).Square().Mean()).Gradients.Select(g => g.Flatten())]).Abs()).ToArray();
        var largest = gradients[0].Max().Item();
        return [.. parts.Select((_, k) => k == 0 ? present[0] : gradients[k].Mean().Item() is > 0 and var mean ? (1 - alpha) * present[k] + alpha * largest / mean : present[k])];
    }
}

/// <summary>λₖ = Σⱼ τⱼ/τₖ with τₖ = Tr Kₖₖ/Nₖ of the tangent kernel: all parts converge at the same rate.</summary>
/// <remarks>Wang, Yu, Perdikaris, J. Comput. Phys. 449 (2022) 110768, eq. 6.5 and 6.6; traces a point, because losses are means.</remarks>
/// <param name="points">Points of each part that the traces are taken over; 0 is all.</param>
public sealed class TangentTraces(int points = 100) : ILossBalance
{
    /// <inheritdoc/>
    public double[] Weigh(IReadOnlyList<double> present, object model, Func<Tensor, Tensor> field, IReadOnlyList<Condition> parts)
    {
        var traces = parts.Select(part => TangentKernel.MeanTrace(model, field, Thinned(part))).ToArray();
        return Array.ConvertAll(traces, t => t > 0 ? traces.Sum() / t : 1);
    }

    private Condition Thinned(Condition part)
    {
        var groups = part.Points.Shape[0] / part.Group;
        if (points == 0 || groups <= points) return part;
        var by = part.Points.Reshape(groups, -1);
        return part with { Points = Tensor.Stack([.. Enumerable.Range(0, points).Select(i => by[(int)((long)i * groups / points)])]).Reshape(-1, part.Points.Shape[1]) };
    }
}
