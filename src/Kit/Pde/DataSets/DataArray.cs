using Kit.Compute;
using Kit.Tensors;

namespace Kit.Pde.DataSets;

/// <summary>One tensor of a data set, and what its numbers are like so far.</summary>
/// <param name="Name">As in the file.</param>
/// <param name="Type">Type of its numbers.</param>
/// <param name="Extents">Shape of a sample.</param>
/// <param name="Numbers">How many have been counted.</param>
/// <param name="Mean">Their mean.</param>
/// <param name="Squares">Σ (x − mean)².</param>
/// <param name="Min">The least.</param>
/// <param name="Max">The greatest.</param>
public sealed record DataArray(string Name, DType Type, long[] Extents, double Numbers, double Mean, double Squares, double Min, double Max)
{
    /// <summary>Standard deviation of all numbers.</summary>
    public double StandardDeviation => Math.Sqrt(Squares / Math.Max(Numbers, 1));

    /// <summary>Bytes of a sample.</summary>
    internal long Width => Extents.Aggregate((long)Type.Bytes(), (product, extent) => product * extent);

    /// <summary>Whether it is one that Kit has written: names become files.</summary>
    internal bool IsSound => Name is { Length: > 0 } && Name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_') && Extents is not null && Enum.IsDefined(Type) && Extents.All(d => d is >= 0 and <= int.MaxValue);

    internal static DataArray Of(string name, Tensor samples)
    {
        var array = new DataArray(name, samples.DType, Array.ConvertAll(samples.Shape.ToArray()[1..], d => (long)d), 0, 0, 0, double.MaxValue, double.MinValue);
        return array.IsSound ? array : throw new ArgumentException($"DataSet: '{name}' is no name of letters, digits and _");
    }

    /// <summary>With these samples counted too.</summary>
    /// <remarks>Chan, Golub, LeVeque (1983): M = M₁ + M₂ + δ² n₁n₂/n with δ the difference of the means.</remarks>
    /// <exception cref="InvalidOperationException">Samples of another shape or type.</exception>
    internal DataArray With(Tensor samples)
    {
        if (samples.DType != Type || !samples.Shape.ToArray()[1..].Select(d => (long)d).SequenceEqual(Extents))
            throw new InvalidOperationException($"DataSet: '{Name}' has samples of shape {samples.Shape} {samples.DType} after some of [{string.Join(',', Extents)}] {Type}");
        if (samples.Size == 0) return this;
        var x = samples.Abs().Cast(DType.F64);
        if (!Type.IsComplex()) x = samples.Cast(DType.F64);
        var (mean, n) = (x.Mean().Item(), (double)x.Size);
        var (delta, total) = (mean - Mean, Numbers + n);
        return this with
        {
            Numbers = total,
            Mean = Mean + delta * n / total,
            Squares = Squares + ((x - mean) * (x - mean)).Sum().Item() + delta * delta * Numbers * n / total,
            Min = Math.Min(Min, x.Min().Item()),
            Max = Math.Max(Max, x.Max().Item()),
        };
    }
}
