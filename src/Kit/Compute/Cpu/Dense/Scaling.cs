using System.Numerics;

namespace Kit.Compute.Cpu.Dense;

/// <summary>Brings a matrix near one by a power of two, which rounds nothing, so that squares neither overflow nor underflow.</summary>
internal static unsafe class Scaling
{
    /// <summary>Scales so that the largest element lies in [1, 2).</summary>
    /// <returns>The power that was taken out.</returns>
    public static int Out<T>(Matrix<T> a) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var largest = T.Zero;
        for (var i = 0; i < a.Rows; i++)
            foreach (var x in a.RowSpan(i)) largest = T.Max(largest, T.Abs(x));
        if (largest == T.Zero) return 0;
        var power = T.ILogB(largest);
        if (power != 0)
            for (var i = 0; i < a.Rows; i++) Back(a.RowSpan(i), -power);
        return power;
    }

    /// <summary>x ← x·2ᵖ.</summary>
    public static void Back<T>(Span<T> x, int power) where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (power == 0) return;
        // In two steps, since 2ᵖ itself may be out of range.
        T first = T.ScaleB(T.One, power / 2), second = T.ScaleB(T.One, power - power / 2);
        foreach (ref var value in x) value = value * first * second;
    }
}
