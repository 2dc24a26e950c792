using System.Buffers.Binary;
using System.Text;
using Kit.Compute;
using Kit.Tensors;

namespace Kit.Tests.Tensors;

public sealed class NpyTests
{
    [Theory]
    [InlineData(DType.Bool)]
    [InlineData(DType.I32)]
    [InlineData(DType.F32)]
    [InlineData(DType.F64)]
    [InlineData(DType.C64)]
    [InlineData(DType.C128)]
    public void Files_come_back_as_they_were(DType type)
    {
        foreach (var dims in new int[][] { [], [5], [2, 3], [3, 0], [2, 1, 4] })
        {
            var x = Samples.View(new Random(1), dims, type);
            using var stream = new MemoryStream();
            Npy.Write(stream, x);
            Assert.Equal(0, (stream.Length - x.Size * type.Bytes()) % 64);
            stream.Position = 0;
            Samples.Agree(x, Npy.Read(stream), 0);
        }
    }

    [Fact]
    public void Save_leaves_one_whole_file()
    {
        var folder = Directory.CreateTempSubdirectory();
        var path = Path.Combine(folder.FullName, "x.npy");
        Tensor.Arange(3).Save(path);
        Tensor.Arange(4).Save(path);
        Assert.Equal([0, 1, 2, 3], Tensor.Load(path).ToArray<int>());
        Assert.Single(folder.GetFiles());
        folder.Delete(recursive: true);
    }

    [Fact]
    public void Fortran_order_is_read_as_the_same_matrix()
    {
        var bytes = new byte[24];
        for (var i = 0; i < 6; i++) BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(4 * i), i);
        var x = Read("{'descr': '<i4', 'fortran_order': True, 'shape': (2, 3), }", bytes);
        Assert.Equal([0, 2, 4, 1, 3, 5], x.ToArray<int>());
    }

    [Theory]
    [InlineData("{'descr': '|O', 'fortran_order': False, 'shape': (1,), }", "dtype '|O' is not one of")]
    [InlineData("{'descr': '<f8', 'fortran_order': False, 'shape': (2,), }", "needs 16 bytes, the file has 8")]
    [InlineData("{'descr': '<f8', 'fortran_order': False, 'shape': (2000000000, 2000000000, 2000000000), }", "too large")]
    [InlineData("{'descr': '<f8', 'fortran_order': False, 'shape': (99999999999,), }", "too large")]
    [InlineData("{'descr': '<f8', 'fortran_order': False, 'shape': (500000000, 1000), }", "needs")]
    [InlineData("{'descr': __import__('os'), 'fortran_order': False, 'shape': (1,), }", "cannot read the header")]
    [InlineData("{'descr': '<f8', 'fortran_order': False, 'shape': (-1,), }", "cannot read the header")]
    public void Hostile_headers_are_refused(string header, string message) =>
        Assert.Contains(message, Assert.Throws<InvalidDataException>(() => Read(header, new byte[8])).Message);

    [Fact]
    public void Damaged_files_are_refused_at_every_length()
    {
        using var whole = new MemoryStream();
        Npy.Write(whole, Tensor.Ones(3));
        var bytes = whole.ToArray();
        for (var n = 0; n < bytes.Length; n++) Assert.Throws<InvalidDataException>(() => Npy.Read(new MemoryStream(bytes, 0, n)));
        bytes[6] = 9;
        Assert.Contains("version 9", Assert.Throws<InvalidDataException>(() => Npy.Read(new MemoryStream(bytes))).Message);
        byte[] huge = [0x93, .. "NUMPY"u8, 2, 0, 0xff, 0xff, 0xff, 0x7f];
        Assert.Contains("at most", Assert.Throws<InvalidDataException>(() => Npy.Read(new MemoryStream(huge))).Message);
    }

    private static Tensor Read(string header, byte[] data) =>
        Npy.Read(new MemoryStream([0x93, .. "NUMPY"u8, 1, 0, (byte)header.Length, 0, .. Encoding.ASCII.GetBytes(header), .. data]));
}
