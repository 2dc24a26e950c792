namespace Kit.Display;

/// <summary>Something that shows itself in a page; its <see cref="object.ToString"/> is the view for a terminal.</summary>
/// <remarks>Attribute the implementing class with <c>[TypeFormatterSource(typeof(HtmlViewFormatterSource))]</c>.</remarks>
public interface IHtmlView
{
    /// <summary>An HTML fragment, complete in itself: it may stand in any page, many times.</summary>
    string ToHtml();
}
