using System.Globalization;

namespace Kit.Notebook.Running;

/// <summary>Lets the first characters through and keeps the last ones: what lies between is counted and dropped.</summary>
internal sealed class BoundedText(int head = 1 << 20, int tail = 1 << 14)
{
    private readonly char[] last = new char[tail];
    private long taken;
    private long dropped;

    /// <summary>Cuts <paramref name="text"/> to what still passes; false when nothing does.</summary>
    public bool Take(ref ReadOnlySpan<char> text)
    {
        var pass = (int)Math.Min(text.Length, head - Math.Min(head, taken));
        var rest = text[pass..];
        taken += text.Length;
        text = text[..pass];
        dropped += Math.Max(0, rest.Length - tail);
        foreach (var character in rest.Length > tail ? rest[^tail..] : rest)
        {
            last[dropped++ % tail] = character;
        }

        return pass > 0;
    }

    /// <summary>The note of what was left out and the last characters, or null when everything passed.</summary>
    public string? Rest()
    {
        if (dropped == 0)
        {
            return null;
        }

        var kept = (int)Math.Min(dropped, tail);
        var start = dropped - kept;
        var end = new string([.. Enumerable.Range(0, kept).Select(i => last[(start + i) % tail])]);
        return start == 0 ? end : $"\n[... {start.ToString("N0", CultureInfo.InvariantCulture)} characters left out ...]\n{end}";
    }
}
