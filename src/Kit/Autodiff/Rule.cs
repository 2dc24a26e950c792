using Kit.Tensors;

namespace Kit.Autodiff;

/// <summary>How a primitive passes derivatives on, in terms of other primitives.</summary>
/// <remarks>
/// Gradients of complex numbers point in the direction of steepest ascent: z̄ = ∂L/∂Re z + i ∂L/∂Im z, so that |z|² has the gradient 2z
/// and z − ηz̄ descends. For a holomorphic y = f(z) that is z̄ = ȳ·conj(f′(z)).
/// </remarks>
/// <param name="Pull">x̄ᵢ from ȳ, before broadcasting and promotion are undone: Pull(call, i, ȳ).</param>
/// <param name="Push">ẏ from the ẋᵢ, of which those that do not change are null.</param>
/// <param name="Needs">The values that Pull reads for operand i.</param>
internal sealed record Rule(Func<Call, int, Tensor, Tensor> Pull, Func<Call, Tensor?[], Tensor> Push, Func<int, Saves> Needs)
{
    /// <summary>A linear map y = Ax of operand 0: ẏ = Aẋ, x̄ = A*ȳ.</summary>
    public static Rule Linear(Func<Call, Tensor, Tensor> transpose) =>
        new((c, _, g) => transpose(c, g), (c, t) => c.Application.Run([t[0]!]), _ => Saves.None);

    /// <summary>Element by element: ẏ = Σ sᵢẋᵢ, x̄ᵢ = ȳ·conj(sᵢ) with slopes sᵢ = ∂y/∂xᵢ.</summary>
    public static Rule Elementwise(params Slope[] slopes) => new(
        (c, i, g) => g * slopes[i].Of(c).Conj(),
        (c, t) => Sum(t.Select((x, i) => x is null ? null : x * slopes[i].Of(c))),
        i => slopes[i].Needs);

    /// <summary>The sum of the terms that are there.</summary>
    public static Tensor Sum(IEnumerable<Tensor?> terms) => terms.OfType<Tensor>().Aggregate((a, b) => a + b);
}

/// <summary>∂y/∂xᵢ and the values that it reads.</summary>
internal sealed record Slope(Saves Needs, Func<Call, Tensor> Of);
