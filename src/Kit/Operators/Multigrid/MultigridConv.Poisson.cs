using System.Numerics;
using Kit.Compute;
using Kit.Tensors;

namespace Kit.Operators.Multigrid;

public sealed partial class MultigridConv
{
    /// <summary>The layer whose weights are those of a textbook: W f is one V(ν₁, ν₂) cycle for −Δu = f on the unit square, from u = 0.</summary>
    /// <remarks>
    /// On the level of spacing h: A = h⁻² [−1; −1 4 −1; −1], S = ω h²/4 with ω = 4/5 (Jacobi's iteration, damped for two dimensions), R = [1 2 1]ᵀ[1 2 1]/16 of the residual f − Au (full weighting),
    /// P = 4Rᵀ (bilinear), Π = 0 (the coarse error is guessed to be nothing). The last level is one point: u = h²f/4 between walls, and 0 on a torus, where a constant means nothing.
    /// Trottenberg, Oosterlee and Schüller (2001), Multigrid, sections 2.1 to 2.4.
    /// </remarks>
    /// <param name="n">Points a side: 2ᵏ on a torus, 2ᵏ − 1 inner points between walls of zeros.</param>
    /// <param name="before">ν₁.</param>
    /// <param name="after">ν₂.</param>
    /// <param name="mode">Circular for the torus, constant for walls.</param>
    /// <returns>In F64, 1 channel to 1.</returns>
    /// <exception cref="ArgumentException">Points that do not halve down to one, or another mode.</exception>
    public static MultigridConv Poisson(int n, int before = 1, int after = 1, PadMode mode = PadMode.Circular)
    {
        var torus = mode == PadMode.Circular;
        if (!torus && mode != PadMode.Constant) throw new ArgumentException($"MultigridConv.Poisson: PadMode.{mode}; Circular is a torus, Constant has walls of zeros");
        var intervals = torus ? n : n + 1;
        if (n < 1 || !BitOperations.IsPow2(intervals))
        {
            var above = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(2, intervals));
            throw new ArgumentException(torus ? $"MultigridConv.Poisson: {n} points around a torus; 2ᵏ are right, such as {above}" : $"MultigridConv.Poisson: {n} inner points; 2ᵏ − 1 are right, such as {above - 1}");
        }

        var deep = BitOperations.Log2((uint)intervals) - (torus ? 0 : 1);
        int[] Sweeps(int count) => [.. Enumerable.Repeat(count, deep)];
        var layer = new MultigridConv(1, 1, (n, n), new([.. Sweeps(before), 1]) { After = Sweeps(after), Mode = mode, Residual = true, Interior = !torus }, DType.F64);
        for (var l = 0; l <= deep; l++)
        {
            var h = (double)(1 << l) / intervals;
            layer.Levels[l].Fix(h, damping: l < deep ? 0.8 : torus ? 0 : 1);
        }

        return layer;
    }

    public sealed partial class Level
    {
        /// <summary>Poisson's stencils for spacing h.</summary>
        internal void Fix(double h, double damping)
        {
            var laplacian = Tensor.Of(new double[,] { { 0, -1, 0 }, { -1, 4, -1 }, { 0, -1, 0 } }) / (h * h);
            foreach (var (smoother, op) in Before.Concat(After))
            {
                smoother.Weight.Assign(0);
                smoother.Weight[0, 0, 1, 1] = damping * h * h / 4;
                op?.Weight.Assign(laplacian.Reshape(1, 1, 3, 3));
            }

            if (Restrict is null) return;
            Defect!.Weight.Assign(laplacian.Reshape(1, 1, 3, 3));
            var tent = Tensor.Of([0.5, 1, 0.5]);
            var bilinear = tent.Unsqueeze(1) * tent;
            Restrict.Weight.Assign((bilinear / 4).Reshape(1, 1, 3, 3));
            Project!.Weight.Assign(0);
            Prolong!.Weight.Assign(0);
            Prolong.Weight[0, 0][..3, ..3] = bilinear; // the fourth weight of a kernel for even extents is not needed
        }
    }
}
