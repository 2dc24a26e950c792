using BenchmarkDotNet.Attributes;
using Kit.Tensors;

namespace Kit.Bench.Suites;

/// <summary>Sums of everything, along rows and along columns.</summary>
[MemoryDiagnoser]
public class Reduction
{
    private Tensor a = null!;

    /// <summary>Edge of the square tensor: 64² fits the first-level cache, 2048² no cache.</summary>
    [Params(64, 2048)]
    public int N { get; set; }

    [GlobalSetup]
    public void SetUp() => a = Tensor.Linspace(0, 1, N * N).Reshape(N, N);

    [Benchmark]
    public void SumAll() => a.Sum().Dispose();

    [Benchmark]
    public void SumRows() => a.Sum(1).Dispose();

    [Benchmark]
    public void SumColumns() => a.Sum(0).Dispose();
}
