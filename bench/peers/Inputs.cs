namespace Kit.Bench.Peers;

/// <summary>A named array of doubles, row-major.</summary>
internal sealed record Input(string Name, int[] Shape, double[] Values)
{
    /// <summary>Uniform numbers in [−½, ½), the same for the same <paramref name="seed"/>.</summary>
    public static Input Uniform(string name, int seed, params int[] shape)
    {
        var random = new Random(seed);
        return new(name, shape, [.. Enumerable.Range(0, shape.Aggregate(1, (a, b) => a * b)).Select(_ => random.NextDouble() - 0.5)]);
    }
}

/// <summary>The arrays of a row by name, in order.</summary>
internal sealed record Inputs(params IReadOnlyList<Input> All)
{
    public double[] this[string name] => All.First(input => input.Name == name).Values;
}
