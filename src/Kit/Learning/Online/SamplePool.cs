using Kit.Tensors;

namespace Kit.Learning.Online;

/// <summary>What a reservoir holds and the law by which it changes; one thread at a time.</summary>
internal sealed class SamplePool(int capacity, Eviction eviction)
{
    private readonly Queue<byte[]> line = [];
    private readonly List<byte[]> unseen = [];
    private readonly List<byte[]> seen = [];

    public int Unseen => line.Count + unseen.Count;

    public int Seen => seen.Count;

    public int Count => Unseen + Seen;

    public long Drawn { get; private set; }

    public long Repeats { get; private set; }

    public long Evicted { get; private set; }

    /// <summary>Nothing can come in without the loss of an unseen sample.</summary>
    public bool IsFull => Unseen >= capacity;

    public void Add(byte[] sample, Rng rng)
    {
        if (Count == capacity)
        {
            _ = Removed(seen, rng);
            Evicted++;
        }

        if (eviction == Eviction.FirstInFirstOut) line.Enqueue(sample);
        else unseen.Add(sample);
    }

    public byte[] Draw(Rng rng)
    {
        Drawn++;
        if (eviction == Eviction.FirstInFirstOut) return line.Dequeue();
        if (eviction == Eviction.FirstInRandomOut) return Removed(unseen, rng);
        var at = rng.NextInt(0, Count);
        if (at >= unseen.Count)
        {
            Repeats++;
            return seen[at - unseen.Count];
        }

        var sample = Removed(unseen, at);
        seen.Add(sample);
        return sample;
    }

    private static byte[] Removed(List<byte[]> from, Rng rng) => Removed(from, rng.NextInt(0, from.Count));

    private static byte[] Removed(List<byte[]> from, int at)
    {
        var sample = from[at];
        from[at] = from[^1];
        from.RemoveAt(from.Count - 1);
        return sample;
    }
}
