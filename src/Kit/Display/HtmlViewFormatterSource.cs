namespace Kit.Display;

/// <summary>The formatters of every <see cref="IHtmlView"/>: HTML where a page is shown, plain text elsewhere.</summary>
public sealed class HtmlViewFormatterSource
{
    /// <summary>Called by the host through reflection.</summary>
    public IEnumerable<object> CreateTypeFormatters() => [new Html(), new Plain()];

    private sealed class Html
    {
        public string MimeType => "text/html";

        public bool Format(object value, TextWriter writer)
        {
            writer.Write(((IHtmlView)value).ToHtml());
            return true;
        }
    }

    private sealed class Plain
    {
        public string MimeType => "text/plain";

        public bool Format(object value, TextWriter writer)
        {
            writer.Write(value.ToString());
            return true;
        }
    }
}
