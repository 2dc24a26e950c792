using Kit.Autodiff;
using Kit.Tensors;

namespace Kit.Numerics;

/// <summary>A cosine or sine transform of type 1 to 4 along one axis, times a factor.</summary>
internal sealed record TrigonometricCall(int Kind, int Axis, bool Sine, bool Ortho, double Scale) : RuledCall
{
    private static readonly Rule Transposed = Rule.Linear((c, g) => ((TrigonometricCall)c.Application).Transpose(g));

    public override string Name => Sine ? "sine transform" : "cosine transform";

    public override Rule Rule => Transposed;

    public override RuledCall OverSamples(bool[] batched) => this with { Axis = Axis + 1 };

    protected override Tensor Compute(Tensor[] x)
    {
        using var scope = Tensor.Scope();
        var lines = x[0].MoveAxis(Axis, -1);
        var y = Sine ? SineTransform.Run(lines, Kind, Ortho) : CosineTransform.Run(lines, Kind, Ortho);
        return y.MultiplyInPlace(Scale).MoveAxis(-1, Axis).Keep();
    }

    /// <summary>
    /// Orthogonal matrices: type 3 for type 2 and back, types 1 and 4 are symmetric. The plain ones are so but for weights at the ends w: those that
    /// types 1 and 3 give to an end with half the factor of the others, C₂ᵀ = C₃w, C₃ᵀ = w⁻¹C₂, C₁ᵀ = w⁻¹C₁w with w = 2 at an end, else 1.
    /// </summary>
    private Tensor Transpose(Tensor g)
    {
        var back = this with { Kind = Kind is 2 or 3 ? 5 - Kind : Kind };
        var bare = Ortho || Kind == 4 || Sine && Kind == 1;
        var y = back.Run([bare || Kind == 3 ? g : Ends(g, 2)]);
        return bare || Kind == 2 ? y : Ends(y, 0.5);
    }

    private Tensor Ends(Tensor x, double weight)
    {
        var weights = new double[x.Shape[Axis]];
        Array.Fill(weights, 1);
        weights[Sine ? ^1 : 0] = weight;
        if (Kind == 1) weights[^1] = weight;
        return LineTransform.Weigh(x, Axis, weights);
    }
}
