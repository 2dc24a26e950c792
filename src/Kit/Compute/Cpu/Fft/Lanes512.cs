using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Kit.Compute.Cpu.Fft;

/// <summary>Lanes of two vectors of 512 bits.</summary>
internal readonly unsafe struct Lanes512<T>(Vector512<T> re, Vector512<T> im) : ILanes<Lanes512<T>, T> where T : unmanaged, INumber<T>
{
    private readonly Vector512<T> re = re, im = im;

    public static int Width => Vector512<T>.Count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> Load(T* re, T* im) => new(Vector512.Load(re), Vector512.Load(im));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(T* re, T* im)
    {
        this.re.Store(re);
        this.im.Store(im);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> operator +(Lanes512<T> a, Lanes512<T> b) => new(a.re + b.re, a.im + b.im);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> operator -(Lanes512<T> a, Lanes512<T> b) => new(a.re - b.re, a.im - b.im);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Lanes512<T> Times(T scale) => new(re * scale, im * scale);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Lanes512<T> Plus(T c, Lanes512<T> z)
    {
        var v = Vector512.Create(c);
        return new(Micro512<T>.Fma(v, z.re, re), Micro512<T>.Fma(v, z.im, im));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Lanes512<T> Times(T* w) => Times(new Lanes512<T>(Vector512.Create(w[0]), Vector512.Create(w[1])));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Lanes512<T> Times(Lanes512<T> w) => new(Micro512<T>.Fma(-im, w.im, re * w.re), Micro512<T>.Fma(re, w.im, im * w.re));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Lanes512<T> TimesMinusI() => new(im, -re);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Lanes512<T> Conj() => new(re, -im);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> Firsts(Lanes512<T> a, Lanes512<T> b) => new(a.re, b.re);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> Seconds(Lanes512<T> a, Lanes512<T> b) => new(a.im, b.im);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Lanes512<T> Zip() => sizeof(T) == 8
        ? new(Pick(0, 8, 1, 9, 2, 10, 3, 11), Pick(4, 12, 5, 13, 6, 14, 7, 15))
        : new(Pick(0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23), Pick(8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Lanes512<T> Unzip() => sizeof(T) == 8
        ? new(Pick(0, 2, 4, 6, 8, 10, 12, 14), Pick(1, 3, 5, 7, 9, 11, 13, 15))
        : new(Pick(0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30), Pick(1, 3, 5, 7, 9, 11, 13, 15, 17, 19, 21, 23, 25, 27, 29, 31));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vector512<T> Pick(long a, long b, long c, long d, long e, long f, long g, long h) =>
        Avx512F.PermuteVar8x64x2(re.AsInt64(), Vector512.Create(a, b, c, d, e, f, g, h), im.AsInt64()).As<long, T>();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vector512<T> Pick(int a, int b, int c, int d, int e, int f, int g, int h, int i, int j, int k, int l, int m, int n, int o, int p) =>
        Avx512F.PermuteVar16x32x2(re.AsInt32(), Vector512.Create(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p), im.AsInt32()).As<int, T>();
}
