using System.Numerics;

namespace Kit.Compute.Cpu.Dense;

/// <summary>Makes vectors that are determined only up to sign and order reproducible.</summary>
internal static unsafe class Signs
{
    /// <summary>True when the component of the largest magnitude, the first of several, is negative.</summary>
    public static bool LargestIsNegative<T>(ReadOnlySpan<T> x) where T : unmanaged, INumber<T>
    {
        var largest = T.Zero;
        foreach (var value in x)
            if (T.Abs(value) > T.Abs(largest)) largest = value;
        return largest < T.Zero;
    }

    /// <summary>Row k of the target becomes row order[k] of the source, sixteen rows at a time so that a target of any layout is written in runs.</summary>
    public static void Gather<T>(Matrix<T> source, ReadOnlySpan<int> order, Matrix<T> target) where T : unmanaged
    {
        const int Rows = 16;
        for (var first = 0; first < order.Length; first += Rows)
            for (var j = 0; j < target.Columns; j++)
                for (var k = first; k < Math.Min(first + Rows, order.Length); k++) *target.At(k, j) = source.Row(order[k])[j];
    }
}
