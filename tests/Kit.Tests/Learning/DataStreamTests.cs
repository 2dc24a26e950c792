using Kit.Learning;
using Kit.Tensors;

namespace Kit.Tests.Learning;

public sealed class DataStreamTests
{
    private static readonly Tensor X = Tensor.Arange(10).Reshape(10, 1) + Tensor.Arange(2);

    private static readonly Tensor Y = Tensor.Arange(10) * 0.5;

    [Fact]
    public void An_epoch_has_every_sample_once_in_an_order_of_its_own()
    {
        var stream = DataStream.Of([X, Y], 4, new Rng(1));
        Assert.Equal(3, stream.BatchesPerEpoch);
        double[] Epoch(long e) => [.. Enumerable.Range(0, 3).SelectMany(k => stream.Batch(3 * e + k)[1].ToDoubles())];
        Assert.Equal(Y.ToDoubles(), Epoch(0).Order());
        Assert.Equal(Y.ToDoubles(), Epoch(1).Order());
        Assert.NotEqual(Epoch(0), Epoch(1));
        Assert.Equal(Epoch(0), Epoch(0));
        Assert.Equal(stream.Batch(4)[0][.., 0].ToDoubles(), (stream.Batch(4)[1] * 2).ToDoubles());
        Assert.Equal(2, DataStream.Of([Y], 4, dropLast: true).BatchesPerEpoch);
        Assert.Equal([4, 4.5], DataStream.Of([Y], 4).Batch(2)[0].ToDoubles());
        Assert.Throws<ArgumentException>(() => DataStream.Of([X, Tensor.Ones(3)], 4));
        Assert.Throws<ArgumentException>(() => DataStream.Of([Y], 0));
    }

    [Fact]
    public void Files_give_what_memory_gives()
    {
        using var folder = new TemporaryFolder();
        X.Save(folder["x.npy"]);
        Y.Save(folder["y.npy"]);
        Tensor.SaveNpz(folder["both.npz"], new Dictionary<string, Tensor> { ["x"] = X, ["y"] = Y });
        var memory = DataStream.Of([X, Y], 3, new Rng(2));
        foreach (var stream in new[] { DataStream.Npy([folder["x.npy"], folder["y.npy"]], 3, new Rng(2)), DataStream.Npz(folder["both.npz"], ["x", "y"], 3, new Rng(2)) })
            for (var k = 0; k < 9; k++)
                for (var i = 0; i < 2; i++)
                {
                    Assert.Equal(memory.Batch(k)[i].Shape, stream.Batch(k)[i].Shape);
                    Assert.Equal(memory.Batch(k)[i].ToDoubles(), stream.Batch(k)[i].ToDoubles());
                }

        Assert.Contains("has no 'z'; it has x, y", Assert.Throws<ArgumentException>(() => DataStream.Npz(folder["both.npz"], ["z"], 3)).Message);
        var bytes = File.ReadAllBytes(folder["x.npy"]);
        File.WriteAllBytes(folder["short.npy"], bytes[..^1]);
        Assert.Throws<InvalidDataException>(() => DataStream.Npy([folder["short.npy"]], 3));
        Tensor.Of(1.0).Save(folder["scalar.npy"]);
        Assert.Throws<InvalidDataException>(() => DataStream.Npy([folder["scalar.npy"]], 3));
    }

    [Fact]
    public void Generators_are_asked_by_step_and_sequences_are_begun_again()
    {
        var live = DataStream.From(k => [Tensor.Of([(double)k])]);
        Assert.Equal(7, live.Batch(7)[0].Item());
        Assert.Null(live.BatchesPerEpoch);
        var begun = 0;
        var sequence = DataStream.From(Sequence());
        Assert.Equal(3, sequence.Batch(3)[0].Item());
        Assert.Equal(4, sequence.Batch(4)[0].Item());
        Assert.Equal(4, sequence.Batch(4)[0].Item());
        Assert.Contains("after 6 batches", Assert.Throws<InvalidOperationException>(() => sequence.Batch(8)).Message);

        IEnumerable<Tensor[]> Sequence()
        {
            begun++;
            for (var k = 0; k < 6; k++) yield return [Tensor.Of([(double)k])];
        }
    }
}
