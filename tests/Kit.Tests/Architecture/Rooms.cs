using System.Text.RegularExpressions;

namespace Kit.Tests.Architecture;

/// <summary>The rooms of src/Kit, and which room may name which: the arrows of the design as a table.</summary>
internal static partial class Rooms
{
    private static readonly string[] Ground = ["Display", "Compute", "Parameters"];
    private static readonly string[] Differentiable = [.. Ground, "Tensors", "Autodiff"];
    private static readonly string[] Science = [.. Differentiable, "Numerics", "Learning"];

    /// <summary>Room → the other rooms that it may name. A room that is not here may name none.</summary>
    public static IReadOnlyDictionary<string, string[]> Allowed { get; } = new Dictionary<string, string[]>
    {
        ["Display"] = [],
        ["Compute"] = [],
        ["Parameters"] = [],
        ["Tensors"] = Ground,
        ["Autodiff"] = [.. Ground, "Tensors"],
        ["Numerics"] = Differentiable,
        // Numerics for the QR of orthogonal weights, Cholesky of least squares and spectral norms.
        ["Learning"] = [.. Differentiable, "Numerics"],
        // Plotting, because a field is looked at.
        ["Pde"] = [.. Science, "Plotting"],
        // Plotting, because a configuration is looked at.
        ["StatMech"] = [.. Science, "Plotting"],
        // Plotting, because fields and their errors are looked at.
        ["Operators"] = [.. Science, "Plotting"],
        // Compute only for DType, the type of Tensor.DType.
        ["Plotting"] = [.. Ground, "Tensors"],
    };

    /// <summary>One line an offence, <c>file:line: what</c>, for every name of a room that the file's own room must not know.</summary>
    /// <param name="kitFolder">src/Kit, or a folder laid out like it.</param>
    public static IReadOnlyList<string> Offences(string kitFolder)
    {
        List<string> offences = [];
        foreach (var file in SourceFile.Under(kitFolder))
        {
            var room = file.Folders.FirstOrDefault() ?? "";
            foreach (var (match, line) in file.Find(QualifiedName()))
            {
                var named = match.Groups["room"].Value;
                if (named != room && !Allowed.GetValueOrDefault(room, []).Contains(named))
                    offences.Add($"{file.Path}:{line}: {(room == "" ? "the root" : room)} must not depend on {named} ({match.Value})");
            }
        }
        return offences;
    }

    // `Kit.X` anywhere (using, alias, global::, typeof, cref is a comment), and `X.` alone where X is a room: inside
    // namespace Kit.Y the compiler reads `Plotting.Figure` as Kit.Plotting.Figure.
    [GeneratedRegex(@"(?<![\w.])(?:Kit\.(?<room>[A-Z]\w*)|(?<room>Display|Compute|Parameters|Tensors|Autodiff|Numerics|Learning|Pde|StatMech|Operators|Plotting|Theory|Notebook)\.[A-Z]\w*)")]
    private static partial Regex QualifiedName();
}
