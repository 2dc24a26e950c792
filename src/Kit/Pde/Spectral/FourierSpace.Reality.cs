using System.Numerics;
using Kit.Compute;
using Kit.Tensors;

namespace Kit.Pde.Spectral;

public sealed partial class FourierSpace
{
    /// <summary>Whether modes can leave the space of real fields: where the half spectrum holds a mode and its conjugate, û(−k) = û(k)*, both.</summary>
    internal bool HasPairs => !IsComplex && Dimensions > 1;

    /// <summary>Puts û(−k) = û(k)* back, in place, in the columns of the half spectrum that hold both: rounding breaks it.</summary>
    /// <remarks>
    /// The part that breaks it is no field, so no product sees and limits it: in a mode that grows as e^(σt) it grows for ever, and its rounding drowns the field once e^(σt) ≈ 10³².
    /// </remarks>
    internal void Pair(Tensor modes)
    {
        if (modes.DType == DType.C64)
        {
            using var wide = modes.Cast(DType.C128);
            Pair(wide);
            modes.Assign(wide.Cast(DType.C64));
            return;
        }

        var all = modes.Span<Complex>();
        var row = Shape[^1];
        var lines = (int)(Shape.Size / row);
        for (var sample = 0; sample < all.Length; sample += lines * row)
            for (var line = 0; line < lines; line++)
            {
                var mirror = Mirror(line);
                if (mirror < line) continue;
                PairUp(ref all[sample + line * row], ref all[sample + mirror * row]);
                if (points[^1] % 2 == 0) PairUp(ref all[sample + line * row + row - 1], ref all[sample + mirror * row + row - 1]);
            }
    }

    private static void PairUp(ref Complex a, ref Complex b)
    {
        var mean = 0.5 * (a + Complex.Conjugate(b));
        (a, b) = (mean, Complex.Conjugate(mean));
    }

    /// <summary>The place of −k among the axes before the last.</summary>
    private int Mirror(int line)
    {
        var (mirror, stride) = (0, 1);
        for (var axis = Dimensions - 2; axis >= 0; axis--)
        {
            (line, var index) = Math.DivRem(line, points[axis]);
            mirror += (points[axis] - index) % points[axis] * stride;
            stride *= points[axis];
        }

        return mirror;
    }
}
