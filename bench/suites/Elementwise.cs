using BenchmarkDotNet.Attributes;
using Kit.Tensors;

namespace Kit.Bench.Suites;

/// <summary>Operations on every element: bound by memory (Add) or by arithmetic (Exp), on dense data, a slice and a broadcast row.</summary>
[MemoryDiagnoser]
public class Elementwise
{
    private Tensor a = null!, b = null!, slice = null!, row = null!, centre = null!;

    /// <summary>Edge of the square tensors: 64² fits the first-level cache, 2048² no cache.</summary>
    [Params(64, 2048)]
    public int N { get; set; }

    [GlobalSetup]
    public void SetUp()
    {
        (a, b) = (Tensor.Linspace(0, 1, N * N).Reshape(N, N), Tensor.Linspace(1, 2, N * N).Reshape(N, N));
        (slice, centre, row) = (a[..^2, ..^2], b[1..^1, 1..^1], b[0]);
    }

    [Benchmark]
    public void Add() => (a + b).Dispose();

    [Benchmark]
    public void AddSlices() => (slice + centre).Dispose();

    [Benchmark]
    public void AddRow() => (a + row).Dispose();

    [Benchmark]
    public void Exp() => a.Exp().Dispose();
}
