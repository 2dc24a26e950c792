using Kit.Pde.DataSets;
using Kit.Tensors;
using Kit.Tests.Tensors;

namespace Kit.Tests.Pde.DataSets;

public sealed class DataFileTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("kit-data-").FullName;

    private string Target => Path.Combine(folder, "noise.npz");

    private static Noise Broken => new() { BeforeSample = i => { if (i == 4) throw new ArithmeticException("broken"); } };

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void The_file_holds_the_samples_and_lies_beside_its_card_and_picture()
    {
        var card = DataFile.Make(new Noise(), Target, 7, seed: 3);
        var (file, memory) = (Tensor.LoadNpz(Target), new Noise().Make(7, seed: 3));
        Assert.Equal(["x", "y"], file.Keys.Order());
        Assert.Equal(memory["x"].ToDoubles(), file["x"].ToDoubles());
        Assert.Equal(memory["y"].ToArray<float>(), file["y"].ToArray<float>());
        var x = card.Arrays.Single(array => array.Name == "x");
        Assert.Equal(file["x"].Mean().Item(), x.Mean, 14);
        Assert.Equal(file["x"].Std().Item(), x.StandardDeviation, 14);
        Assert.Equal((file["x"].Min().Item(), file["x"].Max().Item()), (x.Min, x.Max));
        var text = File.ReadAllText(Path.ChangeExtension(Target, ".md"));
        Assert.Contains("`kit data make noise --n 7 --seed 3 --param Points=5`", text);
        Assert.Contains(card.Sha256, text);
        Assert.Contains("| `y` | [7, 5] | F32 |", text);
        Assert.Contains("<svg", File.ReadAllText(Path.ChangeExtension(Target, ".svg")));
        Assert.Equal(3, Directory.GetFileSystemEntries(folder).Length);
    }

    [Fact]
    public void A_sample_depends_on_its_number_alone()
    {
        var set = new Noise();
        var rng = new Rng(5);
        Samples.Agree(set.Samples(rng, 0, 6)["x"][4..], set.Samples(rng, 4, 2)["x"], ulps: 0);
        var stream = set.Stream(["y", "x"], 2, seed: 5);
        Samples.Agree(set.Samples(rng, 0, 6)["x"][4..], stream.Batch(2)[1], ulps: 0);
        Assert.Null(stream.BatchesPerEpoch);
    }

    [Fact]
    public void An_interrupted_run_goes_on_to_the_same_bytes()
    {
        DataFile.Make(new Noise(), Target, 10);
        var whole = File.ReadAllBytes(Target);
        File.Delete(Target);

        using var stop = new CancellationTokenSource();
        var interrupted = new Noise { BeforeSample = i => { if (i == 4) stop.Cancel(); } };
        Assert.Throws<OperationCanceledException>(() => DataFile.Make(interrupted, Target, 10, token: stop.Token));
        Assert.False(File.Exists(Target));
        // A run killed between its numbers and its state leaves more numbers than the state counts.
        using (var raw = new FileStream(Path.Combine(Target + ".part", "x.raw"), FileMode.Append)) raw.Write([1, 2, 3]);
        var least = long.MaxValue;
        DataFile.Make(new Noise { BeforeSample = i => least = Math.Min(least, i) }, Target, 10);
        Assert.Equal(6, least);
        Assert.Equal(whole, File.ReadAllBytes(Target));
        Assert.False(Directory.Exists(Target + ".part"));
    }

    [Fact]
    public void What_an_interrupted_run_of_something_else_has_made_is_not_overwritten()
    {
        Assert.Throws<ArithmeticException>(() => DataFile.Make(Broken, Target, 9));
        var refusal = Assert.Throws<InvalidOperationException>(() => DataFile.Make(new Noise { Points = 6 }, Target, 9)).Message;
        Assert.Contains("holds 3 of 9 samples of noise (Points = 5) with seed 0", refusal);
        File.WriteAllText(Path.Combine(Target + ".part", "state.json"), "{ \"Set\": ");
        Assert.Contains("cannot be read", Assert.Throws<InvalidOperationException>(() => DataFile.Make(new Noise(), Target, 9)).Message);
        DataFile.Make(new Noise(), Target, 9, restart: true);
        Assert.Equal(9, Tensor.LoadNpz(Target)["x"].Shape[0]);
    }

    [Fact]
    public void State_of_another_hand_names_no_files_elsewhere()
    {
        Assert.Throws<ArithmeticException>(() => DataFile.Make(Broken, Target, 9));
        var state = Path.Combine(Target + ".part", "state.json");
        File.WriteAllText(state, File.ReadAllText(state).Replace("\"Name\":\"x\"", "\"Name\":\"../x\"", StringComparison.Ordinal));
        Assert.Contains("has lost samples", Assert.Throws<InvalidOperationException>(() => DataFile.Make(Broken, Target, 9)).Message);
    }

    [Fact]
    public void Bad_requests_are_refused()
    {
        Assert.Contains("does not end in .npz", Assert.Throws<ArgumentException>(() => DataFile.Make(new Noise(), "noise.txt", 1)).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => DataFile.Make(new Noise(), Target, 0));
        Assert.Contains("Points = 0 is out of bounds", Assert.Throws<ArgumentException>(() => DataFile.Make(new Noise { Points = 0 }, Target, 1)).Message);
        Assert.Contains("noise has no 'z'; it has x, y", Assert.Throws<ArgumentException>(() => new Noise().Stream(["z"], 1).Batch(0)).Message);
    }
}
