using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Kit.Display;
using Kit.Theory;

namespace Kit.Notebook.Gallery;

/// <summary>An experiment at every combination of some parameters and seeds, one file a point, so that many processes may share the work.</summary>
/// <remarks>
/// The folder holds <c>sweep.json</c>, which says what is swept, and <c>point-00000.json</c> and so on. Each file is whole or absent, and no two processes write the same one as long as their shards differ.
/// </remarks>
public sealed class Sweep
{
    private const int MostPoints = 1_000_000;
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private readonly string folder;
    private readonly (string Name, string[] Values)[] axes;
    private readonly long firstSeed;
    private readonly int seeds;

    private Sweep(Experiment experiment, string folder, (string, string[])[] axes, long firstSeed, int seeds)
    {
        (Experiment, this.folder, this.axes, this.firstSeed, this.seeds) = (experiment, folder, axes, firstSeed, seeds);
        var count = axes.Aggregate((decimal)seeds, (product, axis) => product * axis.Item2.Length);
        if (seeds < 1 || count > MostPoints) throw new ArgumentException($"A sweep of {count} points; 1 to {MostPoints} are possible.");
        Count = (int)count;
        for (var point = 0; point < Count; point += seeds) _ = At(point); // a value out of bounds is found before anything runs
    }

    /// <summary>What is run, before a point's own parameters.</summary>
    public Experiment Experiment { get; }

    /// <summary>How many points there are.</summary>
    public int Count { get; }

    private string Manifest => Path.Combine(folder, "sweep.json");

    /// <summary>A sweep over lists of values.</summary>
    /// <param name="experiment">What is run.</param>
    /// <param name="settings">Name and values, parted by commas; where one value is a list itself, values are parted by semicolons.</param>
    /// <param name="firstSeed">Seed of the first run of each combination.</param>
    /// <param name="seeds">How many seeds each combination runs with.</param>
    /// <param name="folder">Where the files lie.</param>
    /// <exception cref="ArgumentException">An unknown parameter, one that is named twice, a value that it cannot have, or too many points.</exception>
    public static Sweep Of(Experiment experiment, IEnumerable<(string Name, string Value)> settings, long firstSeed, int seeds, string folder)
    {
        var axes = settings.Select(setting =>
        {
            var parameter = experiment.Parameters.FirstOrDefault(one => one.Name.Equals(setting.Name, StringComparison.OrdinalIgnoreCase))
                ?? throw new ArgumentException($"{experiment.Id} has no parameter '{setting.Name}'; it has {string.Join(", ", experiment.Parameters.Select(one => one.Name))}.");
            var values = setting.Value.Split(parameter.IsList ? ';' : ',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            return values.Length > 0 ? (parameter.Name, values) : throw new ArgumentException($"--param {setting.Name}: there is no value.");
        }).ToArray();
        var twice = axes.GroupBy(axis => axis.Name).FirstOrDefault(group => group.Count() > 1);
        return twice is null ? new(experiment, folder, axes, firstSeed, seeds) : throw new ArgumentException($"--param {twice.Key} is given twice; give all values at once.");
    }

    /// <summary>The sweep that a folder holds.</summary>
    /// <exception cref="InvalidDataException">The folder holds none, or one of an experiment that is not there.</exception>
    public static Sweep Open(string folder, IReadOnlyList<Experiment> all)
    {
        var path = Path.Combine(folder, "sweep.json");
        try
        {
            var found = JsonNode.Parse(File.ReadAllText(path))!;
            var id = (string)found["experiment"]!;
            var experiment = all.FirstOrDefault(one => one.Id == id) ?? throw new InvalidDataException($"{path}: there is no experiment '{id}'.");
            var fixedOnes = found["parameters"]!.AsObject().Select(pair => (pair.Key, (string)pair.Value!));
            var axes = found["axes"]!.AsArray().Select(axis => ((string)axis!["name"]!, axis["values"]!.AsArray().Select(value => (string)value!).ToArray())).ToArray();
            return new(experiment.With(fixedOnes), folder, axes, (long)found["seed"]!, (int)found["seeds"]!);
        }
        catch (Exception wrong) when (wrong is JsonException or NullReferenceException or InvalidOperationException or FormatException or ArgumentException or FileNotFoundException or DirectoryNotFoundException)
        {
            throw new InvalidDataException($"{path} is no sweep: {wrong.Message}");
        }
    }

    /// <summary>Writes what is swept, or makes sure that the folder is of the same sweep.</summary>
    /// <exception cref="ArgumentException">The folder holds another sweep.</exception>
    public void Claim()
    {
        var text = new JsonObject
        {
            ["experiment"] = Experiment.Id,
            ["parameters"] = new JsonObject(Experiment.Parameters.Select(parameter => KeyValuePair.Create(parameter.Name, (JsonNode?)parameter.Read(Experiment)))),
            ["axes"] = new JsonArray([.. axes.Select(axis => new JsonObject { ["name"] = axis.Name, ["values"] = new JsonArray([.. axis.Values.Select(value => (JsonNode)value)]) })]),
            ["seed"] = firstSeed,
            ["seeds"] = seeds,
        }.ToJsonString(Readable) + "\n";
        if (File.Exists(Manifest) && File.ReadAllText(Manifest) != text) throw new ArgumentException($"{Manifest} is of another sweep; name another folder, or the same experiment, parameters and seeds.");
        AtomicFile.Write(Manifest, text);
    }

    /// <summary>The experiment and the seed of a point; seeds change first, then the last parameter.</summary>
    public (Experiment Experiment, long Seed, IReadOnlyList<(string Name, string Value)> Settings) At(int point)
    {
        var settings = new (string, string)[axes.Length];
        for (var (k, rest) = (axes.Length - 1, point / seeds); k >= 0; rest /= axes[k--].Values.Length) settings[k] = (axes[k].Name, axes[k].Values[rest % axes[k].Values.Length]);
        return (Experiment.With(settings), firstSeed + point % seeds, settings);
    }

    /// <summary>Whether a point was run already.</summary>
    public bool Has(int point) => Rows(point) is not null;

    /// <summary>Runs a point and writes its file; a point that throws leaves none.</summary>
    public Outcome Run(int point, CancellationToken token)
    {
        var (experiment, seed, settings) = At(point);
        var outcome = Outcome.Of(experiment, seed, token);
        if (outcome.Result is null) return outcome;
        AtomicFile.Write(Place(point), new JsonObject
        {
            ["experiment"] = experiment.ToString(),
            ["seed"] = seed,
            ["checks"] = JsonNode.Parse(CheckRows.Json([outcome])),
        }.ToJsonString(Readable) + "\n");
        return outcome;
    }

    /// <summary>Points that nobody ran yet.</summary>
    public IReadOnlyList<int> Holes() => [.. Enumerable.Range(0, Count).Where(point => !Has(point))];

    /// <summary>All checks of all points: swept parameters, seed, check, measured number, bound, verdict.</summary>
    /// <exception cref="InvalidDataException">Points are missing; the message lists them.</exception>
    public Table Merge()
    {
        var holes = Holes();
        if (holes.Count > 0)
            throw new InvalidDataException($"{holes.Count} of {Count} points are missing:\n{string.Join('\n', holes.Take(20).Select(point => $"  {point}: {string.Join(' ', At(point).Settings.Select(one => $"{one.Name}={one.Value}"))} seed {At(point).Seed}"))}{(holes.Count > 20 ? "\n  …" : "")}");
        var table = new Table([.. axes.Select(axis => axis.Name), "seed", "check", "measured", "bound", "holds"]) { Caption = Experiment.Title };
        for (var point = 0; point < Count; point++)
        {
            var (_, seed, settings) = At(point);
            foreach (var row in Rows(point)!)
                table.Row([.. settings.Select(one => Number(one.Value)), seed, (string)row!["check"]!, Number(row["measured"]!.ToString()), (string)row["bound"]!, (bool)row["pass"]!]);
        }

        return table;
    }

    /// <summary>A table as JSON: an array with an object a row.</summary>
    public static string Json(Table table) => new JsonArray([.. table.Rows.Select(row => new JsonObject(table.Columns.Select((column, c) => KeyValuePair.Create(column, Node(row[c])))))]).ToJsonString(Readable) + "\n";

    private static JsonNode? Node(object? cell) => cell switch
    {
        double number => double.IsFinite(number) ? number : FormattableString.Invariant($"{number}"),
        long whole => whole,
        bool truth => truth,
        _ => cell?.ToString(),
    };

    private static object Number(string text) => double.TryParse(text, System.Globalization.NumberStyles.Float, System.Globalization.CultureInfo.InvariantCulture, out var number) ? number : text;

    private string Place(int point) => Path.Combine(folder, FormattableString.Invariant($"point-{point:D5}.json"));

    /// <summary>The checks of a point; null where its file is absent, unreadable, or of another point.</summary>
    private JsonArray? Rows(int point)
    {
        if (!File.Exists(Place(point))) return null;
        try
        {
            var (found, (experiment, seed, _)) = (JsonNode.Parse(File.ReadAllText(Place(point)))!, At(point));
            var rows = found["checks"]!.AsArray();
            var whole = rows.Count > 0 && rows.All(row => row!["check"] is not null && row["measured"] is not null && row["bound"] is not null && row["pass"]?.GetValueKind() is JsonValueKind.True or JsonValueKind.False);
            return whole && (string)found["experiment"]! == experiment.ToString() && (long)found["seed"]! == seed ? rows : null;
        }
        catch (Exception wrong) when (wrong is JsonException or NullReferenceException or InvalidOperationException or FormatException)
        {
            return null;
        }
    }
}
