namespace Kit.Notebook.Pages.Tex;

/// <summary>TeX's space between atoms where MathML's operator dictionary would decide otherwise.</summary>
internal static class MathSpacing
{
    private const string Thin = "0.1667em";
    private const string None = " lspace=\"0\" rspace=\"0\"";

    public static void Append(List<MathNode> items, MathNode node)
    {
        var before = items.FindLast(item => item.Class != AtomClass.Space);
        if (node.Class == AtomClass.Binary && (before is null || IsBeforeSign(before.Class)))
            node = Tight(node) with { Class = AtomClass.Ordinary };
        else if (before is not null && NeedsThinSpace(before.Class, node.Class) && items[^1].Class != AtomClass.Space)
            items.Add(MathNode.Space(Thin));
        items.Add(node);
    }

    /// <summary>A binary operator with nothing after it joins nothing: <c>x^{+}</c>.</summary>
    public static void End(List<MathNode> items)
    {
        if (items is [.., { Class: AtomClass.Binary } last])
            items[^1] = Tight(last);
    }

    /// <summary>An operator that is a whole script or argument: <c>x^*</c>.</summary>
    public static MathNode Alone(MathNode node) => node.Class is AtomClass.Binary or AtomClass.Relation ? Tight(node) : node;

    /// <summary>After these a sign belongs to what follows it: <c>a = -b</c>.</summary>
    private static bool IsBeforeSign(AtomClass atom) =>
        atom is AtomClass.BigOperator or AtomClass.Function or AtomClass.Binary or AtomClass.Relation or AtomClass.Open or AtomClass.Punctuation;

    private static bool NeedsThinSpace(AtomClass left, AtomClass right) => (left, right) switch
    {
        (AtomClass.Function, AtomClass.Ordinary or AtomClass.Function or AtomClass.BigOperator) => true,
        (AtomClass.Ordinary or AtomClass.Close, AtomClass.Function) => true,
        _ => false,
    };

    private static MathNode Tight(MathNode node) =>
        node.Tag == "mo" && !node.Attributes.Contains("lspace", StringComparison.Ordinal) ? node with { Attributes = node.Attributes + None } : node;
}
