using Kit.Tensors;

namespace Kit.Pde.FiniteDifference;

/// <summary>Second-order operators by fluxes through the faces between points, with one ghost point beyond each side: what leaves one cell enters the next.</summary>
/// <remarks>
/// On cells and periodic axes the operators are symmetric and their sums are the fluxes through the sides, to rounding. Next to sides their error is larger than
/// inside, but solutions of elliptic and parabolic problems are of second order everywhere. LeVeque (2007), Finite Difference Methods, sections 2.15 and 3.2.
/// </remarks>
public static class Conservative
{
    /// <summary>Δu by 3, 5 or 7 points: Σ (uᵢ₊₁ − 2uᵢ + uᵢ₋₁)/h².</summary>
    /// <param name="u">[…, n_x, n_y, n_z].</param>
    /// <param name="boundaries">The grid and the conditions of its sides.</param>
    /// <param name="t">Time, for conditions that depend on it.</param>
    public static Tensor Laplacian(Tensor u, Boundaries boundaries, double t = 0)
    {
        ArgumentNullException.ThrowIfNull(boundaries);
        Tensor? sum = null;
        for (var d = 0; d < boundaries.Grid.Dimensions; d++)
        {
            var (axis, n, h) = (u.Rank + boundaries.Grid.TensorAxis(d), boundaries.Grid.Axes[d].Count, boundaries.Grid.Axes[d].Spacing);
            var padded = boundaries.PadAxis(u, d, t);
            var second = (padded.Along(axis, 2, n + 2) - 2 * u + padded.Along(axis, 0, n)) / (h * h);
            sum = sum is null ? second : sum + second;
        }

        return sum!;
    }

    /// <summary>∇·(a∇u) with a on each face the mean of its two points.</summary>
    /// <param name="a">The coefficient at the points, [n_x, n_y, n_z] or with axes before.</param>
    /// <param name="u">[…, n_x, n_y, n_z].</param>
    /// <param name="boundaries">The grid and the conditions of its sides; on the sides a > 0 is continued linearly, by a factor of at most 2.</param>
    /// <param name="t">Time, for conditions that depend on it.</param>
    /// <param name="mean">How the two points count; harmonic keeps the flux through a layered medium right.</param>
    public static Tensor Diffusion(Tensor a, Tensor u, Boundaries boundaries, double t = 0, FaceMean mean = FaceMean.Arithmetic)
    {
        ArgumentNullException.ThrowIfNull(boundaries);
        boundaries.Grid.Check(a, "Conservative.Diffusion");
        Tensor? sum = null;
        for (var d = 0; d < boundaries.Grid.Dimensions; d++)
        {
            var (n, h) = (boundaries.Grid.Axes[d].Count, boundaries.Grid.Axes[d].Spacing);
            var (axis, faces) = (u.Rank + boundaries.Grid.TensorAxis(d), a.Rank + boundaries.Grid.TensorAxis(d));
            var padded = boundaries.PadAxis(u, d, t);
            var around = boundaries[d].Low.IsPeriodic || n == 1 ? a.Pad(1, 1, PadMode.Circular, axis: faces)
                : Tensor.Concat([Beyond(a, faces, 0, 1), a, Beyond(a, faces, n - 1, n - 2)], faces);
            Tensor left = around.Along(faces, 0, n + 1), right = around.Along(faces, 1, n + 2);
            var onFaces = mean == FaceMean.Harmonic ? 2 * left * right / (left + right) : 0.5 * (left + right);
            var flux = onFaces * (padded.Along(axis, 1, n + 2) - padded.Along(axis, 0, n + 1)) / h;
            var change = (flux.Along(flux.Rank + boundaries.Grid.TensorAxis(d), 1, n + 1) - flux.Along(flux.Rank + boundaries.Grid.TensorAxis(d), 0, n)) / h;
            sum = sum is null ? change : sum + change;
        }

        return sum!;
    }

    /// <summary>2a₀ − a₁, which makes fluxes through sides of second order, kept positive where a jumps.</summary>
    private static Tensor Beyond(Tensor a, int axis, int outer, int inner)
    {
        Tensor a0 = a.Along(axis, outer, outer + 1), a1 = a.Along(axis, inner, inner + 1);
        return (2 * a0 - a1).Clamp(a0 / 2, 2 * a0);
    }
}
