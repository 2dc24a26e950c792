using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Kit.Compute;
using Kit.Tensors;

namespace Kit.Tests.Tensors;

public sealed class DisplayTests
{
    [Fact]
    public void Text_is_aligned_like_NumPys()
    {
        Assert.Equal("[1, 2, 3]", Tensor.Of([1, 2, 3]).ToString());
        Assert.Equal("[[ 1.0, -2.5],\n [10.0,  4.0]]", Tensor.Of(new[,] { { 1, -2.5 }, { 10, 4 } }).ToString());
        Assert.Equal("[[[0],\n  [1]],\n\n [[2],\n  [3]]]", Tensor.Arange(4).Reshape(2, 2, 1).ToString());
        Assert.Equal("[0.333333, nan]".Replace(" nan", "      nan"), Tensor.Of([1 / 3.0, double.NaN]).ToString());
        Assert.Equal("[1.00000e+00, 1.00000e-12]", Tensor.Of([1, 1e-12]).ToString());
        Assert.Equal("[   0,    1,    2, ..., 1997, 1998, 1999]", Tensor.Arange(2000).ToString());
        Assert.Equal("[1.0+2.0i, 0.0-1.5i]", Tensor.Of([new(1, 2), new System.Numerics.Complex(0, -1.5)]).ToString());
        Assert.Equal("3.5", Tensor.Of(3.5).ToString());
        Assert.Equal("[] (shape [0,3], F64)", Tensor.Zeros((0, 3)).ToString());
        Assert.Equal("[ true, false]", Tensor.Of([true, false]).ToString());
    }

    [Fact]
    public void Html_is_well_formed_deterministic_and_small()
    {
        var x = new Rng(3).Normal((200, 90));
        x[3, 4] = double.NaN;
        var html = x.ToHtml();
        var svg = XElement.Parse(Regex.Match(html, "<svg.*</svg>").Value);
        var cells = svg.Descendants("path").SelectMany(path => Regex.Matches(path.Attribute("d")!.Value, @"h(\d+)")).Sum(m => int.Parse(m.Groups[1].Value, CultureInfo.InvariantCulture));
        Assert.Equal(48 * 48 - 1, cells); // the cell with the NaN stays empty
        Assert.InRange(html.Length, 0, 25_000);
        Assert.Contains("[200,90] F64", html);
        Assert.Contains("1 NaN", html);
        Assert.Equal(html, x.ToHtml());
        Assert.Contains("<pre", Tensor.Eye(3).ToHtml());
        foreach (var odd in new[] { Tensor.Zeros((0, 50)), Tensor.Of(1.0), Tensor.Full((20, 20), double.NaN), Tensor.Ones((30, 30), DType.Bool), Tensor.Ones((30, 30), DType.C64), Tensor.Zeros((2, 3, 4)) })
            XElement.Parse(odd.ToHtml());
    }

    [Fact]
    public void Numbers_do_not_follow_the_readers_culture()
    {
        var old = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = new CultureInfo("") { NumberFormat = { NumberDecimalSeparator = "," } };
        Assert.Equal("[1.5, 2.0]", Tensor.Of([1.5, 2]).ToString());
        CultureInfo.CurrentCulture = old;
    }
}
