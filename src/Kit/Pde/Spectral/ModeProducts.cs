using System.Runtime.Intrinsics;

namespace Kit.Pde.Spectral;

/// <summary>y = c·x or y += c·x over complex numbers in memory, real part before imaginary part.</summary>
internal static unsafe class ModeProducts
{
    private static readonly Vector256<double> Signs = Vector256.Create(-1.0, 1, -1, 1);

    /// <summary>By real numbers c.</summary>
    public static void Real(double* c, double* x, double* y, int count, bool add)
    {
        var i = 0;
        for (; i + 2 <= count; i += 2)
        {
            var pair = Vector128.Load(c + i);
            var product = Vector256.Shuffle(Vector256.Create(pair, pair), Vector256.Create(0L, 0, 1, 1)) * Vector256.Load(x + 2 * i);
            (add ? Vector256.Load(y + 2 * i) + product : product).Store(y + 2 * i);
        }

        if (i < count) Put(y + 2 * i, c[i] * x[2 * i], c[i] * x[2 * i + 1], add);
    }

    /// <summary>By complex numbers c.</summary>
    public static void Complex(double* c, double* x, double* y, int count, bool add)
    {
        var i = 0;
        for (; i + 2 <= count; i += 2)
        {
            var (factor, modes) = (Vector256.Load(c + 2 * i), Vector256.Load(x + 2 * i));
            var (re, im) = (Vector256.Shuffle(factor, Vector256.Create(0L, 0, 2, 2)), Vector256.Shuffle(factor, Vector256.Create(1L, 1, 3, 3)));
            var product = re * modes + im * Signs * Vector256.Shuffle(modes, Vector256.Create(1L, 0, 3, 2));
            (add ? Vector256.Load(y + 2 * i) + product : product).Store(y + 2 * i);
        }

        if (i >= count) return;
        double* a = c + 2 * i, b = x + 2 * i;
        Put(y + 2 * i, a[0] * b[0] - a[1] * b[1], a[0] * b[1] + a[1] * b[0], add);
    }

    private static void Put(double* y, double re, double im, bool add) => (y[0], y[1]) = add ? (y[0] + re, y[1] + im) : (re, im);
}
