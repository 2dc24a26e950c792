using Kit.Compute;
using Kit.Tensors;

namespace Kit.Pde.DataSets;

/// <summary>Samples that are advanced from frame to frame, each by itself: steps follow the speeds of a sample, and must not depend on its neighbours.</summary>
internal static class Frames
{
    /// <summary>[samples, 1 + T/Δ, …]: the start, and the state after every Δ.</summary>
    /// <param name="start">[samples, …].</param>
    /// <param name="time">T.</param>
    /// <param name="every">Δ.</param>
    /// <param name="advance">(u, from, to) → the state of one sample at a later time.</param>
    public static Tensor Of(Tensor start, double time, double every, Func<Tensor, double, double, Tensor> advance)
    {
        var frames = (int)Math.Round(time / every);
        var result = Tensor.Zeros(new([start.Shape[0], frames + 1, .. start.Shape.ToArray()[1..]]));
        Threads.For(start.Shape[0], sample =>
        {
            using var all = Tensor.Scope();
            var u = start[sample].Copy();
            result[sample, 0] = u;
            for (var k = 0; k < frames; k++)
            {
                Tensor next;
                using (Tensor.Scope()) next = advance(u, time * k / frames, time * (k + 1) / frames).Keep();
                u.Dispose();
                result[sample, k + 1] = u = next;
            }

            u.Dispose();
        });
        return result;
    }
}
