using Kit.Compute;
using Kit.Tensors;

namespace Kit.Plotting;

/// <summary>A colour picture: red, green and blue of every pixel as bytes, the top row first.</summary>
/// <remarks>Arrays [height, width, 3] of bytes 0…255 or of numbers 0…1, and [height, width] for gray, convert by themselves.</remarks>
public sealed class Pixels
{
    private readonly byte[] rgb;

    private Pixels(int height, int width, byte[] rgb) => (Height, Width, this.rgb) = (height, width, rgb);

    /// <summary>Number of rows.</summary>
    public int Height { get; }

    /// <summary>Number of columns.</summary>
    public int Width { get; }

    /// <summary>Red, green, blue of every pixel, row after row from the top.</summary>
    public ReadOnlySpan<byte> Rgb => rgb;

    /// <summary>Copies bytes [height, width, 3].</summary>
    public static implicit operator Pixels(byte[,,] image) =>
        From(image.GetLength(0), image.GetLength(1), image.GetLength(2), (i, j, c) => image[i, j, c]);

    /// <summary>Copies numbers 0…1 of shape [height, width, 3]; what lies outside is clipped, NaN is black.</summary>
    public static implicit operator Pixels(double[,,] image) =>
        From(image.GetLength(0), image.GetLength(1), image.GetLength(2), (i, j, c) => Quantize(image[i, j, c]));

    /// <summary>Copies gray levels 0…1 of shape [height, width].</summary>
    public static implicit operator Pixels(double[,] image) =>
        From(image.GetLength(0), image.GetLength(1), 1, (i, j, _) => Quantize(image[i, j]));

    /// <summary>Copies gray levels 0…255 of shape [height, width].</summary>
    public static implicit operator Pixels(byte[,] image) =>
        From(image.GetLength(0), image.GetLength(1), 1, (i, j, _) => image[i, j]);

    /// <summary>Copies levels 0…1 of shape [height, width, 3], [3, height, width] or [height, width]; integers are levels 0…255.</summary>
    public static implicit operator Pixels(Tensor tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        var shape = tensor.Shape.ToArray().Select(extent => (int)extent).ToArray();
        var levels = Values.Numbers(tensor);
        var unit = tensor.DType == DType.I32 ? 255.0 : 1;
        return shape switch
        {
            [var h, var w] => From(h, w, 1, (i, j, _) => Quantize(levels[(i * w) + j] / unit)),
            [var h, var w, 3] => From(h, w, 3, (i, j, c) => Quantize(levels[(((i * w) + j) * 3) + c] / unit)),
            [3, var h, var w] => From(h, w, 3, (i, j, c) => Quantize(levels[(((c * h) + i) * w) + j] / unit)),
            _ => throw new ArgumentException($"An image is a tensor [height,width], [height,width,3] or [3,height,width]: got shape {tensor.Shape}."),
        };
    }

    /// <summary>Gray levels of a table between <paramref name="black"/> and <paramref name="white"/>.</summary>
    public static Pixels Gray(Values2D levels, double black = 0, double white = 1) =>
        From(levels.Rows, levels.Columns, 1, (i, j, _) => Quantize((levels[i, j] - black) / (white - black)));

    internal static byte Quantize(double level) => double.IsNaN(level) ? (byte)0 : (byte)Math.Round(255 * Math.Clamp(level, 0, 1));

    internal static Pixels From(int height, int width, int channels, Func<int, int, int, byte> level)
    {
        if (height == 0 || width == 0 || channels is not (1 or 3))
            throw new ArgumentException($"An image has the shape [height,width,3] or [height,width]: got [{height},{width},{channels}].");
        var rgb = new byte[height * width * 3];
        for (var i = 0; i < height; i++)
        {
            for (var j = 0; j < width; j++)
            {
                for (var c = 0; c < 3; c++)
                    rgb[(((i * width) + j) * 3) + c] = level(i, j, channels == 1 ? 0 : c);
            }
        }
        return new(height, width, rgb);
    }
}
