using System.Runtime.InteropServices;
using Kit.Tensors;
using MathNet.Numerics.LinearAlgebra;

namespace Kit.Bench.Peers;

/// <summary>The product of two n x n matrices of doubles, all threads on every side.</summary>
internal static partial class Dgemm
{
    public static Row Row(int n) => new()
    {
        Name = $"dgemm-{n}",
        Inputs = () => new(Input.Uniform("a", seed: 1, n, n), Input.Uniform("b", seed: 2, n, n)),
        Kit = inputs => KitProduct(inputs, n),
        Peers =
        [
            new InProcess("MathNet", Bar: 5, inputs => MathNetProduct(inputs, n)),
            new PythonPeer("NumPy", Bar: 0.85, "numpy", Setup: "import numpy as np\nc = np.empty_like(a)", Work: "np.matmul(a, b, out=c)", Result: "c"),
            new InProcess("OpenBLAS", Bar: 0.85, inputs => OpenBlasProduct(inputs, n)),
        ],
        // A sum of n products, each below ¼, is off by at most n·2⁻⁵³·n/4; the largest of n² sums is near √n/3. Orders of summation differ.
        Tolerance = n * Math.Sqrt(n) * Math.ScaleB(1, -53),
    };

    private static Work KitProduct(Inputs inputs, int n)
    {
        var (a, b) = (Tensor.Of(inputs["a"]).Reshape(n, n), Tensor.Of(inputs["b"]).Reshape(n, n));
        var c = Tensor.Zeros((n, n));
        return new(
            Once: () =>
            {
                c.Dispose();
                c = a.MatMul(b);
            },
            Result: () => c.ToDoubles());
    }

    private static Work MathNetProduct(Inputs inputs, int n)
    {
        Matrix<double> Of(string name) => Matrix<double>.Build.DenseOfRowMajor(n, n, inputs[name]);
        var (a, b, c) = (Of("a"), Of("b"), Matrix<double>.Build.Dense(n, n));
        return new(Once: () => a.Multiply(b, c), Result: c.ToRowMajorArray);
    }

    private static Work OpenBlasProduct(Inputs inputs, int n)
    {
        var c = new double[n * n];
        NativeLibrary.Free(NativeLibrary.Load(OpenBlas));
        return new(Once: () => Multiply(101, 111, 111, n, n, n, 1, inputs["a"], n, inputs["b"], n, 0, c, n), Result: () => c);
    }

    private const string OpenBlas = "libopenblas.so.0";

    // cblas.h: order 101 is row-major, transposition 111 is none.
    [LibraryImport(OpenBlas, EntryPoint = "cblas_dgemm")]
    private static partial void Multiply(int order, int transA, int transB, int m, int n, int k, double alpha, double[] a, int lda, double[] b, int ldb, double beta, [In, Out] double[] c, int ldc);
}
