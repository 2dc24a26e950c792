namespace Kit.StatMech;

/// <summary>Unit vectors of n components, one a site.</summary>
/// <param name="sites">Number of vectors N.</param>
/// <param name="components">n.</param>
public sealed class VectorConfiguration(int sites, int components)
{
    /// <summary>Number of components n of each vector.</summary>
    public int Dimension { get; } = components;

    /// <summary>All components, those of a vector side by side: N n numbers.</summary>
    public double[] Components { get; } = new double[sites * components];

    /// <summary>The energy E, kept up to date by whoever changes a vector.</summary>
    public double Energy { get; set; }

    /// <summary>The vector at a site.</summary>
    public Span<double> this[int site] => Components.AsSpan(site * Dimension, Dimension);
}
