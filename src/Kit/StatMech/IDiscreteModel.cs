namespace Kit.StatMech;

/// <summary>A model of discrete variables that change one at a time.</summary>
public interface IDiscreteModel : IModel<Configuration>
{
    /// <summary>The values that a variable may take.</summary>
    ReadOnlySpan<sbyte> Alphabet { get; }

    /// <summary>E(after) − E(before) if one variable took a value.</summary>
    double Change(Configuration state, int site, sbyte value);

    /// <summary>Gives one variable a value, and brings the cache and the energy up to date.</summary>
    void Set(Configuration state, int site, sbyte value);

    /// <summary>Computes cache and energy anew from the values: sums that are kept up to date by additions gather rounding.</summary>
    void Refresh(Configuration state);
}
