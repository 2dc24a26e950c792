using Kit.Compute;

namespace Kit.Pde.Elliptic;

/// <summary>Several sweeps over the slabs of a grid in one pass over memory, each phase of a slab after the phase before of the slab itself and of its two neighbours.</summary>
/// <remarks>
/// Pieces of the grid are trapezoids in slab and phase: a piece [a, b) does phase p on [a + p, b − p), all of them at once; then the triangles [b − p, b + p) between them follow.
/// What a phase of a slab reads does not depend on the pieces, so neither does the result. On a ring of odd length the two slabs at the seam have the same colours and
/// must follow each other: their triangle is one slab wider.
/// </remarks>
internal static class Wavefront
{
    private const long SmallWork = 1 << 14;

    public static void Run(GridLevel level, ReadOnlySpan<Action<int>> sweeps)
    {
        var (n, depth, ring) = (level.Counts[0], sweeps.Length, level.Periodic[0]);
        Action<int>[] phases = sweeps.ToArray();
        var pieces = (int)Math.Min(n / (4L * (depth + 2)), level.Size < SmallWork ? 1 : 2L * Threads.Count);
        if (pieces <= 1 && (ring || pieces == 0))
        {
            foreach (var phase in phases)
                for (var i = 0; i < n; i++) phase(i);
            return;
        }

        var seam = ring ? n % 2 : 0;
        int Border(int piece) => (int)((long)piece * n / pieces);
        Threads.For(pieces, piece =>
        {
            var (a, b) = (Border(piece), Border(piece + 1));
            for (var front = a; front < b + depth; front++)
                for (var p = 0; p < depth; p++)
                {
                    var (low, high) = (a == 0 && !ring ? 0 : a + p + (a == 0 ? seam : 0), b == n && !ring ? n : b - p - (b == n ? seam : 0));
                    if (front - p >= low && front - p < high) phases[p](front - p);
                }
        });
        Threads.For(ring ? pieces : pieces - 1, border =>
        {
            var b = Border(border + 1);
            var wide = b == n ? seam : 0;
            for (var p = 0; p < depth; p++)
                for (var i = b - p - wide; i < b + p + wide; i++) phases[p](i >= n ? i - n : i);
        });
    }
}
