using System.Numerics;

namespace Kit.Compute.Cpu.Dense;

/// <summary>A = Q·R by Householder reflections in blocks, on Aᵀ, whose rows are A's columns.</summary>
/// <remarks>Golub and Van Loan, "Matrix Computations", 4th ed., §5.2.3 (block Householder QR).</remarks>
internal static unsafe class QrFactor
{
    /// <param name="w">Aᵀ, n × m; row j becomes column j of R up to the diagonal, and rubbish behind it.</param>
    /// <param name="v">min(m, n) × m zeros; becomes the reflections.</param>
    /// <param name="tau">Their factors.</param>
    public static void Run<T>(Matrix<T> w, Matrix<T> v, T* tau) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var reflectors = new Reflectors<T>(v, tau, 0);
        for (var first = 0; first < v.Rows; first += Reflectors<T>.Width)
        {
            var end = Math.Min(first + Reflectors<T>.Width, v.Rows);
            for (var j = first; j < end; j++)
            {
                var n = w.Columns - j;
                var vector = v.At(j, j);
                tau[j] = Reflectors<T>.Make(w.At(j, j), vector, n);
                for (var r = j + 1; r < end; r++) Reflectors<T>.Reflect(w.At(r, j), vector, tau[j], n);
            }

            reflectors.Block(w.Block(end, 0, w.Rows - end, w.Columns), first, end - first, transpose: false);
        }
    }

    /// <summary>Q (m × k) and R (k × n) of Aᵀ in <paramref name="w"/>, k = min(m, n), with R's diagonal not negative.</summary>
    public static void Factors<T>(Matrix<T> w, Matrix<T> q, Matrix<T> r) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var (m, k) = (w.Columns, r.Rows);
        using var memory = new Scratch<T>(2L * k * m + k);
        var (v, turned) = (new Matrix<T>(memory.Data, k, m, m, 1), new Matrix<T>(memory.Data + (long)k * m, k, m, m, 1));
        var tau = memory.Data + 2L * k * m;
        Run(w, v, tau);
        new Reflectors<T>(v, tau, 0).Form(turned);
        for (var i = 0; i < k; i++)
        {
            var negative = *w.At(i, i) < T.Zero;
            if (negative) Vectors.Scale(-T.One, turned.Row(i), m);
            for (var j = 0; j < r.Columns; j++) *r.At(i, j) = j < i ? T.Zero : negative ? -*w.At(j, i) : *w.At(j, i);
        }

        turned.CopyTo(q.Transposed());
    }
}
