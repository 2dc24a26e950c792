using System.Text;
using Kit.Compute;
using Kit.Learning;
using Kit.Tensors;

namespace Kit.Tests.Learning;

public sealed class SafeTensorsTests
{
    private static byte[] File(string header, params byte[] data) => [.. BitConverter.GetBytes((long)Encoding.UTF8.GetByteCount(header)), .. Encoding.UTF8.GetBytes(header), .. data];

    private static Dictionary<string, Tensor> Read(byte[] bytes)
    {
        using var folder = new TemporaryFolder();
        System.IO.File.WriteAllBytes(folder["x"], bytes);
        return SafeTensors.Load(folder["x"]).Tensors;
    }

    [Fact]
    public void A_handmade_file_is_read()
    {
        var read = Read(File(
            """{"__metadata__":{"format":"pt"},"b":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"a":{"dtype":"BOOL","shape":[3,1],"data_offsets":[8,11]},"n":{"dtype":"I64","shape":[],"data_offsets":[11,19]},"h":{"dtype":"BF16","shape":[1],"data_offsets":[19,21]},"g":{"dtype":"F16","shape":[1],"data_offsets":[21,23]},"u":{"dtype":"U8","shape":[1],"data_offsets":[23,24]},"e":{"dtype":"F64","shape":[0,4],"data_offsets":[24,24]}}  """,
            0, 0, 0x80, 0x3F, 0, 0, 0, 0xC0, 1, 0, 7, 5, 0, 0, 0, 0, 0, 0, 0, 0x80, 0x3F, 0, 0x3C, 200));
        Assert.Equal([1, -2], read["b"].ToDoubles());
        Assert.Equal([true, false, true], read["a"].ToArray<bool>());
        Assert.Equal([3, 1], read["a"].Shape.ToArray());
        Assert.Equal(5, read["n"].Item<int>());
        Assert.Equal(1, read["h"].Item());
        Assert.Equal(1, read["g"].Item());
        Assert.Equal(200, read["u"].Item<int>());
        Assert.Equal([0, 4], read["e"].Shape.ToArray());
    }

    [Fact]
    public void Every_type_comes_back_and_the_header_is_aligned()
    {
        using var folder = new TemporaryFolder();
        var tensors = Enum.GetValues<DType>().ToDictionary(t => $"x.{t}", t => Tensor.Arange(6).Reshape(2, 3).T.Cast(t) * (t.IsComplex() ? Tensor.Of([System.Numerics.Complex.ImaginaryOne]).Cast(t) : true));
        tensors["x.Bool"] = Tensor.Arange(6) > 2;
        tensors["scalar"] = Tensor.Of([System.Numerics.Complex.ImaginaryOne])[0];
        SafeTensors.Save(folder["x"], tensors, new Dictionary<string, string> { ["who"] = "Käthe" });
        var bytes = System.IO.File.ReadAllBytes(folder["x"]);
        Assert.Equal(0, BitConverter.ToInt64(bytes) % 8);
        var (read, metadata) = SafeTensors.Load(folder["x"]);
        Assert.Equal("Käthe", Assert.Single(metadata).Value);
        foreach (var (name, x) in tensors)
        {
            Assert.Equal((x.DType, x.Shape), (read[name].DType, read[name].Shape));
            Assert.Equal(x.ToArray<System.Numerics.Complex>(), read[name].ToArray<System.Numerics.Complex>());
        }
    }

    [Theory]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}""", "does not fill")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", "begins at 4, where 0")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", "begins at 4, where 8")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", "tells of 4 bytes")]
    [InlineData("""{"a":{"dtype":"F32","shape":[-2],"data_offsets":[0,8]}}""", "header")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2147483647,2147483647,2147483647],"data_offsets":[0,8]}}""", "header")]
    [InlineData("""{"a":{"dtype":"F8","shape":[8],"data_offsets":[0,8]}}""", "type 'F8'")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[8,0]}}""", "does not fill")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[-8,0]}}""", "does not fill")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2]}}""", "header")]
    [InlineData("""{"a":[1]}""", "header")]
    [InlineData("""[]""", "header")]
    [InlineData("""{"a":""", "header")]
    public void Headers_that_lie_are_refused(string header, string message) =>
        Assert.Contains(message, Assert.Throws<InvalidDataException>(() => Read(File(header, 0, 0, 0, 0, 0, 0, 0, 0))).Message);

    [Fact]
    public void Every_truncation_and_any_changed_byte_is_an_error_or_a_whole_file()
    {
        var whole = File("""{"a":{"dtype":"F32","shape":[1,2],"data_offsets":[0,8]},"b":{"dtype":"I64","shape":[1],"data_offsets":[8,16]}}""", new byte[16]);
        for (var n = 0; n < whole.Length; n++) Assert.Throws<InvalidDataException>(() => Read(whole[..n]));
        var rng = new Rng(5);
        for (var n = 0; n < 500; n++)
        {
            var bent = whole.ToArray();
            for (var k = 0; k <= n % 3; k++) bent[rng.NextInt(0, bent.Length)] = (byte)rng.NextInt(0, 256);
            if (Record.Exception(() => Read(bent)) is { } e) Assert.IsType<InvalidDataException>(e);
        }

        Assert.Contains("a header of", Assert.Throws<InvalidDataException>(() => Read([.. BitConverter.GetBytes(long.MaxValue), 1, 2])).Message);
        using var folder = new TemporaryFolder();
        Assert.Throws<ArgumentException>(() => SafeTensors.Save(folder["x"], new Dictionary<string, Tensor> { ["__metadata__"] = 1 }));
        Assert.False(System.IO.File.Exists(folder["x"]));
    }
}
