using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Kit.StatMech.Memories;

/// <summary>The loops over the N entries of one vector. Sums of eight lanes on every processor, so that all give the same bits.</summary>
internal static class CumulantKernel
{
    /// <summary>Σ_i a_i b_i c_i.</summary>
    public static double Dot(double[] a, double[] b, double[] c)
    {
        ref var x = ref MemoryMarshal.GetArrayDataReference(a);
        ref var y = ref MemoryMarshal.GetArrayDataReference(b);
        ref var z = ref MemoryMarshal.GetArrayDataReference(c);
        var (i, total) = (0, Vector512<double>.Zero);
        for (; i <= a.Length - 8; i += 8)
            total += Vector512.LoadUnsafe(ref x, (nuint)i) * Vector512.LoadUnsafe(ref y, (nuint)i) * Vector512.LoadUnsafe(ref z, (nuint)i);
        var sum = Vector512.Sum(total);
        for (; i < a.Length; i++) sum += a[i] * b[i] * c[i];
        return sum;
    }

    /// <summary>Σ_i a_i b_i.</summary>
    public static double Dot(double[] a, double[] b)
    {
        ref var x = ref MemoryMarshal.GetArrayDataReference(a);
        ref var y = ref MemoryMarshal.GetArrayDataReference(b);
        var (i, total) = (0, Vector512<double>.Zero);
        for (; i <= a.Length - 8; i += 8) total += Vector512.LoadUnsafe(ref x, (nuint)i) * Vector512.LoadUnsafe(ref y, (nuint)i);
        var sum = Vector512.Sum(total);
        for (; i < a.Length; i++) sum += a[i] * b[i];
        return sum;
    }

    /// <summary>r_i ← r_i + factor a_i b_i.</summary>
    public static void Add(double[] result, double factor, double[] a, double[] b)
    {
        ref var r = ref MemoryMarshal.GetArrayDataReference(result);
        ref var x = ref MemoryMarshal.GetArrayDataReference(a);
        ref var y = ref MemoryMarshal.GetArrayDataReference(b);
        var (i, f) = (0, Vector512.Create(factor));
        for (; i <= a.Length - 8; i += 8)
            (Vector512.LoadUnsafe(ref r, (nuint)i) + f * Vector512.LoadUnsafe(ref x, (nuint)i) * Vector512.LoadUnsafe(ref y, (nuint)i)).StoreUnsafe(ref r, (nuint)i);
        for (; i < a.Length; i++) result[i] += factor * a[i] * b[i];
    }
}
