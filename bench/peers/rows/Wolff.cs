using Kit.StatMech.Lattices;
using Kit.StatMech.Models;
using Kit.Tensors;

namespace Kit.Bench.Peers;

/// <summary>Clusters of Wolff on the square lattice at its critical point until so many spins are turned; Kit keeps local fields and the energy beside them, the peer nothing.</summary>
internal static class Wolff
{
    private const int Warm = 300;
    private static readonly double Beta = Math.Log(1 + Math.Sqrt(2)) / 2;

    public static Row Row(int n) => new()
    {
        Name = $"wolff-{n}",
        Inputs = () => new(Input.Uniform("nothing", seed: 1, 1)),
        Kit = _ => Clusters(n),
        Peers = [new PythonPeer("Numba", Bar: 2, "numba", Setup: Compiled(n), Work: $"turn({Spins(n)})", Result: "np.array([energy(s)])")],
        // Two runs of their own: the energy of a site has the spread √(C/N) T ≈ 0.002 of 1.414 on 1024² at the critical point; seven of these.
        Tolerance = 0.01,
    };

    /// <summary>Some tens of clusters, so that the last does not count much; four of them are about a turn of every spin, Kit's sweep.</summary>
    private static long Spins(int n) => 16L * n * n;

    private static Work Clusters(int n)
    {
        var model = new Ising(Graph.Square(n));
        var (update, rng) = (new Kit.StatMech.Updates.Wolff(model, clusters: 4), new Rng(1));
        var state = model.Start(rng);
        for (var i = 0; i < model.Sites; i++) model.Set(state, i, 1);
        for (var c = 0; c < Warm; c++) update.Sweep(state, Beta, rng);
        return new(
            Once: () =>
            {
                for (var left = Spins(n); left > 0;) left -= update.Turn(state, Beta, rng);
            },
            Result: () => [state.Energy / model.Sites]);
    }

    private static string Compiled(int n) => $$"""
        import numba, numpy as np
        n, p = {{n}}, {{1 - Math.Exp(-2 * Beta):R}}
        s, stack = np.ones(n * n, np.int8), np.empty(n * n, np.int32)
        @numba.njit
        def cluster(s, stack):
            i = np.random.randint(0, n * n); old = s[i]; s[i] = -old
            stack[0] = i; top = 1; size = 1
            while top > 0:
                top -= 1
                i = stack[top]; x = i % n; y = i // n
                for k in range(4):
                    if k == 0: j = i + 1 if x < n - 1 else i + 1 - n
                    elif k == 1: j = i - 1 if x > 0 else i - 1 + n
                    elif k == 2: j = i + n if y < n - 1 else i + n - n * n
                    else: j = i - n if y > 0 else i - n + n * n
                    if s[j] == old and np.random.random() < p:
                        s[j] = -old; stack[top] = j; top += 1; size += 1
            return size
        @numba.njit
        def clusters(s, stack, spins):
            while spins > 0: spins -= cluster(s, stack)
        def turn(spins): clusters(s, stack, spins)
        def energy(s):
            a = s.reshape(n, n).astype(np.float64)
            return -(a * (np.roll(a, 1, 0) + np.roll(a, 1, 1))).mean()
        for k in range({{Warm}}): cluster(s, stack)
        turn(1)
        """;
}
