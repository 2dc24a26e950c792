using BenchmarkDotNet.Attributes;
using Kit.Tensors;

namespace Kit.Bench.Suites;

/// <summary>Products of square matrices, 2 N³ operations.</summary>
[MemoryDiagnoser]
public class MatMul
{
    private Tensor a = null!, b = null!;

    /// <summary>Edge of the matrices.</summary>
    [Params(32, 128, 512)]
    public int N { get; set; }

    /// <summary>Type of the elements.</summary>
    [Params(Kit.Compute.DType.F32, Kit.Compute.DType.F64)]
    public Kit.Compute.DType Type { get; set; }

    [GlobalSetup]
    public void SetUp() => (a, b) = (Tensor.Linspace(0, 1, N * N, dtype: Type).Reshape(N, N), Tensor.Linspace(1, 2, N * N, dtype: Type).Reshape(N, N));

    [Benchmark]
    public void Product() => a.MatMul(b).Dispose();
}
