using Kit.Plotting;
using Kit.StatMech;
using Kit.StatMech.Lattices;
using Kit.StatMech.Models;
using Kit.StatMech.Running;
using Kit.StatMech.Updates;
using Kit.Tensors;

namespace Kit.Theory.StatMech;

/// <summary>The XY model in the plane: its stiffness jumps from 2T/π to 0 where pairs of vortices come apart.</summary>
/// <remarks>
/// The helicity modulus Υ is what a slow twist costs. Kosterlitz and Thouless: it stays finite below T_KT, and Υ(T_KT)/T_KT = 2/π whatever the model. On a finite lattice it falls smoothly, and at T_KT
/// Υ_L = (2T/π)(1 + 1/2w), w = l + ½ ln l, l = ln L + C with one constant C. So for each C every L has a temperature at which its curve meets that line; the C for which all sizes name one temperature gives T_KT.
/// The flow along the critical line is dx/dl = −x² − ½x³, universal to this order (Amit, Goldschmidt and Grinstein 1980), so that x = 1/w; Weber and Minnhagen (1988) stop at x² and take w = l, which gave them
/// 0.887(2) from lattices as small as those of the quick preset: ½ ln l still grows from L = 8 to 32.
/// Far below, spin waves are all there is: E/N = −2 + T/2, half a T for each angle, and Υ = 1 − T/4, both up to terms in T².
/// </remarks>
public sealed record HelicityJump : Experiment
{
    /// <summary>T_KT of the square lattice with J = 1.</summary>
    private const double Known = 0.8929;

    /// <summary>Sides L of the lattices, rising, three at least.</summary>
    [Bounds(4, 1024)]
    public int[] Sides { get; init; } = [8, 12, 16, 24, 32];

    /// <summary>Temperatures around the transition.</summary>
    [Bounds(0.5, 1.5)]
    public double[] Temperatures { get; init; } = [0.84, 0.87, 0.9, 0.93, 0.96];

    /// <summary>Temperatures where spin waves are all there is.</summary>
    [Bounds(0.01, 0.3)]
    public double[] Cold { get; init; } = [0.05, 0.1, 0.2];

    /// <summary>Sweeps at each temperature.</summary>
    [Bounds(1000, 1e8)]
    public int Sweeps { get; init; } = 6000;

    /// <inheritdoc/>
    public override string Title => "The jump of the stiffness of the XY model";

    /// <inheritdoc/>
    public override string Claim => "The helicity modulus meets 2T/π at T_KT = 0.8929, with the correction 1 + 1/2w, w = l + ½ ln l, l = ln L + C, on finite lattices; at low T energy and stiffness are those of spin waves.";

    /// <inheritdoc/>
    public override string Source => "Nelson and Kosterlitz (1977), Phys. Rev. Lett. 39, 1201; Weber and Minnhagen (1988), Phys. Rev. B 37, 5986; Pelissetto and Vicari (2013), Phys. Rev. E 87, 032105, for ½ ln l; T_KT: Hasenbusch (2005), J. Phys. A 38, 5869";

    /// <inheritdoc/>
    public override HelicityJump Full => this with { Sides = [8, 16, 32, 64, 128], Temperatures = [0.84, 0.86, 0.88, 0.89, 0.9, 0.91, 0.92, 0.94], Sweeps = 50_000 };

    /// <inheritdoc/>
    protected override Findings Measure(Rng rng, CancellationToken token)
    {
        var modulus = new Figure("Helicity modulus of the XY model", "T", "Υ").Line(t => 2 * t / Math.PI, 0, 1.2, "2T/π").Line(t => 1 - t / 4, 0, 0.6, "spin waves, 1 − T/4", dash: Dash.Dashed)
            .VerticalLine(Known, "T_KT");
        var stiff = new Estimate[Sides.Length][];
        var (energy, wave) = (0.0, 0.0);
        foreach (var (k, side) in Sides.Index())
        {
            var results = Simulate(side, k == 1 || Sides.Length == 1 ? [.. Cold, .. Temperatures, 1.05, 1.2] : Temperatures, rng.Stream(side), token);
            var all = results["helicity"];
            stiff[k] = [.. Temperatures.Select(t => all[results.Temperatures.Index().First(pair => pair.Item == t).Index])];
            modulus.Scatter([.. results.Temperatures], all.Select(y => y.Value).ToArray(), name: $"L = {side}", errorY: all.Select(y => y.Error).ToArray());
            foreach (var (t, cold) in results.Temperatures.Index().Where(pair => pair.Item < 0.5))
            {
                energy = Math.Max(energy, Excess(results["energy"][t], -2 + cold / 2, cold));
                wave = Math.Max(wave, Excess(all[t], 1 - cold / 4, cold));
            }
        }

        var (transition, c) = Transition(stiff, rng.Stream("errors"));
        double[] sides = [.. Sides.Select(side => (double)side)];
        double[] at = [.. stiff.Select(y => Curve(y)(transition.Value) * Math.PI / (2 * transition.Value))];
        var jump = new Figure("Υ at the transition that was found", "L", "Υ π/(2T)").LogX().Scatter(sides, at, name: "interpolated", errorY: stiff.Select(y => y[y.Length / 2].Error * Math.PI / (2 * transition.Value)).ToArray())
            .Line(side => Correction(side, c), sides[0], sides[^1], $"1 + 1/2w, C = {c:F2}").HorizontalLine(1, "L → ∞").Legend(LegendPlace.TopRight);
        return new()
        {
            Checks =
            [
                Check.AtMost($"T_KT = {transition}: distance from 0.8929 in standard errors", transition.Deviation(Known), 3, "three standard errors, of noise and of what the smallest lattice moves"),
                Check.AtMost("standard error of T_KT", transition.Error, 0.01, "the number above says something"),
                Check.AtMost("E/N + 2 − T/2 of cold systems, less three standard errors, in units of T²", energy, 0.2, "spin waves are exact to first order in T; the next term is of the order T²/16"),
                Check.AtMost("Υ − 1 + T/4 of cold systems, less three standard errors, in units of T²", wave, 0.2, "the same, with a term of the order T²/16"),
            ],
            Figures = [modulus, jump, Vortices(rng.Stream("vortices"))],
        };
    }

    private Results Simulate(int side, double[] temperatures, Rng rng, CancellationToken token)
    {
        var model = VectorModel.XY(Graph.Square(side));
        return MonteCarlo.Run(model, Update(model), new() { Temperatures = temperatures, Sweeps = Sweeps, Thermalization = Sweeps / 10, Every = 2, Seed = rng.NextInt(0, int.MaxValue) }, token: token);
    }

    private static Combined<VectorConfiguration> Update(VectorModel model) => new(new VectorHeatBath(model, SiteOrder.Sequential), new Overrelaxation(model), new Overrelaxation(model));

    private static double Excess(Estimate y, double line, double temperature) => Math.Max(0, Math.Abs(y.Value - line) - 3 * y.Error) / (temperature * temperature);

    /// <summary>T_KT and C. Two errors are added in squares: that of curves redrawn within theirs, and the step of T_KT when the smallest lattice is left out, for what comes after 1/ln L is largest there.</summary>
    private (Estimate Transition, double C) Transition(Estimate[][] stiff, Rng rng)
    {
        var (value, c) = Meet(stiff, 0);
        double[] redrawn = [.. Enumerable.Range(0, 100).Select(_ => Meet([.. stiff.Select(curve => curve.Select(y => y with { Value = y.Value + y.Error * rng.NextNormal() }).ToArray())], 0).Temperature)];
        var step = Meet(stiff, 1).Temperature - value;
        return (new(value, Math.Sqrt(redrawn.Average(t => (t - value) * (t - value)) + step * step)), c);
    }

    /// <summary>The C at which all sizes but the first few meet their lines at temperatures that differ least, and the mean of these.</summary>
    private (double Temperature, double C) Meet(Estimate[][] stiff, int without)
    {
        var curves = stiff[without..].Select(Curve).ToArray();
        double[] At(double c) => [.. curves.Select((curve, k) => Root(t => curve(t) - 2 * t / Math.PI * Correction(Sides[k + without], c)))];
        double Spread(double c)
        {
            var t = At(c);
            var mean = t.Average();
            return t.Sum(x => (x - mean) * (x - mean));
        }

        var (low, high, golden) = (-0.7, 4.0, (Math.Sqrt(5) - 1) / 2); // w > 0 from L = 4 on
        while (high - low > 1e-4)
        {
            var (a, b) = (high - golden * (high - low), low + golden * (high - low));
            if (Spread(a) < Spread(b)) high = b;
            else low = a;
        }

        return (At((low + high) / 2).Average(), (low + high) / 2);
    }

    /// <summary>1 + 1/2w: Υ_L over 2T/π at the transition.</summary>
    private static double Correction(double side, double c)
    {
        var l = Math.Log(side) + c;
        return 1 + 1 / (2 * l + Math.Log(l));
    }

    /// <summary>A parabola of least squares with weights through a curve.</summary>
    private Func<double, double> Curve(Estimate[] stiff)
    {
        double[][] rows = [.. Temperatures.Select(t => new[] { 1, t - Known, (t - Known) * (t - Known) })];
        var p = MathNet.Numerics.LinearRegression.WeightedRegression.Weighted(rows, [.. stiff.Select(y => y.Value)], [.. stiff.Select(y => 1 / (y.Error * y.Error))]);
        return t => p[0] + (t - Known) * (p[1] + (t - Known) * p[2]);
    }

    private double Root(Func<double, double> f)
    {
        var (low, high) = (Temperatures[0] - 0.1, Temperatures[^1] + 0.1);
        for (var k = 0; k < 40; k++)
        {
            var middle = (low + high) / 2;
            if (f(middle) > 0) low = middle;
            else high = middle;
        }

        return (low + high) / 2;
    }

    /// <summary>A snapshot above the transition: the angles round a plaquette turn by 2π at a vortex and by −2π at an antivortex.</summary>
    private static Figure Vortices(Rng rng)
    {
        const int Side = 24;
        var model = VectorModel.XY(Graph.Square(Side));
        var (state, update) = (model.Start(rng), Update(model));
        for (var sweep = 0; sweep < 300; sweep++) update.Sweep(state, 1 / 1.0, rng);
        double[] angles = [.. Enumerable.Range(0, model.Sites).Select(i => Math.Atan2(state[i][1], state[i][0]))];
        double Angle(int x, int y) => angles[x % Side * Side + y % Side];
        var (plus, minus) = (new List<(double X, double Y)>(), new List<(double X, double Y)>());
        for (var x = 0; x < Side; x++)
            for (var y = 0; y < Side; y++)
            {
                double[] around = [Angle(x, y), Angle(x + 1, y), Angle(x + 1, y + 1), Angle(x, y + 1)];
                var winding = Math.Round(Enumerable.Range(0, 4).Sum(k => Math.IEEERemainder(around[(k + 1) % 4] - around[k], 2 * Math.PI)) / (2 * Math.PI));
                if (winding > 0) plus.Add((x + 0.5, y + 0.5));
                if (winding < 0) minus.Add((x + 0.5, y + 0.5));
            }

        double[] xs = [.. angles.Select((_, i) => (double)(i / Side))], ys = [.. angles.Select((_, i) => (double)(i % Side))];
        return new Figure($"Spins at T = 1: {plus.Count} vortices, {minus.Count} antivortices", "x", "y").EqualAspect().Size(760, 560).Arrows(xs, ys, angles.Select(Math.Cos).ToArray(), angles.Select(Math.Sin).ToArray(), 0.8)
            .Scatter(plus.Select(p => p.X).ToArray(), plus.Select(p => p.Y).ToArray(), name: "vortex", size: 11).Scatter(minus.Select(p => p.X).ToArray(), minus.Select(p => p.Y).ToArray(), name: "antivortex", marker: Marker.Square, size: 11);
    }
}
