using Kit.Compute;
using Kit.Tensors;

namespace Kit.Autodiff;

public static partial class Grad
{
    /// <summary>f(x) and its pullback ȳ → x̄ = Jᵀȳ, reverse mode; the pullback may be called any number of times.</summary>
    /// <param name="f">x → y of any shape.</param>
    /// <param name="x">Where.</param>
    /// <exception cref="ArgumentException">x or f(x) is I32 or Bool; or, from the pullback, ȳ does not broadcast to y's shape.</exception>
    public static (Tensor Value, Func<Tensor, Tensor> Pullback) Vjp(Func<Tensor, Tensor> f, Tensor x)
    {
        var (value, pullback) = Vjp((Tensor[] a) => f(a[0]), [x]);
        return (value, g => pullback(g)[0]);
    }

    /// <summary>f(x₀, x₁, …) and its pullback ȳ → (x̄₀, x̄₁, …).</summary>
    /// <param name="f">x₀, x₁, … → y of any shape.</param>
    /// <param name="x">Where.</param>
    /// <exception cref="ArgumentException">An argument or the result is I32 or Bool; or, from the pullback, ȳ does not broadcast to y's shape.</exception>
    public static (Tensor Value, Func<Tensor, Tensor[]> Pullback) Vjp(Func<Tensor[], Tensor> f, Tensor[] x)
    {
        var (value, node, inputs, points) = Trace(f, x);
        var (shape, type) = (value.Shape, value.DType);
        if (type.IsInteger()) throw new ArgumentException($"Vjp: the function gave {type}, which does not vary smoothly");
        return (value, g =>
        {
            var seed = Fitting(g, shape, type, "Vjp");
            return Own(node?.Backward(seed, inputs, release: false) ?? new Tensor?[x.Length], [.. points, seed]);
        }
        );
    }

    /// <summary>f(x) and its change ẏ = Jẋ for a change ẋ = v of x, forward mode.</summary>
    /// <param name="f">x → y of any shape.</param>
    /// <param name="x">Where.</param>
    /// <param name="v">The direction, of x's shape.</param>
    /// <exception cref="ArgumentException">x is I32 or Bool, or v does not broadcast to x's shape.</exception>
    public static (Tensor Value, Tensor Tangent) Jvp(Func<Tensor, Tensor> f, Tensor x, Tensor v) => Jvp((Tensor[] a) => f(a[0]), [x], [v]);

    /// <summary>f(x₀, x₁, …) and its change for changes vᵢ of the xᵢ.</summary>
    /// <param name="f">x₀, x₁, … → y of any shape.</param>
    /// <param name="x">Where.</param>
    /// <param name="v">The direction, of x's shapes.</param>
    /// <exception cref="ArgumentException">An argument is I32 or Bool, or a vᵢ does not broadcast to the shape of xᵢ.</exception>
    public static (Tensor Value, Tensor Tangent) Jvp(Func<Tensor[], Tensor> f, Tensor[] x, Tensor[] v)
    {
        ArgumentNullException.ThrowIfNull(f);
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(v);
        if (x.Length != v.Length) throw new ArgumentException($"Jvp: {x.Length} arguments and {v.Length} directions");
        var points = Points(x);
        var tape = new ForwardTape(1);
        var watched = points.Select((p, i) => tape.Input(p, Fitting(v[i], p.Shape, p.DType, "Jvp"))).ToArray();
        try
        {
            var value = Valid(f(watched));
            var series = tape.SeriesOf(value);
            tape.Close();
            return (series[0]!.Twin(series[0]!.Tracer), Contiguous(series[1]) ?? Tensor.ZerosLike(value));
        }
        finally
        {
            tape.Close();
        }
    }

    /// <summary>Hv without H: the change of the gradient in a direction, forward over reverse.</summary>
    /// <param name="f">x → a real scalar.</param>
    /// <param name="x">Where.</param>
    /// <param name="v">The direction, of x's shape.</param>
    /// <exception cref="ArgumentException">x is I32 or Bool, f(x) is not a real scalar, or v does not fit x.</exception>
    public static Tensor HessianVector(Func<Tensor, Tensor> f, Tensor x, Tensor v) => Jvp(Of(f), x, v).Tangent;

    /// <summary>Compares the gradient of f, or for f of any shape that of a fixed weighted sum of its elements, with central differences of fourth order in F64.</summary>
    /// <param name="f">x → y; it must be smooth near x and its numbers of ordinary size.</param>
    /// <param name="x">Where; F32 is taken to F64.</param>
    /// <returns>The largest error; <see cref="GradCheck.Passed"/> says whether it is small. A wrong gradient is not an exception.</returns>
    public static GradCheck Check(Func<Tensor, Tensor> f, Tensor x)
    {
        ArgumentNullException.ThrowIfNull(f);
        ArgumentNullException.ThrowIfNull(x);
        return GradCheck.Of(f, x);
    }

    /// <summary>The caller's own handle of what belongs to a tape.</summary>
    private static Tensor? Contiguous(Tensor? x) => x?.Twin(x.Tracer).Contiguous();

    private static Tensor Fitting(Tensor g, Shape shape, DType type, string caller)
    {
        ArgumentNullException.ThrowIfNull(g);
        if (g.Shape != shape && Shape.Broadcast(g.Shape, shape, caller) != shape) throw new ArgumentException($"{caller}: a direction of shape {g.Shape} does not fit {shape}");
        return Broadcasting.StretchTo(g, shape, type);
    }
}
