using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Kit.Compute;

namespace Kit.Tensors;

/// <summary>The .npy format of NumPy, versions 1 to 3, for the six dtypes; little-endian, either order of axes. Nothing in a file is executed.</summary>
/// <remarks>Format: NumPy Enhancement Proposal 1.</remarks>
internal static partial class Npy
{
    private const int HeaderLimit = 1 << 16;
    private static readonly byte[] Magic = [0x93, .. "NUMPY"u8];

    public static void Write(Stream stream, Tensor x)
    {
        WriteHeader(stream, x.DType, Array.ConvertAll(x.Shape.ToArray(), d => (long)d));
        stream.Write(Raw(x));
    }

    /// <summary>Everything before the first element.</summary>
    public static void WriteHeader(Stream stream, DType dtype, IReadOnlyList<long> extents)
    {
        var shape = string.Join(", ", extents.Select(d => d.ToString(CultureInfo.InvariantCulture))) + (extents.Count == 1 ? "," : "");
        var header = $"{{'descr': '{Name(dtype)}', 'fortran_order': False, 'shape': ({shape}), }}";
        header = header.PadRight((header.Length + 11 + 63) / 64 * 64 - 11) + "\n";
        stream.Write([.. Magic, 1, 0, (byte)header.Length, (byte)(header.Length >> 8), .. Encoding.ASCII.GetBytes(header)]);
    }

    /// <summary>The elements in row-major order, little-endian.</summary>
    public static byte[] Raw(Tensor x)
    {
        var bytes = new byte[checked(x.Size * x.DType.Bytes())];
        var source = x.Contiguous();
        source.Device.Backend.Download(source.View, bytes);
        return bytes;
    }

    public static Tensor Read(Stream stream)
    {
        var (dtype, shape, fortran) = Header(stream);
        var size = shape.Size * dtype.Bytes();
        if (size > Array.MaxLength || stream.CanSeek && size > stream.Length - stream.Position)
            throw new InvalidDataException($"npy: shape {shape} needs {size} bytes, the file has {(stream.CanSeek ? stream.Length - stream.Position : "fewer")}");
        var data = Bytes(stream, (int)size, "data");
        if (dtype == DType.Bool)
            foreach (ref var b in data.AsSpan()) b = b == 0 ? (byte)0 : (byte)1;
        var x = Tensor.Empty(fortran ? new([.. shape.ToArray().Reverse()]) : shape, dtype, Device.Cpu);
        x.Device.Backend.Upload(data, x.View);
        return fortran ? x.T : x;
    }

    /// <summary>Reads up to the first element.</summary>
    public static (DType Type, Shape Shape, bool Fortran) Header(Stream stream)
    {
        var start = Bytes(stream, 8, "magic");
        if (!start.AsSpan(0, 6).SequenceEqual(Magic)) throw new InvalidDataException("npy: the file does not begin with \\x93NUMPY");
        if (start[6] is < 1 or > 3) throw new InvalidDataException($"npy: version {start[6]} is not 1, 2 or 3");
        var length = start[6] == 1
            ? BinaryPrimitives.ReadUInt16LittleEndian(Bytes(stream, 2, "header length"))
            : BinaryPrimitives.ReadUInt32LittleEndian(Bytes(stream, 4, "header length"));
        if (length > HeaderLimit) throw new InvalidDataException($"npy: a header of {length} bytes; at most {HeaderLimit} are read");
        var header = Encoding.UTF8.GetString(Bytes(stream, (int)length, "header"));
        var match = HeaderPattern().Match(header);
        if (!match.Success) throw new InvalidDataException($"npy: cannot read the header \"{header.Trim()}\"");
        return (Parse(match.Groups["descr"].Value), Extents(match.Groups["shape"].Value), match.Groups["fortran"].Value == "True");
    }

    private static byte[] Bytes(Stream stream, int count, string what)
    {
        var bytes = new byte[count];
        var read = stream.ReadAtLeast(bytes, count, throwOnEndOfStream: false);
        return read == count ? bytes : throw new InvalidDataException($"npy: the file ends in the {what}: {count} bytes expected, {read} found");
    }

    private static string Name(DType type) => type switch
    {
        DType.Bool => "|b1",
        DType.I32 => "<i4",
        DType.F32 => "<f4",
        DType.F64 => "<f8",
        DType.C64 => "<c8",
        _ => "<c16",
    };

    private static DType Parse(string name)
    {
        foreach (var type in Enum.GetValues<DType>())
            if (Name(type) == name) return type;
        throw new InvalidDataException($"npy: dtype '{name}' is not one of |b1 <i4 <f4 <f8 <c8 <c16; convert it before saving, as with a.astype('<f8')");
    }

    private static Shape Extents(string text)
    {
        var parts = text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        try
        {
            return Shape.Create(Array.ConvertAll(parts, p => int.Parse(p, NumberStyles.None, CultureInfo.InvariantCulture)));
        }
        catch (Exception e) when (e is OverflowException or ArgumentException)
        {
            throw new InvalidDataException($"npy: the shape ({text}) is too large", e);
        }
    }

    [GeneratedRegex(@"^\s*\{\s*'descr':\s*'(?<descr>[^']{1,16})',\s*'fortran_order':\s*(?<fortran>True|False),\s*'shape':\s*\((?<shape>[0-9, ]*)\),?\s*\}\s*$", RegexOptions.CultureInvariant)]
    private static partial Regex HeaderPattern();
}
