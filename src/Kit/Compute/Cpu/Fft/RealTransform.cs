using System.Numerics;

namespace Kit.Compute.Cpu.Fft;

/// <summary>Transforms between n real numbers and the first n/2 + 1 results, which determine the others by X_{n−k} = X̄_k.</summary>
/// <remarks>
/// Even lengths are complex transforms of half the length (<see cref="Untangling{T}"/>), odd ones of the full length. A spectrum may have fewer than n/2 + 1 columns: those that
/// lack are not stored, or count as 0.
/// </remarks>
internal static unsafe class RealTransform<TLanes, T> where TLanes : unmanaged, ILanes<TLanes, T> where T : unmanaged, INumber<T>
{
    public static void Forward(in View x, in View y, double scale)
    {
        var n = x.Dims[^1];
        if (n % 2 == 1) ForwardOdd(x, y, scale);
        else if (IsDirect(x, n / 2))
        {
            var (plan, untangling) = (Plan<T>.Of(n / 2), Untangling<T>.Of(n / 2));
            new LineBatch<TLanes, T>(x, y, false, false).Run(n / 2, y.Dims[^1], untangling.Place, scale / 2, (work, _) =>
            {
                Butterflies<TLanes, T>.Run(plan, work);
                untangling.Forward<TLanes>(work, plan.Place);
            });
        }
        else ForwardByPairs(x, y, scale);
    }

    public static void Inverse(in View x, in View y, double scale)
    {
        var n = y.Dims[^1];
        if (n % 2 == 1) InverseOdd(x, y, scale);
        else if (IsDirect(y, n / 2))
        {
            var (plan, untangling) = (Plan<T>.Of(n / 2), Untangling<T>.Of(n / 2));
            var (given, row) = (x.Dims[^1], 2 * TLanes.Width);
            new LineBatch<TLanes, T>(x, y, true, true).Run(given, n / 2, plan.Place, scale, (work, _) =>
            {
                new Span<T>(work + given * row, (n / 2 + 1 - given) * row).Clear();
                untangling.Inverse<TLanes>(work);
                Butterflies<TLanes, T>.Run(plan, work);
            });
        }
        else InverseByPairs(x, y, scale);
    }

    /// <summary>True when a group of lines is done in one work space.</summary>
    private static bool IsDirect(in View real, int m) => Plan<T>.IsSmooth(m) && !FourStep<TLanes, T>.Pays(m, real.Size / (2 * m));

    private static void ForwardByPairs(in View x, in View y, double scale)
    {
        var m = x.Dims[^1] / 2;
        var lines = (int)(x.Size / (2 * m));
        View pairs = Room([lines, m], y.Type), results = Room([lines, m], y.Type);
        Conversions.Run(x, AsReal(pairs, x.Dims));
        Transform.Complex<TLanes, T>(pairs, results, false, false, 1);
        var untangling = Untangling<T>.Of(m);
        var z = Pointer(results);
        int[] dims = [.. y.Dims[..^1], m + 1];
        var full = y.Dims[^1] > m ? y : Room(dims, y.Type);
        var (heads, step, factor) = (Heads(full), 2 * full.Strides[^1], T.CreateTruncating(scale / 2));
        Threads.For(lines, line =>
        {
            var own = heads;
            untangling.Forward(z + 2L * m * line, (T*)Sweep.Address(&own, 0, line), step, factor);
        });
        Free(pairs, results);
        if (y.Dims[^1] > m) return;
        Conversions.Run(new View(full.Storage!, 0, y.Dims, full.Strides, y.Type), y);
        full.Storage!.Release();
    }

    private static void InverseByPairs(in View x, in View y, double scale)
    {
        var m = y.Dims[^1] / 2;
        var lines = (int)(y.Size / (2 * m));
        View spectra = Room([lines, m], x.Type), pairs = Room([lines, m], x.Type);
        var untangling = Untangling<T>.Of(m);
        var z = Pointer(spectra);
        var full = x.Dims[^1] > m ? x : Filled(x, m + 1);
        var (heads, step) = (Heads(full), 2 * full.Strides[^1]);
        Threads.For(lines, line =>
        {
            var own = heads;
            untangling.Inverse((T*)Sweep.Address(&own, 0, line), step, z + 2L * m * line);
        });
        Transform.Complex<TLanes, T>(spectra, pairs, true, true, scale);
        Conversions.Run(AsReal(pairs, y.Dims), y);
        Free(spectra, pairs);
        if (x.Dims[^1] <= m) full.Storage!.Release();
    }

    private static void ForwardOdd(in View x, in View y, double scale)
    {
        View wave = Room(x.Dims, y.Type), results = Room(x.Dims, y.Type);
        Conversions.Run(x, wave);
        Transform.Complex<TLanes, T>(wave, results, false, false, scale);
        Conversions.Run(new View(results.Storage!, 0, y.Dims, results.Strides, y.Type), y);
        Free(wave, results);
    }

    private static void InverseOdd(in View x, in View y, double scale)
    {
        var n = y.Dims[^1];
        View spectra = Filled(x, n), wave = Room(y.Dims, x.Type);
        for (var z = Pointer(spectra); z < Pointer(spectra) + 2 * spectra.Size; z += 2 * n)
        {
            z[1] = T.Zero;
            for (var k = 1; k <= n / 2; k++) (z[2 * (n - k)], z[2 * (n - k) + 1]) = (z[2 * k], -z[2 * k + 1]);
        }

        Transform.Complex<TLanes, T>(spectra, wave, true, true, scale);
        Conversions.Run(wave.Part(0), y);
        Free(spectra, wave);
    }

    /// <summary>Lines with zeros behind what is given.</summary>
    private static View Filled(in View x, int extent)
    {
        var filled = Room([.. x.Dims[..^1], extent], x.Type);
        new Span<T>(Pointer(filled), checked((int)(2 * filled.Size))).Clear();
        Conversions.Run(x, new View(filled.Storage!, 0, x.Dims, filled.Strides, x.Type));
        return filled;
    }

    private static View Room(int[] dims, DType type)
    {
        var size = 1L;
        foreach (var d in dims) size *= d;
        return new(HostStorage.Rent(size, type), 0, dims, RowMajor(dims), type);
    }

    private static void Free(in View a, in View b)
    {
        a.Storage!.Release();
        b.Storage!.Release();
    }

    /// <summary>Contiguous complex numbers as twice as many real ones.</summary>
    private static View AsReal(in View complex, int[] dims) => new(complex.Storage!, 0, dims, RowMajor(dims), complex.Type.Real());

    private static long[] RowMajor(int[] dims)
    {
        var strides = new long[dims.Length];
        var step = 1L;
        for (var k = dims.Length - 1; k >= 0; step *= dims[k--]) strides[k] = step;
        return strides;
    }

    private static T* Pointer(in View view) => (T*)CpuBackend.Pointer(view);

    private static Loop Heads(in View view) => new([new View(view.Storage!, view.Offset, view.Dims[..^1], view.Strides[..^1], view.Type)]);
}
