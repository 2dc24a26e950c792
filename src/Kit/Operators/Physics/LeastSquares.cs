using Kit.Learning;
using Kit.Tensors;

namespace Kit.Operators.Physics;

/// <summary>The loss Σ λₖ mean rₖ² of a field with weights, its residuals as rows, and their Jacobian point by point.</summary>
/// <param name="model">What holds the weights.</param>
/// <param name="field">u, computed with the model.</param>
internal sealed class LeastSquares(object model, Func<Tensor, Tensor> field)
{
    // One for all, so that the damping of a step in time begins where the last one's ended.
    private readonly LevenbergMarquardt method = new(model);

    public Tensor Loss(IReadOnlyList<Condition> parts, IReadOnlyList<double> weights, Func<Tensor, Tensor>? first = null)
    {
        var total = Tensor.Of(0.0);
        for (var k = 0; k < parts.Count; k++)
        {
            var r = parts[k].Of(field, parts[k].Points);
            total += (k == 0 && first is not null ? first(r) : r.Square().Mean()) * weights[k];
        }

        return total;
    }

    /// <summary>Levenberg and Marquardt's method on the rows.</summary>
    public Minimum GaussNewton(IReadOnlyList<Condition> parts, IReadOnlyList<double> weights, int iterations, double tolerance) =>
        method.Minimize(() => Rows(parts, weights), iterations, tolerance, () => Slopes(parts, weights));

    /// <summary>√(2λₖ/Nₖ) rₖ of all parts: half the squares add to the loss.</summary>
    private Tensor Rows(IReadOnlyList<Condition> parts, IReadOnlyList<double> weights) => Tensor.Concat([.. parts.Select((part, k) =>
    {
        var r = part.Of(field, part.Points).Flatten();
        return r * Math.Sqrt(2 * weights[k] / r.Size);
    })]);

    private Tensor Slopes(IReadOnlyList<Condition> parts, IReadOnlyList<double> weights) => Tensor.Concat([.. parts.Select((part, k) =>
    {
        var j = TangentKernel.Jacobian(model, field, part);
        return j.MultiplyInPlace(Math.Sqrt(2 * weights[k] / j.Shape[0]));
    })]);
}
