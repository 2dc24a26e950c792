using System.Numerics;

namespace Kit.Numerics;

/// <summary>One matrix on its way to upper triangular form by unitary similarities, which gather in q.</summary>
/// <param name="h">A, n × n row-major; becomes T.</param>
/// <param name="q">Zeros; becomes Q.</param>
/// <param name="n">Order.</param>
internal sealed class ComplexSchur(Memory<Complex> h, Memory<Complex> q, int n)
{
    private const int MostSweeps = 60;

    /// <returns>False where an eigenvalue was not found in sixty sweeps.</returns>
    public bool Run()
    {
        // Near one by a power of two, which rounds nothing, no square overflows or underflows.
        var largest = 0.0;
        foreach (var z in h.Span) largest = Math.Max(largest, Math.Max(Math.Abs(z.Real), Math.Abs(z.Imaginary)));
        var power = largest == 0 ? 0 : Math.ILogB(largest);
        Scale(-power);
        for (var i = 0; i < n; i++) q.Span[i * n + i] = 1;
        for (var k = 0; k < n - 2; k++) Reflect(k);
        for (var (last, sweep) = (n - 1, 0); last > 0; sweep++)
        {
            var first = last;
            while (first > 0 && !Negligible(first)) first--;
            if (first > 0) H(first, first - 1) = 0;
            if (first == last) (last, sweep) = (last - 1, -1);
            else if (sweep == MostSweeps) return false;
            else Chase(first, last, sweep % 10 == 9 ? H(last, last - 1).Magnitude + H(last, last) : Shift(last));
        }

        Scale(power);
        return true;
    }

    private void Scale(int power)
    {
        foreach (ref var z in h.Span) z = new(Math.ScaleB(z.Real, power), Math.ScaleB(z.Imaginary, power));
    }

    private ref Complex H(int i, int j) => ref h.Span[i * n + j];

    private bool Negligible(int k)
    {
        var size = H(k, k).Magnitude + H(k - 1, k - 1).Magnitude;
        if (size == 0)
            for (var j = k - 1; j < n; j++) size = Math.Max(size, H(k - 1, j).Magnitude);
        return H(k, k - 1).Magnitude <= Math.ScaleB(1, -52) * size;
    }

    /// <summary>Zeros column k below the first subdiagonal by I − 2vvᴴ on both sides.</summary>
    private void Reflect(int k)
    {
        var v = new Complex[n - k - 1];
        for (var i = 0; i < v.Length; i++) v[i] = H(k + 1 + i, k);
        // So far below ε of the matrix they are nothing, and their squares would underflow.
        if (v.Skip(1).All(z => z.Magnitude < 1e-140))
        {
            for (var i = 1; i < v.Length; i++) H(k + 1 + i, k) = 0;
            return;
        }

        v[0] += (v[0] == 0 ? 1 : v[0] / v[0].Magnitude) * Length(v);
        var length = Length(v);
        for (var i = 0; i < v.Length; i++) v[i] /= length;
        for (var j = k; j < n; j++)
        {
            var along = Complex.Zero;
            for (var i = 0; i < v.Length; i++) along += Complex.Conjugate(v[i]) * H(k + 1 + i, j);
            for (var i = 0; i < v.Length; i++) H(k + 1 + i, j) -= 2 * along * v[i];
        }

        foreach (var matrix in new[] { h, q })
            for (var row = 0; row < n; row++)
            {
                var part = matrix.Span.Slice(row * n + k + 1, v.Length);
                var along = Complex.Zero;
                for (var i = 0; i < v.Length; i++) along += part[i] * v[i];
                for (var i = 0; i < v.Length; i++) part[i] -= 2 * along * Complex.Conjugate(v[i]);
            }

        for (var i = 1; i < v.Length; i++) H(k + 1 + i, k) = 0;
    }

    private static double Length(Complex[] v) => Math.Sqrt(v.Sum(z => z.Real * z.Real + z.Imaginary * z.Imaginary));

    /// <summary>The eigenvalue of the last 2 × 2 block that is nearer to its last element.</summary>
    private Complex Shift(int last)
    {
        Complex a = H(last - 1, last - 1), d = H(last, last), half = (a - d) / 2;
        var root = Complex.Sqrt(half * half + H(last - 1, last) * H(last, last - 1));
        return d + half + ((half + root).Magnitude < (half - root).Magnitude ? root : -root);
    }

    /// <summary>One QR step on the rows first … last: a rotation of the first two, and the bulge chased down.</summary>
    private void Chase(int first, int last, Complex shift)
    {
        for (var k = first; k < last; k++)
        {
            var (x, y) = k == first ? (H(k, k) - shift, H(k + 1, k)) : (H(k, k - 1), H(k + 1, k - 1));
            var r = double.Hypot(x.Magnitude, y.Magnitude);
            if (r == 0) continue;
            var c = x.Magnitude / r;
            var s = x == 0 ? Complex.One : x / x.Magnitude * Complex.Conjugate(y) / r;
            for (var j = Math.Max(k - 1, first); j < n; j++)
                (H(k, j), H(k + 1, j)) = (c * H(k, j) + s * H(k + 1, j), c * H(k + 1, j) - Complex.Conjugate(s) * H(k, j));
            if (k > first) H(k + 1, k - 1) = 0;
            Columns(h.Span, k, Math.Min(k + 2, last) + 1, c, s);
            Columns(q.Span, k, n, c, s);
        }
    }

    private void Columns(Span<Complex> matrix, int k, int rows, double c, Complex s)
    {
        for (var i = 0; i < rows; i++)
        {
            var pair = matrix.Slice(i * n + k, 2);
            (pair[0], pair[1]) = (c * pair[0] + Complex.Conjugate(s) * pair[1], c * pair[1] - s * pair[0]);
        }
    }
}
