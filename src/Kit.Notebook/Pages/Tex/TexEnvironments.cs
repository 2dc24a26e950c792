namespace Kit.Notebook.Pages.Tex;

/// <summary>Everything between <c>\begin</c> and <c>\end</c>: matrices, cases and aligned equations.</summary>
internal static class TexEnvironments
{
    // Cells hold blocks, which some browsers move only for their own value of the property.
    private const string Left = "text-align:left;text-align:-webkit-left;", Right = "text-align:right;text-align:-webkit-right;";

    /// <summary>An environment whose <c>\begin</c> is taken.</summary>
    public static MathNode Parse(TexParser parser)
    {
        var name = parser.Tokens.RawArgument().Trim();
        var columns = name switch
        {
            "array" => parser.Tokens.RawArgument(),
            "alignat" or "alignat*" or "alignedat" => parser.Tokens.RawArgument(),
            _ => "",
        };
        var table = Table(name, Rows(parser, name), columns);
        return name.TrimEnd('*') switch
        {
            "pmatrix" => Fenced("(", table, ")"),
            "bmatrix" => Fenced("[", table, "]"),
            "Bmatrix" => Fenced("{", table, "}"),
            "vmatrix" => Fenced("|", table, "|"),
            "Vmatrix" => Fenced("‖", table, "‖"),
            "cases" or "dcases" => Fenced("{", table, ""),
            "rcases" => Fenced("", table, "}"),
            "matrix" or "smallmatrix" or "array" or "align" or "aligned" or "alignat" or "alignedat" or "split" or "gather" or "gathered" or "multline" or "eqnarray"
                or "equation" or "displaymath" or "math" => table,
            _ => MathNode.Branch("mrow", MathNode.Leaf("mtext", $"\\begin{{{name}}}", " class=\"kit-unknown\""), table),
        };
    }

    /// <summary><c>\substack{a \\ b}</c>: lines in a script.</summary>
    public static MathNode Substack(TexParser parser)
    {
        if (parser.Tokens.Peek().Kind == TexTokenKind.Open)
            parser.Tokens.Next();
        return Table("substack", Rows(parser, "}"));
    }

    /// <summary>Cells of rows up to this environment's <c>\end</c>; to a brace for the name <c>}</c>; to the end for no name.</summary>
    public static List<List<MathNode>> Rows(TexParser parser, string? name)
    {
        List<List<MathNode>> rows = [[]];
        var cell = new List<MathNode>();
        for (; ; )
        {
            cell.AddRange(parser.Items());
            var closer = parser.Tokens.Next();
            if (closer.Kind == TexTokenKind.Ampersand)
            {
                EndCell();
            }
            else if (closer.Kind == TexTokenKind.LineBreak)
            {
                EndCell();
                rows.Add([]);
                parser.Tokens.TakeBracketedLength();
            }
            else if (closer.Kind == TexTokenKind.End || (name == "}" && closer.Kind == TexTokenKind.Close))
            {
                break;
            }
            else if (closer.IsCommand("end"))
            {
                parser.Tokens.RawArgument();
                if (name is not (null or "}"))
                    break;
            }
        }
        EndCell();
        if (rows.Count > 1 && rows[^1] is [{ Tag: "mrow", Children.Count: 0 }])
            rows.RemoveAt(rows.Count - 1);
        return rows;

        void EndCell()
        {
            rows[^1].Add(MathNode.Row(cell));
            cell = [];
        }
    }

    /// <summary>Rows as a table with the alignment of the environment; one cell alone needs none.</summary>
    public static MathNode Table(string name, List<List<MathNode>> rows, string columns = "")
    {
        var kind = name.TrimEnd('*') switch
        {
            "align" or "aligned" or "alignat" or "alignedat" or "split" or "eqnarray" => "aligned",
            "gather" or "gathered" or "multline" or "equation" or "displaymath" or "math" => "gathered",
            var other => other,
        };
        if (kind == "gathered" && rows is [[var only]])
            return only;
        var array = Columns(columns);
        var table = MathNode.Branch("mtable", [.. rows.Select(row => MathNode.Branch("mtr", [.. row.Select(Cell)]))]);
        return table with { Attributes = kind is "aligned" or "gathered" or "dcases" ? " displaystyle=\"true\"" : kind is "smallmatrix" or "substack" ? " scriptlevel=\"1\"" : "" };

        MathNode Cell(MathNode content, int column)
        {
            var style = kind switch
            {
                "aligned" when name.StartsWith("eqnarray", StringComparison.Ordinal) => (column switch { 0 => Right, 1 => "", _ => Left }) + "padding:.35em .15em",
                "aligned" => (column % 2 == 0 ? Right : Left) + $"padding:.35em 0{(column > 0 && column % 2 == 0 ? " .35em 2em" : "")}",
                "cases" or "dcases" or "rcases" => Left + "padding:.2em .5em .2em 0",
                "smallmatrix" => "padding:.1em .2em",
                "substack" => "padding:.1em 0",
                "array" when column < array.Count => array[column],
                _ => "",
            };
            return MathNode.Branch("mtd", content) with { Attributes = style.Length > 0 ? $" style=\"{style}\"" : "" };
        }
    }

    /// <summary>A style for every letter of <c>{l|cr}</c>; a bar is a border on the cell after it.</summary>
    private static List<string> Columns(string specification)
    {
        var styles = new List<string>();
        var border = "";
        foreach (var c in specification)
        {
            if (c == '|')
                border = "border-left:1px solid;";
            if (c is not ('l' or 'c' or 'r'))
                continue;
            styles.Add(border + c switch { 'l' => Left, 'r' => Right, _ => "" });
            border = "";
        }
        return styles;
    }

    private static MathNode Fenced(string open, MathNode table, string close)
    {
        var parts = new List<MathNode>();
        if (open.Length > 0)
            parts.Add(MathNode.Leaf("mo", open, " fence=\"true\" stretchy=\"true\" symmetric=\"true\" form=\"prefix\""));
        parts.Add(table);
        if (close.Length > 0)
            parts.Add(MathNode.Leaf("mo", close, " fence=\"true\" stretchy=\"true\" symmetric=\"true\" form=\"postfix\""));
        return MathNode.Branch("mrow", parts) with { Class = AtomClass.Close };
    }
}
