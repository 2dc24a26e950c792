using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;

namespace Kit.Notebook.Documents;

/// <summary>The names a <c>#!name</c> line may carry, each with the kernel it means: the usual ones and those a notebook declares.</summary>
internal sealed class KernelNames
{
    /// <summary>Kernels of Polyglot Notebooks, one a line, each with its other names.</summary>
    private const string Usual = """
        csharp c# cs
        fsharp f# fs
        pwsh powershell
        javascript js
        markdown md
        html
        mermaid
        value
        http
        sql
        kql
        python
        r
        """;

    private readonly Dictionary<string, string> kernels = Usual.Split('\n')
        .SelectMany(line => line.Trim().Split(' '), (line, name) => (Name: name, Kernel: line.Trim().Split(' ')[0]))
        .ToDictionary(entry => entry.Name, entry => entry.Kernel, StringComparer.OrdinalIgnoreCase);

    /// <summary>Adds the kernels of <c>{"items":[{"name":..,"aliases":[..]}]}</c>; what has another shape is passed over.</summary>
    public void Declare(JsonNode? kernelInfo)
    {
        foreach (var item in (kernelInfo as JsonObject)?["items"] as JsonArray ?? [])
        {
            if ((item as JsonObject)?["name"].AsText() is not { Length: > 0 } name)
                continue;
            kernels[name] = name;
            foreach (var alias in (item as JsonObject)?["aliases"] as JsonArray ?? [])
            {
                if (alias.AsText() is { Length: > 0 } text)
                    kernels[text] = name;
            }
        }
    }

    public bool TryGet(string? name, [NotNullWhen(true)] out string? kernel)
    {
        kernel = null;
        return name is not null && kernels.TryGetValue(name, out kernel);
    }

    /// <summary>Whether a line is <c>#!name</c> alone.</summary>
    public bool TrySwitch(ReadOnlySpan<char> line, [NotNullWhen(true)] out string? kernel)
    {
        kernel = null;
        return line.StartsWith("#!") && TryGet(line[2..].Trim().ToString(), out kernel);
    }

    /// <summary>Whether the first line with text is <c>#!name</c>, also with options after it as in <c>#!value --name data</c>.</summary>
    public bool TryFirstLine(string source, [NotNullWhen(true)] out string? kernel)
    {
        var line = source.AsSpan().TrimStart();
        var end = line.IndexOfAny('\n', ' ', '\t');
        return TrySwitch(end < 0 ? line : line[..end], out kernel);
    }
}
