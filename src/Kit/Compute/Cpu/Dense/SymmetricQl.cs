using System.Numerics;

namespace Kit.Compute.Cpu.Dense;

/// <summary>Eigenvalues and vectors of a symmetric tridiagonal matrix by the implicit QL method with Wilkinson's shift.</summary>
/// <remarks>Dubrulle, Martin and Wilkinson, "The implicit QL algorithm", Numer. Math. 12 (1968); Golub and Van Loan §8.3.5. Eigenvalues are exact to a small multiple of ε·‖T‖.</remarks>
internal static unsafe class SymmetricQl
{
    private const int MostSweeps = 50, PatientSweeps = 20;

    /// <param name="n">Order.</param>
    /// <param name="d">The diagonal; becomes the eigenvalues, unordered.</param>
    /// <param name="e">n elements: those beside the diagonal and one to spare; destroyed.</param>
    /// <param name="rotations">Of rows that are the columns of the basis in which T is given; they become the eigenvectors.</param>
    /// <returns>False where an eigenvalue was not found in fifty sweeps.</returns>
    public static bool Run<T>(int n, T* d, T* e, Rotations<T> rotations) where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (n == 0) return true;
        e[n - 1] = T.Zero;
        var size = T.Zero;
        for (var i = 0; i < n; i++) size = T.Max(size, T.Max(T.Abs(d[i]), T.Abs(e[i])));
        // Below ε² of the matrix an element beside the diagonal is nothing, whatever its neighbours; below ε where it will not fall, as in the noise that stands for a large null space.
        var epsilon = T.BitIncrement(T.One) - T.One;
        for (var l = 0; l < n; l++)
        {
            for (var sweep = 0; ; sweep++)
            {
                var nothing = (sweep < PatientSweeps ? epsilon * epsilon : epsilon) * size;
                var m = l;
                while (m < n - 1 && T.Abs(e[m]) > epsilon * (T.Abs(d[m]) + T.Abs(d[m + 1])) && T.Abs(e[m]) > nothing) m++;
                if (m == l) break;
                if (sweep == MostSweeps) return false;
                Sweep(l, m, d, e, rotations);
            }
        }

        rotations.Apply();
        return true;
    }

    /// <summary>One chase of the bulge from row m up to row l.</summary>
    private static void Sweep<T>(int l, int m, T* d, T* e, Rotations<T> rotations) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var two = T.One + T.One;
        var g = (d[l + 1] - d[l]) / (two * e[l]);
        var r = T.Hypot(g, T.One);
        g = d[m] - d[l] + e[l] / (g + T.CopySign(r, g));
        T s = T.One, c = T.One, p = T.Zero;
        rotations.Sweep(m, -1, m - l);
        for (var i = m - 1; i >= l; i--)
        {
            var (f, b) = (s * e[i], c * e[i]);
            r = Rotations<T>.Make(g, f, out c, out s);
            e[i + 1] = r;
            if (r == T.Zero)
            {
                // The matrix has split; the sweep ends here.
                d[i + 1] -= p;
                e[m] = T.Zero;
                return;
            }

            g = d[i + 1] - p;
            r = (d[i] - g) * s + two * c * b;
            p = s * r;
            d[i + 1] = g + p;
            g = c * r - b;
            rotations.Add(c, s);
        }

        d[l] -= p;
        e[l] = g;
        e[m] = T.Zero;
    }
}
