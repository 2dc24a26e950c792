using System.Collections.Concurrent;
using System.Globalization;
using Kit.Compute;
using Kit.Tensors;

namespace Kit.Pde.Elliptic;

/// <summary>All samples of a right-hand side, each through grids of its own.</summary>
internal static class EllipticSolver
{
    /// <summary>A⁻¹f with homogeneous conditions.</summary>
    /// <param name="op">The problem.</param>
    /// <param name="coefficient">One number, one field, or a field for each sample; F64 in host memory.</param>
    /// <param name="f">[…, n_x, n_y].</param>
    /// <param name="options">When to stop.</param>
    /// <param name="spare">Grids to be used again, where all samples have the same coefficient.</param>
    /// <param name="iteration">How far; a full pass is for one number as a coefficient, see <see cref="Coefficients.IsSeparable"/>.</param>
    public static EllipticResult Run(EllipticOperator op, Tensor coefficient, Tensor f, MultigridOptions options, ConcurrentBag<Hierarchy>? spare = null, Iteration iteration = Iteration.Convergence)
    {
        var plain = f.Cast(DType.F64).To(Device.Cpu).Contiguous();
        var u = Tensor.Zeros(f.Shape);
        var (samples, coefficients) = ((int)(f.Size / op.Grid.Size), (int)(coefficient.Size / op.Grid.Size));
        if (coefficients > 1 && coefficients != samples)
            throw new ArgumentException($"Multigrid: coefficients of shape {coefficient.Shape} for a right-hand side of shape {f.Shape}; give one a sample, or one for all");
        var histories = new List<double>[samples];
        var converged = new bool[samples];
        Threads.For(samples, sample =>
        {
            var own = coefficients > 1 || spare is null;
            var grids = !own && spare!.TryTake(out var kept) ? kept : Coefficients.Hierarchy(op, coefficient, coefficients > 1 ? sample : 0, options);
            try
            {
                histories[sample] = [];
                converged[sample] = SampleSolver.Solve(grids, op, (plain, u, sample), options, iteration, histories[sample]);
            }
            finally
            {
                if (own) grids.Dispose();
                else spare!.Add(grids);
            }
        });
        return new(f.DType == DType.F32 ? u.Cast(DType.F32) : u, histories.MaxBy(h => h.Count) ?? [0], Array.TrueForAll(converged, c => c));
    }

    public static ArithmeticException Failure(string caller, EllipticResult result, MultigridOptions options) => new(string.Create(CultureInfo.InvariantCulture,
        $"{caller}: {result}; the tolerance is {options.Tolerance:g3} and MaxCycles {options.MaxCycles}: allow more cycles, a larger tolerance, or make the coefficient smoother on the grid"));
}
