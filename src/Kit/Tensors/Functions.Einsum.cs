using Kit.Compute;

namespace Kit.Tensors;

public static partial class Functions
{
    /// <summary>Einstein's summation: <c>Einsum("bij,bjk->bik", a, b)</c> is c_bik = Σⱼ a_bij b_bjk.</summary>
    /// <remarks>
    /// One letter names an axis; a letter twice in one operand takes the diagonal; letters missing in the output are summed over. Without <c>-></c> the
    /// output has the letters that occur once, in ordinal order (capitals first), after the axes of an ellipsis. Axes under <c>...</c> are matched from the last and broadcast;
    /// axes with letters never do. Integers and truth values are taken to F64, as in <see cref="Tensor.Sum"/>. The result of one operand may be a view of it.
    /// Order: labels of one operand alone are summed first; then, until one operand is left, the pair whose product needs the fewest multiplications
    /// is contracted (of equals the one with the smaller result, then the first), which is greedy and not always the optimum. A pair is one batched <see cref="MatMul"/>.
    /// </remarks>
    /// <param name="formula">Labels of the operands, separated by commas, and after <c>-></c> those of the result; blanks do not matter.</param>
    /// <param name="operands">As many tensors as the formula names.</param>
    /// <exception cref="ArgumentException">Not a formula, ranks that do not fit, extents of one label that differ, or an output label that no operand has.</exception>
    public static Tensor Einsum(string formula, params ReadOnlySpan<Tensor> operands)
    {
        ArgumentNullException.ThrowIfNull(formula);
        foreach (var operand in operands) ArgumentNullException.ThrowIfNull(operand, nameof(operands));
        var parsed = EinsumFormula.Parse(formula, operands);
        CheckExtents(formula, parsed, operands);
        var type = DType.Bool;
        foreach (var operand in operands) type = DTypes.Promote(type, operand.DType);
        if (type.IsInteger()) type = DType.F64;
        var terms = new List<LabelledTensor>();
        for (var k = 0; k < operands.Length; k++) terms.Add(Distinct(operands[k].Cast(type), parsed.Inputs[k]));
        terms = SqueezeStretched(terms);
        for (var k = 0; k < terms.Count; k++) terms[k] = terms[k].Keep(Needed(terms, parsed.Output, k, k));
        while (terms.Count > 1)
        {
            var (i, j) = Cheapest(terms, parsed.Output);
            var product = LabelledTensor.Product(terms[i], terms[j], Needed(terms, parsed.Output, i, j));
            terms.RemoveAt(j);
            terms[i] = product;
        }

        return terms[0].Ordered(parsed.Output);
    }

    /// <summary>Σ over pairs of axes: the result has the other axes of a, then those of b. Integers are taken to F64.</summary>
    /// <param name="a">First operand.</param>
    /// <param name="b">Second operand.</param>
    /// <param name="axesA">Axes of a to sum over.</param>
    /// <param name="axesB">Their partners in b, in the same order.</param>
    /// <exception cref="ArgumentException">Not as many axes on both sides, an axis twice, or extents that differ.</exception>
    public static Tensor TensorDot(Tensor a, Tensor b, ReadOnlySpan<int> axesA, ReadOnlySpan<int> axesB)
    {
        var type = Primitive.Common(a, b);
        if (axesA.Length != axesB.Length) throw new ArgumentException($"TensorDot: {axesA.Length} axes of the first operand, {axesB.Length} of the second");
        int[] left = [.. Enumerable.Range(0, a.Rank)], right = [.. Enumerable.Range(a.Rank, b.Rank)];
        for (var k = 0; k < axesA.Length; k++)
        {
            var (i, j) = (a.Shape.Axis(axesA[k], "TensorDot"), b.Shape.Axis(axesB[k], "TensorDot"));
            if (a.Shape[i] != b.Shape[j]) throw new ArgumentException($"TensorDot: axis {i} of {a.Shape} and axis {j} of {b.Shape} differ: {a.Shape[i]} against {b.Shape[j]}");
            if (right[j] < a.Rank || Array.IndexOf(right, left[i]) >= 0)
                throw new ArgumentException($"TensorDot: an axis is named twice in [{string.Join(',', axesA.ToArray())}] or [{string.Join(',', axesB.ToArray())}]");
            right[j] = left[i];
        }

        if (type.IsInteger()) type = DType.F64;
        int[] kept = [.. left.Except(right), .. right.Except(left)];
        return LabelledTensor.Product(new(a.Cast(type), left), new(b.Cast(type), right), kept).Ordered(kept);
    }

    /// <summary>Σ over the last axes of a and the first of b, so many: 1 is the matrix product, 0 the outer product.</summary>
    /// <exception cref="ArgumentException">More axes than there are, or extents that differ.</exception>
    public static Tensor TensorDot(Tensor a, Tensor b, int axes = 2)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        if (axes < 0 || axes > Math.Min(a.Rank, b.Rank)) throw new ArgumentException($"TensorDot: {axes} axes of shapes {a.Shape} and {b.Shape}");
        return TensorDot(a, b, [.. Enumerable.Range(a.Rank - axes, axes)], [.. Enumerable.Range(0, axes)]);
    }

    private static void CheckExtents(string formula, EinsumFormula parsed, ReadOnlySpan<Tensor> operands)
    {
        var extents = new Dictionary<int, (int Extent, int Operand)>();
        for (var k = 0; k < operands.Length; k++)
            for (var axis = 0; axis < operands[k].Rank; axis++)
            {
                var (label, extent) = (parsed.Inputs[k][axis], operands[k].Shape[axis]);
                if (!extents.TryGetValue(label, out var known) || label < 0 && known.Extent == 1) extents[label] = (extent, k);
                else if (extent != known.Extent && !(label < 0 && extent == 1))
                    throw new ArgumentException($"Einsum: label '{EinsumFormula.Name(label)}' of \"{formula}\" is {known.Extent} in operand {known.Operand} of shape {operands[known.Operand].Shape} and {extent} in operand {k} of shape {operands[k].Shape}");
            }
    }

    /// <summary>Takes the diagonal of every pair of axes with one label, until all labels differ.</summary>
    private static LabelledTensor Distinct(Tensor x, int[] labels)
    {
        for (var j = 0; j < labels.Length; j++)
        {
            var i = Array.IndexOf(labels, labels[j]);
            if (i == j) continue;
            var diagonal = x.MoveAxis(j, -1).MoveAxis(i, -1).Diagonal();
            int[] others = [.. labels.Where((_, axis) => axis != i && axis != j), labels[j]];
            return Distinct(diagonal, others);
        }

        return new(x, labels);
    }

    /// <summary>Drops an ellipsis axis of extent 1 where another operand is longer: without the label it broadcasts.</summary>
    private static List<LabelledTensor> SqueezeStretched(List<LabelledTensor> terms) => terms.ConvertAll(term =>
    {
        foreach (var label in term.Labels.Where(label => label < 0 && term.Extent(label) == 1))
            if (terms.Exists(other => other.Labels.Contains(label) && other.Extent(label) != 1))
                term = new(term.Value.Squeeze(Array.IndexOf(term.Labels, label)), Array.FindAll(term.Labels, l => l != label));
        return term;
    });

    /// <summary>Labels of the output and of all terms but these two.</summary>
    private static HashSet<int> Needed(List<LabelledTensor> terms, int[] output, int i, int j) =>
        [.. output, .. terms.Where((_, k) => k != i && k != j).SelectMany(term => term.Labels)];

    private static (int I, int J) Cheapest(List<LabelledTensor> terms, int[] output)
    {
        var (best, pair) = ((Work: double.PositiveInfinity, Room: 0.0), (0, 1));
        for (var i = 0; i < terms.Count; i++)
            for (var j = i + 1; j < terms.Count; j++)
            {
                var needed = Needed(terms, output, i, j);
                var cost = (Work: 1.0, Room: 1.0);
                foreach (var label in terms[i].Labels.Union(terms[j].Labels))
                {
                    double extent = terms[i].Labels.Contains(label) ? terms[i].Extent(label) : terms[j].Extent(label);
                    cost = (cost.Work * extent, needed.Contains(label) ? cost.Room * extent : cost.Room);
                }

                if (cost.CompareTo(best) < 0) (best, pair) = (cost, (i, j));
            }

        return pair;
    }
}
