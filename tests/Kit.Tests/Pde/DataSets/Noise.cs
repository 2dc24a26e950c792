using Kit.Parameters;
using Kit.Pde.DataSets;
using Kit.Plotting;
using Kit.Tensors;

namespace Kit.Tests.Pde.DataSets;

/// <summary>A data set without physics: normal numbers and their squares.</summary>
internal sealed record Noise : DataSet
{
    [Bounds(1, 100)]
    public int Points { get; init; } = 5;

    /// <summary>Called with the number of each sample before it is made.</summary>
    internal Action<long> BeforeSample { get; init; } = _ => { };

    public override string Title => "Noise";

    public override string Equation => "x ~ N(0, 1), y = x²";

    public override string Method => "exact";

    public override string Source => "none";

    public override int Published => 10;

    public override int Chunk => 3;

    public override IReadOnlyDictionary<string, Tensor> Samples(Rng rng, long first, int count)
    {
        for (var i = first; i < first + count; i++) BeforeSample(i);
        return OneByOne(rng, first, count, ["x", "y"], own =>
        {
            var x = own.Normal(Points);
            return [x, (x * x).Cast(Kit.Compute.DType.F32)];
        });
    }

    public override Figure Picture(IReadOnlyDictionary<string, Tensor> samples) => new Figure("Noise", "i", "x").Line(samples["x"][0]);
}
