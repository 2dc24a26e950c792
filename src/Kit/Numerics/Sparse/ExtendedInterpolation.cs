using Kit.Tensors;

namespace Kit.Numerics.Sparse;

/// <summary>Interpolation of each fine unknown from the coarse ones at distance one or two along strong couplings: what is left of its own equation when strong fine neighbours are replaced by their means.</summary>
/// <remarks>
/// H. De Sterck, R. D. Falgout, J. W. Nolting and U. M. Yang, Numer. Linear Algebra Appl. 15 (2008) 115, "extended+i": with Ĉᵢ the coarse unknowns of i and of its strong fine neighbours Fᵢ,
/// wᵢⱼ = −(aᵢⱼ + Σ_{k∈Fᵢ} aᵢₖ āₖⱼ/sₖ)/ãᵢᵢ, sₖ = Σ_{l∈Ĉᵢ∪{i}} āₖₗ, ãᵢᵢ = aᵢᵢ + Σ_{weak, not in Ĉᵢ} aᵢₙ + Σ_{k∈Fᵢ} aᵢₖ āₖᵢ/sₖ, where ā has the couplings' negative sign.
/// Only the largest weights of a row are kept, scaled to the same sum.
/// </remarks>
internal sealed class ExtendedInterpolation
{
    private readonly SparsePattern matrix;
    private readonly double[] values;
    private readonly Splitting splitting;
    private readonly int[] mark;
    private readonly List<int> set = [];
    private readonly List<double> weights = [];

    private ExtendedInterpolation(SparsePattern matrix, double[] values, Splitting splitting)
    {
        (this.matrix, this.values, this.splitting, mark) = (matrix, values, splitting, new int[matrix.Rows]);
        Array.Fill(mark, -1);
    }

    /// <summary>P, unknowns × coarse unknowns.</summary>
    /// <param name="matrix">The pattern.</param>
    /// <param name="values">Its values.</param>
    /// <param name="splitting">What is strong and coarse.</param>
    /// <param name="entries">Most weights a row.</param>
    public static SparseMatrix Of(SparsePattern matrix, double[] values, Splitting splitting, int entries)
    {
        var interpolation = new ExtendedInterpolation(matrix, values, splitting);
        var (starts, columns, result) = (new int[matrix.Rows + 1], new List<int>(3 * matrix.Rows), new List<double>(3 * matrix.Rows));
        for (var i = 0; i < matrix.Rows; i++)
        {
            if (splitting.Coarse[i] >= 0)
            {
                columns.Add(splitting.Coarse[i]);
                result.Add(1);
            }
            else interpolation.Row(i, entries, columns, result);

            starts[i + 1] = columns.Count;
        }

        return new(SparsePattern.Of(matrix.Rows, splitting.Count, starts, [.. columns]), Tensor.Of([.. result]));
    }

    private void Row(int i, int entries, List<int> columns, List<double> result)
    {
        Gather(i);
        if (set.Count == 0) return;
        var (diagonal, coarse) = (0.0, splitting.Coarse);
        for (var at = matrix.Starts[i]; at < matrix.Starts[i + 1]; at++)
        {
            var k = matrix.Indices[at];
            if (coarse[k] >= 0 && mark[k] >= 0) weights[mark[k]] += values[at];
            else if (k == i || !splitting.Strong[at]) diagonal += values[at];
            else diagonal += Distribute(i, k, values[at]);
        }

        foreach (var j in set) mark[j] = -1;
        var (sum, kept) = (0.0, 0.0);
        foreach (var weight in weights) sum += weight;
        int[] order = [.. Enumerable.Range(0, set.Count)];
        if (order.Length > entries)
        {
            Array.Sort(order, (a, b) => Math.Abs(weights[b]).CompareTo(Math.Abs(weights[a])) is var c && c != 0 ? c : set[a].CompareTo(set[b]));
            order = order[..entries];
        }

        Array.Sort(order, (a, b) => set[a].CompareTo(set[b]));
        foreach (var e in order) kept += weights[e];
        var scale = kept != 0 && diagonal > 0 ? -sum / (kept * diagonal) : 0;
        foreach (var e in order)
        {
            columns.Add(coarse[set[e]]);
            result.Add(scale * weights[e]);
        }
    }

    /// <summary>Finds Ĉᵢ.</summary>
    private void Gather(int i)
    {
        set.Clear();
        weights.Clear();
        for (var at = matrix.Starts[i]; at < matrix.Starts[i + 1]; at++)
        {
            if (!splitting.Strong[at]) continue;
            var k = matrix.Indices[at];
            if (splitting.Coarse[k] >= 0) Add(k);
            else
                for (var l = matrix.Starts[k]; l < matrix.Starts[k + 1]; l++)
                    if (splitting.Strong[l] && splitting.Coarse[matrix.Indices[l]] >= 0) Add(matrix.Indices[l]);
        }

        void Add(int j)
        {
            if (mark[j] >= 0) return;
            mark[j] = set.Count;
            set.Add(j);
            weights.Add(0);
        }
    }

    /// <summary>Puts the mean of Ĉᵢ ∪ {i}, as the fine unknown k is coupled to them, in the place of k; what goes to the diagonal.</summary>
    private double Distribute(int i, int k, double coupling)
    {
        double sum = 0, back = 0;
        for (var l = matrix.Starts[k]; l < matrix.Starts[k + 1]; l++)
            if (values[l] < 0 && (matrix.Indices[l] == i || mark[matrix.Indices[l]] >= 0)) sum += values[l];
        if (sum == 0) return coupling;
        for (var l = matrix.Starts[k]; l < matrix.Starts[k + 1]; l++)
        {
            if (!(values[l] < 0)) continue;
            var j = matrix.Indices[l];
            if (j == i) back += coupling * values[l] / sum;
            else if (mark[j] >= 0) weights[mark[j]] += coupling * values[l] / sum;
        }

        return back;
    }
}
