using Kit.Tensors;

namespace Kit.Operators.Hyper;

/// <summary>Fields at points and their derivatives up to the second order along each axis, each [N, P].</summary>
/// <param name="U">u.</param>
/// <param name="X">∂u/∂x.</param>
/// <param name="Y">∂u/∂y.</param>
/// <param name="XX">∂²u/∂x².</param>
/// <param name="YY">∂²u/∂y².</param>
public sealed record FieldDerivatives(Tensor U, Tensor X, Tensor Y, Tensor XX, Tensor YY)
{
    /// <summary>Of the sum of two fields.</summary>
    public static FieldDerivatives operator +(FieldDerivatives a, FieldDerivatives b) => new(a.U + b.U, a.X + b.X, a.Y + b.Y, a.XX + b.XX, a.YY + b.YY);

    /// <summary>Of a field times a number of each sample, [N, 1].</summary>
    public static FieldDerivatives operator *(FieldDerivatives a, Tensor scale) => new(a.U * scale, a.X * scale, a.Y * scale, a.XX * scale, a.YY * scale);

    /// <summary>L[u] = c₀ u_xx + c₁ u_yy + c₂ u_x + c₃ u_y + c₄ u.</summary>
    /// <param name="coefficients">c, [N, 5].</param>
    public Tensor Apply(Tensor coefficients)
    {
        ArgumentNullException.ThrowIfNull(coefficients);
        Tensor Of(int k) => coefficients[.., k..(k + 1)];
        return coefficients.Rank == 2 && coefficients.Shape[1] == 5
            ? Of(0) * XX + Of(1) * YY + Of(2) * X + Of(3) * Y + Of(4) * U
            : throw new ArgumentException($"FieldDerivatives: coefficients of shape {coefficients.Shape}; [N,5] is right");
    }
}
