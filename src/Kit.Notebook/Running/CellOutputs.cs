using System.Text.Json.Nodes;
using Kit.Notebook.Documents;
using Kit.Notebook.Engine;
using Kit.Notebook.Formatting;

namespace Kit.Notebook.Running;

/// <summary>Collects what a running cell shows, in order and within bounds: a cell that prints 100 MB costs little more than one that prints 1 MB.</summary>
internal sealed class CellOutputs(CancellationToken token)
{
    /// <summary>Values that one cell may display.</summary>
    public const int MaxValues = 1000;

    /// <summary>Characters of all values of a cell together.</summary>
    public const int MaxValueCharacters = 64 << 20;

    private readonly object gate = new();
    private readonly List<object> items = [];
    private readonly BoundedText streamed = new();
    private int values;
    private long valueCharacters;
    private bool full;

    /// <summary>The cell that runs now; output of background work goes to it.</summary>
    public static CellOutputs? Current { get; set; }

    public CancellationToken Token => token;

    /// <summary>Appends to a stream, <c>stdout</c> or <c>stderr</c>.</summary>
    public void Write(string stream, ReadOnlySpan<char> text)
    {
        lock (gate)
        {
            if (!streamed.Take(ref text))
            {
                return;
            }

            if (items is not [.., StreamText last] || last.Name != stream)
            {
                last = new StreamText(stream, new());
                items.Add(last);
            }

            last.Text.Append(text);
        }
    }

    /// <summary>Shows a value; the place can be filled again later.</summary>
    public DisplayedValue Display(object? value, string[] mimeTypes)
    {
        var place = Add(null, MimeBundle.Of(value, mimeTypes));
        return new DisplayedValue(newer => Replace(place, MimeBundle.Of(newer, mimeTypes)));
    }

    /// <summary>Adds the cell's return value.</summary>
    public void Return(object? value, int executionCount) => Add(executionCount, MimeBundle.Of(value, []));

    /// <summary>Adds a fault.</summary>
    public void Fail(Fault fault)
    {
        lock (gate)
        {
            items.Add(new ErrorOutput(fault.Name, fault.Message, fault.Traceback));
        }
    }

    /// <summary>The outputs so far. Streams that met the bound end with their last lines and a note of what is left out.</summary>
    public IReadOnlyList<Output> Snapshot()
    {
        lock (gate)
        {
            var outputs = items.Select(item => item switch
            {
                StreamText text => new StreamOutput(text.Name, text.Text.ToString()),
                Shown shown => shown.Output,
                _ => (Output)item,
            }).ToList();
            if (streamed.Rest() is { } rest)
            {
                outputs.Add(new StreamOutput("stdout", rest));
            }

            return outputs;
        }
    }

    private Shown? Add(int? executionCount, IReadOnlyDictionary<string, JsonNode> data)
    {
        lock (gate)
        {
            if (full)
            {
                return null;
            }

            valueCharacters += Size(data);
            if (++values > MaxValues || valueCharacters > MaxValueCharacters)
            {
                full = true;
                items.Add(new StreamOutput("stderr", $"display: this cell shows more than {MaxValues} values or {MaxValueCharacters >> 20} M characters; the rest is left out.\n"));
                return null;
            }

            var shown = new Shown(new DisplayOutput(data, executionCount));
            items.Add(shown);
            return shown;
        }
    }

    private void Replace(Shown? place, IReadOnlyDictionary<string, JsonNode> data)
    {
        lock (gate)
        {
            if (place is not null && valueCharacters + Size(data) - Size(place.Output.Data) is var total && total <= MaxValueCharacters)
            {
                valueCharacters = total;
                place.Output = place.Output with { Data = data };
            }
        }
    }

    private static long Size(IReadOnlyDictionary<string, JsonNode> data) =>
        data.Values.Sum(node => node is JsonValue value && value.TryGetValue<string>(out var text) ? text.Length : (long)node.ToJsonString().Length);

    private sealed record StreamText(string Name, System.Text.StringBuilder Text);

    private sealed class Shown(DisplayOutput output)
    {
        public DisplayOutput Output { get; set; } = output;
    }
}
