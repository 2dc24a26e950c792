using System.Runtime.CompilerServices;
using Kit.Compute;
using Kit.Tensors;

namespace Kit.Autodiff;

/// <summary>Derivatives of functions of tensors: <c>Grad.Of(f)</c> is ∇f, a function like any other, and so can be differentiated again.</summary>
/// <remarks>
/// A function is differentiated by what it does to its arguments: any code, with branches and loops. Tensors that it reads but was not given are constants,
/// as are results of <see cref="Stop"/>, of comparisons and of rounding. Conventions where there is no derivative: |x|′ = 0 at 0, a norm's is 0 at 0,
/// equal elements share the derivative of a maximum or minimum equally. Gradients of complex arguments point in the direction of steepest ascent,
/// z̄ = ∂f/∂Re z + i ∂f/∂Im z, so that |z|² has the gradient 2z. Writing in place to a differentiated tensor is an error, and so is writing to a tensor
/// that a derivative still needs. What a derivative saves outlives every scope that is opened and closed inside the function; it ends with the scope
/// around the call of Grad. A derivative belongs to the thread that takes it.
/// </remarks>
public static partial class Grad
{
    /// <summary>∇f of a real function of one tensor, of the argument's shape and type.</summary>
    /// <param name="f">x → a real scalar.</param>
    /// <exception cref="ArgumentException">When called: x is I32 or Bool, or f(x) is not a real scalar.</exception>
    [OverloadResolutionPriority(1)]
    public static Func<Tensor, Tensor> Of(Func<Tensor, Tensor> f) => x => ValueAnd(f)(x).Gradient;

    /// <summary>(∂f/∂x, ∂f/∂y).</summary>
    /// <param name="f">(x, y) → a real scalar.</param>
    /// <exception cref="ArgumentException">When called: an argument is I32 or Bool, or f is not a real scalar.</exception>
    public static Func<Tensor, Tensor, (Tensor X, Tensor Y)> Of(Func<Tensor, Tensor, Tensor> f) => (x, y) =>
    {
        var gradients = Reverse(a => f(a[0], a[1]), [x, y]).Gradients;
        return (gradients[0], gradients[1]);
    };

    /// <summary>(∂f/∂x, ∂f/∂y, ∂f/∂z).</summary>
    /// <param name="f">(x, y, z) → a real scalar.</param>
    /// <exception cref="ArgumentException">When called: an argument is I32 or Bool, or f is not a real scalar.</exception>
    public static Func<Tensor, Tensor, Tensor, (Tensor X, Tensor Y, Tensor Z)> Of(Func<Tensor, Tensor, Tensor, Tensor> f) => (x, y, z) =>
    {
        var gradients = Reverse(a => f(a[0], a[1], a[2]), [x, y, z]).Gradients;
        return (gradients[0], gradients[1], gradients[2]);
    };

    /// <summary>∂f/∂xᵢ for every tensor of an array, such as the weights of a network; write <c>Grad.Of((Tensor[] w) => …)</c>.</summary>
    /// <param name="f">x₀, x₁, … → a real scalar.</param>
    /// <exception cref="ArgumentException">When called: an argument is I32 or Bool, or f is not a real scalar.</exception>
    public static Func<Tensor[], Tensor[]> Of(Func<Tensor[], Tensor> f) => x => Reverse(f, x).Gradients;

    /// <summary>f and ∇f at once.</summary>
    /// <param name="f">x → a real scalar.</param>
    /// <exception cref="ArgumentException">When called: x is I32 or Bool, or f(x) is not a real scalar.</exception>
    [OverloadResolutionPriority(1)]
    public static Func<Tensor, (Tensor Value, Tensor Gradient)> ValueAnd(Func<Tensor, Tensor> f) => x =>
    {
        var (value, gradients) = Reverse(a => f(a[0]), [x]);
        return (value, gradients[0]);
    };

    /// <summary>f and ∂f/∂xᵢ for every tensor of an array at once.</summary>
    /// <param name="f">x₀, x₁, … → a real scalar.</param>
    /// <exception cref="ArgumentException">When called: an argument is I32 or Bool, or f is not a real scalar.</exception>
    public static Func<Tensor[], (Tensor Value, Tensor[] Gradients)> ValueAnd(Func<Tensor[], Tensor> f) => x => Reverse(f, x);

    /// <summary>The same elements as a constant: derivatives of any order take it for a number.</summary>
    public static Tensor Stop(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return x.Plain;
    }

    /// <summary>While the result is not disposed, derivatives taken on this thread stop with an <see cref="ArithmeticException"/> that names the operation that first made a NaN.</summary>
    public static NaNTrap TrapNaN() => new();

    /// <summary>What f does to x, operation by operation, as a picture.</summary>
    /// <param name="f">x → y of any shape.</param>
    /// <param name="x">Where.</param>
    /// <exception cref="ArgumentException">x is I32 or Bool.</exception>
    public static ComputationGraph Graph(Func<Tensor, Tensor> f, Tensor x) => Graph((Tensor[] a) => f(a[0]), [x], "x");

    /// <summary>What f does to its arguments, operation by operation, as a picture.</summary>
    /// <param name="f">x₀, x₁, … → y of any shape.</param>
    /// <param name="x">Where.</param>
    /// <param name="names">What the arguments are called; x0, x1, … unless told.</param>
    /// <exception cref="ArgumentException">An argument is I32 or Bool.</exception>
    public static ComputationGraph Graph(Func<Tensor[], Tensor> f, Tensor[] x, params string[] names)
    {
        ArgumentNullException.ThrowIfNull(f);
        ArgumentNullException.ThrowIfNull(x);
        var tape = new GraphTape();
        try
        {
            var y = Valid(f([.. Points(x).Select((p, i) => tape.Input(p, i < names.Length ? names[i] : $"x{i}"))]));
            return tape.Graph(y);
        }
        finally
        {
            tape.Close();
        }
    }

    private static (Tensor Value, Tensor[] Gradients) Reverse(Func<Tensor[], Tensor> f, Tensor[] x)
    {
        var (value, node, inputs, points) = Trace(f, x);
        if (value.Size != 1) throw new ArgumentException($"Grad: the function gave shape {value.Shape}, and only a scalar has a gradient; Sum() it, or take Grad.Jacobian or Grad.Vjp");
        if (!value.DType.IsFloat()) throw new ArgumentException($"Grad: the function gave {value.DType}, and only a real number has a gradient");
        var gradients = node?.Backward(Tensor.OnesLike(value), inputs, release: true) ?? new Tensor?[x.Length];
        return (value, Own(gradients, points));
    }

    /// <summary>Runs f on watched copies of the arguments.</summary>
    private static (Tensor Value, Node? Output, Node[] Inputs, Tensor[] Points) Trace(Func<Tensor[], Tensor> f, Tensor[] x)
    {
        ArgumentNullException.ThrowIfNull(f);
        ArgumentNullException.ThrowIfNull(x);
        var points = Points(x);
        var (tape, inputs, watched) = (new ReverseTape(), new Node[x.Length], new Tensor[x.Length]);
        for (var i = 0; i < x.Length; i++) watched[i] = tape.Input(points[i], out inputs[i]);
        try
        {
            var value = Valid(f(watched));
            var node = tape.NodeOf(value);
            tape.Close();
            return (value.Twin(value.Tracer), node, inputs, points);
        }
        finally
        {
            tape.Close();
        }
    }

    private static Tensor[] Points(Tensor[] x)
    {
        var points = new Tensor[x.Length];
        for (var i = 0; i < x.Length; i++)
        {
            ArgumentNullException.ThrowIfNull(x[i]);
            points[i] = x[i].IsWeak && x[i].DType == DType.I32 ? x[i].Cast(DType.F64) : x[i].Solid();
            if (points[i].DType.IsInteger())
                throw new ArgumentException($"Grad: argument {i} is {points[i].DType}, which does not vary smoothly; Cast it to F64 or close over it");
        }

        return points;
    }

    private static Tensor Valid(Tensor? value) => value?.Solid() ?? throw new InvalidOperationException("Grad: the function gave null");

    /// <summary>Zeros where the output does not depend on an argument; else each gradient in memory of its own, so that it may be written to.</summary>
    private static Tensor[] Own(Tensor?[] gradients, Tensor[] points)
    {
        var own = new Tensor[gradients.Length];
        for (var i = 0; i < own.Length; i++)
        {
            var g = gradients[i] ?? Tensor.ZerosLike(points[i]);
            var shared = !g.IsContiguous || !g.OwnsMemory && (own.Take(i).Any(g.SharesMemory) || points.Any(g.SharesMemory));
            own[i] = shared ? g.Copy() : g;
        }

        return own;
    }
}
