using System.Numerics;

namespace Kit.Compute.Cpu.Dense;

/// <summary>A = V·Λ·Vᵀ of a symmetric matrix: tridiagonal form, its basis from blocked reflections, implicit QL.</summary>
internal static unsafe class SymmetricEigen
{
    /// <param name="a">n × n; the lower triangle is read, the matrix destroyed.</param>
    /// <param name="values">Becomes the n eigenvalues in ascending order.</param>
    /// <param name="vectors">Becomes the vectors as columns, the largest component of each positive; without columns none are computed.</param>
    /// <returns>False where QL did not converge.</returns>
    public static bool Run<T>(Matrix<T> a, T* values, Matrix<T> vectors) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var n = a.Rows;
        if (n == 0) return true;
        for (var i = 0; i < n; i++)
            for (var j = 0; j < i; j++) a.Row(j)[i] = a.Row(i)[j];
        var power = Scaling.Out(a);
        using var memory = new Scratch<T>((long)n * (n + 3));
        var v = memory.Matrix(n - 1, n);
        var d = v.Row(n - 1);
        T* e = d + n, tau = e + n;
        Tridiagonal.Reduce(a, d, e, v, tau);
        // A is free now and takes the basis, a vector a row.
        var basis = a.Block(0, 0, n, vectors.Columns);
        if (vectors.Columns > 0) new Reflectors<T>(v, tau, 1).Form(basis);
        using (var rotations = new Rotations<T>(basis))
            if (!SymmetricQl.Run(n, d, e, rotations)) return false;
        var order = new int[n];
        for (var i = 0; i < n; i++) order[i] = i;
        new Span<T>(d, n).Sort(order.AsSpan());
        new Span<T>(d, n).CopyTo(new(values, n));
        Scaling.Back(new Span<T>(values, n), power);
        if (vectors.Columns == 0) return true;
        for (var k = 0; k < n; k++)
            if (Signs.LargestIsNegative(basis.RowSpan(order[k]))) Vectors.Scale(-T.One, basis.Row(order[k]), n);
        Signs.Gather(basis, order, vectors.Transposed());
        return true;
    }
}
