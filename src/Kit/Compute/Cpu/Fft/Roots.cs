using System.Numerics;

namespace Kit.Compute.Cpu.Fft;

/// <summary>Roots of unity, each part the nearest double but for the last bit of the sine or cosine.</summary>
internal static class Roots
{
    /// <summary>π less the double π.</summary>
    private const double PiRest = 1.2246467991473532e-16;
    private static readonly double HalfRoot = Math.Sqrt(0.5);

    /// <summary>e^(−2πi k/n): the angle is brought into [0, π/4] in integers, so that symmetric roots have equal parts.</summary>
    public static Complex Of(long k, long n)
    {
        // Eighths of a turn: 8k/n = octant + rest/n.
        var (octant, rest) = Math.DivRem(8 * ((k % n + n) % n), n);
        var odd = (octant & 1) == 1;
        var angle = odd ? n - rest : rest;
        var (sin, cos) = angle == n ? (HalfRoot, HalfRoot) : SinCos(angle, n);
        return octant switch
        {
            0 => new(cos, -sin),
            1 => new(sin, -cos),
            2 => new(-sin, -cos),
            3 => new(-cos, -sin),
            4 => new(-cos, sin),
            5 => new(-sin, cos),
            6 => new(sin, cos),
            _ => new(cos, sin),
        };
    }

    /// <summary>Of π/4 · k/n: what the quotient, the product and π lose goes into a correction of first order.</summary>
    private static (double Sin, double Cos) SinCos(long k, long n)
    {
        var quotient = (double)k / n;
        var angle = Math.PI / 4 * quotient;
        var lost = Math.FusedMultiplyAdd(Math.PI / 4, quotient, -angle) + Math.PI / 4 * (Math.FusedMultiplyAdd(-quotient, n, k) / n) + PiRest / 4 * quotient;
        var (sin, cos) = Math.SinCos(angle);
        return (sin + cos * lost, cos - sin * lost);
    }
}
