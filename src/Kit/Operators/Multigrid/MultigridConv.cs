using Kit.Compute;
using Kit.Learning;
using Kit.Tensors;

namespace Kit.Operators.Multigrid;

/// <summary>A linear operator with the structure of a multigrid V-cycle: on every level l the iteration uₗ ← uₗ + Sₗ(fₗ − Aₗuₗ), then fₗ₊₁ = Rₗfₗ, uₗ₊₁ = Πₗuₗ, and back uₗ ← uₗ + Pₗuₗ₊₁.</summary>
/// <remarks>
/// He, Liu and Xu, "MgNO: efficient parameterization of linear operators via multigrid", ICLR 2024, algorithm 1. S, A, R and Π are convolutions 3 × 3, P is its
/// transposed of stride 2; the first iteration on the finest level starts from u = 0 and so needs S alone. Here the coarse right side is the restricted f, not the residual, as in the authors' code.
/// </remarks>
/// <param name="inputs">Channels of f, [N, inputs, H, W].</param>
/// <param name="outputs">Channels of u, [N, outputs, H, W].</param>
/// <param name="iterations">One number a level, the finest first; (1, 1, 1, 1, 1, 2) for Darcy flow.</param>
/// <param name="points">H and W: they fix the kernels of P, 4 where an extent is even and 3 where it is odd.</param>
/// <param name="mode">What stands beyond the edge: zeros, or circular for periodic fields.</param>
/// <param name="dtype">F32 or F64.</param>
public sealed class MultigridConv(int inputs, int outputs, int[] iterations, (int Height, int Width) points, PadMode mode = PadMode.Constant, DType dtype = DType.F32) : Layer
{
    /// <summary>The levels, the finest first.</summary>
    public IReadOnlyList<Level> Levels { get; } = [.. iterations.Select((count, l) => new Level(inputs, outputs, count, l == 0, l < iterations.Length - 1, At(points, l), mode, dtype))];

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor f)
    {
        Require(f.Rank == 4 && f.Shape[1] == inputs && (f.Shape[2], f.Shape[3]) == points, f, "MultigridConv", $"[N,{inputs},{points.Height},{points.Width}]");
        var smooth = new Tensor[iterations.Length];
        Tensor? u = null;
        for (var l = 0; l < smooth.Length; l++)
        {
            var level = Levels[l];
            u = smooth[l] = level.Smooth(u, f);
            if (level.Restrict is null) break;
            (f, u) = (level.Restrict.Forward(f), level.Project!.Forward(u));
        }

        for (var l = smooth.Length - 2; l >= 0; l--) smooth[l] += Levels[l].Prolong!.Forward(smooth[l + 1]);
        return smooth[0];
    }

    /// <summary>The extents on level l: each is half of the one above, rounded up.</summary>
    private static (int Height, int Width) At((int Height, int Width) points, int level) => level == 0 ? points : At(((points.Height + 1) / 2, (points.Width + 1) / 2), level - 1);

    /// <summary>The convolutions of one level.</summary>
    public sealed class Level
    {
        internal Level(int inputs, int outputs, int iterations, bool first, bool coarsens, (int Height, int Width) points, PadMode mode, DType dtype)
        {
            Conv Kernel(int from, int to, int stride = 1) => new(2, from, to, 3, stride, 1, mode, bias: false, dtype: dtype);
            Smoothers = [.. Enumerable.Range(0, iterations).Select(_ => Kernel(inputs, outputs))];
            Operators = [.. Enumerable.Range(first ? 1 : 0, first ? iterations - 1 : iterations).Select(_ => Kernel(outputs, inputs))];
            if (!coarsens) return;
            (Restrict, Project) = (Kernel(inputs, inputs, 2), Kernel(outputs, outputs, 2));
            Prolong = new(2, outputs, outputs, new int[] { 4 - points.Height % 2, 4 - points.Width % 2 }, 2, 1, bias: false, dtype: dtype);
        }

        /// <summary>S of every iteration.</summary>
        public IReadOnlyList<Conv> Smoothers { get; }

        /// <summary>A of every iteration, but for the very first, where u = 0.</summary>
        public IReadOnlyList<Conv> Operators { get; }

        /// <summary>R; null on the coarsest level.</summary>
        public Conv? Restrict { get; }

        /// <summary>Π; null on the coarsest level.</summary>
        public Conv? Project { get; }

        /// <summary>P; null on the coarsest level.</summary>
        public ConvTranspose? Prolong { get; }

        internal Tensor Smooth(Tensor? u, Tensor f)
        {
            for (var i = 0; i < Smoothers.Count; i++)
                u = u is null ? Smoothers[i].Forward(f) : u + Smoothers[i].Forward(f - Operators[i + Operators.Count - Smoothers.Count].Forward(u));
            return u!;
        }
    }
}
