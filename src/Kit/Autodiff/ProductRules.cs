using Kit.Tensors;

namespace Kit.Autodiff;

/// <summary>Matrix products.</summary>
internal static class ProductRules
{
    /// <summary>Y = AB in batches: Ā = ȲB*, B̄ = A*Ȳ with the conjugate transpose, Ẏ = ȦB + AḂ.</summary>
    public static Rule MatMul { get; } = new(
        (c, i, g) => i == 0 ? Primitive.MatMul(g, Adjoint(c[1])) : Primitive.MatMul(Adjoint(c[0]), g),
        (c, t) => Rule.Sum([t[0] is { } a ? Primitive.MatMul(a, c[1]) : null, t[1] is { } b ? Primitive.MatMul(c[0], b) : null]),
        i => i == 0 ? Saves.Second : Saves.First);

    private static Tensor Adjoint(Tensor x) => x.Transpose().Conj();
}
