using Kit.Tensors;
using MathNet.Numerics;
using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearRegression;
using MathNet.Numerics.Optimization;

namespace Kit.StatMech.Estimators;

/// <summary>An observable of one system size over temperature.</summary>
/// <param name="Length">L.</param>
/// <param name="Temperatures">T, ascending.</param>
/// <param name="Values">The observable and its error at each T.</param>
public sealed record SizeCurve(double Length, IReadOnlyList<double> Temperatures, IReadOnlyList<Estimate> Values);

/// <summary>Where scaling curves of several sizes fall on one: y L^a = f((T − T_c) L^{1/ν}).</summary>
/// <param name="CriticalTemperature">T_c.</param>
/// <param name="Nu">ν, the exponent of the correlation length.</param>
/// <param name="Scale">a: β/ν for |m|, −γ/ν for χ, 0 for a Binder ratio.</param>
/// <param name="Quality">S: near 1 where the curves agree within their errors, far above where they do not.</param>
public sealed record ScalingCollapse(Estimate CriticalTemperature, Estimate Nu, Estimate Scale, double Quality);

/// <summary>Critical temperatures and exponents from systems of several sizes.</summary>
public static class FiniteSizeScaling
{
    /// <summary>The temperature where the curves of two sizes cross, as Binder ratios and ξ/L do near T_c.</summary>
    /// <remarks>A cubic (or what the points allow) is fitted to the difference by least squares with weights, and its root is taken; the error is that of fits to curves that are redrawn within their errors.</remarks>
    /// <param name="first">One size.</param>
    /// <param name="second">Another, at the same temperatures.</param>
    /// <param name="rng">Redraws curves.</param>
    /// <param name="samples">How often.</param>
    /// <exception cref="ArgumentException">Temperatures that differ, fewer than two, errors that are not positive, or curves that do not cross.</exception>
    public static Estimate Crossing(SizeCurve first, SizeCurve second, Rng rng, int samples = 200)
    {
        ArgumentNullException.ThrowIfNull(rng);
        Check([first, second]);
        if (!first.Temperatures.SequenceEqual(second.Temperatures)) throw new ArgumentException("Crossing: the two curves are at different temperatures; reweight them to the same ones");
        double[] t = [.. first.Temperatures], difference = [.. first.Values.Zip(second.Values, (a, b) => a.Value - b.Value)];
        double[] errors = [.. first.Values.Zip(second.Values, (a, b) => Math.Sqrt(a.Error * a.Error + b.Error * b.Error))];
        var value = Root(difference) ?? throw new ArgumentException(FormattableString.Invariant($"Crossing: the curves of L = {first.Length} and {second.Length} do not cross between T = {t[0]} and {t[^1]}"));
        var redrawn = Enumerable.Range(0, samples).Select(_ => Root([.. difference.Zip(errors, (d, e) => d + e * rng.NextNormal())])).OfType<double>().ToArray();
        return new(value, Math.Sqrt(redrawn.Sum(x => (x - value) * (x - value)) / Math.Max(redrawn.Length - 1, 1)));

        double? Root(double[] y)
        {
            var (middle, half) = ((t[0] + t[^1]) / 2, (t[^1] - t[0]) / 2);
            var degree = Math.Min(3, t.Length - 1);
            var rows = Array.ConvertAll(t, x => Enumerable.Range(0, degree + 1).Select(k => Math.Pow((x - middle) / half, k)).ToArray());
            var c = WeightedRegression.Weighted(rows, y, Array.ConvertAll(errors, e => 1 / (e * e)));
            // Of several roots the one nearest to the middle.
            var roots = FindRoots.Polynomial(c).Where(z => Math.Abs(z.Imaginary) < 1e-9 && Math.Abs(z.Real) <= 1).Select(z => z.Real).OrderBy(Math.Abs).ToArray();
            return roots.Length == 0 ? null : middle + half * roots[0];
        }
    }

    /// <summary>How far curves are from one curve after rescaling: S of Houdayer and Hartmann.</summary>
    /// <remarks>
    /// Each point is held against the straight line through the points on both sides of it in all other curves: S = (1/𝒩) Σ (y − Y)²/(dy² + dY²), 𝒩 the number of points that have such a line.
    /// Houdayer and Hartmann, Phys. Rev. B 70, 014418 (2004), eqs. 4 to 6 after Kawashima and Ito (1993).
    /// </remarks>
    /// <param name="curves">Curves of two sizes at least.</param>
    /// <param name="critical">T_c.</param>
    /// <param name="nu">ν.</param>
    /// <param name="scale">a.</param>
    /// <returns>S; +∞ where fewer than half of the points overlap with another curve.</returns>
    public static double Quality(IReadOnlyList<SizeCurve> curves, double critical, double nu, double scale)
    {
        Check(curves);
        var scaled = curves.Select(curve => curve.Temperatures.Zip(curve.Values, (t, y) =>
            (X: (t - critical) * Math.Pow(curve.Length, 1 / nu), Y: y.Value * Math.Pow(curve.Length, scale), Error: y.Error * Math.Pow(curve.Length, scale))).ToArray()).ToArray();
        var (sum, count, points) = (0.0, 0, scaled.Sum(curve => curve.Length));
        for (var i = 0; i < scaled.Length; i++)
            foreach (var point in scaled[i])
            {
                double k = 0, kx = 0, ky = 0, kxx = 0, kxy = 0;
                for (var j = 0; j < scaled.Length; j++)
                {
                    if (j == i) continue;
                    var above = Array.FindIndex(scaled[j], other => other.X > point.X);
                    if (above <= 0) continue;
                    for (var side = above - 1; side <= above; side++)
                    {
                        var (x, y, error) = scaled[j][side];
                        var w = 1 / (error * error);
                        (k, kx, ky, kxx, kxy) = (k + w, kx + w * (x - point.X), ky + w * y, kxx + w * (x - point.X) * (x - point.X), kxy + w * (x - point.X) * y);
                    }
                }

                var determinant = k * kxx - kx * kx;
                if (!(determinant > 0)) continue;
                var (line, variance) = ((kxx * ky - kx * kxy) / determinant, kxx / determinant); // x is counted from the point
                sum += (point.Y - line) * (point.Y - line) / (point.Error * point.Error + variance);
                count++;
            }

        return 2 * count < points ? double.PositiveInfinity : sum / count;
    }

    /// <summary>T_c and exponents that make S least, those of them that are not known; errors by redrawing all points, and what is known, within their errors.</summary>
    /// <remarks>Each number held leaves the others with less to trade against: near T_c an error of T_c is made good by ν, one of ν by a.</remarks>
    /// <param name="curves">Curves of two sizes at least; near T_c.</param>
    /// <param name="critical">T_c, a guess or known.</param>
    /// <param name="nu">ν, a guess or known.</param>
    /// <param name="scale">a, a guess or known.</param>
    /// <param name="rng">Redraws curves.</param>
    /// <param name="samples">How often curves are redrawn.</param>
    /// <exception cref="ArgumentException">Fewer than two sizes, unsorted temperatures, errors that are not positive, values at which curves do not overlap, or nothing left to fit.</exception>
    public static ScalingCollapse Collapse(IReadOnlyList<SizeCurve> curves, ScalingParameter critical, ScalingParameter nu, ScalingParameter scale, Rng rng, int samples = 50)
    {
        ArgumentNullException.ThrowIfNull(rng);
        ScalingParameter[] parameters = [critical, nu, scale];
        int[] free = [.. Enumerable.Range(0, 3).Where(k => !parameters[k].IsKnown)];
        double[] start = [.. parameters.Select(parameter => parameter.Value.Value)];
        if (free.Length == 0) throw new ArgumentException("Collapse: T_c, ν and a are all known, nothing is left to fit; Quality says how well curves collapse there");
        if (!double.IsFinite(Quality(curves, start[0], start[1], start[2]))) throw new ArgumentException(FormattableString.Invariant($"Collapse: curves do not overlap at T_c = {start[0]}, ν = {start[1]}, a = {start[2]}; begin nearer to the truth"));
        var best = Fit(curves, start);
        var redrawn = Enumerable.Range(0, samples).Select(_ => Fit(
            [.. curves.Select(curve => curve with { Values = [.. curve.Values.Select(y => y with { Value = y.Value + y.Error * rng.NextNormal() })] })],
            [.. parameters.Select((parameter, k) => parameter is { IsKnown: true, Value.Error: > 0 } ? best[k] + parameter.Value.Error * rng.NextNormal() : best[k])])).ToArray();
        return new(Of(0), Of(1), Of(2), Quality(curves, best[0], best[1], best[2]));

        Estimate Of(int k) => parameters[k].IsKnown ? parameters[k].Value : new(best[k], Math.Sqrt(redrawn.Sum(fit => Math.Pow(fit[k] - best[k], 2)) / Math.Max(samples - 1, 1)));

        double[] Fit(IReadOnlyList<SizeCurve> some, double[] from)
        {
            double[] steps = [0.01 * from[0], 0.1 * from[1], 0.05 + 0.1 * Math.Abs(from[2])];
            return With(from, new NelderMeadSimplex(1e-6, 2000).FindMinimum(
                ObjectiveFunction.Value(x => With(from, x) is var p && p[1] > 0.05 ? Math.Min(Quality(some, p[0], p[1], p[2]), 1e12) : 1e12),
                Vector<double>.Build.Dense([.. free.Select(k => from[k])]), Vector<double>.Build.Dense([.. free.Select(k => steps[k])])).MinimizingPoint);
        }

        double[] With(double[] from, Vector<double> x)
        {
            double[] all = [.. from];
            for (var j = 0; j < free.Length; j++) all[free[j]] = x[j];
            return all;
        }
    }

    private static void Check(IReadOnlyList<SizeCurve> curves)
    {
        ArgumentNullException.ThrowIfNull(curves);
        if (curves.Count < 2) throw new ArgumentException($"FiniteSizeScaling: {curves.Count} sizes; two at least");
        foreach (var curve in curves)
        {
            var t = curve.Temperatures;
            if (!(curve.Length > 0)) throw new ArgumentException(FormattableString.Invariant($"FiniteSizeScaling: L = {curve.Length}"));
            if (t.Count < 2 || t.Count != curve.Values.Count) throw new ArgumentException(FormattableString.Invariant($"FiniteSizeScaling: L = {curve.Length} has {curve.Values.Count} values at {t.Count} temperatures; one each, and two at least"));
            if (Enumerable.Range(1, t.Count - 1).Any(i => !(t[i] > t[i - 1]))) throw new ArgumentException(FormattableString.Invariant($"FiniteSizeScaling: the temperatures of L = {curve.Length} do not ascend"));
            if (curve.Values.Any(y => !(y.Error > 0) || !double.IsFinite(y.Value))) throw new ArgumentException(FormattableString.Invariant($"FiniteSizeScaling: a value of L = {curve.Length} is not finite, or its error not positive"));
        }
    }
}
