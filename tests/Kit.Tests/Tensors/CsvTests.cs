using System.Text;
using Kit.Compute;
using Kit.Tensors;

namespace Kit.Tests.Tensors;

public sealed class CsvTests
{
    [Theory]
    [InlineData(DType.F64)]
    [InlineData(DType.F32)]
    [InlineData(DType.I32)]
    public void Tables_come_back_bit_for_bit(DType type)
    {
        var folder = Directory.CreateTempSubdirectory();
        var path = Path.Combine(folder.FullName, "x.csv");
        var x = Samples.View(new Random(1), [7, 3], type, -1e6, 1e6);
        x.SaveCsv(path, ["t", "the \"x\", in m", " y "], ';');
        Samples.Agree(x, Tensor.LoadCsv(path, out var names, ';', type), 0);
        Assert.Equal(["t", "the \"x\", in m", " y "], names);
        x.SaveCsv(path, separator: '\t');
        Samples.Agree(x, Tensor.LoadCsv(path, separator: '\t', dtype: type), 0);
        Assert.Single(folder.GetFiles());
        folder.Delete(recursive: true);
    }

    [Fact]
    public void Text_is_plain_and_invariant()
    {
        Assert.Equal("a,b\n1,0.1\n-2.5,1E-300\n", Write(Tensor.Of(new[,] { { 1, 0.1 }, { -2.5, 1e-300 } }), ["a", "b"]));
        Assert.Equal("0.1\n0.2\n", Write(Tensor.Of([0.1f, 0.2f])));
        Assert.Equal("1\n0\n", Write(Tensor.Of([true, false])));
        Assert.Equal("", Write(Tensor.Zeros((0, 2))));
        Assert.Equal([double.NaN, double.PositiveInfinity, double.NegativeInfinity, double.NegativeInfinity], Read(Write(Tensor.Of([double.NaN, double.PositiveInfinity, double.NegativeInfinity])) + "-inf\n").ToDoubles());
    }

    [Fact]
    public void Texts_of_other_programs_are_read()
    {
        var x = Read("\uFEFF\"t, s\" , x\r\n\r\n 1.5 , +2\r\n-3e2,.5\r\n", header: true);
        Assert.Equal(new Shape([2, 2]), x.Shape);
        Assert.Equal([1.5, 2, -300, 0.5], x.ToDoubles());
        Assert.Equal(new Shape([0, 0]), Read("").Shape);
        Assert.Equal(new Shape([0, 2]), Read("a,b\n", header: true).Shape);
        Assert.Equal(new Shape([1, 1]), Read("7").Shape);
    }

    [Theory]
    [InlineData("1,2\n3,x4\n", "line 2, column 2: \"x4\" is not a number")]
    [InlineData("1,2\n\n3\n", "line 3 has 1 columns, those before have 2")]
    [InlineData("1,2,\n", "line 1, column 3: \"\" is not a number")]
    [InlineData("1,2\n3,1.234,5\n", "line 2 has 3 columns")]
    [InlineData("a,b\n1,2\n", "line 1, column 1: \"a\" is not a number")]
    [InlineData("1,0x10\n", "column 2: \"0x10\"")]
    public void Faults_are_named_by_line_and_column(string text, string message) =>
        Assert.Contains(message, Assert.Throws<InvalidDataException>(() => Read(text)).Message);

    [Fact]
    public void Faulty_headers_bytes_and_arguments_are_refused()
    {
        Assert.Contains("line 1, column 2: the quote is not closed", Assert.Throws<InvalidDataException>(() => Read("a,\"b\n1,2", header: true)).Message);
        Assert.Contains("text after the closing quote", Assert.Throws<InvalidDataException>(() => Read("\"a\"b,c\n", header: true)).Message);
        Assert.Contains("is not UTF-8", Assert.Throws<InvalidDataException>(() => Csv.Read(new MemoryStream([(byte)'1', (byte)'\n', 0xff, 0xfe]), false, ',', DType.F64, out _)).Message);
        Assert.Contains("\"1.5\" is not an I32", Assert.Throws<InvalidDataException>(() => Csv.Read(new MemoryStream("1.5"u8.ToArray()), false, ',', DType.I32, out _)).Message);
        Assert.Contains("not shape [2,2,2]", Assert.Throws<ArgumentException>(() => Write(Tensor.Ones((2, 2, 2)))).Message);
        Assert.Contains("Real() and Imag()", Assert.Throws<ArgumentException>(() => Write(Tensor.Ones(2, DType.C64))).Message);
        Assert.Contains("3 column names for 1 columns", Assert.Throws<ArgumentException>(() => Write(Tensor.Ones(2), ["a", "b", "c"])).Message);
        Assert.Contains("'.' cannot separate", Assert.Throws<ArgumentException>(() => Csv.Write(Stream.Null, Tensor.Ones(2), null, '.')).Message);
    }

    private static string Write(Tensor x, string[]? header = null)
    {
        using var stream = new MemoryStream();
        Csv.Write(stream, x, header, ',');
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static Tensor Read(string text, bool header = false) => Csv.Read(new MemoryStream(Encoding.UTF8.GetBytes(text)), header, ',', DType.F64, out _);
}
