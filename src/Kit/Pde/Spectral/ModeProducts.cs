using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Kit.Pde.Spectral;

/// <summary>One term c·x of a sum over modes.</summary>
/// <param name="Symbol">c, real or complex numbers.</param>
/// <param name="Modes">x, complex numbers, real part before imaginary part.</param>
/// <param name="IsComplex">Whether c is complex.</param>
internal readonly unsafe record struct ModeTerm<T>(nint Symbol, nint Modes, bool IsComplex) where T : unmanaged, INumber<T>
{
    public T* C => (T*)Symbol;

    public T* X => (T*)Modes;
}

/// <summary>y = Σⱼ cⱼ·xⱼ over complex numbers in memory; each number of y is written once.</summary>
internal static unsafe class ModeProducts<T> where T : unmanaged, INumber<T>
{
    /// <summary>Numbers that are summed in four vectors at a time.</summary>
    private static int Block => 2 * Vector256<T>.Count;

    /// <summary>The sum for <paramref name="count"/> numbers from <paramref name="start"/> on; y shares no memory with the terms.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Sum(ModeTerm<T>* terms, int length, T* y, int start, int count)
    {
        if (count < Block)
        {
            for (var i = start; i < start + count; i++) One(terms, length, y, i);
            return;
        }

        var (last, w) = (start + count - Block, Vector256<T>.Count);
        // The last block begins earlier rather than being short: a number computed twice is the same.
        for (var i = start; ; i = Math.Min(i + Block, last))
        {
            Vector256<T> a = Vector256<T>.Zero, b = a, c = a, d = a;
            for (var j = 0; j < length; j++)
            {
                var x = terms[j].X + 2 * i;
                var s = terms[j].C;
                if (terms[j].IsComplex)
                {
                    s += 2 * i;
                    a += Product(Vector256.Load(s), Vector256.Load(x));
                    b += Product(Vector256.Load(s + w), Vector256.Load(x + w));
                    c += Product(Vector256.Load(s + 2 * w), Vector256.Load(x + 2 * w));
                    d += Product(Vector256.Load(s + 3 * w), Vector256.Load(x + 3 * w));
                }
                else
                {
                    var (first, second) = (Vector256.Load(s + i), Vector256.Load(s + i + w));
                    a += LowTwice(first) * Vector256.Load(x);
                    b += HighTwice(first) * Vector256.Load(x + w);
                    c += LowTwice(second) * Vector256.Load(x + 2 * w);
                    d += HighTwice(second) * Vector256.Load(x + 3 * w);
                }
            }

            var to = y + 2 * i;
            a.Store(to);
            b.Store(to + w);
            c.Store(to + 2 * w);
            d.Store(to + 3 * w);
            if (i == last) return;
        }
    }

    private static void One(ModeTerm<T>* terms, int length, T* y, int i)
    {
        var (re, im) = (T.Zero, T.Zero);
        for (var j = 0; j < length; j++)
        {
            T* c = terms[j].C, x = terms[j].X + 2 * i;
            if (terms[j].IsComplex) (re, im) = (re + (c[2 * i] * x[0] - c[2 * i + 1] * x[1]), im + (c[2 * i] * x[1] + c[2 * i + 1] * x[0]));
            else (re, im) = (re + c[i] * x[0], im + c[i] * x[1]);
        }

        (y[2 * i], y[2 * i + 1]) = (re, im);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<T> Product(Vector256<T> c, Vector256<T> x)
    {
        if (typeof(T) == typeof(double))
        {
            var (p, q) = (c.AsDouble(), x.AsDouble());
            var (re, im) = (Vector256.Shuffle(p, Vector256.Create(0L, 0, 2, 2)), Vector256.Shuffle(p, Vector256.Create(1L, 1, 3, 3)));
            return (re * q + im * (Vector256.Create(-1.0, 1, -1, 1) * Vector256.Shuffle(q, Vector256.Create(1L, 0, 3, 2)))).As<double, T>();
        }
        else
        {
            var (p, q) = (c.AsSingle(), x.AsSingle());
            var (re, im) = (Vector256.Shuffle(p, Vector256.Create(0, 0, 2, 2, 4, 4, 6, 6)), Vector256.Shuffle(p, Vector256.Create(1, 1, 3, 3, 5, 5, 7, 7)));
            return (re * q + im * (Vector256.Create(-1f, 1, -1, 1, -1, 1, -1, 1) * Vector256.Shuffle(q, Vector256.Create(1, 0, 3, 2, 5, 4, 7, 6)))).As<float, T>();
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<T> LowTwice(Vector256<T> c) => typeof(T) == typeof(double)
        ? Vector256.Shuffle(c.AsDouble(), Vector256.Create(0L, 0, 1, 1)).As<double, T>()
        : Vector256.Shuffle(c.AsSingle(), Vector256.Create(0, 0, 1, 1, 2, 2, 3, 3)).As<float, T>();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<T> HighTwice(Vector256<T> c) => typeof(T) == typeof(double)
        ? Vector256.Shuffle(c.AsDouble(), Vector256.Create(2L, 2, 3, 3)).As<double, T>()
        : Vector256.Shuffle(c.AsSingle(), Vector256.Create(4, 4, 5, 5, 6, 6, 7, 7)).As<float, T>();
}
