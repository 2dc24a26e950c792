using System.Globalization;
using System.Text;
using Kit.Display;
using Kit.Plotting;

namespace Kit.StatMech.Running;

// How results are looked at.
public sealed partial class Results
{
    /// <summary>One row a temperature: each observable with its error and autocorrelation time, each quantity with its error.</summary>
    /// <param name="names">What to show; everything if empty.</param>
    public Table ToTable(params IReadOnlyList<string> names)
    {
        var shown = Shown(names);
        var timed = shown.Where(name => this[name].Any(one => !double.IsNaN(one.AutocorrelationTime))).ToHashSet();
        var table = new Table(["T", .. shown.SelectMany(name => timed.Contains(name) ? new[] { name, $"error of {name}", $"τ of {name}" } : [name, $"error of {name}"])]) { Caption = Title };
        for (var t = 0; t < Temperatures.Count; t++)
            table.Row([Temperatures[t], .. shown.SelectMany(name =>
            {
                var one = this[name][t];
                return timed.Contains(name) ? new object?[] { one.Value, one.Error, one.AutocorrelationTime } : [one.Value, one.Error];
            })]);
        return table;
    }

    /// <summary>An observable or a quantity against temperature, with error bars.</summary>
    /// <exception cref="KeyNotFoundException">There is none of that name.</exception>
    public Figure ToFigure(string name)
    {
        var order = Enumerable.Range(0, Temperatures.Count).OrderBy(t => Temperatures[t]).ToArray();
        var all = this[name];
        return new Figure(name, "T", name).Line(
            Array.ConvertAll(order, t => Temperatures[t]), Array.ConvertAll(order, t => all[t].Value), markers: true, errorY: Array.ConvertAll(order, t => all[t].Error));
    }

    /// <summary>What was run, warnings, the numbers as <c>−1.4155 ± 0.0012</c>, and pictures of the most telling of them.</summary>
    public string ToHtml()
    {
        var page = new StringBuilder($"<h3>{Html.Escape(Title)}</h3><p><small>{Html.Escape(Facts())}</small></p>");
        foreach (var warning in Warnings) page.Append($"""<p style="color:#b45309">⚠ {Html.Escape(warning)}</p>""");
        page.Append(Short().ToHtml());
        string[] pictured = [.. new[] { "energy", "specific heat", "|m|", "susceptibility", "Binder" }.Concat(Names).Distinct().Where(Names.Contains).Take(4)];
        if (Temperatures.Count > 1 && pictured.Length > 0) page.Append((pictured.Length == 1 ? ToFigure(pictured[0]) : Figure.Grid((pictured.Length + 1) / 2, 2, [.. pictured.Select(ToFigure)])).ToHtml());
        return page.ToString();
    }

    /// <summary>The same for a terminal, without pictures.</summary>
    public override string ToString() => string.Join('\n', [Title, Facts(), .. Warnings.Select(warning => "warning: " + warning), Short().ToString()]);

    private Table Short()
    {
        var table = new Table(["T", .. Names, .. Exchanges is null ? Array.Empty<string>() : ["exchange with next"]]);
        for (var t = 0; t < Temperatures.Count; t++)
            table.Row([Temperatures[t], .. Names.Select(name => this[name][t].ToString()), .. Exchanges is null || t >= Exchanges.Acceptance.Count ? Array.Empty<object?>() : [Exchanges.Acceptance[t]]]);
        return table;
    }

    private string Facts()
    {
        var text = string.Create(CultureInfo.InvariantCulture, $"{Plan.Thermalization} + {Plan.Sweeps} sweeps, measured every {Plan.Every}, {Plan.Replicas} {(Plan.Replicas == 1 ? "chain" : "chains")} a temperature, seed {Plan.Seed}");
        if (Exchanges is { } exchanges) text += string.Create(CultureInfo.InvariantCulture, $"; exchange every {Plan.Exchange}, {exchanges.RoundTrips} round trips, {exchanges.Rate:G3} a walker and sweep");
        return text;
    }

    private IReadOnlyList<string> Shown(IReadOnlyList<string> names)
    {
        foreach (var name in names) _ = this[name];
        return names.Count > 0 ? names : Names;
    }
}
