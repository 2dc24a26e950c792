using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Kit.Pde.Elliptic;

/// <summary>The inner loops of multigrid over one line of n points; lines are padded with zeros to whole vectors of eight.</summary>
internal static unsafe class LineKernels
{
    private static readonly Vector512<double> Indices = Vector512.Create(0.0, 1, 2, 3, 4, 5, 6, 7);

    /// <summary>u = (f + Σ w u(neighbours)) / d at every second point, k = first, first + 2, …: the neighbours keep their values, so whole vectors are computed and half of each is kept.</summary>
    public static void Relax<TLine>(in TLine line, double* u, double* f, int n, int first) where TLine : struct, ILine
    {
        var mask = Vector512.Create(first == 0 ? -1L : 0, first == 0 ? 0 : -1L, first == 0 ? -1L : 0, first == 0 ? 0 : -1L, first == 0 ? -1L : 0, first == 0 ? 0 : -1L, first == 0 ? -1L : 0, first == 0 ? 0 : -1L).AsDouble();
        var at = line;
        var west = Vector512.Load(u - 1);
        for (nint k = 0; k < n; k += 8)
        {
            // A load that overlaps the store before it would wait for memory; what it needs of that vector keeps its value.
            var nextWest = Vector512.Load(u + k + 7);
            var next = (at.Neighbours(k, west) + Vector512.Load(f + k)) * at.Inverse(k);
            Vector512.ConditionalSelect(mask, next, Vector512.Load(u + k)).Store(u + k);
            west = nextWest;
        }
    }

    /// <summary>r = f − A u; the sum of its squares.</summary>
    public static double Residual<TLine>(in TLine line, double* u, double* f, double* r, int n) where TLine : struct, ILine
    {
        var at = line;
        var squares = Vector512<double>.Zero;
        for (nint k = 0; k < n; k += 8)
        {
            var left = Vector512.Load(f + k) + at.Neighbours(k, Vector512.Load(u + k - 1)) - at.Diagonal(k) * Vector512.Load(u + k);
            if (k + 8 > n) left = Vector512.ConditionalSelect(Vector512.LessThan(Indices, Vector512.Create((double)(n - k))), left, Vector512<double>.Zero);
            left.Store(r + k);
            squares = Vector512.FusedMultiplyAdd(left, left, squares);
        }

        return Vector512.Sum(squares);
    }

    /// <summary>u += weight · r / d.</summary>
    public static void Jacobi<TLine>(in TLine line, double* u, double* r, double weight, int n) where TLine : struct, ILine
    {
        var at = line;
        var w = Vector512.Create(weight);
        for (nint k = 0; k < n; k += 8)
            Vector512.FusedMultiplyAdd(w * at.Inverse(k), Vector512.Load(r + k), Vector512.Load(u + k)).Store(u + k);
    }

    /// <summary>y = c y + a·x + b·z with weights per point.</summary>
    public static void Combine(double* y, double c, double* a, double* x, double* b, double* z, int n)
    {
        var scale = Vector512.Create(c);
        for (nint k = 0; k < n; k += 8)
        {
            var sum = Vector512.FusedMultiplyAdd(Vector512.Load(a + k), Vector512.Load(x + k), scale * Vector512.Load(y + k));
            Vector512.FusedMultiplyAdd(Vector512.Load(b + k), Vector512.Load(z + k), sum).Store(y + k);
        }
    }

    /// <summary>y = c y + a x + b z.</summary>
    public static void Combine(double* y, double c, double a, double* x, double b, double* z, int n)
    {
        var (scale, left, right) = (Vector512.Create(c), Vector512.Create(a), Vector512.Create(b));
        for (nint k = 0; k < n; k += 8)
        {
            var sum = Vector512.FusedMultiplyAdd(left, Vector512.Load(x + k), scale * Vector512.Load(y + k));
            Vector512.FusedMultiplyAdd(right, Vector512.Load(z + k), sum).Store(y + k);
        }
    }

    /// <summary>y += x·low/(low + high), or high/(low + high): what passes on of a point between two faces in series.</summary>
    public static void AddPart(double* y, double* x, double* part, double* other, int n)
    {
        for (nint k = 0; k < n; k += 8)
        {
            var face = Vector512.Load(part + k);
            Vector512.FusedMultiplyAdd(Share(face, Vector512.Load(other + k)), Vector512.Load(x + k), Vector512.Load(y + k)).Store(y + k);
        }
    }

    /// <summary>y = c y + (low·x + high·z)/(low + high).</summary>
    public static void Between(double* y, double c, double* low, double* x, double* high, double* z, int n)
    {
        var scale = Vector512.Create(c);
        for (nint k = 0; k < n; k += 8)
        {
            Vector512<double> a = Vector512.Load(low + k), b = Vector512.Load(high + k);
            var sum = Vector512.FusedMultiplyAdd(Share(a, b), Vector512.Load(x + k), scale * Vector512.Load(y + k));
            Vector512.FusedMultiplyAdd(Share(b, a), Vector512.Load(z + k), sum).Store(y + k);
        }
    }

    /// <summary>y += x.</summary>
    public static void Add(double* y, double* x, int n)
    {
        for (nint k = 0; k < n; k += 8) (Vector512.Load(y + k) + Vector512.Load(x + k)).Store(y + k);
    }

    /// <summary>coarse_K = a_K fine_{2K−1} + b_K fine_{2K} + c_K fine_{2K+1}.</summary>
    public static void Restrict(double* coarse, double* fine, double* a, double* b, double* c, int n)
    {
        for (nint k = 0; k < n; k += 8)
        {
            var (even, odd) = Split(fine + 2 * k);
            var before = Split(fine + 2 * k - 2).Odd;
            var sum = Vector512.FusedMultiplyAdd(Vector512.Load(a + k), before, Vector512.Load(b + k) * even);
            Vector512.FusedMultiplyAdd(Vector512.Load(c + k), odd, sum).Store(coarse + k);
        }
    }

    /// <summary>fine_{2K} = coarse_K, fine_{2K+1} = a_K coarse_K + b_K coarse_{K+1}.</summary>
    public static void Prolong(double* fine, double* coarse, double* a, double* b, int n)
    {
        for (nint k = 0; 2 * k < n; k += 8)
        {
            var here = Vector512.Load(coarse + k);
            var odd = Vector512.FusedMultiplyAdd(Vector512.Load(b + k), Vector512.Load(coarse + k + 1), Vector512.Load(a + k) * here);
            Join(fine + 2 * k, here, odd, 2 * k + 8 < n);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Share(Vector512<double> part, Vector512<double> other)
    {
        var sum = part + other;
        return Vector512.ConditionalSelect(Vector512.GreaterThan(sum, Vector512<double>.Zero), part / sum, Vector512<double>.Zero);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector512<double> Even, Vector512<double> Odd) Split(double* x)
    {
        var (a, b) = (Vector512.Load(x), Vector512.Load(x + 8));
        if (Avx512F.IsSupported)
            return (Avx512F.PermuteVar8x64x2(a, Vector512.Create(0L, 2, 4, 6, 8, 10, 12, 14), b), Avx512F.PermuteVar8x64x2(a, Vector512.Create(1L, 3, 5, 7, 9, 11, 13, 15), b));
        return (Vector512.Create(x[0], x[2], x[4], x[6], x[8], x[10], x[12], x[14]), Vector512.Create(x[1], x[3], x[5], x[7], x[9], x[11], x[13], x[15]));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Join(double* x, Vector512<double> even, Vector512<double> odd, bool both)
    {
        if (Avx512F.IsSupported)
        {
            Avx512F.PermuteVar8x64x2(even, Vector512.Create(0L, 8, 1, 9, 2, 10, 3, 11), odd).Store(x);
            if (both) Avx512F.PermuteVar8x64x2(even, Vector512.Create(4L, 12, 5, 13, 6, 14, 7, 15), odd).Store(x + 8);
            return;
        }

        for (var k = 0; k < (both ? 8 : 4); k++) (x[2 * k], x[2 * k + 1]) = (even[k], odd[k]);
    }
}
