using Kit.StatMech.Memories;
using Kit.StatMech.Updates;
using Kit.Tensors;

namespace Kit.Bench.Peers;

/// <summary>One sweep, spin after spin, of a dense Hebbian network with P = 4 and N = K = 1000, from random spins; so cold that everyone takes the same steps whatever their random numbers.</summary>
internal static class Hebbian
{
    private const int Sites = 1000, Count = 1000;
    // Energies are multiples of 16/(24 N³) ≈ 10⁻⁹ and their rounding is 10⁻¹⁶: what is a tie is one for everyone, what costs anything is refused.
    private const double Beta = 1e12;

    public static Row Row() => new()
    {
        Name = "dense-hebbian-sweep-1000",
        Inputs = () => new(Input.Uniform("pattern", seed: 1, Sites, Count), Input.Uniform("spin", seed: 2, Sites), Input.Uniform("u", seed: 3, Sites)),
        Kit = inputs => Sweep(inputs["pattern"], inputs["spin"]),
        Peers =
        [
            new PythonPeer("NumPy", Bar: 20, "numpy", Setup: $$"""
                import numpy, math
                n, k = pattern.shape
                x = numpy.where(pattern < 0, -1.0, 1.0)
                cold = numpy.where(spin < 0, -1.0, 1.0)
                start = cold @ x
                c = -1.0 / (24 * n ** 3)
                def energy(l):
                    y = l * l
                    return c * y.dot(y)
                def sweep():
                    s = cold.copy(); l = start; e = energy(l); draws = (u + 0.5).tolist()
                    for i in range(n):
                        new = l - 2 * s[i] * x[i]
                        after = energy(new)
                        if after <= e or draws[i] < math.exp(-{{Beta}} * (after - e)):
                            s[i] = -s[i]; l = new; e = after
                    return s
                """, Work: "v = sweep()", Result: "v"),
            new CPeer(Bar: 1.2, Loop, Sites),
        ],
        // Spins ±1: equal or not.
        Tolerance = 1e-12,
    };

    private static Work Sweep(double[] pattern, double[] spin)
    {
        var model = new DenseHebbian(Patterns.From(Count, Sites, (k, i) => pattern[i * Count + k] < 0 ? (sbyte)-1 : (sbyte)1), 4);
        var (cold, state, update, rng) = (model.Start(new Rng(1)), model.Start(new Rng(1)), new Metropolis(model, SiteOrder.Sequential), new Rng(2));
        for (var i = 0; i < Sites; i++) model.Set(cold, i, spin[i] < 0 ? (sbyte)-1 : (sbyte)1);
        return new(
            Once: () =>
            {
                cold.Values.CopyTo(state.Values, 0);
                cold.Cache.CopyTo(state.Cache, 0);
                state.Energy = cold.Energy;
                update.Sweep(state, Beta, rng);
            },
            Result: () => Array.ConvertAll(state.Values, s => (double)s));
    }

    private static string Loop => $$"""
        #include <math.h>
        #define N {{Sites}}
        #define K {{Count}}
        static double l[K], start[K];
        static signed char x[N * K];
        static int ready = 0;
        static double energy(double step, const signed char *row) {
            double sum = 0;
            for (int k = 0; k < K; k++) { double a = l[k] + step * row[k]; a *= a; sum += a * a; }
            return -sum / (24.0 * N * N * N);
        }
        void work(const double *const *inputs, double *s) {
            for (int i = 0; i < N; i++) s[i] = inputs[1][i] < 0 ? -1 : 1;
            if (!ready) {
                for (int i = 0; i < N * K; i++) x[i] = inputs[0][i] < 0 ? -1 : 1;
                for (int i = 0; i < N; i++) for (int k = 0; k < K; k++) start[k] += s[i] * x[i * K + k];
                ready = 1;
            }
            for (int k = 0; k < K; k++) l[k] = start[k];
            double e = energy(0, x);
            for (int i = 0; i < N; i++) {
                double after = energy(-2 * s[i], x + i * K);
                if (after <= e || inputs[2][i] + 0.5 < exp(-{{Beta}} * (after - e))) {
                    for (int k = 0; k < K; k++) l[k] -= 2 * s[i] * x[i * K + k];
                    s[i] = -s[i]; e = after;
                }
            }
        }
        """;
}
