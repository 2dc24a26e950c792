using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace Kit.Pde.DataSets;

/// <summary>What a person needs to know of a data file, and to make it again.</summary>
/// <param name="Set">The data set with its parameters.</param>
/// <param name="Seed">Seed of every random number.</param>
/// <param name="Count">Number of samples.</param>
/// <param name="Arrays">The tensors in the file.</param>
/// <param name="Sha256">Checksum of the file.</param>
/// <param name="Elapsed">Time to make the samples.</param>
/// <param name="FileName">Without its folder.</param>
public sealed record DataCard(DataSet Set, long Seed, int Count, IReadOnlyList<DataArray> Arrays, string Sha256, TimeSpan Elapsed, string FileName)
{
    /// <summary>The card as Markdown.</summary>
    public string ToMarkdown()
    {
        var text = new StringBuilder();
        string[] settings = [.. Set.Parameters.Select(parameter => $"{parameter.Name}={parameter.Read(Set)}")];
        text.AppendLine(CultureInfo.InvariantCulture, $"# {Set.Title}").AppendLine()
            .AppendLine(Set.Equation).AppendLine()
            .AppendLine(CultureInfo.InvariantCulture, $"![{Set.Title}: samples]({Path.ChangeExtension(FileName, ".svg")})").AppendLine()
            .AppendLine("| | |").AppendLine("|---|---|")
            .AppendLine(CultureInfo.InvariantCulture, $"| Made by | `kit data make {Set.Id} --n {Count} --seed {Seed}{(settings.Length == 0 ? "" : " --param " + string.Join(' ', settings))}` |")
            .AppendLine(CultureInfo.InvariantCulture, $"| Solver | {Set.Method} |")
            .AppendLine(CultureInfo.InvariantCulture, $"| Source | {Set.Source} |")
            .AppendLine(CultureInfo.InvariantCulture, $"| Time | {Elapsed.TotalSeconds:0.0} s for {Count} samples, {Elapsed.TotalMilliseconds / Count:0.##} ms each, on {Compute.Threads.Count} threads ({RuntimeInformation.ProcessArchitecture}, {RuntimeInformation.FrameworkDescription}) |")
            .AppendLine(CultureInfo.InvariantCulture, $"| SHA-256 of `{FileName}` | `{Sha256}` |").AppendLine()
            .AppendLine("| tensor | shape | type | mean | s.d. | min | max |").AppendLine("|---|---|---|---|---|---|---|");
        foreach (var array in Arrays)
            text.AppendLine(CultureInfo.InvariantCulture, $"| `{array.Name}` | [{string.Join(", ", [Count, .. array.Extents])}] | {array.Type} | {array.Mean:g6} | {array.StandardDeviation:g6} | {array.Min:g6} | {array.Max:g6} |");
        return text.Replace("\r\n", "\n").ToString();
    }
}
