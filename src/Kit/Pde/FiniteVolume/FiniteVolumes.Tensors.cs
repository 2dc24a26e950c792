using System.Globalization;
using Kit.Tensors;

namespace Kit.Pde.FiniteVolume;

public sealed partial class FiniteVolumes
{
    internal (Tensor Next, double Dt) AdvanceByTensors(double t, Tensor u, int? step, Func<double, double> choose)
    {
        double dt;
        using (Tensor.Scope()) dt = choose(Rate(u.Plain, t, step));
        var now = u;
        foreach (var (keep, take, at) in stages)
        {
            var euler = take * (now - dt * Divergence(t + at * dt, now, dt));
            now = keep == 0 ? euler : keep * u + euler;
        }

        return (now, dt);
    }

    /// <summary>∇·F − S, with fluxes that a step of dt leaves positive if it is not 0.</summary>
    private Tensor Divergence(double t, Tensor u, double dt)
    {
        Tensor? sum = null;
        for (var axis = 0; axis < Grid.Dimensions; axis++)
        {
            var along = u.Rank - Grid.Dimensions + axis;
            var (low, high) = sides[axis];
            Tensor Padded(Tensor x, int normal, Side before, Side after) => Tensor.Concat(
                [before.Ghosts(x, axis, Grid.Dimensions, false, scheme.Reach, normal, t), x, after.Ghosts(x, axis, Grid.Dimensions, true, scheme.Reach, normal, t)], x.Rank - Grid.Dimensions + axis);
            var padded = Padded(u, scheme.Normal[axis], low, high);
            if (bed is not null) padded = Join(padded, Padded(bed, -1, low.OfBed, high.OfBed));
            var ratio = positive ? 2 * Grid.Dimensions * dt / Grid.Axes[axis].Spacing : 0;
            var (leaving, entering) = scheme.Fluxes(padded, axis, Grid.Dimensions, ratio);
            var faces = leaving.Shape[along];
            var change = (leaving.Along(along, 1, faces) - entering.Along(along, 0, faces - 1)) * (1 / Grid.Axes[axis].Spacing);
            sum = sum is null ? change : sum + change;
        }

        return scheme.HasSource ? sum! - scheme.Source(bed is null ? u : Join(u, bed), Grid.Dimensions) : sum!;
    }

    /// <summary>The largest Σ_d |speed|/h_d.</summary>
    private double Rate(Tensor u, double t, int? step)
    {
        var all = bed is null ? u : Join(u, bed);
        Tensor rate = 0;
        for (var axis = 0; axis < Grid.Dimensions; axis++) rate += scheme.Speeds(all, axis, Grid.Dimensions) * (1 / Grid.Axes[axis].Spacing);
        var largest = rate.Max().Item();
        return double.IsFinite(largest) && scheme.Quantities(all, Grid.Dimensions).All(q => q.Min().Item() >= -Tolerance) ? largest : throw Fault(u, t, step);
    }

    /// <summary>Quantities may be below zero by rounding.</summary>
    private const double Tolerance = 1e-13;

    /// <summary>Components and fixed fields of every sample.</summary>
    private Tensor Join(Tensor u, Tensor fields)
    {
        int[] shape = [.. ((ReadOnlySpan<int>)u.Shape)[..^(Grid.Dimensions + 1)], .. fields.Shape];
        return Tensor.Concat([u, fields.Cast(u.DType).BroadcastTo(shape)], u.Rank - Grid.Dimensions - 1);
    }

    /// <summary>Names the first cell that is no admissible state.</summary>
    private ArithmeticException Fault(Tensor u, double t, int? step)
    {
        var all = bed is null ? u : Join(u, bed);
        List<(string Name, Tensor Values, double Least)> looks = [.. Enumerable.Range(0, Components).Select(c => ($"component {c}", u.Along(u.Rank - Grid.Dimensions - 1, c, c + 1).Squeeze(u.Rank - Grid.Dimensions - 1), double.NegativeInfinity))];
        looks.AddRange(scheme.Positive.Zip(scheme.Quantities(all, Grid.Dimensions), (name, q) => (name, q, -Tolerance)));
        var when = string.Create(CultureInfo.InvariantCulture, $"FiniteVolumes: at {(step is { } s ? $"step {s}, " : "")}t = {t:g6}");
        foreach (var (name, values, least) in looks)
        {
            var numbers = values.ToDoubles();
            var bad = Array.FindIndex(numbers, x => !double.IsFinite(x) || x < least);
            if (bad < 0) continue;
            var (cell, place, rest) = (new int[values.Rank], new List<string>(), bad);
            for (var k = values.Rank - 1; k >= 0; k--) (rest, cell[k]) = Math.DivRem(rest, values.Shape[k]);
            for (var d = 0; d < Grid.Dimensions; d++)
                place.Add(string.Create(CultureInfo.InvariantCulture, $"{"xyz"[d]} = {Grid.Axes[d].Points[cell[values.Rank - Grid.Dimensions + d]].Item():g4}"));
            return new(string.Create(CultureInfo.InvariantCulture,
                $"{when} {name} is {numbers[bad]:g4} in cell [{string.Join(',', cell)}], {string.Join(", ", place)}; take a smaller Courant number, a more careful limiter, or check the initial state"));
        }

        return new($"{when} a wave speed is not finite");
    }
}
