namespace Kit.Numerics.Sparse;

/// <summary>The numbers 0 … n − 1 by small whole weights, the heaviest first and of equal ones the last to come: doubly linked lists, one a weight.</summary>
internal sealed class BucketQueue(int n)
{
    private readonly int[] before = new int[n], after = new int[n], weight = new int[n];
    private int[] first = [];
    private int heaviest = -1;

    public void Add(int item, int w)
    {
        if (w >= first.Length)
        {
            var old = first.Length;
            Array.Resize(ref first, Math.Max(2 * old, w + 1));
            first.AsSpan(old).Fill(-1);
        }

        (before[item], after[item], weight[item]) = (-1, first[w], w);
        if (first[w] >= 0) before[first[w]] = item;
        first[w] = item;
        heaviest = Math.Max(heaviest, w);
    }

    public void Remove(int item)
    {
        if (before[item] >= 0) after[before[item]] = after[item];
        else first[weight[item]] = after[item];
        if (after[item] >= 0) before[after[item]] = before[item];
    }

    public void Move(int item, int w)
    {
        Remove(item);
        Add(item, w);
    }

    /// <summary>Takes the heaviest out; false when there is none.</summary>
    public bool TakeLargest(out int item)
    {
        while (heaviest >= 0 && first[heaviest] < 0) heaviest--;
        item = heaviest >= 0 ? first[heaviest] : -1;
        if (item >= 0) Remove(item);
        return item >= 0;
    }
}
