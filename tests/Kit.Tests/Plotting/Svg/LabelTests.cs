using System.Xml.Linq;
using Kit.Plotting.Svg;

namespace Kit.Tests.Plotting.Svg;

public sealed class LabelTests
{
    [Fact]
    public void Spans_SubAndSuperscript_ReturnToTheBaseLine()
    {
        Label label = new("<i>T</i><sub>c</sub> = 10<sup>−3</sup> K");
        var text = XElement.Parse($"<text>{label.Spans(0, 10)}</text>");
        Assert.Equal("Tc = 10−3 K", text.Value);
        var shifts = text.Elements("tspan").Select(t => (double?)t.Attribute("dy") ?? 0).ToArray();
        Assert.Equal(0, shifts.Sum(), 1e-9);
        Assert.Contains(shifts, s => s > 0);
        Assert.Contains(shifts, s => s < 0);
        Assert.Equal("italic", (string?)text.Elements("tspan").First().Attribute("font-style"));
    }

    [Theory]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("a < b & c > d \"quoted\" 'single'")]
    [InlineData("<a href='javascript:x'>y</a>")]
    [InlineData("<sub onload=x>1</sub>")]
    [InlineData("&lt;b&gt;")]
    public void Spans_OtherMarkup_IsTextAsWritten(string hostile)
    {
        var text = XElement.Parse($"<text>{new Label(hostile).Spans(0, 10)}</text>");
        Assert.Equal(hostile.Replace("</sub>", ""), text.Value);
        Assert.DoesNotContain(text.Descendants(), e => e.Name != "tspan");
    }

    [Fact]
    public void Escape_ForbiddenCharacters_AreDropped() =>
        Assert.Equal("ab c\uFFFD", SvgText.Escape("a\0\u0001\u001Fb\tc\uD800"));

    [Fact]
    public void Width_IsAdditive_AndALineBreakTakesTheWidest()
    {
        Assert.Equal(new Label("ab").Width(10), new Label("a").Width(10) + new Label("b").Width(10), 1e-12);
        Assert.Equal(new Label("wide").Width(10), new Label("i<br>wide").Width(10), 1e-12);
        Assert.True(new Label("x<sub>2</sub>").Width(10) < new Label("x2").Width(10));
        Assert.Equal(0, TextWidth.Of("\u0301", 10), 0.0);
    }

    [Theory]
    [InlineData(0, "0")]
    [InlineData(-0.004, "0")]
    [InlineData(0.25, ".25")]
    [InlineData(-3.5, "-3.5")]
    [InlineData(12.005, "12")]
    [InlineData(1e300, "100000")]
    [InlineData(double.NaN, "0")]
    [InlineData(double.NegativeInfinity, "-100000")]
    public void Number_IsShortAndFinite(double value, string text) => Assert.Equal(text, SvgText.Number(value));
}
