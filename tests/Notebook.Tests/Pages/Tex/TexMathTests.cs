using System.Diagnostics;
using System.Xml.Linq;
using Kit.Notebook.Pages.Tex;

namespace Kit.Notebook.Tests.Pages.Tex;

public sealed class TexMathTests
{
    /// <summary>MathML as a term: elements that mean nothing for the structure are left out.</summary>
    [Theory]
    [InlineData("x", "x")]
    [InlineData("12.5x", "mrow(12.5 x)")]
    [InlineData("1.", "mrow(1 .)")]
    [InlineData("x_i^2", "msubsup(x i 2)")]
    [InlineData("x^2_i", "msubsup(x i 2)")]
    [InlineData("x^23", "mrow(msup(x 2) 3)")]
    [InlineData("x^{23}", "msup(x 23)")]
    [InlineData("f'(x)", "mrow(msup(f ′) ( x ))")]
    [InlineData("f''^2", "msup(f mrow(″ 2))")]
    [InlineData("^2", "msup(mrow() 2)")]
    [InlineData("\\frac12", "mfrac(1 2)")]
    [InlineData("\\frac{a+b}{c}", "mfrac(mrow(a + b) c)")]
    [InlineData("{a \\over b}", "mfrac(a b)")]
    [InlineData("{n \\choose k}", "mrow(( mfrac(n k) ))")]
    [InlineData("\\binom nk", "mrow(( mfrac(n k) ))")]
    [InlineData("\\sqrt x", "msqrt(x)")]
    [InlineData("\\sqrt[3]{x+1}", "mroot(mrow(x + 1) 3)")]
    [InlineData("\\alpha\\Omega", "mrow(α Ω)")]
    [InlineData("a \\le b \\to c", "mrow(a ≤ b → c)")]
    [InlineData("a-b", "mrow(a − b)")]
    [InlineData("\\hat x", "mover(x ^)")]
    [InlineData("\\vec{v}", "mover(v →)")]
    [InlineData("\\ddot{q}", "mover(q ¨)")]
    [InlineData("\\sum_{i=1}^n i", "mrow(munderover(∑ mrow(i = 1) n) i)")]
    [InlineData("\\int_0^1 f", "mrow(msubsup(∫ 0 1) f)")]
    [InlineData("\\int\\limits_0^1", "munderover(∫ 0 1)")]
    [InlineData("\\sum\\nolimits_i", "msub(∑ i)")]
    [InlineData("\\lim_{n\\to\\infty}a", "mrow(munder(lim mrow(n → ∞)) a)")]
    [InlineData("\\operatorname{tr} A", "mrow(tr A)")]
    [InlineData("\\operatorname*{arg\\,max}_x", "munder(arg max x)")]
    [InlineData("\\mathbf{Ax}", "mrow(𝐀 𝐱)")]
    [InlineData("\\mathcal{LH}", "mrow(ℒ ℋ)")]
    [InlineData("\\mathbb R", "ℝ")]
    [InlineData("\\boldsymbol\\theta", "𝜽")]
    [InlineData("\\mathrm{KL}(p)", "mrow(KL ( p ))")]
    [InlineData("x \\text{ if $y$ is}", "mrow(x mrow(\u00A0if\u00A0 y \u00A0is))")]
    [InlineData("\\left(\\frac ab\\right]", "mrow(( mrow(mfrac(a b)) ])")]
    [InlineData("\\left. x \\right|_0", "msub(mrow(mrow(x) |) 0)")]
    [InlineData("\\left( a \\middle| b \\right)", "mrow(( mrow(a) | mrow(b) ))")]
    [InlineData("\\underbrace{a}_{n}", "munder(munder(a ⏟) n)")]
    [InlineData("\\overset{!}{=}", "mrow(mover(= !))")]
    [InlineData("\\underset{x}{\\max} f", "mrow(munder(max x) f)")]
    [InlineData("\\not=", "=\u0338")]
    [InlineData("\\begin{pmatrix}1&2\\\\3&4\\end{pmatrix}", "mrow(( mtable(mtr(mtd(1) mtd(2)) mtr(mtd(3) mtd(4))) ))")]
    [InlineData("\\begin{cases}1&x\\\\0\\end{cases}", "mrow({ mtable(mtr(mtd(1) mtd(x)) mtr(mtd(0))))")]
    [InlineData("\\begin{align}a&=b\\\\&=c\\\\\\end{align}", "mtable(mtr(mtd(a) mtd(mrow(= b))) mtr(mtd(mrow()) mtd(mrow(= c))))")]
    [InlineData("\\begin{array}{lr}a&b\\end{array}", "mtable(mtr(mtd(a) mtd(b)))")]
    [InlineData("a\\\\[2ex]b", "mtable(mtr(mtd(a)) mtr(mtd(b)))")]
    [InlineData("\\begin{matrix}a\\\\[b]\\end{matrix}", "mtable(mtr(mtd(a)) mtr(mtd(mrow([ b ]))))")]
    [InlineData("\\begin{equation}x\\label{eq}\\end{equation}", "x")]
    [InlineData("x \\tag{3}", "mrow(x mrow((3)))")]
    [InlineData("x % comment\n+y", "mrow(x + y)")]
    [InlineData("\\textcolor{red}{x}", "mstyle(x)")]
    [InlineData("\\displaystyle x y", "mstyle(x y)")]
    [InlineData("∑_i ∂ α ≤ β", "mrow(munder(∑ i) ∂ α ≤ β)")]
    [InlineData("", "mrow()")]
    public void Tex_becomes_the_MathML_it_means(string tex, string term) => Assert.Equal(term, Term(tex));

    [Theory]
    [InlineData("\\foo x", "\\foo")]
    [InlineData("\\begin{tikzcd} a \\end{tikzcd}", "\\begin{tikzcd}")]
    public void An_unknown_command_is_shown_as_its_name_and_marked(string tex, string name)
    {
        var marked = Parse(tex).Descendants().Single(element => (string?)element.Attribute("class") == "kit-unknown");
        Assert.Equal(("mtext", name), (marked.Name.LocalName, marked.Value));
    }

    [Theory]
    [InlineData("-x", true)]
    [InlineData("a = -x", true)]
    [InlineData("(-x)", true)]
    [InlineData("x^-", true)]
    [InlineData("a - x", false)]
    [InlineData("(a) - x", false)]
    [InlineData("a^2 - x", false)]
    public void A_sign_has_no_space_where_TeX_gives_none(string tex, bool tight) =>
        Assert.Equal(tight, Parse(tex).Descendants("mo").Single(mo => mo.Value == "−").Attribute("lspace") is not null);

    [Fact]
    public void A_colour_that_is_no_colour_gives_no_style()
    {
        Assert.Equal("color:#ff0000", (string?)Parse("\\textcolor{#ff0000}{x}").Descendants("mstyle").Single().Attribute("style"));
        Assert.Null(Parse("\\textcolor{red;background:url(x)}{x}").Descendants("mstyle").Single().Attribute("style"));
        Assert.Empty(Parse("\\color{\"><script>}x").Descendants("script"));
    }

    [Fact]
    public void Display_is_an_attribute_and_the_source_is_kept()
    {
        var math = XDocument.Parse(TexMath.ToMathMl(" a<b ", display: true)).Root!;
        Assert.Equal("block", (string?)math.Attribute("display"));
        Assert.Equal("a<b", math.Descendants("annotation").Single().Value);
        Assert.Null(XDocument.Parse(TexMath.ToMathMl("a", display: false)).Root!.Attribute("display"));
    }

    [Fact]
    public void Every_formula_of_the_corpus_is_understood()
    {
        foreach (var tex in TexCorpus.Formulas)
        {
            var math = Parse(tex);
            Assert.True(!math.Descendants().Any(element => (string?)element.Attribute("class") == "kit-unknown"), tex);
            AssertArity(math, tex);
        }
    }

    [Fact]
    public void Token_soup_never_throws_and_is_always_well_formed()
    {
        var random = new Random(3);
        var watch = Stopwatch.StartNew();
        for (var trial = 0; trial < 2000; trial++)
        {
            var tex = string.Concat(Enumerable.Range(0, random.Next(1, 40)).Select(_ => TexCorpus.Tokens[random.Next(TexCorpus.Tokens.Length)]));
            AssertArity(Parse(tex), tex);
        }
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(20), $"{watch.Elapsed}"); // about 0.2 s on one core; a quadratic parser needs minutes
    }

    [Fact]
    public void Length_and_depth_are_bounded()
    {
        string[] bombs =
        [
            new string('{', 15_000), new string('}', 15_000), new string('^', 15_000), new string('_', 15_000), new string('\\', 15_001), new string('\'', 15_000),
            Repeat("x^", 9_000), Repeat("\\hat", 4_000), Repeat("\\frac", 3_000), Repeat("\\left(", 3_000), Repeat("\\sqrt[", 3_000), Repeat("\\begin{matrix}", 1_000),
            Repeat("\\displaystyle ", 1_000), Repeat("a\\over ", 2_000), Repeat("\\text{$", 2_000), Repeat("\\not", 4_000), Repeat("&", 15_000), Repeat("\\\\", 7_000),
            Repeat("\\mathbf{", 2_000), Repeat("\\substack{", 1_500), Repeat("\\color{red}", 1_500), new string('x', 1_000_000),
        ];
        var watch = Stopwatch.StartNew();
        foreach (var bomb in bombs)
            XDocument.Parse(TexMath.ToMathMl(bomb, display: true));
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(20), $"{watch.Elapsed}");
        Assert.StartsWith("<code class=\"kit-tex\">", TexMath.ToMathMl(bombs[0], display: true));

        static string Repeat(string text, int count) => string.Concat(Enumerable.Repeat(text, count));
    }

    private static XElement Parse(string tex) => XDocument.Parse(TexMath.ToMathMl(tex, display: true)).Root!;

    /// <summary>Elements with a fixed number of children have just that many.</summary>
    private static void AssertArity(XElement math, string tex)
    {
        foreach (var element in math.Descendants())
        {
            var count = element.Elements().Count();
            var right = element.Name.LocalName switch
            {
                "mfrac" or "msub" or "msup" or "munder" or "mover" or "mroot" => count == 2,
                "msubsup" or "munderover" => count == 3,
                "mtable" => element.Elements().All(child => child.Name == "mtr"),
                "mtr" => element.Elements().All(child => child.Name == "mtd"),
                "mi" or "mo" or "mn" or "mtext" or "mspace" or "annotation" => count == 0,
                _ => true,
            };
            Assert.True(right, $"{tex}: {element.Name} has {count} children");
        }
    }

    private static string Term(string tex)
    {
        var content = Parse(tex).Element("semantics")!.Elements().First();
        return content.Elements().Count() == 1 ? Term(content.Elements().Single()) : Term(content);
    }

    private static string Term(XElement element) => element.Name.LocalName is "mi" or "mo" or "mn" or "mtext"
        ? element.Value
        : $"{element.Name.LocalName}({string.Join(' ', element.Elements().Where(child => child.Name != "mspace").Select(Term))})";
}
