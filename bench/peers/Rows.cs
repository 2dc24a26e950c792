using Kit.Compute;
using Kit.Tensors;

namespace Kit.Bench.Peers;

/// <summary>Every row, in the order of the report.</summary>
internal static class Rows
{
    public static IReadOnlyList<Row> All { get; } =
    [
        Gemm.Row<float>(128), Gemm.Row<float>(256), Gemm.Row<float>(512), Gemm.Row<float>(1024), Gemm.Row<float>(2048),
        Gemm.Row<double>(128), Gemm.Row<double>(256), Gemm.Row<double>(512, slowPeers: true), Gemm.Row<double>(1024), Gemm.Row<double>(2048),
        .. Convolutions.All,
        HeatStep.Row(256),
        Elliptic.Poisson(256, direct: false), Elliptic.Poisson(512, direct: true), Elliptic.Poisson(1024, direct: true), Elliptic.Poisson(2048, direct: false), Elliptic.Darcy(421),
        EulerStep.Row(512),
        Lorenz.Row(),
        Hebbian.Row(),
        Fft.Square(512),
        Fft.Lines(1, 1 << 20),
        Fft.Lines(256, 1000),
        Fft.RealMaps(20, 32, 94, 94),
        Spectral.NavierStokesStep(256), Spectral.NavierStokesStresses(256), Spectral.NavierStokesTransforms(256), Spectral.Trajectories(1000, 256, 200),
        MlpStep.Row(),
        OperatorStep.Fno(), OperatorStep.MgNo(),
        PinnResidual.Row<float>(points: 10_000, width: 50), PinnResidual.Row<double>(points: 10_000, width: 50),
        Chains.Gelu(), Chains.Softmax(), Chains.LayerNorm(), Chains.Adam(),
        Chains.Gradient("gelu", x => x.Gelu(), "torch.nn.functional.gelu(x)"),
        Chains.Gradient("softmax", x => x.Softmax(), "torch.softmax(x, -1)"),
        Chains.Gradient("layernorm", x => Functions.LayerNorm(x), "torch.nn.functional.layer_norm(x, (1024,))"),
        .. new[] { DType.F32, DType.F64 }.SelectMany(type => (Row[])[Chains.Function("tanh", Functions.Tanh, type), Chains.Function("exp", Functions.Exp, type), Chains.Function("sin", Functions.Sin, type)]),
        .. new[] { 512, 1024 }.SelectMany(n => (Row[])[LinearAlgebraRows.Eigh(n), LinearAlgebraRows.Svd(n), LinearAlgebraRows.Solve(n), LinearAlgebraRows.Cholesky(n)]),
        LinearAlgebraRows.Eigh(1024, system: true), LinearAlgebraRows.Svd(1024, system: true), LinearAlgebraRows.Solve(1024, system: true),
        IsingRows.Replicas(), IsingRows.Lattice(), IsingRows.SpinGlass(),
        Wolff.Row(1024),
        Sparse.Solve(256), Sparse.Product(1024), Sparse.ConjugateGradients(512),
    ];
}
