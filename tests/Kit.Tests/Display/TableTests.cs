using Kit.Display;

namespace Kit.Tests.Display;

public sealed class TableTests
{
    private static Table Sample() => new Table("method", "h", "error").Row("Heun", 0.1, 2.34567e-7).Row("Euler, \"explicit\"", 0.05).Row("a|b", 1234567.0, 12.3456789);

    [Fact]
    public void Text_aligns_numbers_right_and_cuts_them() => Assert.Equal(
        """
        method                   h     error
        ─────────────────  ───────  ────────
        Heun                   0.1  2.346e-7
        Euler, "explicit"     0.05
        a|b                1234567     12.35
        """.ReplaceLineEndings("\n"), Sample().ToString());

    [Fact]
    public void Csv_keeps_all_digits_and_quotes_by_need() =>
        Assert.Equal("method,h,error\nHeun,0.1,2.34567E-07\n\"Euler, \"\"explicit\"\"\",0.05,\na|b,1234567,12.3456789\n", Sample().ToCsv());

    [Fact]
    public void Markdown_escapes_bars_and_marks_alignment()
    {
        var lines = Sample().ToMarkdown().Split('\n');
        Assert.EndsWith("-: |", lines[1]);
        Assert.StartsWith("| -", lines[1]);
        Assert.Contains("a\\|b", lines[4]);
    }

    [Fact]
    public void Html_escapes_cells()
    {
        var html = new Table("<b>") { Caption = "a & b" }.Row("<script>").ToHtml();
        Assert.DoesNotContain("<script>", html);
        Assert.Contains("&lt;b&gt;", html);
        Assert.Contains("a &amp; b", html);
    }

    [Fact]
    public void Cells_without_a_column_are_refused() =>
        Assert.Equal("Table: a row of 2 cells does not fit 1 columns.", Assert.Throws<ArgumentException>(() => new Table("a").Row(1, 2)).Message);

    [Theory]
    [InlineData(double.NaN, "NaN")]
    [InlineData(double.PositiveInfinity, "∞")]
    [InlineData(0.000123456, "0.0001235")]
    [InlineData(-99999.7, "-100000")]
    [InlineData(1e10, "1e10")]
    [InlineData(3.0, "3")]
    public void Numbers_are_short(double number, string shown) => Assert.Equal(shown, new Table("x").Row(number).ToString().Split('\n')[2].Trim());
}
