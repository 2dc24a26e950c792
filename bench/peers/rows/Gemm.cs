using System.Numerics;
using System.Runtime.InteropServices;
using Kit.Compute;
using Kit.Tensors;
using MathNet.Numerics.LinearAlgebra;

namespace Kit.Bench.Peers;

/// <summary>The product of two n x n matrices, all threads on every side: sgemm of floats, dgemm of doubles.</summary>
internal static partial class Gemm
{
    private const string OpenBlas = "libopenblas.so.0";

    /// <param name="n">Rows and columns.</param>
    /// <param name="slowPeers">Whether the peers that take long or start a process take part.</param>
    public static Row Row<T>(int n, bool slowPeers = false) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var isDouble = typeof(T) == typeof(double);
        return new()
        {
            Name = $"{(isDouble ? "d" : "s")}gemm-{n}",
            Inputs = () => new(Input.Uniform("a", seed: 1, n, n), Input.Uniform("b", seed: 2, n, n)),
            Kit = inputs => KitProduct(inputs, n, isDouble ? DType.F64 : DType.F32),
            Peers =
            [
                .. slowPeers
                    ? new Peer[]
                    {
                        new InProcess("MathNet", Bar: 5, inputs => MathNetProduct(inputs, n)),
                        new PythonPeer("NumPy", Bar: 0.85, "numpy", Setup: "import numpy as np\nc = np.empty_like(a)", Work: "np.matmul(a, b, out=c)", Result: "c"),
                    }
                    : [],
                new InProcess("OpenBLAS", Bar: 0.85, inputs => OpenBlasProduct<T>(inputs, n)),
            ],
            // A sum of n products, each below ¼, is off by at most n·ε·n/4; the largest of n² sums is near √n/3. Orders of summation differ.
            Tolerance = n * Math.Sqrt(n) * (isDouble ? Math.ScaleB(1, -53) : Math.ScaleB(1, -24)),
        };
    }

    private static Work KitProduct(Inputs inputs, int n, DType type)
    {
        var (a, b) = (Tensor.Of(inputs["a"], type).Reshape(n, n), Tensor.Of(inputs["b"], type).Reshape(n, n));
        var c = Tensor.Zeros((n, n), type);
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

    // cblas.h: order 101 is row-major, transposition 111 is none.
    private static Work OpenBlasProduct<T>(Inputs inputs, int n) where T : unmanaged, IFloatingPointIeee754<T>
    {
        NativeLibrary.Free(NativeLibrary.Load(OpenBlas));
        T[] Of(string name) => Array.ConvertAll(inputs[name], T.CreateChecked);
        var (a, b, c) = (Of("a"), Of("b"), new T[n * n]);
        Action once = (a, b, c) is (double[] da, double[] db, double[] dc)
            ? () => Multiply(101, 111, 111, n, n, n, 1, da, n, db, n, 0, dc, n)
            : () => Multiply(101, 111, 111, n, n, n, 1, (float[])(object)a, n, (float[])(object)b, n, 0, (float[])(object)c, n);
        return new(once, () => Array.ConvertAll(c, double.CreateChecked));
    }

    [LibraryImport(OpenBlas, EntryPoint = "cblas_dgemm")]
    private static partial void Multiply(int order, int transA, int transB, int m, int n, int k, double alpha, double[] a, int lda, double[] b, int ldb, double beta, [In, Out] double[] c, int ldc);

    [LibraryImport(OpenBlas, EntryPoint = "cblas_sgemm")]
    private static partial void Multiply(int order, int transA, int transB, int m, int n, int k, float alpha, float[] a, int lda, float[] b, int ldb, float beta, [In, Out] float[] c, int ldc);
}
