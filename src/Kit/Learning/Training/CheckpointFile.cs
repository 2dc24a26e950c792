using System.Globalization;
using Kit.Tensors;

namespace Kit.Learning;

/// <summary>The state of a training in one .safetensors file: tensors as <c>section/name</c>, numbers and random streams as metadata.</summary>
internal sealed class CheckpointFile
{
    private readonly Dictionary<string, Tensor> tensors;
    private readonly Dictionary<string, string> metadata;
    private readonly List<(Rng Stream, ulong Position)> positions = [];

    private CheckpointFile(string path, IReadOnlyDictionary<string, Rng> streams)
    {
        (tensors, metadata) = SafeTensors.Load(path);
        foreach (var (name, rng) in streams)
            positions.Add(Text("rng/" + name).Split(' ') is [var seed, var stream, var position] && seed == $"{rng.Seed}" && stream == $"{rng.StreamId}" && ulong.TryParse(position, out var at)
                ? (rng, at)
                : throw new InvalidDataException($"Resume: the random stream {name} has another seed than in the checkpoint"));
    }

    public static void Save(string path, Dictionary<string, IReadOnlyDictionary<string, Tensor>> sections, Dictionary<string, string> numbers, IReadOnlyDictionary<string, Rng> streams)
    {
        foreach (var (name, rng) in streams) numbers["rng/" + name] = $"{rng.Seed} {rng.StreamId} {rng.Position}";
        SafeTensors.Save(path, sections.SelectMany(s => s.Value.Select(t => (Key: $"{s.Key}/{t.Key}", t.Value))).ToDictionary(t => t.Key, t => t.Value), numbers);
    }

    public static CheckpointFile Load(string path, IReadOnlyDictionary<string, Rng> streams) => new(path, streams);

    public Dictionary<string, Tensor> Section(string name) =>
        tensors.Where(t => t.Key.StartsWith(name + "/", StringComparison.Ordinal)).ToDictionary(t => t.Key[(name.Length + 1)..], t => t.Value);

    public string Text(string name) => metadata.TryGetValue(name, out var text) ? text : throw new InvalidDataException($"Resume: not a checkpoint, it lacks '{name}'");

    public double Real(string name) => Number(Text(name));

    public long Whole(string name) => Real(name) is var x && double.IsInteger(x) && Math.Abs(x) < 1L << 53 ? (long)x : throw new InvalidDataException($"Resume: {name} is {x}");

    public static double Number(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var x) ? x : throw new InvalidDataException($"Resume: '{text}' is not a number");

    public void RestoreStreams()
    {
        foreach (var (stream, position) in positions) stream.Position = position;
    }
}
