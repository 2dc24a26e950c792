using Kit.Plotting;

namespace Kit.StatMech.Lattices;

// How states on a graph are looked at. Rectangular lattices are pictures of one pixel a site, x to the right and y upwards; other graphs are nodes and bonds.
public sealed partial class Graph
{
    /// <summary>A state of discrete variables: spins dark (+1) and light (−1), other values in a colour each.</summary>
    /// <param name="state">One value a site.</param>
    /// <param name="title">What one sees; the name of the graph if null.</param>
    /// <exception cref="ArgumentException">A state of other than N sites.</exception>
    public Figure Draw(Configuration state, string? title = null)
    {
        ArgumentNullException.ThrowIfNull(state);
        return Draw(Array.ConvertAll(state.Values, value => (int)value), title);
    }

    /// <summary>A state of vectors: the angle of the first two components as a hue.</summary>
    /// <inheritdoc cref="Draw(Configuration, string?)"/>
    public Figure Draw(VectorConfiguration state, string? title = null)
    {
        ArgumentNullException.ThrowIfNull(state);
        RequireValues(state.Components.Length / state.Dimension);
        return GraphPicture.Of(this, title ?? Name, [.. Enumerable.Range(0, Sites).Select(i => ColorScale.Phase.At(0.5 + Math.Atan2(state[i][1], state[i][0]) / (2 * Math.PI)))]);
    }

    /// <summary>One colour for each label, as for clusters and parts; labels ±1 are spins.</summary>
    /// <param name="labels">One label a site; −1 alone and 1 alone are spins too.</param>
    /// <param name="title">What one sees; the name of the graph if null.</param>
    /// <exception cref="ArgumentException">Other than N labels.</exception>
    public Figure Draw(ReadOnlySpan<int> labels, string? title = null)
    {
        RequireValues(labels.Length);
        var all = labels.ToArray();
        var spins = Array.TrueForAll(all, label => label is 1 or -1);
        return GraphPicture.Of(this, title ?? Name, [.. all.Select(label => spins ? GraphPicture.Spin(label) : GraphPicture.Label(label))]);
    }

    private void RequireValues(int count)
    {
        if (count != Sites) throw new ArgumentException($"Draw: a state of {count} sites on the {Name}, which has {Sites}");
    }
}
