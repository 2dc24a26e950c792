using Kit.Notebook.Engine;
using Kit.Notebook.Formatting;

namespace Kit.Notebook.Tests.Formatting;

public sealed class MimeBundleTests
{
    [Fact]
    public void Null_and_scalars_are_plain_text_in_the_invariant_culture()
    {
        Assert.Equal("null", Text(null, "text/plain"));
        Assert.Equal("1.5", Text(1.5, "text/plain"));
        Assert.Equal("a <b>", Text("a <b>", "text/plain"));
        Assert.Equal("text/plain", Assert.Single(MimeBundle.Of(1.5, [])).Key);
    }

    [Fact]
    public void The_formatter_convention_is_found_by_name_on_base_classes_too()
    {
        var bundle = MimeBundle.Of(new Derived(), []);
        Assert.Equal("<b>convention</b>", bundle["text/html"].GetValue<string>());
        Assert.Equal(3, bundle["application/vnd.test+json"]["n"]!.GetValue<int>());
        Assert.Equal("a Based", bundle["text/plain"].GetValue<string>());
    }

    [Fact]
    public void A_ToHtml_method_is_a_view() => Assert.Equal("<i>x</i>", Text(new WithToHtml(), "text/html"));

    [Fact]
    public void Dictionaries_records_and_lists_of_records_are_tables_with_escaped_cells()
    {
        Assert.Contains("<tr><th>a</th><td>&lt;b&gt;</td></tr>", Text(new Dictionary<string, string> { ["a"] = "<b>" }, "text/html"), StringComparison.Ordinal);
        Assert.Contains("<tr><th>X</th><td class=\"num\">1.5</td></tr>", Text(new Point(1.5, 2), "text/html"), StringComparison.Ordinal);
        Assert.Contains("<th>#</th><th>X</th><th>Y</th>", Text(new[] { new Point(1, 2), new Point(3, 4) }, "text/html"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_sequence_without_end_is_cut()
    {
        static IEnumerable<int> Naturals()
        {
            for (var n = 0; ; n++)
            {
                yield return n;
            }
        }

        var html = Text(Naturals(), "text/html");
        Assert.Contains("... more", html, StringComparison.Ordinal);
        Assert.Contains(">49<", html, StringComparison.Ordinal);
        Assert.DoesNotContain(">50<", html, StringComparison.Ordinal);
    }

    [Fact]
    public void A_value_that_contains_itself_is_cut()
    {
        var loop = new List<object>();
        loop.Add(loop);
        Assert.True(Text(loop, "text/html").Length < 4000);
        var node = new Node();
        node.Next = node;
        Assert.True(Text(node, "text/html").Length < 4000);
    }

    [Fact]
    public void A_view_that_throws_is_told_and_does_not_end_the_run() =>
        Assert.Contains("InvalidOperationException: no view", Text(new Throwing(), "text/plain"), StringComparison.Ordinal);

    [Fact]
    public void A_getter_that_throws_fills_its_own_cell() =>
        Assert.Contains("(NotSupportedException: not here)", Text(new BadGetter(), "text/html"), StringComparison.Ordinal);

    [Fact]
    public void An_exception_shows_its_message_escaped() =>
        Assert.Contains("System.Exception: &lt;bad&gt;", Text(new Exception("<bad>"), "text/html"), StringComparison.Ordinal);

    [Fact]
    public void Wanted_types_are_picked_where_the_value_has_them()
    {
        Assert.Equal("text/plain", Assert.Single(MimeBundle.Of(new Point(1, 2), ["text/plain"])).Key);
        Assert.Equal("text/plain", Assert.Single(MimeBundle.Of(1, ["image/png"])).Key);
        Assert.Equal("<hr>", MimeBundle.Of(CellFunctions.HTML("<hr>"), [])["text/html"].GetValue<string>());
    }

    private static string Text(object? value, string mimeType) => MimeBundle.Of(value, [])[mimeType].GetValue<string>();

    private sealed record Point(double X, double Y);

    private sealed class Node
    {
        public Node? Next { get; set; }
    }

    private sealed class WithToHtml
    {
#pragma warning disable CA1822 // found by reflection on instances
        public string ToHtml() => "<i>x</i>";
    }

    private sealed class Throwing
    {
        public string ToHtml() => throw new InvalidOperationException("no view");
    }

    private sealed class BadGetter
    {
        public int Value => throw new NotSupportedException("not here");
    }

    [AttributeUsage(AttributeTargets.Class)]
    private sealed class TypeFormatterSourceAttribute(Type type) : Attribute
    {
        public Type FormatterSourceType { get; } = type;

        public string[] PreferredMimeTypes { get; } = ["text/html", "application/vnd.test+json"];
    }

    [TypeFormatterSource(typeof(Source))]
    private class Based
    {
        public override string ToString() => "a Based";
    }

    private sealed class Derived : Based;

    private sealed class Source
    {
        public IEnumerable<object> CreateTypeFormatters() => [new Writer("text/html", "<b>convention</b>"), new Writer("application/vnd.test+json", "{\"n\": 3}")];
    }

    private sealed class Writer(string mimeType, string text)
    {
        public string MimeType => mimeType;

        public bool Format(object value, TextWriter writer)
        {
            writer.Write(text);
            return value is Based;
        }
    }
}
