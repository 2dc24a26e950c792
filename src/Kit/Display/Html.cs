using System.Net;

namespace Kit.Display;

/// <summary>The few things that every HTML writer needs.</summary>
public static class Html
{
    /// <summary>Text made safe for element content and quoted attributes.</summary>
    public static string Escape(string? text) => WebUtility.HtmlEncode(text ?? "");
}
