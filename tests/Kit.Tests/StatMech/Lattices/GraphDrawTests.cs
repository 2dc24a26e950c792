using Kit.Plotting;
using Kit.StatMech;
using Kit.StatMech.Lattices;
using Kit.StatMech.Models;
using Kit.StatMech.MultiSpin;
using Kit.Tensors;

namespace Kit.Tests.StatMech.Lattices;

public class GraphDrawTests
{
    [Fact]
    public void Spins_of_a_rectangle_are_pixels_with_x_to_the_right_and_y_upwards()
    {
        var model = new Ising(Graph.Hypercubic([3, 2]));
        var state = model.Start(new Rng(1));
        for (var i = 0; i < 6; i++) model.Set(state, i, -1);
        model.Set(state, 2 * 2 + 1, 1); // x = 2, y = 1
        var pixels = Picture(model.Graph.Draw(state, "one up"));
        Assert.Equal((3, 2), (pixels.Width, pixels.Height));
        var dark = Enumerable.Range(0, 6).MinBy(k => (int)pixels.Rgb[3 * k]);
        Assert.Equal(2, dark); // the last of the upper row
        Assert.Equal(5, Enumerable.Range(0, 6).Count(k => pixels.Rgb[3 * k] > 200));
    }

    [Fact]
    public void Three_dimensions_show_their_middle_layer()
    {
        var graph = Graph.Hypercubic([4, 3, 5]);
        int[] layer = [.. Enumerable.Range(0, graph.Sites).Select(i => i % 5 == 2 ? 1 : -1)];
        var pixels = Picture(graph.Draw(layer));
        Assert.Equal((4, 3), (pixels.Width, pixels.Height));
        Assert.All(Enumerable.Range(0, 12), k => Assert.True(pixels.Rgb[3 * k] < 100));
    }

    [Fact]
    public void Other_lattices_are_nodes_and_the_bonds_that_do_not_go_around()
    {
        var graph = Graph.Triangular(4);
        var traces = graph.Draw([.. Enumerable.Range(0, 16).Select(i => i % 3)]).Panels[0].Traces;
        var bonds = Assert.IsType<CurveTrace>(traces[0]);
        Assert.Equal(3 * (4 * 3 * 2 + 3 * 3), bonds.X.Count); // an open 4 × 4 lattice, two ends and a gap each
        Assert.Equal(3, traces.Count - 1);
        Assert.Equal(16, traces.Skip(1).Cast<CurveTrace>().Sum(trace => trace.X.Count));
    }

    [Fact]
    public void Vectors_are_hues_that_close()
    {
        var state = new VectorConfiguration(9, 2);
        for (var i = 0; i < 9; i++) (state[i][0], state[i][1]) = (-1, i % 2 == 0 ? 1e-12 : -1e-12);
        var pixels = Picture(Graph.Square(3).Draw(state));
        Assert.All(Enumerable.Range(1, 8), k => Assert.Equal(pixels.Rgb[..3].ToArray(), pixels.Rgb.Slice(3 * k, 3).ToArray()));
    }

    [Fact]
    public void One_bit_a_spin_is_drawn_like_one_byte()
    {
        var lattice = new MultiSpinLattice(8, 16, 1);
        var state = lattice.Start(new Rng(2));
        var expected = Picture(Graph.Hypercubic([8, 16]).Draw(lattice.Spins(state).ToArray<int>()));
        Assert.Equal(expected.Rgb.ToArray(), Picture(lattice.Draw(state)).Rgb.ToArray());
    }

    [Fact]
    public void What_does_not_fit_is_refused_with_the_numbers()
    {
        Assert.Contains("8 sites on the square lattice 3 × 3, which has 9", Assert.Throws<ArgumentException>(() => Graph.Square(3).Draw(new int[8])).Message, StringComparison.Ordinal);
        var large = Graph.Honeycomb(101);
        Assert.Contains("20402 nodes", Assert.Throws<ArgumentException>(() => large.Draw(new int[large.Sites])).Message, StringComparison.Ordinal);
    }

    private static Pixels Picture(Figure figure) => Assert.IsType<ImageTrace>(Assert.Single(figure.Panels[0].Traces)).Pixels;
}
