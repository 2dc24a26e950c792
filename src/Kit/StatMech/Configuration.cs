namespace Kit.StatMech;

/// <summary>Discrete variables, one small integer a site, and what a model keeps up to date beside them.</summary>
/// <param name="sites">Number of variables.</param>
/// <param name="cache">Numbers that the model keeps, such as local fields or overlaps with patterns.</param>
public sealed class Configuration(int sites, int cache)
{
    /// <summary>The variables: ±1 for Ising, 0 … q − 1 for Potts. Written by <see cref="IDiscreteModel.Set"/> alone, which keeps the rest true.</summary>
    public sbyte[] Values { get; } = new sbyte[sites];

    /// <summary>What the model keeps beside them; only it knows the meaning.</summary>
    public double[] Cache { get; } = new double[cache];

    /// <summary>The energy E, kept up to date.</summary>
    public double Energy { get; set; }
}
