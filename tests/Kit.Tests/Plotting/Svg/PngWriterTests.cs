using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using Kit.Plotting.Svg;

namespace Kit.Tests.Plotting.Svg;

public sealed class PngWriterTests
{
    [Fact]
    public void Rgb_DecodesToTheSamePixels()
    {
        Random random = new(5);
        var pixels = new byte[13 * 7 * 3];
        random.NextBytes(pixels);
        var (width, height, channels, data, _) = Decode(PngWriter.Rgb(13, 7, pixels));
        Assert.Equal((13, 7, 3), (width, height, channels));
        Assert.Equal(pixels, data);
    }

    [Fact]
    public void Indexed_DecodesToTheSameIndicesAndPalette_WithEntryZeroTransparent()
    {
        byte[] pixels = [0, 1, 2, 2, 1, 0];
        var (width, height, channels, data, chunks) = Decode(PngWriter.Indexed(3, 2, pixels, [(0, 0, 0), (10, 20, 30), (255, 0, 1)]));
        Assert.Equal((3, 2, 1), (width, height, channels));
        Assert.Equal(pixels, data);
        Assert.Equal([0, 0, 0, 10, 20, 30, 255, 0, 1], chunks["PLTE"]);
        Assert.Equal([0], chunks["tRNS"]);
    }

    /// <summary>A reader of what the standard says, for filters None and Sub.</summary>
    internal static (int Width, int Height, int Channels, byte[] Pixels, Dictionary<string, byte[]> Chunks) Decode(byte[] png)
    {
        Assert.Equal([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A], png[..8]);
        Dictionary<string, byte[]> chunks = [];
        for (var at = 8; at < png.Length;)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(at));
            var body = png[(at + 4)..(at + 8 + length)];
            Assert.Equal(Crc(body), BinaryPrimitives.ReadUInt32BigEndian(png.AsSpan(at + 8 + length)));
            chunks.Add(Encoding.ASCII.GetString(body, 0, 4), body[4..]);
            at += 12 + length;
        }
        var header = chunks["IHDR"];
        var (width, height) = (BinaryPrimitives.ReadInt32BigEndian(header), BinaryPrimitives.ReadInt32BigEndian(header.AsSpan(4)));
        var channels = header[9] == 3 ? 1 : 3;
        Assert.Equal(8, header[8]);
        using ZLibStream inflate = new(new MemoryStream(chunks["IDAT"]), CompressionMode.Decompress);
        using MemoryStream raw = new();
        inflate.CopyTo(raw);
        var (rows, stride) = (raw.ToArray(), width * channels);
        Assert.Equal(height * (stride + 1), rows.Length);
        var pixels = new byte[height * stride];
        for (var y = 0; y < height; y++)
        {
            var filter = rows[y * (stride + 1)];
            Assert.InRange(filter, 0, 1);
            for (var i = 0; i < stride; i++)
                pixels[y * stride + i] = (byte)(rows[y * (stride + 1) + 1 + i] + (filter == 1 && i >= channels ? pixels[y * stride + i - channels] : 0));
        }
        return (width, height, channels, pixels, chunks);
    }

    // Bit by bit, as the standard defines it.
    private static uint Crc(byte[] bytes)
    {
        var crc = ~0u;
        foreach (var b in bytes)
        {
            crc ^= b;
            for (var k = 0; k < 8; k++) crc = (crc & 1) != 0 ? 0xEDB88320 ^ (crc >> 1) : crc >> 1;
        }
        return ~crc;
    }
}
