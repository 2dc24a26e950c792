using System.Text;
using Kit.Display;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Kit.Notebook.Pages;

/// <summary>C# as HTML with a class for every kind of word; the text inside is the source, character for character.</summary>
/// <remarks>Classes: k keyword, t type, m method, s string, n number, c comment, d directive. Only the lexer runs, so names are judged by how they are
/// written and by their neighbours.</remarks>
internal static class CSharpHighlighter
{
    /// <summary>Longer sources stay plain.</summary>
    public const int MaxLength = 200_000;

    private static readonly CSharpParseOptions Script = new(LanguageVersion.Preview, kind: SourceCodeKind.Script);

    private static readonly HashSet<string> ContextualKeywords =
    [
        .. "var async await record nameof yield required dynamic when with init partial where unmanaged notnull global and or not scoped".Split(' '),
    ];

    public static string ToHtml(string source)
    {
        if (source.Length > MaxLength)
            return Html.Escape(source);
        var html = new StringBuilder();
        var tokens = SyntaxFactory.ParseTokens(source, options: Script).ToArray();
        for (var i = 0; i < tokens.Length; i++)
        {
            Append(html, tokens[i].LeadingTrivia);
            Append(html, tokens[i].Text, TokenClass(tokens, i));
            Append(html, tokens[i].TrailingTrivia);
        }
        return html.ToString();
    }

    private static void Append(StringBuilder html, SyntaxTriviaList trivia)
    {
        foreach (var piece in trivia)
            Append(html, piece.ToFullString(), TriviaClass(piece));
    }

    private static void Append(StringBuilder html, string text, string? style)
    {
        if (text.Length == 0)
            return;
        _ = style is null
            ? html.Append(Html.Escape(text))
            : html.Append("<span class=\"").Append(style).Append("\">").Append(Html.Escape(text)).Append("</span>");
    }

    private static string? TriviaClass(SyntaxTrivia trivia) => trivia.Kind() switch
    {
        SyntaxKind.SingleLineCommentTrivia or SyntaxKind.MultiLineCommentTrivia or SyntaxKind.DisabledTextTrivia
            or SyntaxKind.SingleLineDocumentationCommentTrivia or SyntaxKind.MultiLineDocumentationCommentTrivia => "c",
        _ when trivia.IsDirective || trivia.IsKind(SyntaxKind.SkippedTokensTrivia) => "d",
        _ => null,
    };

    private static string? TokenClass(SyntaxToken[] tokens, int i)
    {
        var kind = tokens[i].Kind();
        return kind switch
        {
            SyntaxKind.NumericLiteralToken => "n",
            SyntaxKind.IdentifierToken => NameClass(tokens, i),
            SyntaxKind.CharacterLiteralToken or SyntaxKind.StringLiteralToken or SyntaxKind.InterpolatedStringToken or SyntaxKind.Utf8StringLiteralToken
                or SyntaxKind.SingleLineRawStringLiteralToken or SyntaxKind.MultiLineRawStringLiteralToken
                or SyntaxKind.Utf8SingleLineRawStringLiteralToken or SyntaxKind.Utf8MultiLineRawStringLiteralToken => "s",
            _ => SyntaxFacts.IsKeywordKind(kind) ? "k" : null,
        };
    }

    private static string? NameClass(SyntaxToken[] tokens, int i)
    {
        var name = tokens[i].Text;
        var (before, after) = (Kind(i - 1), Kind(i + 1));
        if (ContextualKeywords.Contains(name) && before != SyntaxKind.DotToken && (after != SyntaxKind.DotToken || name == "global"))
            return "k";
        if (before is SyntaxKind.NewKeyword or SyntaxKind.ColonToken or SyntaxKind.ClassKeyword or SyntaxKind.StructKeyword && char.IsUpper(name[0]))
            return "t";
        if (after == SyntaxKind.OpenParenToken || (after == SyntaxKind.LessThanToken && IsGenericCall(tokens, i + 1)))
            return i > 0 && tokens[i - 1].Text == "record" ? "t" : "m";
        var isValue = after is SyntaxKind.EqualsToken or SyntaxKind.CommaToken or SyntaxKind.CloseParenToken;
        return char.IsUpper(name[0]) && name.Length > 1 && before != SyntaxKind.DotToken && !isValue ? "t" : null;

        SyntaxKind Kind(int at) => at >= 0 && at < tokens.Length ? tokens[at].Kind() : SyntaxKind.None;
    }

    /// <summary>Whether a name's <c>&lt;</c> closes soon and a call follows, as in <c>Parse&lt;double&gt;(text)</c>.</summary>
    private static bool IsGenericCall(SyntaxToken[] tokens, int open)
    {
        for (var i = open + 1; i < Math.Min(tokens.Length - 1, open + 12); i++)
        {
            if (tokens[i].IsKind(SyntaxKind.GreaterThanToken))
                return tokens[i + 1].IsKind(SyntaxKind.OpenParenToken);
            var isTypeName = tokens[i].IsKind(SyntaxKind.IdentifierToken) || SyntaxFacts.IsKeywordKind(tokens[i].Kind());
            if (!isTypeName && tokens[i].Text is not ("," or "." or "[" or "]" or "?"))
                return false;
        }
        return false;
    }
}
