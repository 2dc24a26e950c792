using System.Diagnostics;
using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;

namespace Kit.Notebook.Engine;

/// <summary>What went wrong in a cell, in the notebook's own line numbers and without a path of this machine.</summary>
/// <param name="Name">The exception's type, or <c>CompilationError</c>.</param>
/// <param name="Message">One sentence.</param>
/// <param name="Traceback">Lines to show below each other.</param>
public sealed partial record Fault(string Name, string Message, IReadOnlyList<string> Traceback)
{
    private const int MaxFrames = 20;
    private const int MaxDiagnostics = 10;

    /// <summary>A compiler's complaint: each error with its line and a caret below the place.</summary>
    public static Fault Of(IReadOnlyList<Diagnostic> errors, string code)
    {
        var lines = code.Split('\n');
        var traceback = new List<string>();
        foreach (var error in errors.Take(MaxDiagnostics))
        {
            var place = error.Location.GetLineSpan();
            traceback.Add($"{Path.GetFileName(place.Path)}, line {place.StartLinePosition.Line + 1}: {error.Id}: {error.GetMessage(System.Globalization.CultureInfo.InvariantCulture)}");
            if (error.Location.IsInSource && place.StartLinePosition.Line < lines.Length && CellFrame().IsMatch(place.Path))
            {
                traceback.Add("    " + lines[place.StartLinePosition.Line].TrimEnd());
                traceback.Add("    " + new string(' ', place.StartLinePosition.Character) + "^");
            }
        }

        if (errors.Count > MaxDiagnostics)
        {
            traceback.Add($"... and {errors.Count - MaxDiagnostics} more errors");
        }

        if (Remedy(errors) is { } remedy)
        {
            traceback.Add(remedy);
        }

        return new Fault("CompilationError", errors[0].GetMessage(System.Globalization.CultureInfo.InvariantCulture), traceback);
    }

    /// <summary>An exception that a cell threw, with its causes and the frames that are the reader's own.</summary>
    public static Fault Of(Exception thrown)
    {
        var exception = thrown is TargetInvocationException { InnerException: { } inner } ? inner : thrown;
        if (exception is CellException)
        {
            return new Fault(nameof(CellException), exception.Message.Split('\n')[0].Trim(), exception.Message.Split('\n'));
        }

        var traceback = new List<string>();
        for (var (current, depth) = (exception, 0); current is not null && depth < 8; (current, depth) = (current.InnerException, depth + 1))
        {
            traceback.Add($"{(depth > 0 ? "caused by " : "")}{current.GetType().FullName}: {current.Message}");
            traceback.AddRange(Frames(current));
        }

        return new Fault(exception.GetType().Name, exception.Message, traceback);
    }

    /// <summary>The cell whose code a frame of the stack trace belongs to, such as <c>cell 3</c>, or null.</summary>
    public static string? CellOf(Exception exception) => new StackTrace(exception, fNeedFileInfo: true).GetFrames()
        .Select(frame => Path.GetFileName(frame.GetFileName()))
        .FirstOrDefault(file => file is not null && CellFrame().IsMatch(file));

    private static IEnumerable<string> Frames(Exception exception)
    {
        var frames = new StackTrace(exception, fNeedFileInfo: true).GetFrames();
        var last = Array.FindLastIndex(frames, frame => frame.GetFileName() is { } file && CellFrame().IsMatch(file));
        var shown = frames.Take(last < 0 ? frames.Length : last + 1).Where(frame => !IsPlumbing(frame.GetMethod())).Take(MaxFrames);
        foreach (var frame in shown)
        {
            var place = frame.GetFileName() is { } file && CellFrame().IsMatch(file) ? $"{Path.GetFileName(file)}, line {frame.GetFileLineNumber()}" : null;
            var method = MethodName(frame.GetMethod());
            yield return (place, method) switch
            {
                (null, _) => $"   at {method}",
                (_, "") => $"   at {place}",
                _ => $"   at {place}, in {method}",
            };
        }
    }

    private static bool IsPlumbing(MethodBase? method) => method?.DeclaringType?.Namespace is { } space
        && (space.StartsWith("System.Runtime.CompilerServices", StringComparison.Ordinal)
            || space.StartsWith("System.Runtime.ExceptionServices", StringComparison.Ordinal)
            || space.StartsWith("Microsoft.CodeAnalysis.Scripting", StringComparison.Ordinal));

    /// <summary>A readable name: the cell's own code has none, an async or local method goes by the name it was written with.</summary>
    private static string MethodName(MethodBase? method)
    {
        if (method?.DeclaringType is not { } type)
        {
            return method?.Name ?? "";
        }

        var isCell = (type.FullName ?? "").StartsWith("Submission#", StringComparison.Ordinal);
        var written = Written().Match(method.Name is "MoveNext" ? type.Name : method.Name) is { Success: true } match ? match.Groups[1].Value : method.Name;
        if (written is "<Initialize>" or "<Main>" or "<Factory>" or "Initialize" || (isCell && written is ".ctor"))
        {
            return "";
        }

        var owner = isCell ? "" : (type.FullName ?? type.Name).Split('`')[0].Split("+<")[0].Replace('+', '.') + ".";
        return $"{owner}{written}({string.Join(", ", method.Name is "MoveNext" ? [] : method.GetParameters().Select(parameter => parameter.ParameterType.Name.Split('`')[0]))})";
    }

    private static string? Remedy(IReadOnlyList<Diagnostic> errors)
    {
        var missing = errors.Where(error => error.Id is "CS0234" or "CS0246" or "CS0103")
            .Select(error => error.Location.SourceTree?.GetText().Lines[error.Location.GetLineSpan().StartLinePosition.Line].ToString() ?? "")
            .ToArray();
        bool Says(string text) => missing.Any(line => line.Contains(text, StringComparison.Ordinal));
        return Says("using Kit.") ? "Does the first cell reference Kit? #r \"../src/Kit/bin/Release/net10.0/Kit.dll\" after `dotnet build -c Release`."
            : Says("Newtonsoft") ? "Json.NET is a package, not a part of .NET: #r \"nuget: Newtonsoft.Json\" in a cell before."
            : Says("Microsoft.DotNet.Interactive") || Says("Kernel.") || Says("KernelInvocationContext")
            ? "This cell needs the host library of .NET Interactive, which Kit does not offer. Here without it: display(value), value.Display(), HTML(text), Token."
            : null;
    }

    [GeneratedRegex(@"(?:^|[\\/])cell \d+$")]
    private static partial Regex CellFrame();

    [GeneratedRegex(@"^<+([^>]+)>+[a-z]__")]
    private static partial Regex Written();
}
