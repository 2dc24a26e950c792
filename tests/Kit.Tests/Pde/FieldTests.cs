using Kit.Pde;
using Kit.Pde.RandomFields;
using Kit.Plotting;
using Kit.Tensors;

namespace Kit.Tests.Pde;

public sealed class FieldTests
{
    [Fact]
    public void Fields_show_as_lines_maps_and_slices()
    {
        var line = new Field(Grid.Periodic(16), new Rng(1).Normal(16), "w").ToFigure();
        Assert.Equal("w(x)", line.Title);
        var grid = new Grid(Axis.Cells(8, 0, 2), Axis.Chebyshev(5));
        var map = new Field(grid, grid.Sample((x, y) => x + 10 * y)).ToFigure();
        var trace = Assert.IsType<HeatmapTrace>(Assert.Single(map.Panels[0].Traces));
        // Rows are y and columns are x: entry [0, 1] is the second x at the lowest y.
        Assert.Equal((5, 8), (trace.Z.Rows, trace.Z.Columns));
        Assert.Equal(0.375 - 10, trace.Z[0, 1], 1e-14);
        Assert.Equal(("x", "y"), (map.Panels[0].X.Title, map.Panels[0].Y.Title));
        var box = new Field(Grid.Periodic(6, dimensions: 3), new Rng(1).Normal((6, 6, 6))).ToFigure();
        Assert.Equal(["z = 0.5", "y = 0.5", "x = 0.5"], box.Panels.Select(panel => panel.Title));
        Assert.Contains("<svg", new Field(grid, grid.Sample((x, y) => x)).ToHtml(), StringComparison.Ordinal);
    }

    [Fact]
    public void Slices_interpolate_and_close_circles()
    {
        var grid = new Grid(Axis.Periodic(4), Axis.Cells(4));
        var field = new Field(grid, grid.Sample((x, y) => (2 * Math.PI * x).Sin() + 3 * y));
        var slice = field.Slice(1, 0.5);
        Assert.Equal(AxisKind.Periodic, slice.Grid.Axes[0].Kind);
        Assert.Equal(2.5, slice.Values[1].Item(), 1e-14);
        // Half way between x = 0.75 and x = 1 ≡ 0.
        Assert.Equal(-0.5 + 3 * 0.125, field.Slice(0, 0.875).Values[0].Item(), 1e-14);
        Assert.Equal(3 * 0.125, field.Slice(1, 0.01).Values[0].Item(), 1e-14);
        Assert.Contains("outside", Assert.Throws<ArgumentOutOfRangeException>(() => field.Slice(1, 1.5)).Message, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => slice.Slice(0, 0.5));
    }

    [Fact]
    public void Films_have_a_frame_a_state_and_diagrams_have_time_upwards()
    {
        var grid = Grid.Periodic(32);
        var states = Tensor.Stack([.. Enumerable.Range(0, 5).Select(k => grid.Sample(x => (2 * Math.PI * (x - 0.1 * k)).Sin()))]);
        double[] times = [0, 0.1, 0.2, 0.3, 0.4];
        var film = Field.Animation(grid, times, states);
        Assert.Equal(["0", "0.1", "0.2", "0.3", "0.4"], film.Frames.Select(frame => frame.Label));
        var diagram = Field.SpaceTime(grid, times, states, "c");
        Assert.Equal(("x", "t"), (diagram.Panels[0].X.Title, diagram.Panels[0].Y.Title));
        Assert.Contains("4 times", Assert.Throws<ArgumentException>(() => Field.Animation(grid, times[1..], states)).Message, StringComparison.Ordinal);
        var plane = Grid.Periodic(200, dimensions: 2);
        var vorticity = BenchmarkFields.Vorticity(plane).Sample(new Rng(1), 2);
        Assert.Equal(67, Assert.IsType<HeatmapTrace>(Field.Animation(plane, [0, 1], vorticity).Panels[0].Traces[0]).Z.Rows);
        var titled = Field.Animation(plane, [0, 1], vorticity, "ω", "Eddies", ColorScale.Magma, (-2, 5), smooth: true);
        var map = Assert.IsType<HeatmapTrace>(titled.Frames[1].Panels[0].Traces[0]);
        Assert.Equal(("Eddies", ColorScale.Magma, ((double, double)?)(-2.0, 5.0), true), (titled.Title, map.Colors.Scale, map.Colors.Range, map.Smooth));
        // Colours that do not diverge reach from the least to the largest value.
        var unsigned = Assert.IsType<HeatmapTrace>(Field.SpaceTime(grid, times, states - 0.5, scale: ColorScale.Magma).Panels[0].Traces[0]);
        Assert.Equal((-1.5, 0.5), (Math.Round(unsigned.Colors.Range!.Value.Low, 2), Math.Round(unsigned.Colors.Range!.Value.High, 2)));
        Assert.Equal("Waves", Field.SpaceTime(grid, times, states, title: "Waves").Title);
    }

    [Fact]
    public void Text_and_errors_say_what_it_is()
    {
        Assert.Equal("u on Grid(Cells(4, 0, 1)): 0 to 3, mean 1.5", new Field(new Grid(Axis.Cells(4)), Tensor.Arange(4)).ToString());
        Assert.Contains("holds 2", Assert.Throws<ArgumentException>(() => new Field(Grid.Periodic(4), Tensor.Zeros((2, 4)))).Message, StringComparison.Ordinal);
        Assert.Contains("Angle", Assert.Throws<ArgumentException>(() => new Field(Grid.Periodic(4), Tensor.Zeros(4, Kit.Compute.DType.C128))).Message, StringComparison.Ordinal);
    }
}
