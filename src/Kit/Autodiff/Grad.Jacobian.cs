using System.Numerics;
using Kit.Compute;
using Kit.Tensors;

namespace Kit.Autodiff;

public static partial class Grad
{
    /// <summary>Directions are taken together as long as the widest tensor on the way has not more elements than this.</summary>
    private const long Widest = 1 << 24;

    /// <summary>J = ∂y/∂x of shape [y…, x…]: all rows in one batch in reverse mode or, where y has more elements than x or is complex, all columns in forward mode.</summary>
    /// <param name="f">x → y.</param>
    /// <param name="x">Where, real.</param>
    /// <exception cref="ArgumentException">x is not real, or f(x) is I32 or Bool.</exception>
    public static Tensor Jacobian(Func<Tensor, Tensor> f, Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        if (x.DType.IsComplex()) throw new ArgumentException($"Jacobian: of functions of real numbers, not {x.DType}; Grad.Wirtinger is for complex ones");
        return Lines(f, x, [1]).Parts[0];
    }

    /// <summary>The derivatives of a function of complex numbers, which are a C-linear and a conjugate part: dy = ∂y/∂z·dz + ∂y/∂z̄·dz̄, of shape [y…, z…] each.</summary>
    /// <remarks>
    /// ∂/∂z = ½(∂/∂Re z − i∂/∂Im z) and ∂/∂z̄ = ½(∂/∂Re z + i∂/∂Im z): z² has (2z, 0), |z|² has (z̄, z), and the conjugate part of a holomorphic function is 0,
    /// the equations of Cauchy and Riemann. The gradient of a real function is twice its conjugate part. W. Wirtinger, Math. Ann. 97 (1927) 357.
    /// </remarks>
    /// <param name="f">z → y, real or complex.</param>
    /// <param name="z">Where, complex.</param>
    /// <exception cref="ArgumentException">z is not complex, or f(z) is I32 or Bool.</exception>
    public static (Tensor Linear, Tensor Conjugate) Wirtinger(Func<Tensor, Tensor> f, Tensor z)
    {
        ArgumentNullException.ThrowIfNull(f);
        ArgumentNullException.ThrowIfNull(z);
        if (!z.DType.IsComplex()) throw new ArgumentException($"Wirtinger: of functions of complex numbers, not {z.DType}; Grad.Jacobian is for real ones");
        // Forward mode gives A + B for dz = 1 and i(A − B) for dz = i, reverse mode conj(A) + B and i(conj(A) − B).
        var (parts, rows) = Lines(x => Complexed(f(x)), z, [1, Complex.ImaginaryOne]);
        var turned = parts[1] * Complex.ImaginaryOne;
        var linear = (parts[0] - turned) * 0.5;
        return (rows ? linear.Conj() : linear, (parts[0] + turned) * 0.5);

        static Tensor Complexed(Tensor y) => Valid(y).DType.IsInteger() ? y : y.Cast(DTypes.Promote(y.DType, DType.C64));
    }

    /// <summary>H = ∂²f/∂x∂x of shape [x…, x…].</summary>
    /// <param name="f">x → a real scalar.</param>
    /// <param name="x">Where, real.</param>
    /// <exception cref="ArgumentException">x is not real or f(x) is not a real scalar.</exception>
    public static Tensor Hessian(Func<Tensor, Tensor> f, Tensor x) => Jacobian(Of(f), x);

    /// <summary>For each factor u the derivatives in the directions u·eᵢ as [y…, x…], by rows of the pullback or by columns.</summary>
    private static (Tensor[] Parts, bool Rows) Lines(Func<Tensor, Tensor> f, Tensor x, Complex[] factors)
    {
        var (value, node, inputs, points) = Trace(a => f(a[0]), [x]);
        if (value.DType.IsInteger()) throw new ArgumentException($"Jacobian: the function gave {value.DType}, which does not vary smoothly");
        var rows = value.Size <= x.Size && (x.DType.IsComplex() || !value.DType.IsComplex());
        int[] dims = [.. value.Shape, .. x.Shape];
        if (value.Size == 0 || x.Size == 0 || node is null) return (Array.ConvertAll(factors, _ => Tensor.Zeros(dims, value.DType).To(value.Device)), rows);
        var (unit, chunk) = (rows ? value : points[0], (int)Math.Clamp(Widest / node.Widest, 1, int.MaxValue));
        var n = checked((int)unit.Size);
        var units = Tensor.Eye(n, unit.DType).To(unit.Device).Reshape([n, .. unit.Shape]);
        var lines = Batch(Line, chunk);
        return (Array.ConvertAll(factors, u => lines(u == 1 ? units : units * u).Reshape(n, -1) is var m ? (rows ? m : m.T).Reshape(dims) : units), rows);

        Tensor Line(Tensor e) => rows ? Own(node.Backward(e, inputs, release: false), [.. points, e])[0] : Jvp(f, x, e).Tangent;
    }
}
