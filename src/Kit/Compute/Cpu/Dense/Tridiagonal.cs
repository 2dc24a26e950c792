using System.Numerics;

namespace Kit.Compute.Cpu.Dense;

/// <summary>A = Q·T·Qᵀ with a tridiagonal T for symmetric A: half the work is matrix times vector, half a matrix product.</summary>
/// <remarks>
/// Dongarra, Sorensen and Hammarling, "Block reduction of matrices to condensed forms for eigenvalue computations", LAPACK Working Note 2
/// (1987); Golub and Van Loan §8.3.1. The updates A − V·Wᵀ − W·Vᵀ of a panel are gathered and made at its end.
/// </remarks>
internal static unsafe class Tridiagonal
{
    /// <param name="a">n × n symmetric, both triangles filled; overwritten.</param>
    /// <param name="d">The n elements of T's diagonal.</param>
    /// <param name="e">The n − 1 elements beside it.</param>
    /// <param name="v">(n − 1) × n zeros; becomes the reflections, with lead 1.</param>
    /// <param name="tau">Their factors.</param>
    public static void Reduce<T>(Matrix<T> a, T* d, T* e, Matrix<T> v, T* tau) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var n = a.Rows;
        using var memory = new Scratch<T>((long)Reflectors<T>.Width * n);
        var w = memory.Matrix(Reflectors<T>.Width, n);
        for (var first = 0; first < n - 1; first += Reflectors<T>.Width)
        {
            var end = Math.Min(first + Reflectors<T>.Width, n - 1);
            for (var i = first; i < end; i++)
            {
                T* x = a.Row(i), vi = v.Row(i) + i + 1, wi = w.Row(i - first) + i + 1;
                for (var q = first; q < i; q++)
                {
                    Vectors.Axpy(-v.Row(q)[i], w.Row(q - first) + i, x + i, n - i);
                    Vectors.Axpy(-w.Row(q - first)[i], v.Row(q) + i, x + i, n - i);
                }

                var rest = n - i - 1;
                d[i] = x[i];
                tau[i] = Reflectors<T>.Make(x + i + 1, vi, rest);
                e[i] = x[i + 1];
                Vectors.Multiply(a.Block(i + 1, i + 1, rest, rest), vi, wi);
                for (var q = first; q < i; q++)
                {
                    T* vq = v.Row(q) + i + 1, wq = w.Row(q - first) + i + 1;
                    var (alongW, alongV) = (Vectors.Dot(wq, vi, rest), Vectors.Dot(vq, vi, rest));
                    Vectors.Axpy(-alongW, vq, wi, rest);
                    Vectors.Axpy(-alongV, wq, wi, rest);
                }

                Vectors.Scale(tau[i], wi, rest);
                Vectors.Axpy(-tau[i] * Vectors.Dot(wi, vi, rest) / (T.One + T.One), vi, wi, rest);
            }

            var (count, left) = (end - first, n - end);
            var (vs, ws, corner) = (v.Block(first, end, count, left), w.Block(0, end, count, left), a.Block(end, end, left, left));
            Blocks.Product(vs.Transposed(), ws, corner, -1);
            Blocks.Product(ws.Transposed(), vs, corner, -1);
        }

        if (n > 0) d[n - 1] = *a.At(n - 1, n - 1);
    }
}
