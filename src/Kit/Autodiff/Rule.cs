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
    /// <summary>True when y is linear in what varies, at least on the branch that the operands choose: every coefficient of a series is pushed as ẏ is.</summary>
    public bool IsLinear { get; init; }

    /// <summary>The x̄ᵢ that are wanted at once from ȳ, in place of <see cref="Pull"/>; null is 0.</summary>
    public Func<Call, Tensor, bool[], Tensor?[]>? PullAll { get; init; }

    /// <summary>y₀ … y_K of power series of the operands, where there is a shorter way than by <see cref="Push"/> of series.</summary>
    public Func<Application, Tensor?[][], Tensor, Tensor?[]>? Series { get; init; }

    /// <summary>Adds x̄ of operand 0 from ȳ to a tensor of the operand's shape, for what is zero but for a part.</summary>
    public Action<Call, Tensor, Tensor>? Plant { get; init; }

    /// <summary>A linear map y = Ax of operand 0: ẏ = Aẋ, x̄ = A*ȳ.</summary>
    public static Rule Linear(Func<Call, Tensor, Tensor> transpose) =>
        new((c, _, g) => transpose(c, g), (c, t) => c.Application.Run([t[0]!]), _ => Saves.None) { IsLinear = true };

    /// <summary>A product y = B(a, b), linear in each of two operands: ẏ = B(ȧ, b) + B(a, ḃ).</summary>
    /// <param name="pull">x̄ᵢ from ȳ, by the other operand.</param>
    public static Rule Bilinear(Func<Call, int, Tensor, Tensor> pull) => new(
        pull,
        (c, t) => Sum([t[0] is { } a ? c.Application.Run([a, c[1]]) : null, t[1] is { } b ? c.Application.Run([c[0], b]) : null]),
        i => i == 0 ? Saves.Second : Saves.First)
    {
        Series = Autodiff.Series.Bilinear,
    };

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
