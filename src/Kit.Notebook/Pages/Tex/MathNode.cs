namespace Kit.Notebook.Pages.Tex;

/// <summary>TeX's classes of atoms, which decide the space around them (The TeXbook, chapter 17).</summary>
internal enum AtomClass
{
    Ordinary,
    BigOperator,
    Function,
    Binary,
    Relation,
    Open,
    Close,
    Punctuation,
    Space,
}

/// <summary>One MathML element: a leaf has text, a branch has children.</summary>
internal sealed record MathNode(string Tag, string? Text, IReadOnlyList<MathNode> Children)
{
    /// <summary>Attributes as written, with a leading space; made from constants and checked values only.</summary>
    public string Attributes { get; init; } = "";

    public AtomClass Class { get; init; }

    /// <summary>Whether scripts stand above and below instead of beside.</summary>
    public bool Limits { get; init; }

    public static MathNode Leaf(string tag, string text, string attributes = "", AtomClass atom = AtomClass.Ordinary) =>
        new(tag, text, []) { Attributes = attributes, Class = atom };

    public static MathNode Branch(string tag, params IReadOnlyList<MathNode> children) => new(tag, null, children);

    /// <summary>A group: the child itself when there is just one.</summary>
    public static MathNode Row(IReadOnlyList<MathNode> children) =>
        children.Count == 1 ? children[0] with { Class = AtomClass.Ordinary } : Branch("mrow", children);

    public static MathNode Space(string width) => Leaf("mspace", "", $" width=\"{width}\"", AtomClass.Space);
}
