using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Kit.Compute.Cpu.Fft;

/// <summary>Lanes of two vectors of 256 bits.</summary>
internal readonly unsafe struct Lanes256<T>(Vector256<T> re, Vector256<T> im) : ILanes<Lanes256<T>, T> where T : unmanaged, INumber<T>
{
    private readonly Vector256<T> re = re, im = im;

    public static int Width => Vector256<T>.Count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> Load(T* re, T* im) => new(Vector256.Load(re), Vector256.Load(im));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(T* re, T* im)
    {
        this.re.Store(re);
        this.im.Store(im);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> operator +(Lanes256<T> a, Lanes256<T> b) => new(a.re + b.re, a.im + b.im);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> operator -(Lanes256<T> a, Lanes256<T> b) => new(a.re - b.re, a.im - b.im);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Lanes256<T> Times(T scale) => new(re * scale, im * scale);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Lanes256<T> Plus(T c, Lanes256<T> z)
    {
        var v = Vector256.Create(c);
        return new(Fma(v, z.re, re), Fma(v, z.im, im));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Lanes256<T> Times(T* w) => Times(new Lanes256<T>(Vector256.Create(w[0]), Vector256.Create(w[1])));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Lanes256<T> Times(Lanes256<T> w) => new(Fma(-im, w.im, re * w.re), Fma(re, w.im, im * w.re));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Lanes256<T> TimesMinusI() => new(im, -re);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Lanes256<T> Conj() => new(re, -im);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> Firsts(Lanes256<T> a, Lanes256<T> b) => new(a.re, b.re);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> Seconds(Lanes256<T> a, Lanes256<T> b) => new(a.im, b.im);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Lanes256<T> Zip()
    {
        if (!Avx.IsSupported) return Moved(unzip: false);
        var (low, high) = sizeof(T) == 8
            ? (Avx.UnpackLow(re.AsDouble(), im.AsDouble()), Avx.UnpackHigh(re.AsDouble(), im.AsDouble()))
            : (Avx.UnpackLow(re.AsSingle(), im.AsSingle()).AsDouble(), Avx.UnpackHigh(re.AsSingle(), im.AsSingle()).AsDouble());
        return new(Avx.Permute2x128(low, high, 0x20).As<double, T>(), Avx.Permute2x128(low, high, 0x31).As<double, T>());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Lanes256<T> Unzip()
    {
        if (!Avx.IsSupported) return Moved(unzip: true);
        var (low, high) = (Avx.Permute2x128(re.AsDouble(), im.AsDouble(), 0x20), Avx.Permute2x128(re.AsDouble(), im.AsDouble(), 0x31));
        return sizeof(T) == 8
            ? new(Avx.UnpackLow(low, high).As<double, T>(), Avx.UnpackHigh(low, high).As<double, T>())
            : new(Avx.Shuffle(low.AsSingle(), high.AsSingle(), 0x88).As<float, T>(), Avx.Shuffle(low.AsSingle(), high.AsSingle(), 0xDD).As<float, T>());
    }

    /// <summary>The same through memory, for processors without these shuffles.</summary>
    private Lanes256<T> Moved(bool unzip)
    {
        T* from = stackalloc T[2 * Width], to = stackalloc T[2 * Width];
        Store(from, from + Width);
        for (var i = 0; i < Width; i++)
            for (var part = 0; part < 2; part++)
            {
                var (apart, together) = (i + part * Width, 2 * i + part);
                if (unzip) to[apart] = from[together];
                else to[together] = from[apart];
            }

        return Load(to, to + Width);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<T> Fma(Vector256<T> a, Vector256<T> b, Vector256<T> c) => typeof(T) == typeof(double)
        ? Vector256.FusedMultiplyAdd(a.AsDouble(), b.AsDouble(), c.AsDouble()).As<double, T>()
        : Vector256.FusedMultiplyAdd(a.AsSingle(), b.AsSingle(), c.AsSingle()).As<float, T>();
}
