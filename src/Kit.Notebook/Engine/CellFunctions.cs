using Kit.Notebook.Running;

namespace Kit.Notebook.Engine;

/// <summary>What a cell may call without a prefix, by the names that .NET Interactive made known.</summary>
public static class CellFunctions
{
    /// <summary>Ends when the reader interrupts or the time limit passes: long loops of a cell should watch it.</summary>
    public static CancellationToken Token => CellOutputs.Current?.Token ?? CancellationToken.None;

#pragma warning disable IDE1006 // the notebook world writes display(...) in lower case
    /// <summary>Shows a value now, in the middle of a cell.</summary>
    /// <param name="value">Any value; its richest view is shown.</param>
    /// <param name="mimeTypes">Wanted MIME types; all that the value has when none is named.</param>
    public static DisplayedValue display(object? value, params string[] mimeTypes) => Show(value, mimeTypes);
#pragma warning restore IDE1006

    /// <summary>The same as an extension: <c>figure.Display()</c>.</summary>
    public static DisplayedValue Display(this object? value, params string[] mimeTypes) => Show(value, mimeTypes);

    /// <summary>Shows text as the given MIME type.</summary>
    public static DisplayedValue DisplayAs(this string value, string mimeType) => Show(new MimeText(mimeType, value), []);

    /// <summary>Text that is HTML already.</summary>
    public static object HTML(string html) => new MimeText("text/html", html);

    private static DisplayedValue Show(object? value, string[] mimeTypes) =>
        (CellOutputs.Current ?? throw new InvalidOperationException("display: no cell is running.")).Display(value, mimeTypes);
}

/// <summary>Text with its MIME type, shown as it is.</summary>
public sealed record MimeText(string MimeType, string Text)
{
    public override string ToString() => Text;
}

/// <summary>A value on the page that can be replaced by a newer one.</summary>
public sealed class DisplayedValue
{
    private readonly Action<object?> replace;

    internal DisplayedValue(Action<object?> replace) => this.replace = replace;

    /// <summary>Shows <paramref name="value"/> in the place of the one shown before.</summary>
    public void Update(object? value) => replace(value);
}
