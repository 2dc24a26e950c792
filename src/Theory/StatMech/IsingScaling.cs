using Kit.Display;
using Kit.Plotting;
using Kit.StatMech;
using Kit.StatMech.Estimators;
using Kit.StatMech.Exact;
using Kit.StatMech.Lattices;
using Kit.StatMech.Models;
using Kit.StatMech.Running;
using Kit.StatMech.Updates;
using Kit.Tensors;
using MathNet.Numerics.Optimization;

namespace Kit.Theory.StatMech;

/// <summary>Finite-size scaling of the Ising model in the plane: U₄ = f(x), |m| = L^{−β/ν} g(x), Tχ = L^{γ/ν} h(x) with x = (T − T_c) L^{1/ν}; ν = 1, β = 1/8, γ = 7/4.</summary>
/// <remarks>
/// Binder ratios of two sizes cross at T_c, and at T_c they have the value U₄* = 0.61069 that only the shape of the torus decides (Kamieniarz and Blöte 1993). Temperatures of the collapse are spread as 1/L, so that curves of
/// all sizes cover the same x; each temperature is a run of its own, so that points are independent, as the errors of crossing and collapse suppose. ν and T_c
/// come from the collapse of U₄, the exponents β/ν and γ/ν from those of |m| and Tχ = N(⟨m²⟩ − ⟨|m|⟩²) at that T_c and ν: a free T_c would trade with β, a number so small that one per cent of |m| is six of β. Curves stay near T_c
/// for the same reason: corrections of relative order t = (T − T_c)/T_c, as of the factor 1/T in χ, differ from size to size at equal x.
/// </remarks>
public sealed record IsingScaling : Experiment
{
    /// <summary>U₄ at T_c on a periodic square, L → ∞.</summary>
    /// <remarks>G. Kamieniarz and H. W. J. Blöte, J. Phys. A 26, 201 (1993): 0.6106901(5).</remarks>
    public const double CriticalBinder = 0.61069;

    /// <summary>Sides L, ascending, three at least; each makes a crossing with the one after the next.</summary>
    [Bounds(4, 1024)]
    public int[] Lengths { get; init; } = [24, 32, 48, 64];

    /// <summary>The collapse covers |T − T_c| L/T_c up to this.</summary>
    [Bounds(0.2, 5)]
    public double Reach { get; init; } = 0.8;

    /// <summary>Temperatures a size, for the collapse.</summary>
    [Bounds(5, 101)]
    public int Points { get; init; } = 9;

    /// <summary>Sweeps of a run, of two clusters each.</summary>
    [Bounds(500, 1e8)]
    public int Sweeps { get; init; } = 16_000;

    /// <inheritdoc/>
    public override string Title => "Exponents of the Ising model in the plane";

    /// <inheritdoc/>
    public override string Claim => "Binder ratios of all sizes cross at T_c = 2/ln(1 + √2) with U₄* = 0.61069, and curves of U₄, |m| L^{β/ν} and Tχ L^{−γ/ν} over (T − T_c) L^{1/ν} fall on one for ν = 1, β = 1/8, γ = 7/4.";

    /// <inheritdoc/>
    public override string Source => "K. Binder, Z. Phys. B 43, 119 (1981); J. Houdayer and A. K. Hartmann, Phys. Rev. B 70, 014418 (2004), for the collapse";

    /// <inheritdoc/>
    public override IsingScaling Full => this with { Lengths = [32, 48, 64, 96, 128], Sweeps = 100_000, Points = 17 };

    /// <inheritdoc/>
    protected override Findings Measure(Rng rng, CancellationToken token)
    {
        var critical = Onsager.CriticalTemperature;
        double[] near = [.. Enumerable.Range(-3, 7).Select(k => critical * (1 + k * 0.3 / Lengths[^1]))];
        var crossed = Curves(_ => near, rng.Stream("crossing"), token);
        var scaled = Curves(length => Spread(length), rng.Stream("collapse"), token);
        Estimate[] crossings = [.. Enumerable.Range(2, Lengths.Length - 2).Select(k => FiniteSizeScaling.Crossing(crossed["Binder"][k - 2], crossed["Binder"][k], rng.Stream("cross").Stream(k)))];
        var (last, binder) = (crossings[^1], crossed["Binder"][^1].Values[3]);
        var u = FiniteSizeScaling.Collapse(scaled["Binder"], critical, 1, ScalingParameter.Known(0), rng.Stream("U"));
        var (m, chi) = (Scale(scaled["|m|"], u, 0.1, rng.Stream("m")), Scale(scaled["variance"], u, -1.8, rng.Stream("χ")));
        Estimate nu = u.Nu, beta = Product(m, nu), gamma = Product(chi with { Value = -chi.Value }, nu);
        return new()
        {
            Checks =
            [
                .. Both($"T where L = {Lengths[^3]} and {Lengths[^1]} cross", last, critical, 0.001),
                .. Both($"U₄ of L = {Lengths[^1]} at T_c", binder, CriticalBinder, 0.02),
                .. Both("ν from the collapse of U₄", nu, 1, 0.05),
                .. Both("β from the collapse of |m|", beta, 0.125, 0.05),
                .. Both("γ from the collapse of χ", gamma, 1.75, 0.05),
            ],
            Figures =
            [
                Draw("Binder ratios cross at T<sub>c</sub>", "T", "U₄", crossed["Binder"], (t, _) => t, (y, _) => y).VerticalLine(critical, "T<sub>c</sub>"),
                Draw("U₄ collapses with ν = 1", "(T − T<sub>c</sub>) L", "U₄", scaled["Binder"], (t, l) => (t - critical) * l, (y, _) => y),
                Draw("|m| L<sup>1/8</sup>", "(T − T<sub>c</sub>) L", "|m| L<sup>1/8</sup>", scaled["|m|"], (t, l) => (t - critical) * l, (y, l) => y * Math.Pow(l, 0.125)),
                Draw("Tχ L<sup>−7/4</sup>", "(T − T<sub>c</sub>) L", "Tχ L<sup>−7/4</sup>", scaled["variance"], (t, l) => (t - critical) * l, (y, l) => y * Math.Pow(l, -1.75)),
            ],
            Tables = [Summary(crossings, u, m, chi, beta, gamma)],
        };
    }

    /// <summary>Temperatures of the collapse, shifted a little from size to size: points at equal x would favour the exponents that put them there.</summary>
    private double[] Spread(int length)
    {
        var shift = 0.6180339887 * Array.IndexOf(Lengths, length) % 1;
        return [.. Enumerable.Range(0, Points).Select(k => Onsager.CriticalTemperature * (1 + Reach * (2 * (k + shift) / Points - 1) / length))];
    }

    /// <summary>Simulation: every size at its own temperatures.</summary>
    private Dictionary<string, List<SizeCurve>> Curves(Func<int, double[]> temperatures, Rng rng, CancellationToken token)
    {
        Dictionary<string, List<SizeCurve>> curves = new() { ["Binder"] = [], ["|m|"] = [], ["variance"] = [] };
        foreach (var length in Lengths)
        {
            var model = new Ising(Graph.Square(length));
            var plan = new Plan { Temperatures = temperatures(length), Thermalization = Sweeps / 20, Sweeps = Sweeps, Seed = rng.Stream(length).NextInt(0, int.MaxValue) };
            var run = MonteCarlo.Run(model, new Wolff(model, 2), plan, quantities: [new("variance", (_, mean) => model.Sites * (mean["m^2"] - mean["|m|"] * mean["|m|"]))], token: token);
            foreach (var (name, list) in curves) list.Add(new(length, plan.Temperatures, run[name]));
        }

        return curves;
    }

    /// <summary>a of y L^a where curves collapse best at T_c and ν of U₄; the error is that of redrawn curves, T_c and ν.</summary>
    private static Estimate Scale(List<SizeCurve> curves, ScalingCollapse u, double near, Rng rng)
    {
        var best = Least(curves, u.CriticalTemperature.Value, u.Nu.Value);
        var redrawn = Enumerable.Range(0, 50).Select(_ => Least(
            [.. curves.Select(curve => curve with { Values = [.. curve.Values.Select(Redraw)] })], Redraw(u.CriticalTemperature).Value, Redraw(u.Nu).Value)).ToArray();
        return new(best, Math.Sqrt(redrawn.Sum(a => (a - best) * (a - best)) / (redrawn.Length - 1)));

        Estimate Redraw(Estimate y) => y with { Value = y.Value + y.Error * rng.NextNormal() };

        double Least(IReadOnlyList<SizeCurve> some, double critical, double nu) =>
            GoldenSectionMinimizer.Minimum(ObjectiveFunction.ScalarValue(a => Math.Min(FiniteSizeScaling.Quality(some, critical, nu, a), 1e12)), near - 0.4, near + 0.4, 1e-6).MinimizingPoint;
    }

    private static IEnumerable<Check> Both(string what, Estimate measured, double theory, double share) =>
    [
        Check.AtMost($"{what}: distance from {theory:G6} in standard errors", measured.Deviation(theory), 3, FormattableString.Invariant($"three standard errors; measured {measured}")),
        Check.Near(what, measured.Value, theory, share * theory, FormattableString.Invariant($"{100 * share:G2} per cent: an error bar that says nothing would pass the check before")),
    ];

    private static Estimate Product(Estimate a, Estimate b) => new(a.Value * b.Value, Math.Sqrt(Math.Pow(a.Error * b.Value, 2) + Math.Pow(a.Value * b.Error, 2)));

    private static Figure Draw(string title, string x, string y, List<SizeCurve> curves, Func<double, double, double> place, Func<double, double, double> height)
    {
        var figure = new Figure(title, x, y);
        foreach (var curve in curves)
            figure.Line(curve.Temperatures.Select(t => place(t, curve.Length)).ToArray(), curve.Values.Select(v => height(v.Value, curve.Length)).ToArray(), $"L = {curve.Length}", markers: true,
                errorY: curve.Values.Select(v => height(v.Error, curve.Length)).ToArray());
        return figure;
    }

    private Table Summary(Estimate[] crossings, ScalingCollapse u, Estimate m, Estimate chi, Estimate beta, Estimate gamma)
    {
        var table = new Table("quantity", "measured", "error", "theory") { Caption = FormattableString.Invariant($"Critical temperature and exponents; S = {u.Quality:G3} of the collapse of U₄"), Digits = 5 };
        for (var k = 0; k < crossings.Length; k++) table.Row($"T of the crossing L = {Lengths[k]}, {Lengths[k + 2]}", crossings[k].Value, crossings[k].Error, Onsager.CriticalTemperature);
        return table.Row("T_c, collapse of U₄", u.CriticalTemperature.Value, u.CriticalTemperature.Error, Onsager.CriticalTemperature).Row("ν, collapse of U₄", u.Nu.Value, u.Nu.Error, 1.0)
            .Row("β/ν, collapse of |m|", m.Value, m.Error, 0.125).Row("γ/ν, collapse of Tχ", -chi.Value, chi.Error, 1.75).Row("β", beta.Value, beta.Error, 0.125).Row("γ", gamma.Value, gamma.Error, 1.75);
    }
}
