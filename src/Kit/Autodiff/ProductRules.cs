using Kit.Tensors;

namespace Kit.Autodiff;

/// <summary>Matrix products and convolutions.</summary>
internal static class ProductRules
{
    /// <summary>Y = AB in batches: Ā = ȲB*, B̄ = A*Ȳ with the conjugate transpose, Ẏ = ȦB + AḂ.</summary>
    public static Rule MatMul { get; } = Rule.Bilinear((c, i, g) => i == 0 ? Primitive.MatMul(g, Adjoint(c[1])) : Primitive.MatMul(Adjoint(c[0]), g));

    /// <summary>Bilinear in the first two operands; a bias gets the sum over samples and positions.</summary>
    public static Rule Conv { get; } = new(
        (c, i, g) => i == 2 ? g.Sum([0, .. Enumerable.Range(2, g.Rank - 2)]) : ((ConvCall)c.Application).Toward(i, c.Shapes[i], g, c[1 - i]),
        (c, t) =>
        {
            var call = (ConvCall)c.Application;
            var bias = t.Length > 2 && t[2] is { } b ? b.Reshape([-1, .. Enumerable.Repeat(1, call.Target.Rank - 2)]).BroadcastTo(call.Target) : null;
            return Rule.Sum([t[0] is { } x ? call.Run([x, c[1]]) : null, t[1] is { } w ? call.Run([c[0], w]) : null, bias]);
        },
        i => i switch { 0 => Saves.Second, 1 => Saves.First, _ => Saves.None });

    private static Tensor Adjoint(Tensor x) => x.Transpose().Conj();
}
