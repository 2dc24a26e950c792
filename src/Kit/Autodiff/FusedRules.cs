using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Kit.Tensors;

namespace Kit.Autodiff;

/// <summary>Derivatives of fused functions, fused in turn: the pullback and the push of the function itself, written down once on symbols.</summary>
internal static class FusedRules
{
    private static readonly ConditionalWeakTable<Fused, Derivatives> Known = [];

    public static Rule Of(FusedCall call)
    {
        var derivatives = Known.GetValue(call.Function, f => new(f));
        var signature = call.Signature;
        return new(
            (_, _, _) => throw new NotSupportedException(),
            (c, t) => derivatives.Push(t).Run([.. Operands(c, signature), .. t.OfType<Tensor>()])[0],
            i => derivatives.Pull([i]).Reads(signature.With(call.Function.Result(signature))).Where(k => k < signature.Count).Aggregate(Saves.None, (saves, k) => saves | Call.Operand(k)))
        {
            PullAll = (c, g, wanted) =>
            {
                var gradients = new Tensor?[wanted.Length];
                int[] moving = [.. call.Function.Reads(signature).Distinct().Where(k => wanted[k]).Order()];
                if (moving.Length == 0) return gradients;
                var parts = derivatives.Pull(moving).Run([.. Operands(c, signature), g]);
                for (var k = 0; k < moving.Length; k++) gradients[moving[k]] = parts[k];
                return gradients;
            },
        };
    }

    /// <summary>What was saved, and for what the derivative does not read zeros of its type.</summary>
    private static IEnumerable<Tensor> Operands(Call c, Signature signature) =>
        c.Shapes.Select((_, k) => c.Saved(k) ?? (signature[k].IsWeak ? Weak(c.Types[k]) : Tensor.Zeros(signature[k].IsRow ? [signature.Row] : [], c.Types[k]).To(c.Device)));

    private static Tensor Weak(Compute.DType type) => type switch { Compute.DType.Bool => false, Compute.DType.I32 => 0, Compute.DType.F64 => 0.0, _ => System.Numerics.Complex.Zero };

    private sealed class Derivatives(Fused f)
    {
        private readonly ConcurrentDictionary<string, Fused> pulls = [];
        private readonly ConcurrentDictionary<string, Fused> pushes = [];

        /// <summary>(x₀, …, ȳ) → the x̄ᵢ of these operands.</summary>
        public Fused Pull(int[] moving) => pulls.GetOrAdd(string.Join(',', moving), _ => new(a => Grad.Vjp(z => f.Body(Placed(a[..^1], moving, z))[0], [.. moving.Select(k => a[k])]).Pullback(a[^1]), f.Rows));

        /// <summary>(x₀, …, ẋᵢ, …) → ẏ with the tangents that are there.</summary>
        public Fused Push(Tensor?[] tangents)
        {
            var moving = Enumerable.Range(0, tangents.Length).Where(k => tangents[k] is not null).ToArray();
            return pushes.GetOrAdd(string.Join(',', moving), _ => new(a =>
                [Grad.Jvp(z => f.Body(Placed(a[..tangents.Length], moving, z))[0], [.. moving.Select(k => a[k])], a[tangents.Length..]).Tangent], f.Rows));
        }

        private static Tensor[] Placed(Tensor[] x, int[] places, Tensor[] values)
        {
            for (var k = 0; k < places.Length; k++) x[places[k]] = values[k];
            return x;
        }
    }
}
