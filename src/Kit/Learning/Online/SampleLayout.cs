using Kit.Compute;
using Kit.Tensors;

namespace Kit.Learning.Online;

/// <summary>Types and shapes of the tensors of one sample, and how it lies in bytes: one tensor after the other, row-major, little-endian.</summary>
public sealed class SampleLayout : IEquatable<SampleLayout>
{
    private const int MostParts = 16;
    private const int MostBytes = 1 << 30;

    private readonly (DType Type, Shape Shape)[] parts;

    /// <param name="parts">Input, target, …: 1 to 16 tensors, together at most 1 GiB.</param>
    /// <exception cref="ArgumentException">None, too many, or they are too large.</exception>
    public SampleLayout(params IReadOnlyList<(DType Type, Shape Shape)> parts)
    {
        ArgumentNullException.ThrowIfNull(parts);
        if (parts.Count is < 1 or > MostParts) throw new ArgumentException($"SampleLayout: {parts.Count} tensors in a sample; 1 to {MostParts} are right");
        this.parts = [.. parts];
        var bytes = parts.Sum(p => (double)p.Type.Bytes() * p.Shape.ToArray().Aggregate(1.0, (n, d) => n * d));
        if (bytes is < 1 or > MostBytes) throw new ArgumentException($"SampleLayout: a sample of {bytes:G4} bytes, {this}; 1 to {MostBytes} are right: send a part of the field, or every few points");
        Bytes = (int)bytes;
    }

    /// <summary>Types and shapes, in the order of the batch.</summary>
    public IReadOnlyList<(DType Type, Shape Shape)> Parts => parts;

    /// <summary>Size of a sample.</summary>
    public int Bytes { get; }

    /// <summary>The layout of samples like this one.</summary>
    public static SampleLayout Of(params IReadOnlyList<Tensor> example) => new([.. example.Select(x => (x.DType, x.Shape))]);

    /// <summary>The bytes of a sample.</summary>
    /// <exception cref="ArgumentException">It has other types or shapes.</exception>
    public byte[] Pack(params IReadOnlyList<Tensor> sample)
    {
        ArgumentNullException.ThrowIfNull(sample);
        if (sample.Count != parts.Length || !parts.Zip(sample).All(p => p.First.Type == p.Second.DType && p.First.Shape == p.Second.Shape))
            throw new ArgumentException($"SampleLayout: a sample of {string.Join(", ", sample.Select(x => $"{x.DType} {x.Shape}"))}; {this} was declared");
        var (bytes, at) = (new byte[Bytes], 0);
        foreach (var x in sample)
        {
            using var scope = Tensor.Scope();
            var source = x.Contiguous();
            var size = checked((int)(x.Size * x.DType.Bytes()));
            source.Device.Backend.Download(source.View, bytes.AsSpan(at, size));
            at += size;
        }

        return bytes;
    }

    /// <summary>Samples as tensors with a new axis 0.</summary>
    internal Tensor[] Stack(IReadOnlyList<byte[]> samples)
    {
        var (batch, at) = (new Tensor[parts.Length], 0);
        for (var p = 0; p < parts.Length; p++)
        {
            var (type, shape) = parts[p];
            var size = (int)(shape.Size * type.Bytes());
            var all = new byte[(long)size * samples.Count];
            for (var i = 0; i < samples.Count; i++) samples[i].AsSpan(at, size).CopyTo(all.AsSpan(i * size));
            batch[p] = Tensor.Empty(new([samples.Count, .. shape.ToArray()]), type, Device.Cpu);
            batch[p].Device.Backend.Upload(all, batch[p].View);
            at += size;
        }

        return batch;
    }

    internal void Write(BinaryWriter to)
    {
        to.Write((byte)parts.Length);
        foreach (var (type, shape) in parts)
        {
            to.Write((byte)type);
            to.Write((byte)shape.Rank);
            foreach (var extent in shape.ToArray()) to.Write(extent);
        }
    }

    /// <exception cref="InvalidDataException">What another process wrote is no layout.</exception>
    internal static SampleLayout Read(BinaryReader from)
    {
        var parts = new (DType, Shape)[from.ReadByte()];
        for (var p = 0; p < parts.Length; p++)
        {
            var (type, extents) = ((DType)from.ReadByte(), new int[from.ReadByte()]);
            if (!Enum.IsDefined(type) || extents.Length > Shape.MaxRank) throw new InvalidDataException($"a tensor of type {(byte)type} and {extents.Length} axes");
            for (var k = 0; k < extents.Length; k++)
                if ((extents[k] = from.ReadInt32()) < 0) throw new InvalidDataException($"an extent of {extents[k]}");
            parts[p] = (type, new Shape([.. extents]));
        }

        try
        {
            return new(parts);
        }
        catch (ArgumentException e)
        {
            throw new InvalidDataException(e.Message, e);
        }
    }

    /// <inheritdoc/>
    public bool Equals(SampleLayout? other) => other is not null && parts.AsSpan().SequenceEqual(other.parts);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as SampleLayout);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(parts.Length, Bytes);

    /// <summary>"F32 (2), F32 (16, 16)".</summary>
    public override string ToString() => string.Join(", ", parts.Select(p => $"{p.Type} {p.Shape}"));
}
