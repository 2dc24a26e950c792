namespace Kit.Tensors;

/// <summary>The labels of an einsum formula, resolved against the operands' ranks: letters keep their code, the axes of an ellipsis are −1, −2, … from the last.</summary>
internal sealed class EinsumFormula
{
    private const string Ellipsis = "...";

    private EinsumFormula(int[][] inputs, int[] output) => (Inputs, Output) = (inputs, output);

    /// <summary>One label an axis, for each operand.</summary>
    public int[][] Inputs { get; }

    /// <summary>One label an axis of the result.</summary>
    public int[] Output { get; }

    /// <summary>Reads the formula.</summary>
    /// <exception cref="ArgumentException">It is not one, or does not fit the shapes.</exception>
    public static EinsumFormula Parse(string text, ReadOnlySpan<Tensor> operands)
    {
        var sides = text.Replace(" ", "", StringComparison.Ordinal).Split("->");
        if (sides.Length > 2) throw new ArgumentException($"Einsum: \"{text}\" has more than one ->");
        var terms = sides[0].Split(',');
        if (terms.Length != operands.Length) throw new ArgumentException($"Einsum: \"{text}\" names {terms.Length} operands, {operands.Length} are given");
        var inputs = new int[terms.Length][];
        var hidden = 0;
        for (var k = 0; k < terms.Length; k++)
        {
            var shape = operands[k].Shape;
            var letters = terms[k].Replace(Ellipsis, "", StringComparison.Ordinal).Length;
            var free = terms[k].Contains(Ellipsis, StringComparison.Ordinal) ? shape.Rank - letters : 0;
            if (free < 0 || letters + free != shape.Rank)
                throw new ArgumentException($"Einsum: \"{terms[k]}\" names {letters} axes, operand {k} has shape {shape}");
            inputs[k] = Labels(terms[k], free, text);
            hidden = Math.Max(hidden, free);
        }

        return new(inputs, sides.Length == 2 ? Explicit(sides[1], hidden, inputs, text) : Implicit(hidden, inputs));
    }

    /// <summary>How a label is written in a message.</summary>
    public static string Name(int label) => label < 0 ? $"... axis {label}" : $"{(char)label}";

    private static int[] Labels(string term, int hidden, string text)
    {
        var labels = new List<int>();
        var seen = false;
        for (var i = 0; i < term.Length; i++)
        {
            if (char.IsAsciiLetter(term[i]))
            {
                labels.Add(term[i]);
                continue;
            }

            if (seen || string.CompareOrdinal(term, i, Ellipsis, 0, 3) != 0)
                throw new ArgumentException($"Einsum: '{term[i]}' in \"{text}\"; labels are the letters a-z and A-Z and at most one ... an operand");
            seen = true;
            for (var k = hidden; k > 0; k--) labels.Add(-k);
            i += 2;
        }

        return [.. labels];
    }

    private static int[] Explicit(string term, int hidden, int[][] inputs, string text)
    {
        var output = Labels(term, hidden, text);
        for (var k = 0; k < output.Length; k++)
        {
            if (output.AsSpan(0, k).Contains(output[k])) throw new ArgumentException($"Einsum: label '{Name(output[k])}' is twice in the output of \"{text}\"");
            if (!Array.Exists(inputs, labels => labels.Contains(output[k]))) throw new ArgumentException($"Einsum: label '{Name(output[k])}' in the output of \"{text}\" is in no operand");
        }

        if (hidden > 0 && !term.Contains(Ellipsis, StringComparison.Ordinal))
            throw new ArgumentException($"Einsum: the ... of \"{text}\" stands for {hidden} axes; name them, or keep ... in the output");
        return output;
    }

    /// <summary>The axes of the ellipsis, then the labels that occur once, in ordinal order.</summary>
    private static int[] Implicit(int hidden, int[][] inputs)
    {
        var once = inputs.SelectMany(labels => labels).Where(label => label >= 0).GroupBy(label => label).Where(group => group.Count() == 1).Select(group => group.Key);
        return [.. Enumerable.Range(-hidden, hidden), .. once.Order()];
    }
}
