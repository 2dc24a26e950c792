using Kit.Compute;

namespace Kit.Tensors;

public sealed partial class Tensor
{
    /// <summary>Writes named tensors to a .npz file, as NumPy's savez does; entries in ordinal order of their names, so that the same tensors give the same bytes. Written beside its place, then renamed.</summary>
    /// <param name="path">The file.</param>
    /// <param name="tensors">Names without slashes, colons or control characters.</param>
    /// <param name="compress">Deflate the entries.</param>
    /// <exception cref="ArgumentException">A name that is none.</exception>
    public static void SaveNpz(string path, IReadOnlyDictionary<string, Tensor> tensors, bool compress = false)
    {
        ArgumentNullException.ThrowIfNull(tensors);
        AtomicFile.Write(path, stream => Npz.Write(stream, tensors, compress));
    }

    /// <summary>Reads all tensors of a .npz file by name. The file is not trusted: at most 4096 entries, none with a path for a name, none larger than it says.</summary>
    /// <param name="path">The file.</param>
    /// <param name="maxBytes">Room for all tensors together, after unpacking.</param>
    /// <exception cref="InvalidDataException">Not a .npz file, a damaged one, or one beyond the limits.</exception>
    public static Dictionary<string, Tensor> LoadNpz(string path, long maxBytes = Npz.MaxBytes)
    {
        using var stream = File.OpenRead(path);
        return Npz.Read(stream, maxBytes);
    }

    /// <summary>Writes a vector (one column) or a matrix of real numbers as text, one row a line, so that it reads back exactly. Written beside its place, then renamed.</summary>
    /// <param name="path">The file.</param>
    /// <param name="header">Names of the columns for the first line, or null for none.</param>
    /// <param name="separator">Between the columns: a comma, a tab, a semicolon, ….</param>
    /// <exception cref="ArgumentException">Another rank, complex numbers, or not as many names as columns.</exception>
    public void SaveCsv(string path, IReadOnlyList<string>? header = null, char separator = ',') =>
        AtomicFile.Write(path, stream => Csv.Write(stream, this, header, separator));

    /// <summary>Reads a matrix of numbers from a text file, one row a line, with a point for decimals; empty lines are skipped.</summary>
    /// <param name="path">The file, UTF-8, of at most 2 GiB.</param>
    /// <param name="header">The first line has the columns' names.</param>
    /// <param name="separator">Between the columns.</param>
    /// <param name="dtype">I32, F32 or F64.</param>
    /// <exception cref="InvalidDataException">A cell that is no number, with its line and column, or lines of different lengths.</exception>
    public static Tensor LoadCsv(string path, bool header = false, char separator = ',', DType dtype = DType.F64)
    {
        using var stream = File.OpenRead(path);
        return Csv.Read(stream, header, separator, dtype, out _);
    }

    /// <summary>Reads a matrix of numbers and the names of its columns from the first line.</summary>
    /// <inheritdoc cref="LoadCsv(string, bool, char, DType)"/>
    public static Tensor LoadCsv(string path, out string[] names, char separator = ',', DType dtype = DType.F64)
    {
        using var stream = File.OpenRead(path);
        return Csv.Read(stream, header: true, separator, dtype, out names);
    }
}
