using System.Buffers.Binary;
using System.Text.Json;
using Kit.Compute;
using Kit.Tensors;

namespace Kit.Learning;

/// <summary>The safetensors format: 8 bytes of header length, a JSON header, the elements, all little-endian. Nothing in a file is executed.</summary>
/// <remarks>
/// Written as BOOL, I32, F32, F64 and C64; C128, which the format lacks, as F64 with a last axis of real and imaginary part and a metadata entry
/// <c>c128:NAME</c>, so that other readers understand it. Read also: U8 and I64 (as I32), F16 and BF16 (as F32), C128.
/// </remarks>
public static class SafeTensors
{
    private const int HeaderLimit = 100_000_000;
    private const string PairsMark = "c128:";

    /// <summary>Writes tensors by name, whole or not at all.</summary>
    public static void Save(string path, IReadOnlyDictionary<string, Tensor> tensors, IReadOnlyDictionary<string, string>? metadata = null)
    {
        ArgumentNullException.ThrowIfNull(tensors);
        using var scope = Tensor.Scope();
        var (header, notes, parts, offset) = (new Dictionary<string, object>(), new Dictionary<string, string>(metadata ?? new Dictionary<string, string>()), new List<Tensor>(), 0L);
        foreach (var (name, tensor) in tensors.OrderByDescending(t => t.Value.DType.Bytes()).ThenBy(t => t.Key, StringComparer.Ordinal))
        {
            if (name is "" or "__metadata__") throw new ArgumentException($"SafeTensors: \"{name}\" cannot name a tensor");
            var x = tensor.Plain;
            if (x.DType == DType.C128)
            {
                notes[PairsMark + name] = "";
                x = Tensor.Stack([x.Real(), x.Imag()], -1);
            }

            var bytes = checked(x.Size * x.DType.Bytes());
            header[name] = new { dtype = x.DType.ToString().ToUpperInvariant(), shape = x.Shape.ToArray(), data_offsets = new[] { offset, offset += bytes } };
            parts.Add(x.Contiguous());
        }

        if (notes.Count > 0) header["__metadata__"] = notes;
        var json = JsonSerializer.SerializeToUtf8Bytes(header);
        AtomicFile.Write(path, stream =>
        {
            Span<byte> length = stackalloc byte[8];
            var padded = (json.Length + 7) / 8 * 8; // readers map the elements where they are aligned
            BinaryPrimitives.WriteInt64LittleEndian(length, padded);
            stream.Write(length);
            stream.Write(json);
            for (var i = json.Length; i < padded; i++) stream.WriteByte((byte)' ');
            foreach (var x in parts)
            {
                var bytes = new byte[x.Size * x.DType.Bytes()];
                x.Device.Backend.Download(x.View, bytes);
                stream.Write(bytes);
            }
        });
    }

    /// <summary>Reads all tensors and the metadata. The file is not trusted: sizes, offsets and shapes must agree, without gaps or overlaps, or nothing is read.</summary>
    /// <param name="path">The file.</param>
    /// <param name="maxBytes">Room for the file.</param>
    /// <exception cref="InvalidDataException">Not a safetensors file, a damaged one, or one beyond the limit.</exception>
    public static (Dictionary<string, Tensor> Tensors, Dictionary<string, string> Metadata) Load(string path, long maxBytes = 4L << 30)
    {
        using var stream = File.OpenRead(path);
        if (stream.Length > maxBytes) throw Bad($"{stream.Length} bytes; at most {maxBytes} are read");
        var length = BinaryPrimitives.ReadUInt64LittleEndian(Bytes(stream, 8));
        if (length > HeaderLimit || (long)length > stream.Length - 8) throw Bad($"a header of {length} bytes in a file of {stream.Length}");
        try
        {
            using var header = JsonDocument.Parse(Bytes(stream, (int)length), new() { MaxDepth = 8 });
            var data = stream.Length - stream.Position;
            var (entries, metadata) = (new List<Entry>(), new Dictionary<string, string>());
            foreach (var item in header.RootElement.EnumerateObject())
                if (item.Name == "__metadata__")
                    foreach (var note in item.Value.EnumerateObject()) metadata.Add(note.Name, note.Value.GetString() ?? "");
                else entries.Add(Entry.Of(item));
            var end = 0L;
            entries.Sort((a, b) => (a.Begin, a.End).CompareTo((b.Begin, b.End)));
            foreach (var e in entries) end = e.Begin == end ? e.End : throw Bad($"{e.Name} begins at {e.Begin}, where {end} is right");
            if (end != data) throw Bad($"the header tells of {end} bytes of elements, the file has {data}");
            var tensors = new Dictionary<string, Tensor>();
            foreach (var e in entries) tensors.Add(e.Name, e.Read(Bytes(stream, (int)(e.End - e.Begin))));
            foreach (var name in metadata.Keys.Where(k => k.StartsWith(PairsMark, StringComparison.Ordinal)).ToArray())
                if (tensors.TryGetValue(name[PairsMark.Length..], out var pairs) && pairs is { DType: DType.F64, Rank: > 0 } && pairs.Shape[^1] == 2)
                {
                    tensors[name[PairsMark.Length..]] = Functions.ComplexOf(pairs[Slice.Ellipsis, 0], pairs[Slice.Ellipsis, 1]);
                    metadata.Remove(name);
                }

            return (tensors, metadata);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or FormatException or InvalidOperationException or ArgumentException or OverflowException)
        {
            throw new InvalidDataException($"safetensors: cannot read the header: {e.Message}", e);
        }
    }

    private static byte[] Bytes(Stream stream, int count)
    {
        var bytes = new byte[count];
        return stream.ReadAtLeast(bytes, count, throwOnEndOfStream: false) == count ? bytes : throw Bad("the file ends too early");
    }

    private static InvalidDataException Bad(string what) => new($"safetensors: {what}");

    /// <summary>One tensor of the header, checked.</summary>
    private sealed record Entry(string Name, string Type, Shape Shape, long Begin, long End)
    {
        public static Entry Of(JsonProperty item)
        {
            var offsets = item.Value.GetProperty("data_offsets").EnumerateArray().Select(o => o.GetInt64()).ToArray();
            var shape = Shape.Create([.. item.Value.GetProperty("shape").EnumerateArray().Select(d => d.GetInt32())]);
            var type = item.Value.GetProperty("dtype").GetString() ?? "";
            var width = type switch { "BOOL" or "U8" => 1, "F16" or "BF16" => 2, "I32" or "F32" => 4, "I64" or "F64" or "C64" => 8, "C128" => 16, _ => throw Bad($"{item.Name} has the type '{type}'") };
            if (offsets is not [var begin, var end] || begin < 0 || end < begin || end - begin > Array.MaxLength || checked(shape.Size * width) != end - begin)
                throw Bad($"{item.Name}: {type} {shape} does not fill the bytes [{string.Join(", ", offsets)}]");
            return new(item.Name, type, shape, begin, end);
        }

        public Tensor Read(byte[] bytes)
        {
            var (type, raw) = Type switch
            {
                "U8" => (DType.I32, Widened(1, at => BitConverter.GetBytes((int)bytes[at]))),
                "I64" => (DType.I32, Widened(8, at => BitConverter.GetBytes(checked((int)BitConverter.ToInt64(bytes, at))))),
                "F16" => (DType.F32, Widened(2, at => BitConverter.GetBytes((float)BitConverter.ToHalf(bytes, at)))),
                "BF16" => (DType.F32, Widened(2, at => [0, 0, bytes[at], bytes[at + 1]])),
                "BOOL" => (DType.Bool, Array.ConvertAll(bytes, b => b == 0 ? b : (byte)1)),
                _ => (Enum.Parse<DType>(Type), bytes),
            };
            var x = Tensor.Empty(Shape, type, Device.Cpu);
            x.Device.Backend.Upload(raw, x.View);
            return x;

            byte[] Widened(int width, Func<int, byte[]> element) => [.. Enumerable.Range(0, bytes.Length / width).SelectMany(i => element(i * width))];
        }
    }
}
