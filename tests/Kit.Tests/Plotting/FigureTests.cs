using System.Reflection;
using Kit.Plotting;
using Kit.Tensors;

namespace Kit.Tests.Plotting;

public sealed class FigureTests
{
    private static readonly double[] X = [0, 1, 2];

    [Fact]
    public void Lengths_that_differ_are_named()
    {
        Assert.Equal("Line: x has 3 entries but y has 2; they must be equal.", Assert.Throws<ArgumentException>(() => new Figure().Line(X, [1, 2])).Message);
        Assert.Contains("y has 3 and x has 2 entries; transpose", Assert.Throws<ArgumentException>(() => new Figure().Heatmap(new double[2, 3], [0, 1], X)).Message);
        Assert.Contains("3 points but 2 error bars", Assert.Throws<ArgumentException>(() => new Figure().Scatter(X, X, errorY: new double[] { 1, 2 })).Message);
        Assert.Contains("negative", Assert.Throws<ArgumentException>(() => new Figure().Scatter(X, X, errorY: -1.0)).Message);
    }

    [Fact]
    public void Settings_that_contradict_each_other_are_refused_in_either_order()
    {
        Assert.Throws<ArgumentException>(() => new Figure().RangeY(-1, 1).LogY());
        Assert.Throws<ArgumentException>(() => new Figure().LogY().RangeY(-1, 1));
        Assert.Throws<ArgumentException>(() => new Figure().LogX().VerticalLine(0));
        Assert.Throws<InvalidOperationException>(() => new Figure().Line(X, X).Surface(new double[2, 2]));
        Assert.Throws<InvalidOperationException>(() => Figure.Grid(1, 2, new Figure(), new Figure()).Line(X, X));
        Assert.Throws<ArgumentException>(() => Figure.Grid(1, 1, new Figure(), new Figure()));
    }

    [Fact]
    public void Data_are_copied_at_the_call()
    {
        var y = new double[] { 1, 2, 3 };
        var figure = new Figure().Line(X, y);
        y[0] = 99;
        Assert.Equal(1, ((CurveTrace)figure.Panels[0].Traces[0]).Y[0]);
    }

    [Fact]
    public void Arrays_lists_and_tensors_mean_the_same_column()
    {
        Values fromTensor = Tensor.Of([0.1f, 2f]);
        Values fromFloats = new[] { 0.1f, 2f };
        Values fromList = new List<double> { 0.1, 2 };
        Assert.Equal([0.1, 2.0], fromTensor);
        Assert.Equal(fromTensor, fromFloats);
        Assert.Equal(fromTensor, fromList);
        Values2D table = Tensor.Of(new double[,] { { 1, 2, 3 }, { 4, 5, 6 } });
        Assert.Equal((2, 3, 6.0), (table.Rows, table.Columns, table[1, 2]));
        Assert.Equal(6, table.Transpose()[2, 1]);
        Assert.Throws<ArgumentException>(() => (Values)Tensor.Zeros([2, 2]));
    }

    [Fact]
    public void ToString_says_what_it_is()
    {
        Assert.Equal("Figure: Heat kernel (1 trace)", new Figure("Heat <i>kernel</i>").Line(X, X).ToString());
        var animated = Figure.Animate("", Enumerable.Range(0, 31), _ => Figure.Grid("G", 1, 2, new Figure().Line(X, X), new Figure().Line(X, X)));
        Assert.Equal("Figure: G (2 panels, 2 traces, 31 frames)", animated.ToString());
    }

    [Fact]
    public void Hosts_find_both_formatters_by_the_attribute_s_simple_name()
    {
        foreach (var value in new object[] { new Figure("F").Line(X, X), new Kit.Display.Table("a").Row(1) })
        {
            var attribute = value.GetType().GetCustomAttributes(true).Single(a => a.GetType().Name == "TypeFormatterSourceAttribute");
            var source = Activator.CreateInstance((Type)Get(attribute, "FormatterSourceType")!)!;
            Assert.NotEmpty((string[])Get(attribute, "PreferredMimeTypes")!);
            var formatters = (IEnumerable<object>)source.GetType().GetMethod("CreateTypeFormatters")!.Invoke(source, [])!;
            Assert.Equal(["text/html", "text/plain"], formatters.Select(f => (string)Get(f, "MimeType")!).Order());
            foreach (var formatter in formatters)
            {
                using var writer = new StringWriter();
                Assert.True((bool)formatter.GetType().GetMethod("Format")!.Invoke(formatter, [value, writer])!);
                Assert.NotEmpty(writer.ToString());
            }
        }

        static object? Get(object of, string property) => of.GetType().GetProperty(property, BindingFlags.Public | BindingFlags.Instance)!.GetValue(of);
    }

    [Fact]
    public void The_fragment_is_labelled_static_first_and_has_one_script()
    {
        var html = new Figure("Heat", "x", "u").Line(X, X, name: "a").ToHtml();
        Assert.Contains("aria-label=\"Heat. curve a against axes x, u.\"", html);
        Assert.True(html.IndexOf("<svg", StringComparison.Ordinal) < html.IndexOf("<script", StringComparison.Ordinal));
        Assert.Equal(2, html.Split("<script").Length);
        Assert.Contains(PlotlyJs.CdnAddress, html);
    }

    [Theory]
    [InlineData("svg", "<svg")]
    [InlineData("json", "{\"data\"")]
    public void Save_writes_the_form_its_ending_names(string ending, string start)
    {
        var folder = Directory.CreateTempSubdirectory();
        try
        {
            var path = Path.Combine(folder.FullName, "f." + ending);
            new Figure("F").Line(X, X).Save(path);
            Assert.StartsWith(start, File.ReadAllText(path));
            Assert.Single(folder.GetFiles());
            Assert.Contains(".html, .svg or .json", Assert.Throws<ArgumentException>(() => new Figure().Save(Path.Combine(folder.FullName, "f.gif"))).Message);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
