using Kit.Numerics;
using Kit.Tensors;
using MathNet.Numerics.LinearAlgebra;

namespace Kit.Bench.Peers;

/// <summary>Dense linear algebra on n x n matrices of doubles, all threads on every side.</summary>
internal static class LinearAlgebraRows
{
    private static readonly double Epsilon = Math.ScaleB(1, -52);

    /// <summary>Eigenvalues and vectors of a symmetric matrix; the values are compared, backward stable to n·ε of the largest.</summary>
    public static Row Eigh(int n, bool system = false) => Row("eigh", system, n, Symmetric(n), 0.3, "w, v = np.linalg.eigh(a)", "w", n * Epsilon,
        a => LinearAlgebra.Eigh(a).Values,
        a =>
        {
            var pairs = a.Evd(Symmetricity.Symmetric);
            return () => pairs.EigenValues.Select(z => z.Real).ToArray();
        });

    /// <summary>Singular values and vectors; the values are compared, backward stable to n·ε of the largest.</summary>
    public static Row Svd(int n, bool system = false) => Row("svd", system, n, Input.Uniform("a", seed: 1, n, n), 0.3, "u, s, vt = np.linalg.svd(a)", "s", n * Epsilon,
        a => LinearAlgebra.Svd(a).S,
        a =>
        {
            var svd = a.Svd();
            return () => svd.S.ToArray();
        });

    /// <summary>A·x = b with the sums of the rows for b, so that x is ones to n·ε·κ; κ of this matrix is below 10⁴·n.</summary>
    public static Row Solve(int n, bool system = false) => Row("solve", system, n, Input.Uniform("a", seed: 1, n, n), 0.5, "x = np.linalg.solve(a, a.sum(axis=1))", "x", 1e4 * n * Epsilon,
        a => LinearAlgebra.Solve(a, a.Sum(1)),
        a =>
        {
            var x = a.Solve(a.RowSums());
            return () => x.ToArray();
        });

    /// <summary>L of A = L·Lᵀ with a well-conditioned A, diagonally dominant.</summary>
    public static Row Cholesky(int n, bool system = false) => Row("cholesky", system, n, Symmetric(n, diagonal: n), 0.5, "l = np.linalg.cholesky(a)", "l", n * Epsilon,
        LinearAlgebra.Cholesky,
        a =>
        {
            var l = a.Cholesky().Factor;
            return () => l.ToRowMajorArray();
        });

    // With the system's LAPACK the work is the same as NumPy's, but for a copy and the signs of vectors.
    private static Row Row(string name, bool system, int n, Input input, double numpyBar, string numpyWork, string numpyResult, double tolerance,
        Func<Tensor, Tensor> kit, Func<Matrix<double>, Func<double[]>> mathNet) => new()
        {
            Name = system ? $"{name}-{n}-openblas" : $"{name}-{n}",
            Inputs = () => new(input),
            Kit = inputs => Kit(Tensor.Of(inputs["a"]).Reshape(n, n), system ? a => OnSystem(a, kit) : kit),
            Peers =
            [
                new PythonPeer("NumPy", system ? 0.8 : numpyBar, "numpy", Setup: "import numpy as np", Work: numpyWork, Result: numpyResult),
                .. !system ? [new InProcess("MathNet", Bar: 5, inputs => MathNet(Matrix<double>.Build.DenseOfRowMajor(n, n, inputs["a"]), mathNet))] : Array.Empty<Peer>(),
            ],
            Tolerance = tolerance,
        };

    private static Tensor OnSystem(Tensor a, Func<Tensor, Tensor> work)
    {
        var before = LinearAlgebra.Lapack;
        try
        {
            LinearAlgebra.Lapack = "openblas";
            return work(a);
        }
        catch (DllNotFoundException missing)
        {
            throw new PeerMissingException(missing.Message);
        }
        finally
        {
            LinearAlgebra.Lapack = before;
        }
    }

    private static Work Kit(Tensor a, Func<Tensor, Tensor> work)
    {
        double[] Once()
        {
            using var scope = Tensor.Scope();
            return work(a).ToDoubles();
        }

        double[] result = [];
        return new(Once: () => result = Once(), Result: () => result);
    }

    private static Work MathNet(Matrix<double> a, Func<Matrix<double>, Func<double[]>> work)
    {
        Func<double[]> result = () => [];
        return new(Once: () => result = work(a), Result: () => result());
    }

    /// <summary>(u + uᵀ)/2 + diagonal·I with uniform u.</summary>
    private static Input Symmetric(int n, double diagonal = 0)
    {
        var u = Input.Uniform("a", seed: 1, n, n);
        var a = new double[n * n];
        for (var i = 0; i < n; i++)
            for (var j = 0; j < n; j++) a[i * n + j] = (u.Values[i * n + j] + u.Values[j * n + i]) / 2 + (i == j ? diagonal : 0);
        return u with { Values = a };
    }
}
