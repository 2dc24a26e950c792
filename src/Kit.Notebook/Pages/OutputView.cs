using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;
using Kit.Display;
using Kit.Notebook.Documents;
using Kit.Notebook.Pages.Tex;

namespace Kit.Notebook.Pages;

/// <summary>Outputs as HTML, of each value the best form that a page can show.</summary>
internal sealed partial class OutputView(string cell, Contents contents)
{
    private static readonly string[] BestFirst =
        ["text/html", "image/svg+xml", "image/png", "image/jpeg", "image/gif", "image/webp", "text/markdown", "text/latex", "application/json", "text/plain"];

    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public string ToHtml(IReadOnlyList<Output> outputs)
    {
        var html = new StringBuilder();
        for (var i = 0; i < outputs.Count; i++)
        {
            if (outputs[i] is StreamOutput stream)
            {
                // A kernel sends text in pieces; pieces of one stream in a row are one text.
                var text = new StringBuilder(stream.Text);
                for (; i + 1 < outputs.Count && outputs[i + 1] is StreamOutput next && next.Name == stream.Name; i++)
                    text.Append(next.Text);
                html.Append(Pre(stream.Name == "stderr" ? "kit-stream kit-stderr" : "kit-stream", text.ToString().TrimEnd('\n')));
            }
            else
            {
                html.Append(outputs[i] switch
                {
                    ErrorOutput error => ToHtml(error),
                    DisplayOutput display => ToHtml(display),
                    _ => "",
                });
            }
        }
        return html.ToString();
    }

    private static string ToHtml(ErrorOutput error)
    {
        var traceback = string.Join('\n', error.Traceback);
        return $"<div class=\"kit-error\" role=\"alert\">\n<p><strong>{Html.Escape(error.Name)}</strong> {TerminalText.ToHtml(error.Message)}</p>\n"
            + (traceback.Length > 0 ? Pre("kit-traceback", traceback) : "") + "</div>\n";
    }

    private string ToHtml(DisplayOutput display)
    {
        var mime = BestFirst.FirstOrDefault(display.Data.ContainsKey) ?? display.Data.Keys.Order(StringComparer.Ordinal).FirstOrDefault();
        if (mime is null)
            return "";
        var value = display.Data[mime];
        var text = value.AsText() ?? "";
        return mime switch
        {
            "text/html" => $"<div class=\"kit-html\">{text}</div>\n",
            "image/svg+xml" => $"<figure class=\"kit-figure\">{XmlProlog().Replace(text, "")}</figure>\n",
            "image/png" or "image/jpeg" or "image/gif" or "image/webp" => Image(mime, text, display),
            "text/markdown" => new MarkdownText(text, contents.Unique(cell + "-out"), contents, listed: false).ToHtml(_ => null),
            "text/latex" => $"<div class=\"kit-math\">{TexMath.ToMathMl(WithoutDollars(text), display: true)}</div>\n",
            _ when MimeTypes.IsJson(mime) => Pre("kit-result", value.ToJsonString(Indented)),
            "text/plain" => Pre("kit-result", text),
            _ => $"<p class=\"kit-cut\">A value of type {Html.Escape(mime)}, which a page cannot show.</p>\n",
        };
    }

    private static string Image(string mime, string base64, DisplayOutput display)
    {
        // Only what is base64 may stand in the address; anything else would be text inside an attribute.
        base64 = string.Concat(base64.Where(c => !char.IsWhiteSpace(c)));
        if (base64.Length == 0 || !Base64().IsMatch(base64))
            return "<p class=\"kit-cut\">An image that is not base64 text.</p>\n";
        var alt = display.Data.TryGetValue("text/plain", out var plain) ? plain.AsText() : null;
        return $"<figure class=\"kit-figure\"><img alt=\"{Html.Escape(alt ?? "Figure")}\" src=\"data:{mime};base64,{base64}\"></figure>\n";
    }

    private static string Pre(string style, string text) => $"<pre class=\"{style}\" tabindex=\"0\">{TerminalText.ToHtml(text)}</pre>\n";

    private static string WithoutDollars(string text) => text.Trim() switch
    {
        ['$', '$', .. var display, '$', '$'] => display,
        ['$', .. var inline, '$'] => inline,
        var bare => bare,
    };

    [GeneratedRegex("^\\s*(<\\?xml[^>]*\\?>|<!DOCTYPE[^>]*>|\\s)*", RegexOptions.IgnoreCase)]
    private static partial Regex XmlProlog();

    [GeneratedRegex("^[A-Za-z0-9+/]+={0,2}\\z")]
    private static partial Regex Base64();
}
