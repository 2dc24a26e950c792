namespace Kit.StatMech.Models;

public sealed partial class VectorModel
{
    private bool HasHelicity => Components == 2 && Graph.Geometry is not null;

    /// <summary>(1/(N d)) Σ_b J_b |e_b|² cos Δθ_b: the first part of the helicity modulus, a mean over the axes.</summary>
    /// <remarks>
    /// A twist of the angles by φ per length along an axis changes the free energy by ½ N Υ φ², with Υ = ⟨Σ J x² cos Δθ⟩/N − β⟨(Σ J x sin Δθ)²⟩/N and x the step of a bond along the axis: Fisher, Barber, Jasnow (1973); Teitel and
    /// Jayaprakash (1983). In the plane Υ jumps from 2T/π to 0 at the transition of Kosterlitz and Thouless (Nelson and Kosterlitz 1977).
    /// </remarks>
    private double Stiffness(VectorConfiguration state)
    {
        var (steps, d, sum) = (Steps, Graph.Geometry!.Dimensions, 0.0);
        for (var b = 0; b < couplings.Length; b++)
        {
            var square = 0.0;
            for (var x = 0; x < d; x++) square += steps[b * d + x] * steps[b * d + x];
            sum += couplings[b] * square * UnitVectors.Dot(state[Graph.From[b]], state[Graph.To[b]]);
        }

        return sum / ((double)Sites * d);
    }

    /// <summary>(1/(N d)) Σ_axes (Σ_b J_b x_b sin Δθ_b)².</summary>
    private double SquaredCurrent(VectorConfiguration state)
    {
        var (steps, d) = (Steps, Graph.Geometry!.Dimensions);
        Span<double> current = stackalloc double[d];
        current.Clear();
        for (var b = 0; b < couplings.Length; b++)
        {
            var a = state[Graph.From[b]];
            var c = state[Graph.To[b]];
            var flow = couplings[b] * (a[0] * c[1] - a[1] * c[0]);
            for (var x = 0; x < d; x++) current[x] += flow * steps[b * d + x];
        }

        return UnitVectors.Dot(current, current) / ((double)Sites * d);
    }

    private double[] Steps => field ??= Graph.Geometry!.Steps.ToDoubles();
}
