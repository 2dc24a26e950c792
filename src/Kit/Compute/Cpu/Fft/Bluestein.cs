using System.Numerics;

namespace Kit.Compute.Cpu.Fft;

/// <summary>Transforms of lengths with a large prime factor, as a convolution of a length that has none.</summary>
/// <remarks>jk = (j² + k² − (k − j)²)/2, so X_k = c_k Σ_j (x_j c_j) c̄_{k−j} with the chirp c_j = e^(−πi j²/n) (Bluestein, 1970).</remarks>
internal static unsafe class Bluestein<TLanes, T> where TLanes : unmanaged, ILanes<TLanes, T> where T : unmanaged, INumber<T>
{
    /// <summary>Lines are done in groups whose two work spaces hold about so many numbers.</summary>
    private const int Room = 1 << 18;
    private static readonly PlanCache<Chirp> Cache = new(n => new(n));

    public static void Run(in View x, in View y, bool swapIn, bool swapOut, double scale)
    {
        var n = x.Dims[^1];
        var (chirp, type) = (Cache.Of(n), y.Type);
        var m = chirp.Size;
        var lines = new Loop([new View(x.Storage!, x.Offset, x.Dims[..^1], x.Strides[..^1], type), new View(y.Storage!, y.Offset, y.Dims[..^1], y.Strides[..^1], type)]);
        var many = (int)Math.Clamp(Room / m, 1, lines.Size);
        HostStorage a = HostStorage.Rent((long)many * m, type), b = HostStorage.Rent((long)many * m, type);
        var (from, to) = (2 * x.Strides[^1], 2 * y.Strides[^1]);
        for (var first = 0L; first < lines.Size; first += many)
        {
            var (start, count) = (first, (int)Math.Min(many, lines.Size - first));
            View av = new(a, 0, [count, m], [m, 1], type), bv = new(b, 0, [count, m], [m, 1], type);
            Threads.For(count, i =>
            {
                var own = lines;
                var line = (T*)a.Pointer + 2L * i * m;
                new Span<T>(line + 2L * n, 2 * (m - n)).Clear();
                Multiply(n, (T*)Sweep.Address(&own, 0, start + i), from, swapIn, chirp.Values, line, 2, false, T.One);
            });
            Transform.Complex<TLanes, T>(av, bv, false, false, 1);
            Threads.For(count, i => Multiply(m, (T*)b.Pointer + 2L * i * m, 2, false, chirp.Spectrum, (T*)b.Pointer + 2L * i * m, 2, false, T.One));
            Transform.Complex<TLanes, T>(bv, av, true, true, 1);
            Threads.For(count, i =>
            {
                var own = lines;
                Multiply(n, (T*)a.Pointer + 2L * i * m, 2, false, chirp.Values, (T*)Sweep.Address(&own, 1, start + i), to, swapOut, T.CreateTruncating(scale));
            });
        }

        a.Release();
        b.Release();
    }

    /// <summary>y = scale·x·w, with the parts of x exchanged before or those of the product after.</summary>
    private static void Multiply(int n, T* x, long from, bool swapIn, T[] w, T* y, long to, bool swapOut, T scale)
    {
        for (var k = 0; k < n; k++, x += from, y += to)
        {
            var (re, im) = swapIn ? (x[1], x[0]) : (x[0], x[1]);
            (re, im) = ((re * w[2 * k] - im * w[2 * k + 1]) * scale, (re * w[2 * k + 1] + im * w[2 * k]) * scale);
            (y[0], y[1]) = swapOut ? (im, re) : (re, im);
        }
    }

    /// <summary>c_j and the transform of c̄_j, divided by its length.</summary>
    private sealed class Chirp
    {
        public Chirp(int n)
        {
            Size = Convenient(2L * n - 1);
            var wave = new Complex[Size];
            Values = new T[2 * n];
            for (var j = 0L; j < n; j++)
            {
                var c = Roots.Of(j * j % (2 * n), 2L * n);
                Plan<T>.Put(Values, j, c);
                wave[j] = Complex.Conjugate(c);
                if (j > 0) wave[Size - j] = wave[j];
            }

            Spectrum = new T[2 * Size];
            var spectrum = Spectre(wave);
            for (var k = 0; k < Size; k++) Plan<T>.Put(Spectrum, k, spectrum[k]);
        }

        public T[] Values { get; }

        public T[] Spectrum { get; }

        public int Size { get; }

        /// <summary>In double precision whatever T is.</summary>
        private static Complex[] Spectre(Complex[] wave)
        {
            HostStorage x = HostStorage.Rent(wave.Length, DType.C128), y = HostStorage.Rent(wave.Length, DType.C128);
            wave.CopyTo(new Span<Complex>(x.Pointer, wave.Length));
            Transform.Run(new View(x, 0, [wave.Length], [1], DType.C128), new View(y, 0, [wave.Length], [1], DType.C128), false, 1.0 / wave.Length);
            var result = new Span<Complex>(y.Pointer, wave.Length).ToArray();
            x.Release();
            y.Release();
            return result;
        }

        /// <summary>The least of 2ᵏ, 3·2ᵏ, 5·2ᵏ that is no less.</summary>
        private static int Convenient(long least)
        {
            var best = long.MaxValue;
            foreach (var odd in (ReadOnlySpan<long>)[1, 3, 5])
            {
                var size = odd;
                while (size < least) size *= 2;
                best = Math.Min(best, size);
            }

            return checked((int)best);
        }
    }
}
