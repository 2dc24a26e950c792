using Kit.Autodiff;
using Kit.Learning;
using Kit.Tensors;

namespace Kit.Operators.Physics;

/// <summary>The Jacobian J = ∂r/∂θ of residuals at points by the weights of a network, and the tangent kernel K = JJᵀ.</summary>
/// <remarks>Row by row of the points, since a point's residual depends on that point alone: N backward passes of one point, taken as one batch, not N of all points.</remarks>
public static class TangentKernel
{
    /// <summary>J, [N·c, P]; parameters in the order of <see cref="Model.Parameters"/>.</summary>
    /// <param name="model">What holds the weights, and unknown coefficients if there are any.</param>
    /// <param name="field">u, computed with the model.</param>
    /// <param name="condition">r and its points.</param>
    /// <param name="chunk">Points at a time; 0 is all.</param>
    public static Tensor Jacobian(object model, Func<Tensor, Tensor> field, Condition condition, int chunk = 0)
    {
        ArgumentNullException.ThrowIfNull(condition);
        using var scope = Tensor.Scope();
        var weights = Model.Values(Model.Parameters(model));
        var points = condition.Points.Reshape(-1, condition.Group, condition.Points.Shape[1]);
        var components = checked((int)condition.Of(field, points[0]).Size);
        var rows = Enumerable.Range(0, components).Select(c => Grad.Batch((Tensor[] x) =>
        {
            var gradients = Grad.Of(Grad.Over(weights, () => condition.Of(field, x[0]).Flatten().Along(0, c, c + 1).Sum()))(weights);
            return [Tensor.Concat([.. gradients.Select(g => g.Flatten())])];
        }, chunk)([points])[0]).ToArray();
        return (components == 1 ? rows[0] : Tensor.Stack([.. rows], 1).Reshape(-1, rows[0].Shape[1])).Keep();
    }

    /// <summary>Tr K / N = mean over points of |∂r/∂θ|².</summary>
    public static double MeanTrace(object model, Func<Tensor, Tensor> field, Condition condition, int chunk = 0)
    {
        using var scope = Tensor.Scope();
        var j = Jacobian(model, field, condition, chunk);
        return j.Square().Sum().Item() / (condition.Points.Shape[0] / condition.Group);
    }
}
