using System.IO.Compression;
using System.Text;
using Kit.Compute;
using Kit.Tensors;

namespace Kit.Tests.Tensors;

public sealed class NpzTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Archives_come_back_as_they_were_and_bytes_repeat(bool compress)
    {
        var folder = Directory.CreateTempSubdirectory();
        var path = Path.Combine(folder.FullName, "x.npz");
        var random = new Random(1);
        var tensors = Enum.GetValues<DType>().ToDictionary(type => $"{type} é", type => Samples.View(random, [2, 3], type));
        tensors["empty"] = Tensor.Zeros((0, 3));
        Tensor.SaveNpz(path, tensors, compress);
        var first = File.ReadAllBytes(path);
        Tensor.SaveNpz(path, tensors.Reverse().ToDictionary(), compress);
        Assert.Equal(first, File.ReadAllBytes(path));
        var back = Tensor.LoadNpz(path);
        Assert.Equal(tensors.Keys.Order(StringComparer.Ordinal), back.Keys.Order(StringComparer.Ordinal));
        foreach (var (name, x) in tensors) Samples.Agree(x, back[name], 0);
        Assert.Single(folder.GetFiles());
        folder.Delete(recursive: true);
    }

    [Fact]
    public void A_failed_save_leaves_the_old_file()
    {
        var folder = Directory.CreateTempSubdirectory();
        var path = Path.Combine(folder.FullName, "x.npz");
        Tensor.SaveNpz(path, new Dictionary<string, Tensor> { ["a"] = Tensor.Arange(3) });
        foreach (var name in new[] { "../a", "a/b", "a\\b", "c:", "", "a\n", "..", new string('a', 300) })
            Assert.Contains("is not a name", Assert.Throws<ArgumentException>(() => Tensor.SaveNpz(path, new Dictionary<string, Tensor> { ["a"] = Tensor.Arange(4), [name] = Tensor.Arange(3) })).Message);
        Assert.Equal([0, 1, 2], Tensor.LoadNpz(path)["a"].ToArray<int>());
        Assert.Single(folder.GetFiles());
        folder.Delete(recursive: true);
    }

    [Theory]
    [InlineData("../../evil.npy", "without slashes")]
    [InlineData("/etc/passwd.npy", "without slashes")]
    [InlineData("a\\b.npy", "without slashes")]
    [InlineData("a.txt", "is not NAME.npy")]
    [InlineData(".npy", "is not NAME.npy")]
    public void Entries_with_paths_for_names_are_refused(string name, string message) =>
        Assert.Contains(message, Refused(Zip((name, Npy(Tensor.Ones(2))))));

    [Fact]
    public void Entries_beyond_the_limits_are_refused()
    {
        Assert.Contains("at most 4096", Refused(Zip([.. Enumerable.Range(0, 4097).Select(i => ($"{i}.npy", Array.Empty<byte>()))])));
        Assert.Contains("two entries \"a\"", Refused(Zip(("a.npy", Npy(Tensor.Ones(2))), ("a.npy", Npy(Tensor.Ones(2))))));
        var bomb = Zip(("a.npy", Npy(Tensor.Zeros(1 << 20))));
        Assert.InRange(bomb.Length, 0, 20_000);
        Assert.Contains("raise maxBytes", Refused(bomb, limit: 1 << 20));
        Assert.Contains("raise maxBytes", Refused(Zip(("a.npy", Npy(Tensor.Zeros(60_000))), ("b.npy", Npy(Tensor.Zeros(80_000)))), limit: 1_000_000));
        // A header that promises 8 GB in an entry of 200 bytes.
        Assert.Contains("npy: shape", Refused(Zip(("a.npy", [0x93, .. "NUMPY"u8, 1, 0, 70, 0, .. Encoding.ASCII.GetBytes("{'descr': '<f8', 'fortran_order': False, 'shape': (200000000,), }".PadRight(70))]))));
    }

    [Fact]
    public void A_directory_that_lies_about_the_size_is_refused()
    {
        var zip = Zip(("a.npy", Npy(Tensor.Zeros(5000))));
        var directory = zip.AsSpan().LastIndexOf("PK\x01\x02"u8);
        // The unpacked size stands 24 bytes into the directory's entry.
        BitConverter.TryWriteBytes(zip.AsSpan(directory + 24), 1000);
        Refused(zip);
        BitConverter.TryWriteBytes(zip.AsSpan(directory + 24), 100_000);
        Refused(zip);
    }

    [Fact]
    public void Damaged_archives_are_refused_at_every_length_and_byte()
    {
        var whole = Zip(("a.npy", Npy(Tensor.Arange(20))));
        for (var n = 0; n < whole.Length; n++) Refused(whole[..n]);
        var random = new Random(2);
        for (var trial = 0; trial < 300; trial++)
        {
            var damaged = whole.ToArray();
            damaged[random.Next(damaged.Length)] ^= (byte)(1 << random.Next(8));
            try
            {
                Kit.Tensors.Npz.Read(new MemoryStream(damaged), 1 << 20);
            }
            catch (InvalidDataException)
            {
                // The only answer to damage, but for bits that nothing depends on.
            }
        }
    }

    private static string Refused(byte[] zip, long limit = 1 << 28) =>
        Assert.Throws<InvalidDataException>(() => Kit.Tensors.Npz.Read(new MemoryStream(zip), limit)).Message;

    private static byte[] Npy(Tensor x)
    {
        using var stream = new MemoryStream();
        Kit.Tensors.Npy.Write(stream, x);
        return stream.ToArray();
    }

    private static byte[] Zip(params (string Name, byte[] Bytes)[] entries)
    {
        using var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
            foreach (var (name, bytes) in entries)
            {
                using var part = zip.CreateEntry(name).Open();
                part.Write(bytes);
            }

        return stream.ToArray();
    }
}
