using System.Numerics;

namespace Kit.Numerics.Krylov;

/// <summary>The y of least ‖βe₁ − Hy‖ for a Hessenberg matrix H that grows by columns, by Givens rotations.</summary>
internal sealed class HessenbergLeastSquares(double beta)
{
    private readonly List<Complex[]> columns = [];
    private readonly List<(double C, Complex S)> rotations = [];
    private readonly List<Complex> right = [beta];

    /// <summary>Columns so far.</summary>
    public int Count => columns.Count;

    /// <summary>‖βe₁ − Hy‖.</summary>
    public double Residual => Complex.Abs(right[^1]);

    /// <summary>Adds column k, of k + 2 entries the last of which is real and not negative; false, and it is left out, where it depends on the others.</summary>
    public bool Add(Complex[] entries)
    {
        var (h, k, largest) = ((Complex[])entries.Clone(), columns.Count, 0.0);
        foreach (var entry in h) largest = Math.Max(largest, Complex.Abs(entry));
        for (var i = 0; i < k; i++) (h[i], h[i + 1]) = Rotate(rotations[i], h[i], h[i + 1]);
        var (diagonal, below) = (Complex.Abs(h[k]), h[k + 1].Real);
        var length = Math.Sqrt(diagonal * diagonal + below * below);
        if (length <= 1e-15 * largest) return false;
        var rotation = diagonal == 0 ? (0, Complex.One) : (diagonal / length, h[k] / diagonal * (below / length));
        rotations.Add(rotation);
        (h[k], h[k + 1]) = Rotate(rotation, h[k], h[k + 1]);
        columns.Add(h);
        right.Add(0);
        (right[k], right[k + 1]) = Rotate(rotation, right[k], 0);
        return true;
    }

    /// <summary>y.</summary>
    public Complex[] Solve()
    {
        var y = new Complex[Count];
        for (var i = Count - 1; i >= 0; i--)
        {
            y[i] = right[i];
            for (var j = i + 1; j < Count; j++) y[i] -= columns[j][i] * y[j];
            y[i] /= columns[i][i];
        }

        return y;
    }

    private static (Complex, Complex) Rotate((double C, Complex S) r, Complex a, Complex b) => (r.C * a + r.S * b, r.C * b - Complex.Conjugate(r.S) * a);
}
