using System.Runtime.CompilerServices;
using Kit.Tensors;

namespace Kit.StatMech.Models;

/// <summary>Arithmetic of short vectors.</summary>
internal static class UnitVectors
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        var sum = 0.0;
        for (var c = 0; c < a.Length; c++) sum += a[c] * b[c];
        return sum;
    }

    public static void Normalize(Span<double> vector)
    {
        var length = Math.Sqrt(Dot(vector, vector));
        foreach (ref var component in vector) component /= length;
    }

    /// <summary>Draws a direction, all of them equally likely.</summary>
    public static void Draw(Span<double> vector, Rng rng)
    {
        do
            foreach (ref var component in vector) component = rng.NextNormal();
        while (Dot(vector, vector) == 0);
        Normalize(vector);
    }
}
