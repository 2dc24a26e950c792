using Kit.Compute;
using Kit.Tensors;

namespace Kit.Autodiff;

public static partial class Grad
{
    /// <summary>f(x) and the derivatives dᵏ/dtᵏ f(x + tv) at t = 0 for k = 1 … order, in one forward pass.</summary>
    /// <remarks>
    /// The cost grows as order², not as 2^order like nested first derivatives. A direction with more axes than x is a batch of directions: x is stretched to v's shape,
    /// and f must treat the leading axes as a batch. Like every derivative it may be differentiated in turn, so <c>Grad.Of(w => …Taylor…)</c> trains a physics-informed network.
    /// </remarks>
    /// <param name="f">x → y of any shape.</param>
    /// <param name="x">Where.</param>
    /// <param name="v">The direction, of x's shape or a batch of such.</param>
    /// <param name="order">The highest derivative, 0 or more; 2 for a Laplacian.</param>
    /// <returns>order + 1 tensors of f's shape.</returns>
    /// <exception cref="ArgumentException">x or f(x) is I32 or Bool, or v does not fit x.</exception>
    public static Tensor[] Taylor(Func<Tensor, Tensor> f, Tensor x, Tensor v, int order)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(v);
        ArgumentOutOfRangeException.ThrowIfNegative(order);
        var point = v.Rank > x.Rank ? x.BroadcastTo(v.Shape) : x;
        var terms = Curve(f, point, order == 0 ? [] : [v], order);
        var factorial = 1.0;
        for (var k = 2; k <= order; k++) terms[k] *= factorial *= k;
        return terms;
    }

    /// <summary>y₀ … y_K of f(x₀ + x₁t + … + x_K tᴷ) = y₀ + y₁t + … + y_K tᴷ + O(tᴷ⁺¹): power series in, power series out.</summary>
    /// <remarks>
    /// Coefficients, not derivatives: yₖ is the k-th derivative divided by k!. A curve can gather several derivatives in one coefficient: for u(x, t) and the curve
    /// (x + s, t − s²) it is y₂ = ½u_xx − u_t, and y₁ = u_x.
    /// </remarks>
    /// <param name="f">x → y of any shape.</param>
    /// <param name="coefficients">x₀ … x_K; each broadcasts to x₀'s shape.</param>
    /// <returns>As many tensors of f's shape.</returns>
    /// <exception cref="ArgumentException">No coefficient, x₀ or f(x₀) is I32 or Bool, or a coefficient does not fit x₀.</exception>
    public static Tensor[] Taylor(Func<Tensor, Tensor> f, ReadOnlySpan<Tensor> coefficients)
    {
        if (coefficients.IsEmpty) throw new ArgumentException("Taylor: no coefficients; the first is the point");
        return Curve(f, coefficients[0], coefficients[1..].ToArray(), coefficients.Length - 1);
    }

    /// <summary>Δf = Σᵢ ∂²f/∂xᵢ² over the last axis of x, a batched second-order Taylor pass.</summary>
    /// <param name="f">[…, d] → […]: a function of d coordinates at each of many points, such as a network; it must take further leading axes as a batch.</param>
    /// <param name="x">The points, […, d].</param>
    /// <returns>Δf at each point, […].</returns>
    /// <exception cref="ArgumentException">x is a scalar or not real.</exception>
    public static Tensor Laplacian(Func<Tensor, Tensor> f, Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        if (x.Rank == 0 || !x.DType.IsFloat()) throw new ArgumentException($"Laplacian: needs real points along a last axis, not {x.DType} {x.Shape}");
        int[] unit = [x.Shape[^1], .. Enumerable.Repeat(1, x.Rank - 1), x.Shape[^1]];
        var directions = Tensor.Eye(x.Shape[^1], dtype: x.DType).To(x.Device).Reshape(unit).BroadcastTo(new Shape([x.Shape[^1], .. x.Shape]));
        return Taylor(f, x, directions, 2)[2].Sum(0);
    }

    private static Tensor[] Curve(Func<Tensor, Tensor> f, Tensor x, Tensor[] rest, int order)
    {
        ArgumentNullException.ThrowIfNull(f);
        var point = Points([x])[0];
        var tape = new ForwardTape(order);
        try
        {
            var value = Valid(f(tape.Input([point, .. rest.Select(t => Fitting(t, point.Shape, point.DType, "Taylor"))])));
            var series = tape.SeriesOf(value);
            tape.Close();
            if (series[0]!.DType.IsInteger()) throw new ArgumentException($"Taylor: the function gave {series[0]!.DType}, which does not vary smoothly");
            return Array.ConvertAll(series, y => Contiguous(y) ?? Tensor.ZerosLike(series[0]!));
        }
        finally
        {
            tape.Close();
        }
    }
}
