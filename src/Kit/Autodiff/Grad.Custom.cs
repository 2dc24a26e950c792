using System.Runtime.CompilerServices;
using Kit.Compute;
using Kit.Tensors;

namespace Kit.Autodiff;

public static partial class Grad
{
    /// <summary>A function with a derivative rule of its own, for what has a better formula or is no composition of tensor operations.</summary>
    /// <param name="forward">x → y.</param>
    /// <param name="vjp">(x, y, ȳ) → x̄ = ȳ·∂y/∂x, of x's shape, written in tensor operations so that it can be differentiated in turn.</param>
    /// <param name="jvp">(x, y, ẋ) → ẏ = ∂y/∂x·ẋ, of y's shape; needed in forward mode only.</param>
    [OverloadResolutionPriority(1)]
    public static Func<Tensor, Tensor> Custom(
        Func<Tensor, Tensor> forward, Func<Tensor, Tensor, Tensor, Tensor> vjp, Func<Tensor, Tensor, Tensor, Tensor>? jvp = null)
    {
        ArgumentNullException.ThrowIfNull(forward);
        ArgumentNullException.ThrowIfNull(vjp);
        var call = new CustomCall("Custom", x => forward(x[0]), (x, y, g) => [vjp(x[0], y, g)], jvp is null ? null : (x, y, t) => jvp(x[0], y, t[0]));
        return x => call.Run([x.Solid()]);
    }

    /// <summary>A function of several tensors with a derivative rule of its own; write <c>Grad.Custom((Tensor[] x) => …, …)</c>.</summary>
    /// <param name="forward">x₀, x₁, … → y. It must not close over a tensor that is being differentiated: give it as an argument.</param>
    /// <param name="vjp">(x, y, ȳ) → one x̄ᵢ an argument, of its shape; null stands for zeros.</param>
    /// <param name="jvp">(x, y, ẋ) → ẏ; the ẋᵢ of arguments that do not change are zeros. Needed in forward mode only.</param>
    public static Func<Tensor[], Tensor> Custom(
        Func<Tensor[], Tensor> forward, Func<Tensor[], Tensor, Tensor, Tensor?[]> vjp, Func<Tensor[], Tensor, Tensor[], Tensor>? jvp = null)
    {
        ArgumentNullException.ThrowIfNull(forward);
        ArgumentNullException.ThrowIfNull(vjp);
        var call = new CustomCall("Custom", forward, vjp, jvp);
        return x => call.Run(Array.ConvertAll(x, t => t.Solid()));
    }

    /// <summary>f, but for a derivative that keeps the argument only and runs f once more in the backward pass.</summary>
    /// <param name="f">x → y; see <see cref="Checkpoint(Func{Tensor[], Tensor}, Rng?)"/>.</param>
    /// <param name="random">The stream that f draws from, if it does.</param>
    [OverloadResolutionPriority(1)]
    public static Func<Tensor, Tensor> Checkpoint(Func<Tensor, Tensor> f, Rng? random = null)
    {
        ArgumentNullException.ThrowIfNull(f);
        var kept = Checkpoint((Tensor[] x) => f(x[0]), random);
        return x => kept([x]);
    }

    /// <summary>f, but for a derivative that keeps the arguments only and runs f once more in the backward pass: memory for time.</summary>
    /// <remarks>
    /// A chain of n equal layers in √n checkpoints holds 2√n layers instead of n, for a third more time. Values and gradients have the same bits as those of f.
    /// What f makes beside its result ends with it.
    /// </remarks>
    /// <param name="f">x₀, x₁, … → y. Weights that are being differentiated must be arguments: closing over one is an error.</param>
    /// <param name="random">The stream that f draws from, if it does; it is set back for the second run, which so draws the same numbers.</param>
    /// <exception cref="InvalidOperationException">When called: f closes over a tensor that is being differentiated.</exception>
    public static Func<Tensor[], Tensor> Checkpoint(Func<Tensor[], Tensor> f, Rng? random = null)
    {
        ArgumentNullException.ThrowIfNull(f);
        return x =>
        {
            var start = random?.Position ?? 0;
            Tensor Again(Tensor[] a)
            {
                if (random is null) return f(a);
                (var now, random.Position) = (random.Position, start);
                try
                {
                    return f(a);
                }
                finally
                {
                    random.Position = now;
                }
            }

            return Checkpointed(f, Again).Run(Array.ConvertAll(x, t => t.Solid()));
        };
    }

    private static CustomCall Checkpointed(Func<Tensor[], Tensor> first, Func<Tensor[], Tensor> again)
    {
        return new("Checkpoint", Once, (a, _, g) => Pulled(again, a, g), (a, _, t) => Jvp(again, a, t).Tangent, Saves.All & ~Saves.Output)
        {
            Batched = batched => Checkpointed(x => Together(a => [first(a)], x, batched)[0], x => Together(a => [again(a)], x, batched)[0]),
        };

        Tensor Once(Tensor[] a)
        {
            using var scope = Tensor.Scope();
            return scope.Own(Valid(first(a)), scope.Outer);
        }
    }

    /// <summary>x̄ = Jᵀȳ once, letting go of what f saved on the way; null for integers, which do not vary.</summary>
    private static Tensor?[] Pulled(Func<Tensor[], Tensor> f, Tensor[] x, Tensor g)
    {
        var smooth = Enumerable.Range(0, x.Length).Where(i => !x[i].DType.IsInteger()).ToArray();
        var (_, node, inputs, _) = Trace(a => f([.. x.Select((t, i) => Array.IndexOf(smooth, i) is >= 0 and var k ? a[k] : t)]), [.. smooth.Select(i => x[i])]);
        var gradients = new Tensor?[x.Length];
        if (node is null) return gradients;
        var parts = node.Backward(g, inputs, release: true);
        for (var k = 0; k < smooth.Length; k++) gradients[smooth[k]] = parts[k];
        return gradients;
    }
}
