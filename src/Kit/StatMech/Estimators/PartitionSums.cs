using Kit.Numerics;
using Kit.Tensors;

namespace Kit.StatMech.Estimators;

/// <summary>Relative partition sums from energies that were sampled at several temperatures.</summary>
/// <remarks>
/// The optimal weight of a sample of energy E is 1/Σ_k N_k e^{f_k − β_k E}, with f_k = −ln Z_k from f_k = −ln Σ_n e^{−β_k E_n}/Σ_j N_j e^{f_j − β_j E_n}: Ferrenberg and Swendsen (1989);
/// without bins, Shirts and Chodera (2008), eqs. 11 and 18. They minimise the convex F(f) = Σ_n ln Σ_k N_k e^{f_k − β_k E_n} − Σ_k N_k f_k, which Newton's method does in a few steps.
/// </remarks>
/// <param name="betas">β of each temperature.</param>
/// <param name="levels">The energies that occurred, each once.</param>
internal sealed class PartitionSums(double[] betas, double[] levels)
{
    private const double Tolerance = 1e-10;
    private const int MaxSteps = 200;

    /// <summary>f_k with f_0 = 0.</summary>
    /// <param name="counts">How often each level occurred, at all temperatures together.</param>
    /// <param name="samples">N_k.</param>
    /// <param name="start">Where to begin.</param>
    /// <exception cref="InvalidOperationException">Energies at neighbouring temperatures do not overlap.</exception>
    public double[] Solve(double[] counts, double[] samples, double[] start)
    {
        var free = start.ToArray();
        var (value, gradient, hessian) = Derivatives(counts, samples, free);
        for (var step = 0; step < MaxSteps && betas.Length > 1; step++)
        {
            var scale = samples.Sum();
            if (gradient.Max(Math.Abs) < Tolerance * scale) return free;
            var newton = Newton(gradient, hessian);
            var next = free.Zip(newton, (f, d) => f + d).ToArray();
            var tried = Derivatives(counts, samples, next);
            // Far from the minimum a full step may lead up; the fixed point of the equations themselves always leads down.
            if (!(tried.Value <= value + 1e-12 * Math.Abs(value)))
            {
                next = Iterate(counts, samples, free);
                tried = Derivatives(counts, samples, next);
            }

            (free, value, gradient, hessian) = (next, tried.Value, tried.Gradient, tried.Hessian);
        }

        return betas.Length == 1 ? free : throw new InvalidOperationException($"Reweighting: no convergence in {MaxSteps} steps; energies at neighbouring temperatures do not overlap, so put temperatures between them");
    }

    /// <summary>ln Σ_k N_k e^{f_k − β_k E} of every level.</summary>
    public double[] LogDenominators(double[] samples, double[] free)
    {
        var (logs, terms) = (new double[levels.Length], new double[betas.Length]);
        for (var g = 0; g < levels.Length; g++)
        {
            for (var k = 0; k < betas.Length; k++) terms[k] = Math.Log(samples[k]) + free[k] - betas[k] * levels[g];
            logs[g] = LogSum(terms);
        }

        return logs;
    }

    /// <summary>ln Σ e^{x}, without overflow.</summary>
    public static double LogSum(ReadOnlySpan<double> x)
    {
        var (largest, sum) = (double.NegativeInfinity, 0.0);
        foreach (var value in x) largest = Math.Max(largest, value);
        foreach (var value in x) sum += Math.Exp(value - largest);
        return largest + Math.Log(sum);
    }

    private (double Value, double[] Gradient, double[,] Hessian) Derivatives(double[] counts, double[] samples, double[] free)
    {
        var n = betas.Length;
        var (logs, p, gradient, hessian, value) = (LogDenominators(samples, free), new double[n], new double[n], new double[n, n], 0.0);
        for (var g = 0; g < levels.Length; g++)
        {
            if (counts[g] == 0) continue;
            value += counts[g] * logs[g];
            for (var k = 0; k < n; k++) p[k] = samples[k] * Math.Exp(free[k] - betas[k] * levels[g] - logs[g]);
            for (var k = 0; k < n; k++)
            {
                gradient[k] += counts[g] * p[k];
                hessian[k, k] += counts[g] * p[k];
                for (var j = 0; j < n; j++) hessian[k, j] -= counts[g] * p[k] * p[j];
            }
        }

        for (var k = 0; k < n; k++)
        {
            value -= samples[k] * free[k];
            gradient[k] -= samples[k];
        }

        return (value, gradient, hessian);
    }

    /// <summary>−H⁻¹ g with f_0 held at 0: F does not change when all f change alike.</summary>
    private static double[] Newton(double[] gradient, double[,] hessian)
    {
        var n = gradient.Length - 1;
        var (matrix, right) = (new double[n * n], new double[n]);
        for (var k = 0; k < n; k++)
        {
            right[k] = -gradient[k + 1];
            for (var j = 0; j < n; j++) matrix[k * n + j] = hessian[k + 1, j + 1];
            matrix[k * n + k] += 1e-14 * hessian[k + 1, k + 1];
        }

        using (Tensor.Scope()) return [0, .. LinearAlgebra.Solve(Tensor.Of(matrix).Reshape(n, n), Tensor.Of(right)).ToDoubles()];
    }

    private double[] Iterate(double[] counts, double[] samples, double[] free)
    {
        var (logs, terms, next) = (LogDenominators(samples, free), new double[levels.Length], new double[betas.Length]);
        for (var k = 0; k < betas.Length; k++)
        {
            for (var g = 0; g < levels.Length; g++) terms[g] = Math.Log(counts[g]) - betas[k] * levels[g] - logs[g];
            next[k] = -LogSum(terms);
        }

        return [.. next.Select(f => f - next[0])];
    }
}
