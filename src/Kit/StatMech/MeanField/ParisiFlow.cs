namespace Kit.StatMech.MeanField;

/// <summary>Parisi's equation on a grid y_j = h + j·T/3: Φ and Φ_y from q = 1 down to 0, the density P up again.</summary>
/// <param name="temperature">T.</param>
/// <param name="field">h.</param>
internal sealed class ParisiFlow(double temperature, double field)
{
    // Beyond 8 from the field P is below 10⁻¹²: a normal law of variance 1 with a drift of about 1.
    private const double Reach = 8;
    private readonly double spacing = Math.Min(temperature / 3, 0.1);

    /// <summary>What one pass gives: Φ(0, h), Φ_y(0, h), E Φ_y² at each overlap, and E cosh⁻⁴ βy at the last.</summary>
    public sealed record Result(double Potential, double Magnetization, double[] Overlaps, double FourthPower);

    public Result Run(double[] steps, double[] q)
    {
        var (beta, half) = (1 / temperature, (int)Math.Ceiling((Reach + Math.Abs(field)) / spacing));
        var (phi, slope) = (new double[q.Length + 1][], new double[q.Length + 1][]);
        var (last, first) = (new double[2 * half + 1], new double[2 * half + 1]);
        for (var j = 0; j < last.Length; j++)
        {
            var y = field + (j - half) * spacing;
            // From q_K to 1, where x = 1, the step is done by hand.
            (last[j], first[j]) = (temperature * LogTwoCosh.Of(beta * y) + beta / 2 * (1 - q[^1]), Math.Tanh(beta * y));
        }

        (phi[^1], slope[^1]) = (last, first);
        for (var k = q.Length - 1; k >= 0; k--)
            (phi[k], slope[k]) = Down(phi[k + 1], slope[k + 1], k == 0 ? 0 : beta * steps[k - 1], q[k] - (k == 0 ? 0 : q[k - 1]));
        var (density, found) = (new double[last.Length], new double[q.Length]);
        density[half] = 1;
        for (var k = 0; k < q.Length; k++)
        {
            density = Up(density, phi[k], phi[k + 1], k == 0 ? 0 : beta * steps[k - 1], q[k] - (k == 0 ? 0 : q[k - 1]));
            for (var j = 0; j < density.Length; j++) found[k] += density[j] * slope[k + 1][j] * slope[k + 1][j];
        }

        var fourth = 0.0;
        for (var j = 0; j < density.Length; j++) fourth += density[j] * Math.Pow(1 - first[j] * first[j], 2);
        return new(phi[0][half], slope[0][half], found, fourth);
    }

    /// <summary>Φ ← (1/γ) ln (G ∗ e^{γΦ}) and Φ_y ← (G ∗ e^{γΦ}Φ_y)/(G ∗ e^{γΦ}).</summary>
    private (double[] Phi, double[] Slope) Down(double[] phi, double[] slope, double gamma, double variance)
    {
        var kernel = Kernel(variance);
        if (kernel.Length == 1) return (phi, slope);
        var (next, nextSlope) = (new double[phi.Length], new double[phi.Length]);
        if (gamma == 0)
        {
            Convolve(kernel, Extended(phi, kernel.Length - 1, spacing), next);
            Convolve(kernel, Extended(slope, kernel.Length - 1, 0), nextSlope);
            return (next, nextSlope);
        }

        var (reach, top) = (kernel.Length - 1, phi.Max());
        var weights = Array.ConvertAll(Extended(phi, reach, spacing), v => Math.Exp(gamma * (v - top)));
        var moved = Extended(slope, reach, 0);
        for (var j = 0; j < moved.Length; j++) moved[j] *= weights[j];
        Convolve(kernel, weights, next);
        Convolve(kernel, moved, nextSlope);
        for (var j = 0; j < next.Length; j++) (next[j], nextSlope[j]) = (top + Math.Log(next[j]) / gamma, nextSlope[j] / next[j]);
        return (next, nextSlope);
    }

    private double[] Up(double[] density, double[] outer, double[] inner, double gamma, double variance)
    {
        var kernel = Kernel(variance);
        var (scaled, next) = (new double[density.Length + 2 * (kernel.Length - 1)], new double[density.Length]);
        var top = outer.Min();
        for (var j = 0; j < density.Length; j++) scaled[j + kernel.Length - 1] = density[j] * Math.Exp(-gamma * (outer[j] - top));
        Convolve(kernel, scaled, next);
        for (var j = 0; j < next.Length; j++) next[j] *= Math.Exp(gamma * (inner[j] - top));
        return next;
    }

    /// <summary>Weights w₀, w₁, … of a normal law on the grid, w₋ⱼ = wⱼ.</summary>
    private double[] Kernel(double variance)
    {
        var s = variance / (spacing * spacing);
        if (s < 1e-14) return [1];
        if (s < 1)
        {
            // Narrower than the grid: seven points with the moments s, 3s², 15s³ of the law.
            var three = (15 * s * s * s - 15 * s * s + 4 * s) / 360;
            var two = (3 * s * s - s - 72 * three) / 12;
            var one = s - 4 * two - 9 * three;
            return [1 - one - two - three, one / 2, two / 2, three / 2];
        }

        // Sampled, its sum is 1 up to e^{−2π²s} < 3·10⁻⁹, which the division by it takes out.
        var kernel = new double[(int)Math.Ceiling(7.5 * Math.Sqrt(s)) + 1];
        for (var j = 0; j < kernel.Length; j++) kernel[j] = Math.Exp(-j * (double)j / (2 * s));
        var sum = 2 * kernel.Sum() - kernel[0];
        return Array.ConvertAll(kernel, w => w / sum);
    }

    /// <summary>Values beyond both ends: far out Φ rises with slope 1 and Φ_y stays.</summary>
    private static double[] Extended(double[] x, int reach, double rise)
    {
        var y = new double[x.Length + 2 * reach];
        x.CopyTo(y, reach);
        for (var j = 1; j <= reach; j++) (y[reach - j], y[^(reach - j + 1)]) = (x[0] + j * rise, x[^1] + j * rise);
        return y;
    }

    private static void Convolve(double[] kernel, double[] x, double[] result)
    {
        var reach = kernel.Length - 1;
        for (var i = 0; i < result.Length; i++) result[i] = kernel[0] * x[i + reach];
        for (var j = 1; j <= reach; j++)
        {
            var w = kernel[j];
            ReadOnlySpan<double> left = x.AsSpan(reach - j, result.Length), right = x.AsSpan(reach + j, result.Length);
            for (var i = 0; i < result.Length; i++) result[i] += w * (left[i] + right[i]);
        }
    }
}
