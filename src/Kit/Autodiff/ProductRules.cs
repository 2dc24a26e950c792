using Kit.Tensors;

namespace Kit.Autodiff;

/// <summary>Matrix products.</summary>
internal static class ProductRules
{
    /// <summary>Y = AB in batches: Ā = ȲB*, B̄ = A*Ȳ with the conjugate transpose, Ẏ = ȦB + AḂ.</summary>
    public static Rule MatMul { get; } = Rule.Bilinear((c, i, g) => i == 0 ? Primitive.MatMul(g, Adjoint(c[1])) : Primitive.MatMul(Adjoint(c[0]), g));

    private static Tensor Adjoint(Tensor x) => x.Transpose().Conj();
}
