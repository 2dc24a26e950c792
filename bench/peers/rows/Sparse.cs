using Kit.Numerics.Krylov;
using Kit.Numerics.Sparse;
using Kit.Tensors;

namespace Kit.Bench.Peers;

/// <summary>Sparse matrices of the five-point Laplacian on n × n points, against SciPy.</summary>
internal static class Sparse
{
    private const string Laplacian = "import numpy as np, scipy.sparse as s, scipy.sparse.linalg as l\nn = b.shape[0]\nt = s.diags([-1, 2, -1], [-1, 0, 1], shape=(n, n))\na = s.kronsum(t, t).tocsc()\nv = b.ravel()";

    /// <summary>Order, factorise and solve once; SuperLU with its default order. The solution is compared to κ·ε, κ = 4n²/π².</summary>
    public static Row Solve(int n) => new()
    {
        Name = $"sparse-lu-{n}",
        Inputs = () => new(Input.Uniform("b", seed: 1, n, n)),
        Kit = inputs => Kit(inputs, n, (a, b) => new SparseLu(a).Solve(b)),
        Peers =
        [
            new PythonPeer("SciPy", 1, "scipy", Setup: Laplacian, Work: "x = l.spsolve(a, v)", Result: "x"),
            new PythonPeer("SciPy, MMD", 1, "scipy", Setup: Laplacian, Work: "x = l.spsolve(a, v, permc_spec='MMD_AT_PLUS_A')", Result: "x"),
        ],
        Tolerance = n * n * Math.ScaleB(1, -52),
    };

    /// <summary>A·x, one vector; sums of five products.</summary>
    public static Row Product(int n) => new()
    {
        Name = $"spmv-{n}",
        Inputs = () => new(Input.Uniform("b", seed: 1, n, n)),
        Kit = inputs => Kit(inputs, n, (a, b) => a * b),
        Peers = [new PythonPeer("SciPy", 1, "scipy", Setup: Laplacian + "\na = a.tocsr()", Work: "x = a @ v", Result: "x")],
        Tolerance = 1e-14,
    };

    /// <summary>A hundred steps of conjugate gradients, the iterate compared; rounding grows with the steps.</summary>
    public static Row ConjugateGradients(int n) => new()
    {
        Name = $"cg-{n}",
        Inputs = () => new(Input.Uniform("b", seed: 1, n, n)),
        Kit = inputs => Kit(inputs, n, (a, b) => ConjugateGradient.Solve(a.Operator(), b, stopping: new(0, 0, 100)).Solution),
        Peers = [new PythonPeer("SciPy", 1, "scipy", Setup: Laplacian + "\na = a.tocsr()", Work: "x = l.cg(a, v, tol=0, maxiter=100)[0]", Result: "x")],
        Tolerance = 1e-10,
    };

    private static Work Kit(Inputs inputs, int n, Func<SparseMatrix, Tensor, Tensor> work)
    {
        var line = SparseMatrix.Banded(n, (-1, -1), (0, 2), (1, -1));
        var (a, b) = (line.KronSum(line), Tensor.Of(inputs["b"]));
        double[] result = [];
        return new(Once: () =>
        {
            using var scope = Tensor.Scope();
            result = work(a, b).ToDoubles();
        }, Result: () => result);
    }
}
