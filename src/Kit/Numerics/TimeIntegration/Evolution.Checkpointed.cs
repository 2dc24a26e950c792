using Kit.Autodiff;
using Kit.Tensors;

namespace Kit.Numerics.TimeIntegration;

public static partial class Evolution
{
    /// <summary>Run with fixed steps whose derivative holds the saved states and one interval's steps only: every interval is computed once more in the backward pass.</summary>
    /// <remarks>√n intervals of √n steps need the least memory. Gradients are those of the discrete solution, and agree with those of <see cref="Run"/> to rounding.</remarks>
    /// <param name="method">θ ↦ the method, bound to its problem; tensors that are being differentiated must be among the θ.</param>
    /// <param name="u0">State at the first time.</param>
    /// <param name="parameters">θ.</param>
    /// <param name="times">t₀ and the times to be saved, each the end of an interval.</param>
    /// <param name="dt">Longest step, > 0.</param>
    /// <param name="token">Stops the run.</param>
    /// <returns>States, [times, state…].</returns>
    /// <exception cref="ArgumentException">The method remembers earlier steps, times do not go one way, or dt is not positive.</exception>
    /// <exception cref="ArithmeticException">A number became infinite or NaN.</exception>
    public static Tensor Checkpointed(
        Func<Tensor[], IStepper> method, Tensor u0, Tensor[] parameters, IReadOnlyList<double> times, double dt, CancellationToken token = default)
    {
        ArgumentNullException.ThrowIfNull(method);
        ArgumentNullException.ThrowIfNull(u0);
        ArgumentNullException.ThrowIfNull(parameters);
        _ = Direction(times);
        if (method(parameters) is IMultistep) throw new ArgumentException("Checkpointed: a multistep method remembers steps beyond its interval; take a one-step method");
        var states = new List<Tensor> { u0.Solid() };
        for (var k = 1; k < times.Count; k++)
        {
            var (from, to) = (times[k - 1], times[k]);
            var interval = Grad.Checkpoint((Tensor[] a) => Final(method(a[1..]), a[0], from, to, dt, token));
            states.Add(interval([states[^1], .. parameters]));
        }

        return Tensor.Stack([.. states]);
    }
}
