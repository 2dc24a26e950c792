using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Kit.Plotting;
using Kit.Plotting.Svg;

namespace Kit.Tests.Plotting.Svg;

public sealed partial class SvgRendererTests
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    private static readonly double[] X = [.. Enumerable.Range(0, 30).Select(i => i / 3.0)];

    private static readonly double[] Y = [.. X.Select(Math.Sin)];

    private static readonly double[,] Table = Grid(12, 9);

    public static TheoryData<string> Kinds => [.. Gallery.Keys];

    private static Dictionary<string, Func<Figure>> Gallery { get; } = new()
    {
        ["line"] = () => new Figure("Line", "x", "y").Line(X, Y, "a").Line(X, X, "b", Dash.DashDot, markers: true),
        ["markers"] = () => Enum.GetValues<Marker>().Aggregate(new Figure(), (f, m) => f.Scatter(X, [.. Y.Select(v => v + (int)m)], m.ToString(), m)),
        ["errors"] = () => new Figure().Scatter(X, Y, errorX: 0.1, errorY: Y.Select(Math.Abs).ToArray()),
        ["band"] = () => new Figure().Band(X, Y, [.. Y.Select(v => v + 1)], "band"),
        ["bars"] = () => new Figure().Bar(new[] { "one", "two" }, [1, -2], "a", errorY: 0.3).Bar(new[] { "two", "three" }, [1, 5], "b"),
        ["stack"] = () => new Figure().Bar([1, 2], [1, 2], "a").Bar([1, 2], [3, -1], "b").Bars(BarMode.Stack),
        ["histogram"] = () => new Figure().Histogram(Y),
        ["heat map"] = () => new Figure().Heatmap(Table, colorTitle: "z"),
        ["large heat map"] = () => new Figure().Heatmap(Grid(300, 200)),
        ["smooth heat map on log axes"] = () => new Figure().Heatmap(Table, x: [.. Enumerable.Range(0, 9).Select(i => Math.Pow(2, i))], smooth: true).LogX(),
        ["contour"] = () => new Figure().Contour(Table, colorTitle: "a long title"),
        ["contour lines"] = () => new Figure().Contour(Table, filled: false).EqualAspect(),
        ["surface"] = () => new Figure("", "x", "y", "z").Surface(Table),
        ["space curve"] = () => new Figure().Line3D(X, Y, X, "line").Scatter3D(X, Y, Y, "points"),
        ["image"] = () => new Figure().Image(new byte[4, 5, 3]),
        ["arrows"] = () => new Figure().Arrows(X, Y, Y, X, name: "field").EqualAspect(),
        ["notes"] = () => new Figure().Line(X, Y).HorizontalLine(0, "zero").VerticalLine(2, "two").Annotate(3, 0.1, "here").Annotate(4, 0, "there", arrow: false),
        ["grid"] = () => Figure.Grid("All", 2, 2, new Figure("a").Line(X, Y), new Figure("b").Heatmap(Table), new Figure("c").Surface(Table)),
        ["frames"] = () => Figure.Animate("t = ", [0.5, 1.5], t => new Figure().Line(X, [.. X.Select(x => Math.Sin(x - t))])),
        ["empty"] = () => new Figure("Nothing"),
        ["no points"] = () => new Figure().Line([], []).LogLog(),
        ["one point"] = () => new Figure().Scatter([3], [4]),
        ["constant"] = () => new Figure().Line(X, [.. X.Select(_ => 5.0)]).Heatmap(new double[3, 3]),
        ["only gaps"] = () => new Figure().Line([1, 2], [double.NaN, double.PositiveInfinity]).Heatmap(new[,] { { double.NaN } }),
        ["huge"] = () => new Figure().Line([-1e300, 0, 1e300], [1e300, -1e300, 1e300]),
        ["largest"] = () => new Figure().Line([-double.MaxValue, double.MaxValue], [double.MaxValue, -double.MaxValue]),
        ["tiny"] = () => new Figure().Line([1e-300, 2e-300], [0, 1e-300]).Contour(new[,] { { 1e-300, 2e-300 }, { 3e-300, 4e-300 } }),
        ["huge and tiny on log axes"] = () => new Figure().Line([1e-300, 1e300], [1e-300, 1e300], markers: true).LogLog(),
        ["log with non-positive data"] = () => new Figure().Line([0, 1, 10, 100], [-1, 0, 10, 100], errorY: 20).Band([1, 2, 3], [-1, 1, 1], [2, 2, 2]).Bar([1, 2], [-1, 5]).LogLog(),
        ["crowded categories"] = () => new Figure().Bar(Enumerable.Range(0, 30).Select(i => $"category number {i}").ToArray(), Y),
        ["very small"] = () => new Figure("A long title in a small figure", "x", "y").Line(X, Y, "a name").Line(X, X, "another name").Size(60, 50),
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Render_EveryKind_IsValidSvgOfFiniteNumbersThatNeedsNothingElse(string kind)
    {
        foreach (var theme in new[] { Theme.Auto, Theme.Light, Theme.Dark })
        {
            var text = Gallery[kind]().Themed(theme).ToSvg();
            var root = XDocument.Parse(text).Root!;
            Assert.Equal("img", (string?)root.Attribute("role"));
            Assert.NotNull(root.Element(Svg + "desc"));
            Assert.Equal(theme.FollowsPage, root.Element(Svg + "style") is not null);
            Assert.DoesNotContain(root.Descendants(), e => e.Name.LocalName is "script" or "foreignObject");
            foreach (var attribute in root.DescendantsAndSelf().SelectMany(e => e.Attributes()).Where(a => !a.IsNamespaceDeclaration))
            {
                Assert.DoesNotMatch("NaN|Infinity|\u221E|[0-9]E[+-]?[0-9]", attribute.Name == "href" ? "" : attribute.Value);
                if (attribute.Name == "href") Assert.StartsWith("data:image/png;base64,", attribute.Value);
                if (attribute.Name.LocalName is "x" or "y" or "width" or "height")
                    Assert.True(double.IsFinite(double.Parse(attribute.Value, CultureInfo.InvariantCulture)));
            }
            var ids = root.Descendants().Attributes("id").Select(a => a.Value).ToArray();
            Assert.Equal(ids.Length, ids.Distinct().Count());
            foreach (Match reference in Reference().Matches(text)) Assert.Contains(reference.Groups[1].Value, ids);
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Render_Twice_GivesTheSameText(string kind) => Assert.Equal(Gallery[kind]().ToSvg(), Gallery[kind]().ToSvg());

    [Fact]
    public void Render_DifferentFigures_ShareNoId()
    {
        var ids = Gallery.Values.SelectMany(f => XDocument.Parse(f().ToSvg()).Descendants().Attributes("id").Select(a => a.Value)).ToArray();
        Assert.Equal(ids.Length, ids.Distinct().Count());
    }

    [Fact]
    public void Render_HostileTexts_AreShownAsTheyAre()
    {
        const string Hostile = "\"/><script>alert(1)</script>\0]]><!-- &";
        var figure = new Figure(Hostile, Hostile, Hostile).Line(X, Y, Hostile).Line(X, X, Hostile).Bar(new[] { Hostile }, [1]).Annotate(1, 0, Hostile).Describe(Hostile);
        var root = XDocument.Parse(figure.ToSvg()).Root!;
        Assert.Empty(root.Descendants(Svg + "script"));
        Assert.Contains(root.Descendants(Svg + "text"), t => t.Value == Hostile.Replace("\0", ""));
    }

    [Fact]
    public void Render_GapInALine_StartsANewPiece()
    {
        double[] gapped = [.. Y];
        gapped[10] = double.NaN;
        Assert.Equal(1, Moves(new Figure().Line(X, Y)));
        Assert.Equal(2, Moves(new Figure().Line(X, gapped)));

        static int Moves(Figure figure) => Curve(figure).Count(c => c == 'M');
    }

    [Fact]
    public void Render_PixelsOfALine_AreThoseOfItsScale()
    {
        // Three collinear points on log axes keep their proportions: 1 : 100 and 100 : 1000 are 2 : 1 in pixels.
        var path = Curve(new Figure().Line([1, 100, 1000], [1, 100, 1000]).LogLog());
        var steps = Steps().Match(path);
        double[] n = [.. steps.Groups.Values.Skip(1).Select(g => double.Parse(g.Value, CultureInfo.InvariantCulture))];
        Assert.Equal(2, n[0] / n[2], 0.001);
        Assert.Equal(2, n[1] / n[3], 0.001);
        Assert.True(n[0] > 0 && n[1] < 0);
    }

    [Fact]
    public void Render_LargeMap_IsOnePictureOfAtMost128Cells()
    {
        var href = (string)XDocument.Parse(new Figure().Heatmap(Grid(300, 200)).ToSvg()).Descendants(Svg + "image").Single().Attribute("href")!;
        var (width, height, _, pixels, _) = PngWriterTests.Decode(Convert.FromBase64String(href[(href.IndexOf(',') + 1)..]));
        Assert.Equal((128, 128), (width, height));
        // z = i + j rises to the right and upwards: the top right corner has the highest colour, the bottom left the lowest.
        Assert.True(pixels[127] > 250 && pixels[127 * 128] is 1 or 2);
    }

    [Fact]
    public void Render_LegendBeside_StandsRightOfThePlot()
    {
        var root = XDocument.Parse(new Figure("T", "x", "y").Line(X, Y, "first name").Line(X, X, "second").ToSvg()).Root!;
        var clip = root.Descendants(Svg + "clipPath").Single().Element(Svg + "rect")!;
        var right = (double)clip.Attribute("x")! + (double)clip.Attribute("width")!;
        foreach (var name in new[] { "first name", "second" })
        {
            var at = (double)root.Descendants(Svg + "text").Single(t => t.Value == name).Attribute("x")!;
            Assert.True(at > right);
            Assert.True(at + TextWidth.Of(name, 13) <= 720);
        }
    }

    [Fact]
    public void Render_ManyPoints_StaysSmall()
    {
        Random random = new(1);
        var walk = new double[200_000];
        for (var i = 1; i < walk.Length; i++) walk[i] = walk[i - 1] + random.NextDouble() - 0.5;
        Assert.InRange(new Figure().Line(walk).ToSvg().Length, 5_000, 60_000);
    }

    [Fact]
    public void Render_Frames_ShowsTheFirstWithItsLabel()
    {
        var root = XDocument.Parse(Gallery["frames"]().ToSvg()).Root!;
        Assert.Contains(root.Descendants(Svg + "text"), t => t.Value == "t = 0.5");
        Assert.Contains(root.Descendants(Svg + "text"), t => t.Value == "frame 1 of 2");
    }

    [Fact]
    public void Render_ContourLines_CarryTheirLevels()
    {
        var texts = XDocument.Parse(new Figure().Contour(Grid(20, 20), filled: false).ToSvg()).Descendants(Svg + "text");
        // z = i + j runs from 0 to 38; the lines of levels 10, 15, 20, … are long enough for a label, turned along the line.
        Assert.Contains(texts, t => t.Value == "20" && ((string?)t.Attribute("transform"))?.Contains("rotate") == true);
    }

    [Fact]
    public void Render_EqualAspect_GivesOneUnitOneLength()
    {
        var root = XDocument.Parse(new Figure().Heatmap(Grid(10, 20)).EqualAspect().ToSvg()).Root!;
        var clip = root.Descendants(Svg + "clipPath").Single().Element(Svg + "rect")!;
        // Sides are whole pixels: the shorter one, above 100, is off by at most one half.
        Assert.Equal(2, (double)clip.Attribute("width")! / (double)clip.Attribute("height")!, 0.02);
    }

    private static string Curve(Figure figure) => (string)XDocument.Parse(figure.ToSvg()).Descendants(Svg + "path")
        .Single(p => (string?)p.Attribute("stroke-width") == "2").Attribute("d")!;

    private static double[,] Grid(int rows, int columns)
    {
        var table = new double[rows, columns];
        for (var i = 0; i < rows; i++)
            for (var j = 0; j < columns; j++) table[i, j] = i + j;
        return table;
    }

    [GeneratedRegex("url\\(#([^)]*)\\)")]
    private static partial Regex Reference();

    [GeneratedRegex("l([-.0-9]+?) ?(-[.0-9]+) ?([-.0-9]+?) ?(-[.0-9]+)$")]
    private static partial Regex Steps();
}
