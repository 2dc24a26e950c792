using System.Runtime.CompilerServices;
using Kit.Tensors;

namespace Kit.Autodiff;

public static partial class Grad
{
    /// <summary>A function of one sample as a function of many: <c>Grad.Batch(f)(x)[i]</c> is f(x[i]), with one call of each operation for all samples instead of a loop.</summary>
    /// <remarks>
    /// What f closes over is the same for all samples. It composes with every derivative in both orders, such as <c>Grad.Batch(Grad.Of(f))</c>, and with itself.
    /// A value that f reads, to branch on it, may be read where all samples agree; where they do not f is run on one sample after the other, after all.
    /// So are functions with a derivative rule of their own.
    /// Random numbers that f draws are the same for all samples.
    /// </remarks>
    /// <param name="f">x → y of one sample.</param>
    /// <param name="chunk">Samples at a time, where all at once need too much memory; 0 is all. What f makes beside its result ends with each chunk.</param>
    /// <returns>[B, x…] → [B, y…].</returns>
    /// <exception cref="ArgumentException">When called: no samples, or an argument without an axis of samples.</exception>
    [OverloadResolutionPriority(1)]
    public static Func<Tensor, Tensor> Batch(Func<Tensor, Tensor> f, int chunk = 0)
    {
        ArgumentNullException.ThrowIfNull(f);
        var batch = Batch((Tensor[] x) => [f(x[0])], chunk);
        return x => batch([x])[0];
    }

    /// <summary>A function of one pair of samples as a function of many; see <see cref="Batch(Func{Tensor, Tensor}, int)"/>.</summary>
    /// <param name="f">(x, y) → z of one sample.</param>
    /// <param name="chunk">Samples at a time; 0 is all.</param>
    /// <returns>([B, x…], [B, y…]) → [B, z…].</returns>
    /// <exception cref="ArgumentException">When called: no samples, or not as many of both.</exception>
    public static Func<Tensor, Tensor, Tensor> Batch(Func<Tensor, Tensor, Tensor> f, int chunk = 0)
    {
        ArgumentNullException.ThrowIfNull(f);
        var batch = Batch((Tensor[] x) => [f(x[0], x[1])], chunk);
        return (x, y) => batch([x, y])[0];
    }

    /// <summary>A function of one sample with several arguments and results as a function of many; write <c>Grad.Batch((Tensor[] x) => …)</c>.</summary>
    /// <param name="f">x₀, x₁, … → y₀, y₁, … of one sample.</param>
    /// <param name="chunk">Samples at a time; 0 is all.</param>
    /// <returns>[B, x₀…], [B, x₁…], … → [B, y₀…], [B, y₁…], ….</returns>
    /// <exception cref="ArgumentException">When called: no samples, or not as many of all.</exception>
    public static Func<Tensor[], Tensor[]> Batch(Func<Tensor[], Tensor[]> f, int chunk = 0)
    {
        ArgumentNullException.ThrowIfNull(f);
        ArgumentOutOfRangeException.ThrowIfNegative(chunk);
        return x =>
        {
            var count = Samples(x);
            if (chunk == 0 || chunk >= count) return Together(f, x, [.. x.Select(_ => true)]);
            var parts = new List<Tensor[]>();
            for (var start = 0; start < count; start += chunk)
            {
                using var scope = Tensor.Scope();
                var y = Together(f, Array.ConvertAll(x, t => t.Along(0, start, Math.Min(count, start + chunk))), [.. x.Select(_ => true)]);
                parts.Add(Array.ConvertAll(y, t => scope.Own(t, scope.Outer)));
            }

            return [.. parts[0].Select((_, k) => Tensor.Concat([.. parts.Select(p => p[k])]))];
        };
    }

    /// <summary>The gradient of each sample's loss with respect to the weights: ∂L(w, xᵢ)/∂w along a leading axis.</summary>
    /// <param name="loss">(w, one sample) → a real scalar.</param>
    /// <param name="chunk">Samples at a time; 0 is all.</param>
    /// <returns>(w, [B, x…]) → [B, w…].</returns>
    /// <exception cref="ArgumentException">When called: no samples, or the loss is not a real scalar.</exception>
    [OverloadResolutionPriority(1)]
    public static Func<Tensor, Tensor, Tensor> PerSample(Func<Tensor, Tensor, Tensor> loss, int chunk = 0)
    {
        ArgumentNullException.ThrowIfNull(loss);
        var gradients = PerSample((Tensor[] w, Tensor[] x) => loss(w[0], x[0]), chunk);
        return (w, x) => gradients([w], [x])[0];
    }

    /// <summary>The gradients of each sample's loss with respect to several weights, of samples of several parts such as an image and its label; write <c>Grad.PerSample((Tensor[] w, Tensor[] x) => …)</c>.</summary>
    /// <param name="loss">(w₀, w₁, …; one sample's x₀, x₁, …) → a real scalar.</param>
    /// <param name="chunk">Samples at a time; 0 is all.</param>
    /// <returns>(w₀, w₁, …; [B, x₀…], [B, x₁…], …) → [B, w₀…], [B, w₁…], ….</returns>
    /// <exception cref="ArgumentException">When called: no samples, not as many of all parts, or the loss is not a real scalar.</exception>
    public static Func<Tensor[], Tensor[], Tensor[]> PerSample(Func<Tensor[], Tensor[], Tensor> loss, int chunk = 0)
    {
        ArgumentNullException.ThrowIfNull(loss);
        return (w, samples) => Batch((Tensor[] x) => Of((Tensor[] v) => loss(v, x))(w), chunk)(samples);
    }

    private static int Samples(Tensor[] x)
    {
        ArgumentNullException.ThrowIfNull(x);
        if (x.Length == 0) throw new ArgumentException("Batch: no arguments");
        for (var i = 0; i < x.Length; i++)
        {
            ArgumentNullException.ThrowIfNull(x[i]);
            if (x[i].Rank == 0) throw new ArgumentException($"Batch: argument {i} is a scalar, which has no axis of samples; close over what is the same for all");
            if (x[i].Shape[0] != x[0].Shape[0]) throw new ArgumentException($"Batch: {x[0].Shape[0]} samples of argument 0 and {x[i].Shape[0]} of argument {i}, of shapes {x[0].Shape} and {x[i].Shape}");
        }

        return x[0].Shape[0] > 0 ? x[0].Shape[0] : throw new ArgumentException($"Batch: no samples in shape {x[0].Shape}");
    }

    /// <summary>f of all samples at once; arguments that have no axis of samples are the same for all.</summary>
    private static Tensor[] Together(Func<Tensor[], Tensor[]> f, Tensor[] x, bool[] batched)
    {
        var count = x[Array.IndexOf(batched, true)].Shape[0];
        var tape = new BatchTape(count);
        try
        {
            return Array.ConvertAll(f([.. x.Select((t, k) => batched[k] ? tape.Input(t) : t)]), y => tape.Output(Valid(y)));
        }
        catch (SamplesDifferException differ) when (differ.Tape == tape)
        {
        }
        finally
        {
            tape.Close();
        }

        var rows = Enumerable.Range(0, count).Select(i => f([.. x.Select((t, k) => batched[k] ? t[i] : t)])).ToArray();
        return [.. rows[0].Select((_, k) => Tensor.Stack([.. rows.Select(r => Valid(r[k]))]))];
    }
}
