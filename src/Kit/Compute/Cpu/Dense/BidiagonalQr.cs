using System.Numerics;

namespace Kit.Compute.Cpu.Dense;

/// <summary>Singular values and vectors of an upper bidiagonal matrix by the implicit QR method, with a zero shift where the matrix is nearly singular.</summary>
/// <remarks>
/// Golub and Kahan (1965), Golub and Van Loan §8.6.3; the sweep without a shift is that of Demmel and Kahan, "Accurate singular values of
/// bidiagonal matrices", SIAM J. Sci. Stat. Comput. 11 (1990). Elements below ε·‖B‖ count as zero, so singular values are exact to a small multiple of that.
/// </remarks>
internal static unsafe class BidiagonalQr
{
    private const int SweepsPerValue = 60;

    /// <param name="n">Order.</param>
    /// <param name="d">The diagonal; becomes the singular values with any sign, unordered.</param>
    /// <param name="e">The n − 1 elements above it; destroyed.</param>
    /// <param name="left">Of rows that are the left basis.</param>
    /// <param name="right">Of rows that are the right basis.</param>
    /// <returns>False where the sweeps did not suffice.</returns>
    public static bool Run<T>(int n, T* d, T* e, Rotations<T> left, Rotations<T> right) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var size = T.Zero;
        for (var i = 0; i < n; i++) size = T.Max(size, T.Max(T.Abs(d[i]), i < n - 1 ? T.Abs(e[i]) : T.Zero));
        var epsilon = T.BitIncrement(T.One) - T.One;
        var nothing = epsilon * size;
        var sweeps = SweepsPerValue * (long)n;
        for (var m = n - 1; m > 0;)
        {
            if (T.Abs(e[m - 1]) <= nothing)
            {
                m--;
                continue;
            }

            var l = m - 1;
            while (l > 0 && T.Abs(e[l - 1]) > nothing) l--;
            if (sweeps-- == 0) return false;
            left.Sweep(l, 1, m - l);
            right.Sweep(l, 1, m - l);
            var shift = Shift(l, m, d, e, nothing);
            // A shift whose square is lost beside that of the first element would only cost accuracy.
            if (shift * shift <= epsilon * d[l] * d[l]) WithoutShift(l, m, d, e, left, right);
            else WithShift(l, m, shift, d, e, left, right);
        }

        left.Apply();
        right.Apply();
        return true;
    }

    /// <summary>The smaller singular value of the last two rows; zero where some element of the diagonal is nothing.</summary>
    private static T Shift<T>(int l, int m, T* d, T* e, T nothing) where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (var i = l; i <= m; i++)
            if (T.Abs(d[i]) <= nothing) return T.Zero;
        var (f, g, h) = (T.Abs(d[m - 1]), T.Abs(e[m - 1]), T.Abs(d[m]));
        var (small, large) = (T.Min(f, h), T.Max(f, h));
        // The two values multiply to f·h, and their sum and difference are the hypotenuses of (f ± h, g).
        return small * (large / ((T.Hypot(large + small, g) + T.Hypot(large - small, g)) / (T.One + T.One)));
    }

    private static void WithShift<T>(int l, int m, T shift, T* d, T* e, Rotations<T> left, Rotations<T> right) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var f = (T.Abs(d[l]) - shift) * (T.CopySign(T.One, d[l]) + shift / d[l]);
        var g = e[l];
        for (var i = l; i < m; i++)
        {
            var r = Rotations<T>.Make(f, g, out var c, out var s);
            right.Add(c, s);
            if (i > l) e[i - 1] = r;
            f = c * d[i] + s * e[i];
            e[i] = c * e[i] - s * d[i];
            g = s * d[i + 1];
            d[i + 1] *= c;
            d[i] = Rotations<T>.Make(f, g, out c, out s);
            left.Add(c, s);
            f = c * e[i] + s * d[i + 1];
            d[i + 1] = c * d[i + 1] - s * e[i];
            if (i == m - 1) break;
            g = s * e[i + 1];
            e[i + 1] *= c;
        }

        e[m - 1] = f;
    }

    private static void WithoutShift<T>(int l, int m, T* d, T* e, Rotations<T> left, Rotations<T> right) where T : unmanaged, IFloatingPointIeee754<T>
    {
        T c = T.One, before = T.One, s = T.Zero, sBefore = T.Zero;
        for (var i = l; i < m; i++)
        {
            var r = Rotations<T>.Make(d[i] * c, e[i], out c, out s);
            right.Add(c, s);
            if (i > l) e[i - 1] = sBefore * r;
            d[i] = Rotations<T>.Make(before * r, d[i + 1] * s, out before, out sBefore);
            left.Add(before, sBefore);
        }

        var h = d[m] * c;
        d[m] = h * before;
        e[m - 1] = h * sBefore;
    }
}
