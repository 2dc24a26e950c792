using Kit.StatMech.Running;

namespace Kit.Tests.StatMech.Running;

public class CheckpointFileTests
{
    [Fact]
    public void What_was_written_is_read_and_nothing_where_there_is_no_file()
    {
        using var file = new TemporaryFile();
        Assert.False(CheckpointFile.Read(file.Path, "run", _ => { }));
        CheckpointFile.Write(file.Path, "run", writer => writer.Write(1.5));
        var found = 0.0;
        Assert.True(CheckpointFile.Read(file.Path, "run", reader => found = reader.ReadDouble()));
        Assert.Equal(1.5, found);
    }

    [Fact]
    public void Damage_anywhere_is_found()
    {
        using var file = new TemporaryFile();
        CheckpointFile.Write(file.Path, "run", writer => writer.Write(1.5));
        var whole = File.ReadAllBytes(file.Path);
        for (var i = 0; i < whole.Length; i++)
        {
            var bytes = whole.ToArray();
            bytes[i] ^= 4;
            File.WriteAllBytes(file.Path, bytes);
            Assert.Throws<InvalidDataException>(() => CheckpointFile.Read(file.Path, "run", reader => reader.ReadDouble()));
            File.WriteAllBytes(file.Path, whole[..i]);
            Assert.Throws<InvalidDataException>(() => CheckpointFile.Read(file.Path, "run", reader => reader.ReadDouble()));
        }
    }

    [Fact]
    public void Contents_of_another_length_or_run_are_named()
    {
        using var file = new TemporaryFile();
        CheckpointFile.Write(file.Path, "run", writer => writer.Write(1.5));
        Assert.Contains("8 bytes too many", Assert.Throws<InvalidDataException>(() => CheckpointFile.Read(file.Path, "run", _ => { })).Message, StringComparison.Ordinal);
        Assert.Contains("ends too early", Assert.Throws<InvalidDataException>(() => CheckpointFile.Read(file.Path, "run", reader => reader.ReadDecimal())).Message, StringComparison.Ordinal);
        Assert.Contains("belongs to another run", Assert.Throws<InvalidOperationException>(() => CheckpointFile.Read(file.Path, "walk", _ => { })).Message, StringComparison.Ordinal);
    }
}
