using System.Numerics;

namespace Kit.Compute.Cpu.Fft;

/// <summary>How a transform of n = ∏ radices is done in place: the factors, their twiddles, and where each result ends up.</summary>
/// <remarks>
/// Decimation in frequency (Gentleman and Sande, 1966): a stage of radix r turns a block of r·m numbers into r blocks of m, of which block j holds
/// the results k ≡ j mod r. So result k of a block ends at place (k mod r)·m + place′(k div r).
/// </remarks>
internal sealed unsafe class Plan<T> where T : unmanaged, INumber<T>
{
    /// <summary>Larger prime factors cost more as a butterfly than by <see cref="Bluestein{TLanes,T}"/>'s convolution.</summary>
    public const int LargestPrime = 61;

    private static readonly PlanCache<Plan<T>> Cache = new(n => new(n));

    private Plan(int n)
    {
        Length = n;
        Stages = new Stage[Factor(n).Count];
        var (rows, index) = (n, 0);
        foreach (var radix in Factor(n))
        {
            Stages[index++] = new(radix, rows);
            rows /= radix;
        }

        Place = new int[n];
        for (var k = 0; k < n; k++)
        {
            var (rest, block) = (k, n);
            foreach (var stage in Stages)
            {
                block /= stage.Radix;
                Place[k] += rest % stage.Radix * block;
                rest /= stage.Radix;
            }
        }
    }

    public int Length { get; }

    public Stage[] Stages { get; }

    /// <summary>Place[k] is the row of result k.</summary>
    public int[] Place { get; }

    public static Plan<T> Of(int n) => Cache.Of(n);

    /// <summary>True when the prime factors of n are butterflies.</summary>
    public static bool IsSmooth(int n)
    {
        for (var p = 2; p <= LargestPrime; p++)
            while (n % p == 0) n /= p;
        return n == 1;
    }

    /// <summary>Primes from 7 up, then 5, 3, and the power of two as eights with fours for what is left.</summary>
    private static List<int> Factor(int n)
    {
        var radices = new List<int>();
        var twos = BitOperations.TrailingZeroCount(n);
        for (var p = 3; n > 1 && p <= LargestPrime; p += 2)
            for (; n % p == 0; n /= p) radices.Insert(0, p);
        for (; twos > 4 || twos == 3; twos -= 3) radices.Add(8);
        for (; twos > 1; twos -= 2) radices.Add(4);
        if (twos == 1) radices.Add(2);
        return radices;
    }

    /// <summary>A factor of the length, for blocks of r·m rows.</summary>
    internal sealed class Stage
    {
        private readonly T[] twiddles, roots;

        public Stage(int radix, int rows)
        {
            (Radix, Rows) = (radix, rows / radix);
            twiddles = GC.AllocateUninitializedArray<T>(2 * Rows * (radix - 1), pinned: true);
            for (var p = 0; p < Rows; p++)
                for (var j = 1; j < radix; j++) Put(twiddles, p * (radix - 1) + j - 1, Fft.Roots.Of((long)p * j, rows));
            roots = GC.AllocateUninitializedArray<T>(2 * radix, pinned: true);
            for (var j = 0; j < radix; j++) Put(roots, j, Fft.Roots.Of(j, radix));
        }

        /// <summary>r.</summary>
        public int Radix { get; }

        /// <summary>m.</summary>
        public int Rows { get; }

        /// <summary>For p = 0 … m − 1 the r − 1 numbers w^(p·j), w = e^(−2πi/(r·m)), j = 1 … r − 1.</summary>
        public T* Twiddles => Pointer(twiddles);

        /// <summary>The r numbers e^(−2πi j/r).</summary>
        public T* Roots => Pointer(roots);
    }

    /// <summary>The address of a pinned array.</summary>
    internal static T* Pointer(T[] pinned) => (T*)System.Runtime.InteropServices.Marshal.UnsafeAddrOfPinnedArrayElement(pinned, 0);

    /// <summary>Rounds z into place i.</summary>
    internal static void Put(T[] array, long i, Complex z) => (array[2 * i], array[2 * i + 1]) = (T.CreateTruncating(z.Real), T.CreateTruncating(z.Imaginary));
}
