using System.Globalization;
using System.Text.Json.Nodes;
using Kit.Plotting;

namespace Kit.Tests.Plotting;

public sealed class FigureJsonTests
{
    private static readonly double[] X = [0, 1, 2];
    private static readonly double[,] Z = { { 1, 2, 3 }, { 4, double.NaN, 6 } };

    [Fact]
    public void Labels_name_the_rows_and_columns_of_a_map()
    {
        string[] models = ["FNO", "MgNO"], sets = ["Darcy", "Pipe"];
        var figure = Parse(new Figure("Errors").Heatmap(new double[,] { { 1, 2 }, { 3, 4 } }, sets, models));
        Assert.Equal("[\"Darcy\",\"Pipe\"]", figure["data"]![0]!["x"]!.ToJsonString());
        Assert.Equal("[\"FNO\",\"MgNO\"]", figure["data"]![0]!["y"]!.ToJsonString());
        Assert.Equal(("category", "category"), (figure["layout"]!["xaxis"]!["type"]!.GetValue<string>(), figure["layout"]!["yaxis"]!["type"]!.GetValue<string>()));
    }

    [Fact]
    public void A_line_and_a_scatter_hold_their_data_colours_and_errors()
    {
        var spec = Parse(new Figure("T", "x", "y").Line(X, [1, 4, 9], name: "a", dash: Dash.Dashed)
            .Scatter(X, [1, 2, 3], name: "b", errorY: (new double[] { .1, .2, .3 }, new double[] { 1, 2, 3 }), errorX: 0.5));
        var (line, scatter) = (spec["data"]![0]!, spec["data"]![1]!);
        Assert.Equal("scatter", (string?)line["type"]);
        Assert.Equal("lines", (string?)line["mode"]);
        Assert.Equal("[1,4,9]", line["y"]!.ToJsonString());
        Assert.Equal("dash", (string?)line["line"]!["dash"]);
        Assert.Equal(Theme.Light.Palette[0], (string?)line["line"]!["color"]);
        Assert.Equal("markers", (string?)scatter["mode"]);
        Assert.Equal(Theme.Light.Palette[1], (string?)scatter["marker"]!["color"]);
        Assert.Equal("[1,2,3]", scatter["error_y"]!["array"]!.ToJsonString());
        Assert.Equal("[0.1,0.2,0.3]", scatter["error_y"]!["arrayminus"]!.ToJsonString());
        Assert.Equal("[0.5,0.5,0.5]", scatter["error_x"]!["array"]!.ToJsonString());
        Assert.Equal("T", (string?)spec["layout"]!["title"]!["text"]);
        Assert.Equal("x", (string?)spec["layout"]!["xaxis"]!["title"]!["text"]);
    }

    [Fact]
    public void What_is_not_finite_or_not_on_a_logarithmic_axis_is_a_gap()
    {
        var figure = new Figure().Line([1, double.NaN, 3, 4], [1, 2, double.PositiveInfinity, -4]);
        Assert.Equal("[1,null,3,4]", Parse(figure)["data"]![0]!["x"]!.ToJsonString());
        Assert.Equal("[1,2,null,-4]", Parse(figure)["data"]![0]!["y"]!.ToJsonString());
        Assert.Equal("[1,2,null,null]", Parse(figure.LogY())["data"]![0]!["y"]!.ToJsonString());
        Assert.Equal("log", (string?)Parse(figure)["layout"]!["yaxis"]!["type"]);
    }

    [Fact]
    public void A_heat_map_has_rows_along_y_gaps_and_its_colour_bar()
    {
        var map = Parse(new Figure().Heatmap(Z, X, [10, 20], ColorScale.Magma, (0, 5), "u<sub>0</sub>"))["data"]![0]!;
        Assert.Equal("heatmap", (string?)map["type"]);
        Assert.Equal("[[1,2,3],[4,null,6]]", map["z"]!.ToJsonString());
        Assert.Equal((0, 5), ((int)map["zmin"]!, (int)map["zmax"]!));
        Assert.Equal("#000004", (string?)map["colorscale"]![0]![1]);
        Assert.StartsWith("u<sub>0</sub>", (string?)map["colorbar"]!["title"]!["text"]);
    }

    [Fact]
    public void A_diverging_scale_is_symmetric_about_zero_unless_told_otherwise()
    {
        var map = Parse(new Figure().Heatmap(new double[,] { { -1, 3 } }, scale: ColorScale.Diverging))["data"]![0]!;
        Assert.Equal((-3, 3), ((int)map["zmin"]!, (int)map["zmax"]!));
        var told = Parse(new Figure().Heatmap(new double[,] { { -1, 3 } }, scale: ColorScale.Diverging, range: (-1, 4)))["data"]![0]!;
        Assert.Equal((-1, 4), ((int)told["zmin"]!, (int)told["zmax"]!));
    }

    [Fact]
    public void Contours_stand_at_round_levels_inside_the_range()
    {
        var contours = Parse(new Figure().Contour(new double[,] { { 0, 1 }, { 2, 10 } }, levels: 9))["data"]![0]!["contours"]!;
        Assert.Equal((1, 1), ((double)contours["start"]!, (double)contours["size"]!));
        Assert.InRange((double)contours["end"]!, 9, 10);
    }

    [Fact]
    public void Level_lines_without_filling_are_inked_and_carry_their_levels()
    {
        var lines = Parse(new Figure().Line(X, X).Contour(Z, filled: false))["data"]![1]!;
        Assert.Equal(Theme.Light.Palette[1], (string?)lines["line"]!["color"]);
        Assert.True((bool)lines["contours"]!["showlabels"]!);
        Assert.False((bool)lines["showscale"]!);
    }

    [Fact]
    public void Colours_left_to_the_page_are_roles_that_both_themes_define()
    {
        var figure = new Figure("$t", "$p").Line(X, X, name: "$0").Heatmap(Z);
        var html = figure.ToHtml();
        Assert.Contains("\"$0\":\"" + Theme.Light.Palette[0] + "\"", html);
        Assert.Contains("\"$0\":\"" + Theme.Dark.Palette[0] + "\"", html);
        Assert.Contains("\"line\":{\"color\":\"$0\"", html);
        Assert.DoesNotContain("\"color\":\"$", figure.ToJson());
        Assert.DoesNotContain("\"$0\":", figure.Themed(Theme.Dark).ToHtml());
    }

    [Fact]
    public void Surfaces_and_space_curves_live_in_a_scene()
    {
        var spec = Parse(new Figure("", "a", "b", "c").Surface(Z).Line3D(X, X, X));
        Assert.Equal("surface", (string?)spec["data"]![0]!["type"]);
        Assert.Equal("scatter3d", (string?)spec["data"]![1]!["type"]);
        Assert.Equal("scene", (string?)spec["data"]![0]!["scene"]);
        Assert.Equal("c", (string?)spec["layout"]!["scene"]!["zaxis"]!["title"]!["text"]);
        Assert.Null(spec["layout"]!["xaxis"]);
    }

    [Fact]
    public void A_histogram_counts_every_finite_sample_once_and_a_density_has_unit_area()
    {
        double[] samples = [0, 0.1, 0.5, 1, double.NaN];
        var bars = Parse(new Figure().Histogram(samples, bins: 2))["data"]![0]!;
        Assert.Equal("[2,2]", bars["y"]!.ToJsonString());
        Assert.Equal("[0,0.5]", bars["x"]!.ToJsonString());
        var density = (HistogramTrace)new Figure().Histogram(samples, bins: 5, density: true).Panels[0].Traces[0];
        var area = density.Heights.Select((h, i) => h * (density.Edges[i + 1] - density.Edges[i])).Sum();
        Assert.Equal(1, area, 12); // five roundings
    }

    [Fact]
    public void Labels_make_a_category_axis()
    {
        var spec = Parse(new Figure().Bar(new[] { "8", "16" }, [1, 2]));
        Assert.Equal("""["8","16"]""", spec["data"]![0]!["x"]!.ToJsonString());
        Assert.Equal("category", (string?)spec["layout"]!["xaxis"]!["type"]);
    }

    [Fact]
    public void A_band_is_a_closed_outline_for_every_run_of_finite_points()
    {
        var band = Parse(new Figure().Line([0, 1, 2, 3], [1, 1, 1, 1]).Band([0, 1, 2, 3], [0, 0, double.NaN, 0], [2, 2, 2, 2]))["data"]![1]!;
        Assert.Equal("[0,1,1,0,0,null,3,3,3]", band["x"]!.ToJsonString());
        Assert.Equal("[2,2,0,0,2,null,2,0,2]", band["y"]!.ToJsonString());
        Assert.Equal("toself", (string?)band["fill"]);
        Assert.Equal(Theme.Light.Palette[0], (string?)band["fillcolor"]);
    }

    [Fact]
    public void Arrows_are_segments_with_gaps_and_heads_at_the_tips()
    {
        var arrows = Parse(new Figure().Arrows([0, 1], [0, 0], [1, 0], [0, 2], scale: 0.5))["data"]![0]!;
        Assert.Equal("[0,0.5,null,1,1,null]", arrows["x"]!.ToJsonString());
        Assert.Equal("[0,0,null,0,1,null]", arrows["y"]!.ToJsonString());
        Assert.Equal("[0,7,0,0,7,0]", arrows["marker"]!["size"]!.ToJsonString());
    }

    [Fact]
    public void An_image_is_a_png_of_its_pixels()
    {
        var image = Parse(new Figure().Image(new double[,] { { 0, 1 }, { 0.5, 1 } }))["data"]![0]!;
        Assert.Equal("image", (string?)image["type"]);
        Assert.StartsWith("data:image/png;base64,iVBORw0KGgo", (string?)image["source"]);
    }

    [Fact]
    public void Marks_use_logarithms_for_annotations_but_not_for_lines()
    {
        var layout = Parse(new Figure().Line([1, 10, 100], [1, 2, 3]).LogX().Annotate(10, 2, "here").VerticalLine(10, "K").RangeX(1, 100))["layout"]!;
        Assert.Equal(1, (double)layout["annotations"]![0]!["x"]!);
        Assert.Equal(10, (double)layout["shapes"]![0]!["x0"]!);
        Assert.Equal("y domain", (string?)layout["shapes"]![0]!["yref"]);
        Assert.Equal("[0,2]", layout["xaxis"]!["range"]!.ToJsonString());
    }

    [Fact]
    public void A_grid_gives_every_panel_its_own_axes_in_disjoint_domains()
    {
        Figure Part(string name) => new Figure(name, "x", "y").Line(X, X, name: "a").Line(X, X, name: "b");
        var spec = Parse(Figure.Grid("All", 2, 2, Part("one"), Part("two").EqualAspect(), Part("three")));
        Assert.Equal(["x", "x", "x2", "x2", "x3", "x3"], spec["data"]!.AsArray().Select(trace => (string?)trace!["xaxis"]));
        double Edge(string axis, int side) => (double)spec["layout"]![axis]!["domain"]![side]!;
        Assert.True(Edge("xaxis", 1) < Edge("xaxis2", 0));
        Assert.True(Edge("yaxis", 0) > Edge("yaxis3", 1));
        Assert.Equal("x2", (string?)spec["layout"]!["yaxis2"]!["scaleanchor"]);
        Assert.Contains("three", spec["layout"]!["annotations"]!.AsArray().Select(note => (string?)note!["text"]));
        Assert.Equal("legend3", (string?)spec["data"]![5]!["legend"]);
    }

    [Fact]
    public void Hostile_titles_stay_text()
    {
        const string hostile = "</script><!--<img src=x onerror=alert(1)> <i>β</i> & \"q\"";
        var figure = new Figure(hostile, hostile, hostile).Line(X, X, name: hostile).Line(X, X, name: "b").Annotate(1, 1, hostile).VerticalLine(1, hostile);
        Assert.DoesNotContain("<", figure.ToJson());
        var title = (string?)Parse(figure)["layout"]!["title"]!["text"];
        Assert.Equal("&lt;/script&gt;&lt;!--&lt;img src=x onerror=alert(1)&gt; <i>β</i> &amp; \"q\"", title);
        var html = figure.ToHtml();
        Assert.DoesNotContain("<img", html);
        Assert.DoesNotContain("<!--", html);
        Assert.Equal(2, html.Split("</script>").Length);
    }

    [Fact]
    public void The_same_figure_gives_the_same_bytes_whatever_the_culture()
    {
        static Figure Make() => Figure.Animate("t = ", [0.5, 1.5], t => new Figure("A", "x").Line(X, [t, t / 3, t * t], name: "u").Heatmap(Z));
        var (json, html) = (Make().ToJson(), Make().ToHtml());
        var before = CultureInfo.CurrentCulture;
        try
        {
            var comma = (CultureInfo)CultureInfo.InvariantCulture.Clone();
            comma.NumberFormat.NumberDecimalSeparator = ",";
            CultureInfo.CurrentCulture = comma;
            Assert.Equal(json, Make().ToJson());
            Assert.Equal(html, Make().ToHtml());
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void Curves_keep_every_bit()
    {
        double[] y = [0.1 + 0.2, Math.PI, 1e-300, double.Epsilon, double.MaxValue];
        var read = Parse(new Figure().Line(y))["data"]![0]!["y"]!.AsArray().Select(n => (double)n!);
        Assert.Equal(y, read);
    }

    private static JsonNode Parse(Figure figure) => JsonNode.Parse(figure.ToJson())!;
}
