namespace Kit.Tensors;

/// <content>The functions of <see cref="Functions"/> as methods: <c>Exp(x)</c> reads like the formula, <c>x.Exp()</c> chains.</content>
public sealed partial class Tensor
{
    /// <inheritdoc cref="Functions.Exp(Tensor)"/>
    public Tensor Exp() => Functions.Exp(this);

    /// <inheritdoc cref="Functions.Expm1(Tensor)"/>
    public Tensor Expm1() => Functions.Expm1(this);

    /// <inheritdoc cref="Functions.Log(Tensor)"/>
    public Tensor Log() => Functions.Log(this);

    /// <inheritdoc cref="Functions.Log1p(Tensor)"/>
    public Tensor Log1p() => Functions.Log1p(this);

    /// <inheritdoc cref="Functions.Log2(Tensor)"/>
    public Tensor Log2() => Functions.Log2(this);

    /// <inheritdoc cref="Functions.Log10(Tensor)"/>
    public Tensor Log10() => Functions.Log10(this);

    /// <inheritdoc cref="Functions.Sqrt(Tensor)"/>
    public Tensor Sqrt() => Functions.Sqrt(this);

    /// <inheritdoc cref="Functions.Rsqrt(Tensor)"/>
    public Tensor Rsqrt() => Functions.Rsqrt(this);

    /// <inheritdoc cref="Functions.Reciprocal(Tensor)"/>
    public Tensor Reciprocal() => Functions.Reciprocal(this);

    /// <inheritdoc cref="Functions.Sin(Tensor)"/>
    public Tensor Sin() => Functions.Sin(this);

    /// <inheritdoc cref="Functions.Cos(Tensor)"/>
    public Tensor Cos() => Functions.Cos(this);

    /// <inheritdoc cref="Functions.Tan(Tensor)"/>
    public Tensor Tan() => Functions.Tan(this);

    /// <inheritdoc cref="Functions.Asin(Tensor)"/>
    public Tensor Asin() => Functions.Asin(this);

    /// <inheritdoc cref="Functions.Acos(Tensor)"/>
    public Tensor Acos() => Functions.Acos(this);

    /// <inheritdoc cref="Functions.Atan(Tensor)"/>
    public Tensor Atan() => Functions.Atan(this);

    /// <inheritdoc cref="Functions.Sinh(Tensor)"/>
    public Tensor Sinh() => Functions.Sinh(this);

    /// <inheritdoc cref="Functions.Cosh(Tensor)"/>
    public Tensor Cosh() => Functions.Cosh(this);

    /// <inheritdoc cref="Functions.Tanh(Tensor)"/>
    public Tensor Tanh() => Functions.Tanh(this);

    /// <inheritdoc cref="Functions.Sigmoid(Tensor)"/>
    public Tensor Sigmoid() => Functions.Sigmoid(this);

    /// <inheritdoc cref="Functions.Erf(Tensor)"/>
    public Tensor Erf() => Functions.Erf(this);

    /// <inheritdoc cref="Functions.Square(Tensor)"/>
    public Tensor Square() => Functions.Square(this);

    /// <inheritdoc cref="Functions.Abs(Tensor)"/>
    public Tensor Abs() => Functions.Abs(this);

    /// <inheritdoc cref="Functions.Sign(Tensor)"/>
    public Tensor Sign() => Functions.Sign(this);

    /// <inheritdoc cref="Functions.Floor(Tensor)"/>
    public Tensor Floor() => Functions.Floor(this);

    /// <inheritdoc cref="Functions.Ceiling(Tensor)"/>
    public Tensor Ceiling() => Functions.Ceiling(this);

    /// <inheritdoc cref="Functions.Round(Tensor)"/>
    public Tensor Round() => Functions.Round(this);

    /// <inheritdoc cref="Functions.Truncate(Tensor)"/>
    public Tensor Truncate() => Functions.Truncate(this);

    /// <inheritdoc cref="Functions.IsNaN(Tensor)"/>
    public Tensor IsNaN() => Functions.IsNaN(this);

    /// <inheritdoc cref="Functions.IsFinite(Tensor)"/>
    public Tensor IsFinite() => Functions.IsFinite(this);

    /// <inheritdoc cref="Functions.Pow(Tensor, Tensor)"/>
    public Tensor Pow(Tensor b) => Functions.Pow(this, b);

    /// <inheritdoc cref="Functions.Atan2(Tensor, Tensor)"/>
    public Tensor Atan2(Tensor x) => Functions.Atan2(this, x);

    /// <inheritdoc cref="Functions.FloorDivide(Tensor, Tensor)"/>
    public Tensor FloorDivide(Tensor b) => Functions.FloorDivide(this, b);

    /// <inheritdoc cref="Functions.Minimum(Tensor, Tensor)"/>
    public Tensor Minimum(Tensor b) => Functions.Minimum(this, b);

    /// <inheritdoc cref="Functions.Maximum(Tensor, Tensor)"/>
    public Tensor Maximum(Tensor b) => Functions.Maximum(this, b);

    /// <inheritdoc cref="Functions.Clamp(Tensor, Tensor, Tensor)"/>
    public Tensor Clamp(Tensor low, Tensor high) => Functions.Clamp(this, low, high);

    /// <inheritdoc cref="Functions.Equal(Tensor, Tensor)"/>
    public Tensor Equal(Tensor b) => Functions.Equal(this, b);

    /// <inheritdoc cref="Functions.NotEqual(Tensor, Tensor)"/>
    public Tensor NotEqual(Tensor b) => Functions.NotEqual(this, b);

    /// <inheritdoc cref="Functions.Real(Tensor)"/>
    public Tensor Real() => Functions.Real(this);

    /// <inheritdoc cref="Functions.Imag(Tensor)"/>
    public Tensor Imag() => Functions.Imag(this);

    /// <inheritdoc cref="Functions.Conj(Tensor)"/>
    public Tensor Conj() => Functions.Conj(this);

    /// <inheritdoc cref="Functions.Angle(Tensor)"/>
    public Tensor Angle() => Functions.Angle(this);

    /// <inheritdoc cref="Functions.MatMul(Tensor, Tensor)"/>
    public Tensor MatMul(Tensor b) => Functions.MatMul(this, b);

    /// <inheritdoc cref="Functions.Dot(Tensor, Tensor)"/>
    public Tensor Dot(Tensor b) => Functions.Dot(this, b);

    /// <inheritdoc cref="Functions.Outer(Tensor, Tensor)"/>
    public Tensor Outer(Tensor b) => Functions.Outer(this, b);

    /// <inheritdoc cref="Functions.Diagonal(Tensor)"/>
    public Tensor Diagonal() => Functions.Diagonal(this);
}
