using System.Runtime.InteropServices;

namespace Kit.StatMech.MultiSpin;

/// <summary>Words of 64 bits that start at a cache line and stay where they are: vectors of 512 bits are read from them by pointer.</summary>
internal sealed unsafe class AlignedWords
{
    private const int Line = 64;
    private readonly ulong[] room;
    private readonly int skipped;

    public AlignedWords(long count)
    {
        if (count > Array.MaxLength - Line) throw new ArgumentException($"{count} words of spins; {Array.MaxLength - Line} at most");
        Count = (int)count;
        room = GC.AllocateArray<ulong>(Count + Line / sizeof(ulong), pinned: true);
        var start = (nuint)Marshal.UnsafeAddrOfPinnedArrayElement(room, 0);
        skipped = (int)((Line - start % Line) % Line) / sizeof(ulong);
        Start = (ulong*)Marshal.UnsafeAddrOfPinnedArrayElement(room, skipped);
    }

    public int Count { get; }

    /// <summary>The first word, valid as long as this object lives.</summary>
    public ulong* Start { get; }

    public Span<ulong> Span => room.AsSpan(skipped, Count);

    public void Save(BinaryWriter writer) => writer.Write(MemoryMarshal.AsBytes(Span));

    public void Load(BinaryReader reader) => reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(Span));
}
