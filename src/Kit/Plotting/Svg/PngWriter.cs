using System.Buffers.Binary;
using System.IO.Compression;

namespace Kit.Plotting.Svg;

/// <summary>An 8-bit PNG: RGB, or one index a pixel into a palette.</summary>
/// <remarks>Portable Network Graphics (Second Edition), ISO/IEC 15948: signature, IHDR, PLTE, tRNS, IDAT, IEND.</remarks>
internal static class PngWriter
{
    private static readonly uint[] CrcTable = MakeCrcTable();

    /// <summary>A picture of width × height RGB pixels, row-major from the top left.</summary>
    public static byte[] Rgb(int width, int height, ReadOnlySpan<byte> pixels) => Write(width, height, 3, pixels, []);

    /// <summary>A picture of palette indices; entry 0 is fully transparent, whatever its colour.</summary>
    public static byte[] Indexed(int width, int height, ReadOnlySpan<byte> pixels, ReadOnlySpan<(byte R, byte G, byte B)> palette) =>
        Write(width, height, 1, pixels, palette);

    private static byte[] Write(int width, int height, int channels, ReadOnlySpan<byte> pixels, ReadOnlySpan<(byte R, byte G, byte B)> palette)
    {
        using MemoryStream png = new();
        png.Write([0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A]);

        Span<byte> header = stackalloc byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header[4..], height);
        (header[8], header[9]) = (8, channels == 1 ? (byte)3 : (byte)2);
        Chunk(png, "IHDR"u8, header);

        if (channels == 1)
        {
            var colors = new byte[3 * palette.Length];
            for (var i = 0; i < palette.Length; i++)
                (colors[3 * i], colors[3 * i + 1], colors[3 * i + 2]) = (palette[i].R, palette[i].G, palette[i].B);
            Chunk(png, "PLTE"u8, colors);
            Chunk(png, "tRNS"u8, [0]);
        }

        using MemoryStream data = new();
        using (ZLibStream deflate = new(data, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            // Each row starts with its filter, here none; a row of differences from the pixel before (Sub) packs photographs better.
            var stride = width * channels;
            var row = new byte[stride];
            for (var y = 0; y < height; y++)
            {
                var source = pixels.Slice(y * stride, stride);
                deflate.WriteByte(channels == 1 ? (byte)0 : (byte)1);
                for (var i = 0; i < stride; i++)
                    row[i] = channels == 1 || i < channels ? source[i] : (byte)(source[i] - source[i - channels]);
                deflate.Write(row);
            }
        }
        Chunk(png, "IDAT"u8, data.GetBuffer().AsSpan(0, (int)data.Length));
        Chunk(png, "IEND"u8, []);
        return png.ToArray();
    }

    private static void Chunk(Stream png, ReadOnlySpan<byte> kind, ReadOnlySpan<byte> content)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, content.Length);
        png.Write(number);
        png.Write(kind);
        png.Write(content);
        BinaryPrimitives.WriteUInt32BigEndian(number, ~Crc(Crc(~0u, kind), content));
        png.Write(number);
    }

    private static uint Crc(uint crc, ReadOnlySpan<byte> bytes)
    {
        foreach (var b in bytes) crc = CrcTable[(byte)(crc ^ b)] ^ (crc >> 8);
        return crc;
    }

    private static uint[] MakeCrcTable()
    {
        var table = new uint[256];
        for (uint n = 0; n < 256; n++)
        {
            var c = n;
            for (var k = 0; k < 8; k++) c = (c & 1) != 0 ? 0xEDB88320 ^ (c >> 1) : c >> 1;
            table[n] = c;
        }
        return table;
    }
}
