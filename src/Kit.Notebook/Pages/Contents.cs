using System.Text;
using Kit.Display;

namespace Kit.Notebook.Pages;

/// <summary>The headings of a page in order, and the ids of all its parts.</summary>
internal sealed class Contents
{
    /// <summary>Deeper headings are left out of the table.</summary>
    private const int DeepestLevel = 3;

    private readonly List<(int Level, string Id, string Html)> headings = [];
    private readonly HashSet<string> ids = new(StringComparer.Ordinal);

    public bool HasTitle => headings.Exists(heading => heading.Level == 1);

    /// <summary>This id, or this id with the first free number.</summary>
    public string Unique(string id)
    {
        var free = id;
        for (var copy = 2; !ids.Add(free); copy++)
            free = FormattableString.Invariant($"{id}-{copy}");
        return free;
    }

    public void Add(int level, string id, string html) => headings.Add((level, id, html));

    /// <summary>The id that a link's fragment means; Jupyter's links keep capitals that ids here do not have.</summary>
    public string Resolve(string fragment) =>
        !ids.Contains(fragment) && ids.Contains(fragment.ToLowerInvariant()) ? fragment.ToLowerInvariant() : fragment;

    /// <summary>A list with one item a heading; its depth is a class, so that skipped levels do no harm.</summary>
    public string ToHtml()
    {
        var html = new StringBuilder("<ul>\n");
        foreach (var (level, id, text) in headings.Where(heading => heading.Level <= DeepestLevel))
            html.Append(FormattableString.Invariant($"<li class=\"level-{level}\"><a href=\"#{Html.Escape(id)}\">{text}</a></li>\n"));
        return html.Append("</ul>\n").ToString();
    }

    /// <summary>Whether a table of contents helps a reader.</summary>
    public bool IsWorthShowing => headings.Count(heading => heading.Level <= DeepestLevel) >= 3;
}
