using System.Globalization;

namespace Kit.Parameters;

/// <summary>The values that a parameter may take, both ends included; for a list, each of its entries.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class BoundsAttribute(double low, double high) : Attribute
{
    /// <summary>The least value.</summary>
    public double Low { get; } = low;

    /// <summary>The greatest value.</summary>
    public double High { get; } = high;

    /// <summary>"from 4 to 1024".</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"from {Low} to {High}");
}
