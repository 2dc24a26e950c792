using Kit.Numerics.FixedPoints;
using MathNet.Numerics.RootFinding;

namespace Kit.StatMech.MeanField;

/// <summary>A step function q(x), the order parameter of broken replica symmetry: q₀ for x &lt; x₁, q_k for x_k &lt; x &lt; x_{k+1}, q_K up to 1.</summary>
/// <param name="Steps">x₁ &lt; … &lt; x_K in (0, 1).</param>
/// <param name="Overlaps">q₀ ≤ … ≤ q_K.</param>
/// <param name="FreeEnergy">f of the functional there.</param>
/// <param name="Energy">e = −(β/2)(1 − ∫₀¹ q(x)² dx) − h∫tanh of a stationary point.</param>
/// <param name="Replicon">1 − β² E cosh⁻⁴ of the innermost states: 0 where infinitely many steps solve the model, negative where more steps are needed.</param>
public sealed record ParisiOrder(double[] Steps, double[] Overlaps, double FreeEnergy, double Energy, double Replicon)
{
    /// <summary>The Edwards–Anderson order parameter q_K.</summary>
    public double EdwardsAnderson => Overlaps[^1];

    /// <summary>∫₀¹ q(x) dx, the mean overlap of two copies; the susceptibility is χ = β(1 − ∫q dx).</summary>
    public double MeanOverlap => Overlaps.Select((q, k) => q * ((k == Steps.Length ? 1 : Steps[k]) - (k == 0 ? 0 : Steps[k - 1]))).Sum();
}

/// <summary>The Sherrington–Kirkpatrick model (J₀ = 0) with K steps of broken replica symmetry: K = 0 is symmetric, K → ∞ is Parisi's exact solution.</summary>
/// <remarks>
/// −f = Φ(0, h) − (β/2) ∫₀¹ q x(q) dq, where ∂Φ/∂q = −½(Φ_yy + β x(q) Φ_y²), Φ(1, y) = T ln 2 cosh βy; f is the largest over all x(q). With x constant on (q_{k−1}, q_k) one step is
/// Φ(q_{k−1}, y) = (1/βx) ln ∫Dz e^{βx Φ(q_k, y + z√(q_k − q_{k−1}))}. Stationarity by the overlaps is q_k = E Φ_y(q_k, y)², where y starts at h and has the density P that runs the other way,
/// P(q_k, y) = e^{βxΦ(q_k, y)} ∫Dz P(q_{k−1}, y′) e^{−βxΦ(q_{k−1}, y′)}, y′ = y + z√(q_k − q_{k−1}).
/// G. Parisi, J. Phys. A 13 (1980) L115 and 1101; H.-J. Sommers and W. Dupont, J. Phys. C 17 (1984) 5785; A. Crisanti and T. Rizzo, Phys. Rev. E 65 (2002) 046137: ground-state energy −0.763166…
/// </remarks>
public sealed class ParisiTheory
{
    private readonly double beta;
    private readonly ParisiFlow flow;

    /// <summary>The model at a temperature.</summary>
    /// <param name="temperature">T in [0.02, 10].</param>
    /// <param name="field">h.</param>
    /// <exception cref="ArgumentException">Out of range: the equation is solved on a grid of steps T/3.</exception>
    public ParisiTheory(double temperature, double field = 0)
    {
        if (!(temperature is >= 0.02 and <= 10 && double.IsFinite(field))) throw new ArgumentException(FormattableString.Invariant($"ParisiTheory: T = {temperature}, h = {field}; T must lie in [0.02, 10], where the grid of steps T/3 has a size that fits"));
        (Temperature, Field, beta) = (temperature, field, 1 / temperature);
        flow = new(temperature, field);
    }

    /// <summary>T.</summary>
    public double Temperature { get; }

    /// <summary>h.</summary>
    public double Field { get; }

    /// <summary>The overlaps that are stationary for given steps, by iteration of q_k = E Φ_y(q_k, y)².</summary>
    /// <param name="steps">x₁ &lt; … &lt; x_K in (0, 1); none for the symmetric theory.</param>
    /// <param name="start">q₀ … q_K to begin with; a line from 0 to 1 − T/2 if null.</param>
    /// <param name="solver">How to iterate.</param>
    /// <exception cref="ArgumentException">Steps that do not ascend in (0, 1).</exception>
    /// <exception cref="ArithmeticException">No convergence.</exception>
    public ParisiOrder Solve(double[] steps, double[]? start = null, FixedPointSolver? solver = null)
    {
        ArgumentNullException.ThrowIfNull(steps);
        RequireAscending(steps);
        start ??= [.. Enumerable.Range(0, steps.Length + 1).Select(k => Math.Max(0.05, 1 - Temperature / 2) * (k + 1) / (steps.Length + 1))];
        solver ??= new() { Tolerance = 1e-9, MaxIterations = 3000 };
        return At(steps, solver.Solve(q => flow.Run(steps, Ordered(q)).Overlaps, start).OrThrow());
    }

    /// <summary>The functional, the energy and the replicon for any steps and overlaps.</summary>
    /// <exception cref="ArgumentException">Steps that do not ascend in (0, 1), or overlaps that are not one more.</exception>
    public ParisiOrder At(double[] steps, double[] overlaps)
    {
        ArgumentNullException.ThrowIfNull(steps);
        ArgumentNullException.ThrowIfNull(overlaps);
        RequireAscending(steps);
        if (overlaps.Length != steps.Length + 1) throw new ArgumentException($"ParisiTheory: {overlaps.Length} overlaps for {steps.Length} steps; one more than steps");
        var q = Ordered(overlaps);
        var result = flow.Run(steps, q);
        var (entropic, squares) = (0.0, 0.0);
        for (var k = 0; k < q.Length; k++)
        {
            var (below, above) = (k == 0 ? 0 : steps[k - 1], k == steps.Length ? 1 : steps[k]);
            squares += (above - below) * q[k] * q[k];
            entropic += above * ((k == steps.Length ? 1 : q[k + 1] * q[k + 1]) - q[k] * q[k]) / 2;
        }

        return new(steps, q, -(result.Potential - beta / 2 * entropic), -beta / 2 * (1 - squares) - Field * result.Magnetization, 1 - beta * beta * result.FourthPower);
    }

    /// <summary>The step x₁ of one-step replica symmetry breaking, at which f is largest, with its overlaps.</summary>
    /// <exception cref="InvalidOperationException">T is above 0.95, where a step gains too little to be found.</exception>
    public ParisiOrder OneStep()
    {
        if (Temperature > 0.95) throw new InvalidOperationException(FormattableString.Invariant($"ParisiTheory: one step at T = {Temperature}; below 0.95 it can be told from the symmetric theory, Solve([])"));
        // Without a field q₀ = 0 solves its equation too, and q₀ = q₁ all of them, but f is larger elsewhere, and nothing that starts there leaves it.
        double[] apart = [0.3 * Math.Max(0.05, 1 - Temperature), Math.Max(0.1, 1 - Temperature)];
        // Where the overlaps are stationary, df/dx is the derivative at fixed overlaps.
        double Slope(double x)
        {
            var (q, dx) = (Solve([x], apart).Overlaps, 1e-3 * x);
            return (At([x + dx], q).FreeEnergy - At([x - dx], q).FreeEnergy) / (2 * dx);
        }

        // Near T = 1 the only step is at x = (4/3)(1 − T), for q(x) = x/2 up to 1 − T; at low temperatures it is near 1.3 T.
        var (low, high) = (Math.Min(0.2 * Temperature, 0.5 * (1 - Temperature)), Math.Min(Math.Min(0.95, 4 * Temperature), 2 * (1 - Temperature)));
        return Solve([Brent.FindRoot(Slope, low, high, 1e-7, 200)], apart);
    }

    /// <summary>Many steps: x_k = T sinh(k a), dense where q(x) rises, which is on the scale of T at low temperatures, up to x_K = 2(1 − T) or 0.6, beyond which q(x) is flat.</summary>
    /// <remarks>
    /// The equations of the overlaps are solved too by any neighbours that are equal, and an iteration with long memory jumps onto such states: they are those of fewer steps. So it begins near
    /// the function sought, q = q_EA tanh(cx/(T q_EA)) with q_EA = τ + τ² − τ³ and c = ½ + 0.24τ, τ = 1 − T: the slope is ½ at T = 1 and 0.74/T at T = 0. And it remembers one step only.
    /// Without a field χ = β(1 − ∫q dx) = 1 for all T &lt; 1 (Parisi and Toulouse, J. Physique Lett. 41 (1980) L361), which tells whether it is found.
    /// </remarks>
    /// <param name="count">K; 20 give f to 10⁻⁶, and χ to 10⁻³ at T ≥ 0.04.</param>
    /// <exception cref="ArgumentException">No step.</exception>
    /// <exception cref="ArithmeticException">No convergence, a negative entropy, or χ farther from 1 than 0.02 below T = 1 without a field.</exception>
    public ParisiOrder Full(int count = 20)
    {
        if (count < 1) throw new ArgumentException($"ParisiTheory: {count} steps; at least 1 is needed, and Solve([]) is the symmetric theory");
        var tau = Math.Max(1 - Temperature, 0.02);
        var (scale, edge, slope) = (Math.Asinh(Math.Min(0.6, 2 * tau) / Temperature) / count, tau * (1 + tau * (1 - tau)), (0.5 + 0.24 * tau) / Temperature);
        double[] steps = [.. Enumerable.Range(1, count).Select(k => Temperature * Math.Sinh(scale * k))];
        double[] start = [.. Enumerable.Range(0, count + 1).Select(k => edge * Math.Tanh(slope / edge * Temperature * Math.Sinh(scale * Math.Min(k + 0.5, count))))];
        var found = Solve(steps, start, new() { Memory = 1, Tolerance = 1e-7, MaxIterations = 6000 });
        var (entropy, susceptibility) = (beta * (found.Energy - found.FreeEnergy), beta * (1 - found.MeanOverlap));
        if (entropy < -1e-6 || Field == 0 && Temperature < 1 && Math.Abs(susceptibility - 1) > 0.02)
            throw new ArithmeticException(FormattableString.Invariant($"ParisiTheory: {count} steps at T = {Temperature}, h = {Field} end with entropy {entropy:G3} and susceptibility {susceptibility:G4}, where the first is ≥ 0 and the second 1 without a field; take more steps"));
        return found;
    }

    private static double[] Ordered(double[] q)
    {
        double[] sorted = [.. q.Select(v => Math.Clamp(v, 0, 1))];
        Array.Sort(sorted);
        return sorted;
    }

    private static void RequireAscending(double[] steps)
    {
        for (var k = 0; k < steps.Length; k++)
            if (!(steps[k] > (k == 0 ? 0 : steps[k - 1]) && steps[k] < 1)) throw new ArgumentException(FormattableString.Invariant($"ParisiTheory: steps x = ({string.Join(", ", steps)}) must ascend inside (0, 1)"));
    }
}
