using System.Security.Cryptography;
using System.Text;

namespace Kit.Notebook.Documents;

/// <summary>Gives every cell of one notebook its id: its own where that is valid and new, else one made from what the cell holds.</summary>
/// <remarks>A made id depends on the cell's kind, its source and how many equal cells came before, so it is the same in every run.</remarks>
internal sealed class CellIds
{
    private readonly HashSet<string> taken = new(StringComparer.Ordinal);

    public string Next(string? own, CellKind kind, string source)
    {
        if (own is not null && IsValid(own) && taken.Add(own))
            return own;
        for (var copy = 0; ; copy++)
        {
            var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{kind}\n{copy}\n{source}"));
            var id = Convert.ToHexStringLower(hash.AsSpan(0, 4));
            if (taken.Add(id))
                return id;
        }
    }

    private static bool IsValid(string id) => id.Length is > 0 and <= 64 && id.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');
}
