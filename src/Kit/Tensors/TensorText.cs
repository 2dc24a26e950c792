using System.Globalization;
using System.Numerics;
using System.Text;
using Kit.Compute;

namespace Kit.Tensors;

/// <summary>Writes a tensor as nested brackets with aligned columns; long axes show their ends.</summary>
internal static class TensorText
{
    private const int Edge = 3, Threshold = 1000;

    public static string Of(Tensor x)
    {
        if (x.Size == 0) return $"[] (shape {x.Shape}, {x.DType})";
        var shown = x.Size > Threshold ? Ends(x) : x;
        var cells = Cells(shown);
        var text = new StringBuilder();
        Write(text, cells, shown.Shape, x.Shape, 0, 0, cells.Max(c => c.Length), 0);
        return text.ToString();
    }

    /// <summary>The elements that are shown: of a long axis the first and last few.</summary>
    private static Tensor Ends(Tensor x)
    {
        for (var axis = 0; axis < x.Rank; axis++)
            if (x.Shape[axis] > 2 * Edge) x = Tensor.Concat([x.Along(axis, 0, Edge), x.Along(axis, x.Shape[axis] - Edge, x.Shape[axis])], axis);
        return x;
    }

    private static string[] Cells(Tensor x)
    {
        if (x.DType == DType.Bool) return Array.ConvertAll(x.ToArray<bool>(), b => b ? "true" : "false");
        if (x.DType == DType.I32) return Array.ConvertAll(x.ToArray<int>(), i => i.ToString(CultureInfo.InvariantCulture));
        if (!x.DType.IsComplex()) return Numbers(x.ToDoubles());
        var values = x.ToArray<Complex>();
        var (re, im) = (Numbers(Array.ConvertAll(values, z => z.Real)), Numbers(Array.ConvertAll(values, z => z.Imaginary)));
        return [.. re.Zip(im, (a, b) => $"{a}{(b[0] == '-' ? "" : "+")}{b}i")];
    }

    /// <summary>One format for all: fixed point with the fewest digits (at most 6) that serve, or scientific when the range is wide.</summary>
    public static string[] Numbers(double[] values)
    {
        var sizes = Array.FindAll(Array.ConvertAll(values, Math.Abs), v => v > 0 && double.IsFinite(v));
        if (sizes.Length > 0 && (sizes.Max() >= 1e8 || sizes.Min() < 1e-4 && sizes.Max() < 1e-3 || sizes.Max() / sizes.Min() > 1e8))
            return Array.ConvertAll(values, v => double.IsFinite(v) ? v.ToString("0.00000e+00", CultureInfo.InvariantCulture) : Name(v));
        var digits = 1;
        while (digits < 6 && Array.Exists(values, v => double.IsFinite(v) && Math.Abs(v - Math.Round(v, digits)) > 1e-7 * Math.Max(1, Math.Abs(v)))) digits++;
        var format = "0." + new string('0', digits);
        return Array.ConvertAll(values, v => double.IsFinite(v) ? v.ToString(format, CultureInfo.InvariantCulture) : Name(v));
    }

    private static string Name(double v) => double.IsNaN(v) ? "nan" : v > 0 ? "inf" : "-inf";

    private static int Write(StringBuilder text, string[] cells, Shape shown, Shape full, int axis, int cell, int width, int depth)
    {
        if (axis == shown.Rank)
        {
            text.Append(cells[cell].PadLeft(shown.Rank == 0 ? 0 : width));
            return cell + 1;
        }

        var last = axis == shown.Rank - 1;
        var separator = last ? ", " : "," + new string('\n', shown.Rank - 1 - axis) + new string(' ', depth + 1);
        text.Append('[');
        for (var i = 0; i < shown[axis]; i++)
        {
            if (i > 0) text.Append(separator);
            if (i == Edge && shown[axis] != full[axis]) text.Append("...").Append(separator);
            cell = Write(text, cells, shown, full, axis + 1, cell, width, depth + 1);
        }

        text.Append(']');
        return cell;
    }
}
