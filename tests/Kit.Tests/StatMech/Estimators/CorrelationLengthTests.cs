using Kit.StatMech.Estimators;
using Kit.StatMech.Lattices;
using Kit.StatMech.Models;
using Kit.Tensors;

namespace Kit.Tests.StatMech.Estimators;

public class CorrelationLengthTests
{
    [Fact]
    public void Smallest_mode_is_that_of_the_transform()
    {
        var graph = Graph.Cubic(4);
        var state = new Ising(graph).Start(new Rng(3));
        var s = Correlations.StructureFactor(Tensor.Of(Array.ConvertAll(state.Values, v => (double)v)).Reshape(4, 4, 4), 3).ToArray<double>();
        var values = new double[2];
        var length = new CorrelationLength(graph);
        length.Observables[0].Measure(state, values.AsSpan(0, 1));
        length.Observables[1].Measure(state, values.AsSpan(1, 1));
        Assert.Equal(s[0], values[0], 1e-12);
        Assert.Equal((s[1] + s[4] + s[16]) / 3, values[1], 1e-12);
    }

    [Fact]
    public void On_a_triangular_lattice_the_smallest_wave_number_is_longer()
    {
        double Of(Graph graph) => new CorrelationLength(graph).Quantity.Of(1, new Means(new(["S(0)", "S(k)"], [0, 1, 2]), [5, 1]));
        Assert.Equal(2 / (2 * Math.Sin(Math.PI / 8)), Of(Graph.Square(8)), 1e-12);
        Assert.Equal(2 / (2 * Math.Sin(Math.PI / 8 * 2 / Math.Sqrt(3))), Of(Graph.Triangular(8)), 1e-12);
    }

    [Fact]
    public void Lattices_without_a_smallest_wave_number_are_refused()
    {
        Assert.Contains("different lengths", Assert.Throws<ArgumentException>(() => new CorrelationLength(Graph.Hypercubic([3, 4]))).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new CorrelationLength(Graph.Honeycomb(4)));
    }
}
