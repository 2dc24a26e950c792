namespace Kit.Notebook.Pages;

/// <summary>What a page shows beside the notebook itself.</summary>
public sealed record PageOptions
{
    /// <summary>The page's title; the notebook's first level-one heading when null.</summary>
    public string? Title { get; init; }

    /// <summary>The language of the text, as in the attribute <c>lang</c>.</summary>
    public string Language { get; init; } = "en";

    /// <summary>The notebook's folder, whose pictures go into the page; none do when null.</summary>
    public string? Folder { get; init; }

    /// <summary>HTML for the end of the head, unescaped: a script that figures need.</summary>
    public string HeadHtml { get; init; } = "";

    /// <summary>Names and values that say how to make the page again, in order: commit, SDK, seed, ...</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Stamp { get; init; } = [];
}
