using Kit.Compute;
using Kit.Learning;
using Kit.Tensors;

namespace Kit.Operators.Multigrid;

/// <summary>A linear operator with the structure of a multigrid V-cycle: on every level l the iteration uₗ ← uₗ + Sₗ(fₗ − Aₗuₗ), then fₗ₊₁ = Rₗfₗ, uₗ₊₁ = Πₗuₗ, and back uₗ ← uₗ + Pₗuₗ₊₁.</summary>
/// <remarks>
/// He, Liu and Xu, "MgNO: efficient parameterization of linear operators via multigrid", ICLR 2024, algorithm 1. S, A, R and Π are convolutions 3 × 3, P is the
/// transposed of such with stride 2; the first iteration on the finest level starts from u = 0 and so needs S alone. As in the authors' code f is restricted and not the residual, unless <see cref="VCycle.Residual"/> is set.
/// What stands beyond the edge does so for all five, so that a circular layer commutes with shifts by 2^(levels − 1) points; in the authors' code P sees zeros there always.
/// The kernels know nothing of the size of the grid: a layer acts on every grid whose levels are even and odd as those it was made for.
/// </remarks>
public sealed partial class MultigridConv : Layer
{
    private readonly int inputs;
    private readonly (int Height, int Width) points;
    private readonly VCycle cycle;

    /// <summary>A layer with weights to be drawn.</summary>
    /// <param name="inputs">Channels of f, [N, inputs, H, W].</param>
    /// <param name="outputs">Channels of u, [N, outputs, H, W].</param>
    /// <param name="points">H and W: they fix the kernels of P, 4 where an extent is even and 3 where it is odd.</param>
    /// <param name="cycle">Levels, iterations, edges.</param>
    /// <param name="dtype">F32 or F64.</param>
    /// <exception cref="ArgumentException">More levels than the points can be halved to; the message says how many they can.</exception>
    public MultigridConv(int inputs, int outputs, (int Height, int Width) points, VCycle? cycle = null, DType dtype = DType.F32)
    {
        (this.inputs, this.points, this.cycle) = (inputs, points, (cycle ?? new()).CheckedOn(points));
        Levels = [.. Enumerable.Range(0, this.cycle.Before.Length).Select(l => new Level(inputs, outputs, points, this.cycle, l, dtype))];
    }

    /// <summary>The levels, the finest first.</summary>
    public IReadOnlyList<Level> Levels { get; }

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor f)
    {
        Require(f.Rank == 4 && f.Shape[1] == inputs && cycle.Fits(points.Height, f.Shape[2]) && cycle.Fits(points.Width, f.Shape[3]), f, "MultigridConv", Needs());
        var (sides, iterates) = (new Tensor[Levels.Count], new Tensor[Levels.Count]);
        Tensor? u = null;
        for (var l = 0; l < Levels.Count; l++)
        {
            var level = Levels[l];
            sides[l] = f;
            u = iterates[l] = Iterate(level.Before, u, f);
            if (level.Restrict is null) break;
            if (level.Defect is { } defect) f -= defect.Forward(u);
            (f, u) = (level.Restrict.Forward(f), level.Project!.Forward(u));
        }

        for (var l = Levels.Count - 2; l >= 0; l--)
        {
            var level = Levels[l];
            u = iterates[l] + Prolonged(level.Prolong!, iterates[l + 1]);
            if (level.Norm is { } norm) u = norm.Forward(u);
            iterates[l] = Iterate(level.After, u, sides[l]);
        }

        return iterates[0];
    }

    /// <summary>u ← u + S(f − Au), as often as there are iterations.</summary>
    private static Tensor Iterate(IReadOnlyList<Iteration> iterations, Tensor? u, Tensor f)
    {
        foreach (var (smoother, op) in iterations) u = op is null ? smoother.Forward(f) : u! + smoother.Forward(f - op.Forward(u!));
        return u!;
    }

    /// <summary>P u, with u continued beyond its edges by a point where the grid has points there.</summary>
    private Tensor Prolonged(ConvTranspose prolong, Tensor u)
    {
        if (cycle.Interior || cycle.Mode == PadMode.Constant) return prolong.Forward(u);
        return prolong.Forward(u.Pad(1, 1, cycle.Mode, axis: 2).Pad(1, 1, cycle.Mode, axis: 3));
    }

    private string Needs() => cycle.Normalize
        ? $"[N,{inputs},{points.Height},{points.Width}], as the normalisation has weights for every point,"
        : $"[N,{inputs},{Multiple(points.Height)},{Multiple(points.Width)}], whole k, as {points.Height} × {points.Width} halve on {Levels.Count} levels,";

    private string Multiple(int extent) => extent % cycle.Period is var rest && rest == 0 ? $"{cycle.Period}k" : $"{cycle.Period}k+{rest}";

    /// <summary>u ← u + S(f − Au); where A is null, u = Sf.</summary>
    /// <param name="Smoother">S.</param>
    /// <param name="Operator">A; null for the very first iteration, where u = 0.</param>
    public sealed record Iteration(Conv Smoother, Conv? Operator);

    /// <summary>The convolutions of one level.</summary>
    public sealed partial class Level
    {
        internal Level(int inputs, int outputs, (int Height, int Width) points, VCycle cycle, int l, DType dtype)
        {
            int sides = Channels(inputs, l), values = Channels(outputs, l);
            Before = Iterations(cycle.Before[l], first: l == 0);
            if (l == cycle.Before.Length - 1) return;
            After = Iterations(cycle.AfterOn(l), first: false);
            if (cycle.Residual) Defect = Kernel(values, sides, cycle.Bias);
            Restrict = Coarser(sides, Channels(inputs, l + 1));
            Project = Coarser(values, Channels(outputs, l + 1));
            int height = cycle.Extent(points.Height, l), width = cycle.Extent(points.Width, l);
            // A point more on both sides of a continued field is four more, less what reaches outside, of the finer one.
            var cut = cycle.Interior ? 0 : cycle.Mode == PadMode.Constant ? 1 : 3;
            Prolong = new(2, Channels(outputs, l + 1), values, new int[] { 4 - height % 2, 4 - width % 2 }, 2, cut, bias: false, dtype: dtype);
            if (cycle.Normalize) Norm = new(new([values, height, width]), dtype: dtype);

            int Channels(int count, int level) => cycle.Growing ? count * (level + 1) : count;
            Conv Kernel(int from, int to, bool bias) => new(2, from, to, 3, 1, 1, cycle.Mode, bias: bias, dtype: dtype);
            Conv Coarser(int from, int to) => new(2, from, to, 3, 2, cycle.Interior ? 0 : 1, cycle.Mode, bias: false, dtype: dtype);
            Iteration[] Iterations(int count, bool first) =>
                [.. Enumerable.Range(0, count).Select(i => new Iteration(Kernel(sides, values, cycle.Bias), first && i == 0 ? null : Kernel(values, sides, cycle.Bias)))];
        }

        /// <summary>On the way down.</summary>
        public IReadOnlyList<Iteration> Before { get; }

        /// <summary>On the way up.</summary>
        public IReadOnlyList<Iteration> After { get; } = [];

        /// <summary>A of the residual that is restricted; null where f is.</summary>
        public Conv? Defect { get; }

        /// <summary>R; null on the coarsest level.</summary>
        public Conv? Restrict { get; }

        /// <summary>Π; null on the coarsest level.</summary>
        public Conv? Project { get; }

        /// <summary>P; null on the coarsest level.</summary>
        public ConvTranspose? Prolong { get; }

        /// <summary>After the correction, or null.</summary>
        public LayerNorm? Norm { get; }
    }
}
