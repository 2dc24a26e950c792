using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Kit.Notebook.Gallery;

/// <summary>The checks of a run as JSON: an array of <c>{experiment, check, measured, bound, pass, low, high, because}</c>.</summary>
/// <remarks>
/// <c>measured</c> is a number, or one of the strings "NaN", "Infinity" and "-Infinity", which JSON has no numbers for;
/// <c>low</c> and <c>high</c> are null where the bound has no such end. Nothing in it depends on time or machine.
/// </remarks>
public static class CheckRows
{
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Json(IEnumerable<Outcome> outcomes) =>
        new JsonArray([.. outcomes.SelectMany(outcome => outcome.Checks.Select(check => Row(outcome.Experiment.Id, check)))]).ToJsonString(Readable) + "\n";

    private static JsonObject Row(string experiment, Theory.Check check) => new()
    {
        ["experiment"] = experiment,
        ["check"] = check.Name,
        ["measured"] = double.IsFinite(check.Measured) ? check.Measured : FormattableString.Invariant($"{check.Measured}"),
        ["bound"] = check.Bound,
        ["pass"] = check.Passed,
        ["low"] = End(check.Low),
        ["high"] = End(check.High),
        ["because"] = check.Because,
    };

    private static JsonNode? End(double bound) => double.IsInfinity(bound) ? null : bound;
}
