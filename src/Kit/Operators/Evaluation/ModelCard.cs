using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Kit.Display;
using Kit.Learning;

namespace Kit.Operators.Evaluation;

/// <summary>What one must know of trained weights to use or to make them again; it lies as JSON beside them.</summary>
[TypeFormatterSource(typeof(HtmlViewFormatterSource))]
public sealed record ModelCard : IHtmlView
{
    private const long MaxBytes = 1 << 20;

    private static readonly JsonSerializerOptions Readable = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        NumberHandling = System.Text.Json.Serialization.JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    /// <summary>The model's name: <c>fno</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Its constructor's numbers in writing.</summary>
    public string Configuration { get; init; } = "";

    /// <summary>Trained numbers.</summary>
    public required long Parameters { get; init; }

    /// <summary>Operations of a forward pass of one sample, as <see cref="FlopCount"/> counts them.</summary>
    public required double Flops { get; init; }

    /// <summary>The data set with its parameters.</summary>
    public required string Data { get; init; }

    /// <summary>Training samples.</summary>
    public required int Samples { get; init; }

    /// <summary>Seed of weights and order.</summary>
    public required long Seed { get; init; }

    /// <summary>How it was trained.</summary>
    public IReadOnlyDictionary<string, string> Plan { get; init; } = new Dictionary<string, string>();

    /// <summary>Errors by name: test, train, RMSE, ….</summary>
    public IReadOnlyDictionary<string, double> Errors { get; init; } = new Dictionary<string, double>();

    /// <summary>Steps of training.</summary>
    public required long Steps { get; init; }

    /// <summary>Of training.</summary>
    public required double Seconds { get; init; }

    /// <summary>Where it was trained: cores, runtime, system.</summary>
    public string Machine { get; init; } = FormattableString.Invariant($"{Environment.ProcessorCount} cores, {System.Runtime.InteropServices.RuntimeInformation.FrameworkDescription}, {System.Runtime.InteropServices.RuntimeInformation.RuntimeIdentifier}");

    /// <summary>Name and value of everything.</summary>
    public Table ToTable()
    {
        var table = new Table("", "value") { Caption = Name };
        table.Row("configuration", Configuration).Row("parameters", Parameters.ToString("N0", CultureInfo.InvariantCulture))
            .Row("operations a sample", new FlopCount(0, Flops, 0, 0, []).ToString()).Row("data", Data).Row("training samples", Text(Samples)).Row("seed", Text(Seed));
        foreach (var (name, value) in Plan) table.Row(name, value);
        foreach (var (name, value) in Errors) table.Row(name, value.ToString("G4", CultureInfo.InvariantCulture));
        return table.Row("steps", Text(Steps)).Row("seconds", Seconds.ToString("G4", CultureInfo.InvariantCulture)).Row("machine", Machine);

        static string Text(long x) => x.ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>Writes the model's tensors to <c>PATH.safetensors</c> and the card to <c>PATH.json</c>.</summary>
    /// <param name="model">The weights' owner, normalisers and all.</param>
    /// <param name="path">Without ending.</param>
    public void Save(Layer model, string path)
    {
        Model.Save(model, path + ".safetensors");
        AtomicFile.Write(path + ".json", ToJson());
    }

    /// <summary>As JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, Readable) + "\n";

    /// <summary>Reads a card.</summary>
    /// <exception cref="InvalidDataException">The file is no card.</exception>
    public static ModelCard Load(string path)
    {
        var file = path.EndsWith(".json", StringComparison.Ordinal) ? path : path + ".json";
        if (new FileInfo(file).Length > MaxBytes) throw new InvalidDataException($"ModelCard: {file} is longer than {MaxBytes} bytes");
        try
        {
            return JsonSerializer.Deserialize<ModelCard>(File.ReadAllText(file), Readable) ?? throw new InvalidDataException($"ModelCard: {file} is empty");
        }
        catch (JsonException wrong)
        {
            throw new InvalidDataException($"ModelCard: {file} is no card: {wrong.Message}", wrong);
        }
    }

    /// <inheritdoc/>
    public string ToHtml() => ToTable().ToHtml();

    /// <inheritdoc/>
    public override string ToString() => ToTable().ToString();
}
