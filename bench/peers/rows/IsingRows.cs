using Kit.StatMech.Lattices;
using Kit.StatMech.MultiSpin;
using Kit.Tensors;

namespace Kit.Bench.Peers;

/// <summary>Sweeps of bit-parallel Ising simulators; one flip is one attempt on one spin. Random streams differ, so that mean energies are compared.</summary>
internal static class IsingRows
{
    /// <summary>Ten sweeps of 1024 replicas of L = 128 that share one random number a site, on two threads: 168 million flips. The peer holds two times 256 replicas a thread, in vectors of 256 bits.</summary>
    public static Row Replicas() => new()
    {
        Name = "ising-bits",
        Flips = 10.0 * 1024 * 128 * 128,
        Inputs = () => new(),
        Kit = _ =>
        {
            var model = new BitReplicas(Graph.Square(128), 1024);
            var (update, state, rng) = (new ReplicaUpdate(model, noise: ReplicaNoise.Shared), model.Start(new Rng(1)), new Rng(2));
            return Sweeps(() => update.Sweep(state, 0.4, rng), 10, warmUp: 200, () => model.Energy(state) / model.Sites);
        },
        Peers = [new CPeer(Bar: 1, ReplicasInC, 1)],
        // ⟨e⟩ = −1.106 at β = 0.4, where one replica of 128² sites fluctuates by 0.013; shared noise makes the mean of all replicas little better. Six times that.
        Tolerance = 0.07,
    };

    /// <summary>A sweep of 2048² spins at β = 0.44, independent random numbers: 4.19 million flips.</summary>
    public static Row Lattice() => new()
    {
        Name = "ising-2048",
        Flips = 2048.0 * 2048,
        Inputs = () => new(),
        Kit = _ =>
        {
            var model = new MultiSpinLattice(2048);
            var (update, state, rng) = (new MultiSpinMetropolis(model), model.Ordered(), new Rng(2));
            return Sweeps(() => update.Sweep(state, 0.44, rng), 1, warmUp: 100, () => model.Energy(state) / model.Sites);
        },
        Peers =
        [
            new PythonPeer("NumPy", Bar: 100, "numpy", Setup: """
                import numpy
                s = numpy.ones((2048, 2048), dtype=numpy.int8)
                random = numpy.random.default_rng(1)
                i, j = numpy.indices(s.shape)
                colors = [(i + j) % 2 == c for c in (0, 1)]
                table = numpy.exp(-0.88 * numpy.arange(-4, 5)).astype(numpy.float32)
                def sweep():
                    for color in colors:
                        h = numpy.roll(s, 1, 0) + numpy.roll(s, -1, 0) + numpy.roll(s, 1, 1) + numpy.roll(s, -1, 1)
                        flip = (random.random(s.shape, dtype=numpy.float32) < table[s * h + 4]) & color
                        s[flip] *= -1
                for _ in range(20): sweep()
                """, Work: "sweep()", Result: "numpy.array([-(s * (numpy.roll(s, 1, 0) + numpy.roll(s, 1, 1))).mean()])"),
            new PythonPeer("Numba", Bar: 10, "numba", Setup: """
                import numpy, numba
                s = numpy.ones((2048, 2048), dtype=numpy.int8)
                table = numpy.exp(-0.88 * numpy.arange(-4, 5))
                @numba.njit(parallel=True, fastmath=True)
                def half(s, table, color):
                    n = s.shape[0]
                    for i in numba.prange(n):
                        up, down = s[i - 1], s[(i + 1) % n]
                        for j in range((i + color) % 2, n, 2):
                            h = up[j] + down[j] + s[i, j - 1] + s[i, j + 1 if j + 1 < n else 0]
                            if numpy.random.random() < table[s[i, j] * h + 4]: s[i, j] = -s[i, j]
                def sweep():
                    half(s, table, 0); half(s, table, 1)
                for _ in range(100): sweep()
                """, Work: "sweep()", Result: "numpy.array([-(s * (numpy.roll(s, 1, 0) + numpy.roll(s, 1, 1))).mean()])"),
        ],
        // From order, e relaxes to −1.41 within some tens of sweeps; 0.03 is what is left after twenty.
        Tolerance = 0.03,
    };

    /// <summary>A heat-bath sweep of 16³ × 64 samples × 20 temperatures × 2 replicas of the ±J spin glass, independent random bits, and an exchange of temperatures: 10.5 million flips.</summary>
    public static Row SpinGlass() => new()
    {
        Name = "ea-16",
        Flips = 64.0 * 40 * 4096,
        Inputs = () => new(),
        Kit = _ =>
        {
            var model = new EdwardsAndersonBits(16, 64, [.. Enumerable.Range(0, 20).Select(t => 1 + 0.06 * t)], new Rng(1));
            var (update, state, rng) = (new GlassTempering(model), model.Start(new Rng(2)), new Rng(3));
            return Sweeps(() => update.Sweep(state, 1, rng), 1, warmUp: 50, () => Enumerable.Range(0, 64).Average(k => model.Energies(state)[19, k]));
        },
        Peers = [new CPeer(Bar: 20, SpinGlassInC, 1)],
        // The mean of 64 samples of 4096 sites at T = 2.14 is known to 0.002; twenty times that for the warm-up of the peer, which keeps energies by additions and exchanges temperatures, not spins.
        Tolerance = 0.03,
    };

    private static Work Sweeps(Action sweep, int count, int warmUp, Func<double> energy)
    {
        for (var k = 0; k < warmUp; k++) sweep();
        return new(
            Once: () =>
            {
                for (var k = 0; k < count; k++) sweep();
            },
            Result: () => [energy()]);
    }

    private const string ReplicasInC = """
        #include <math.h>
        #include <pthread.h>
        #include <stdint.h>
        #define L 128
        typedef uint64_t word __attribute__((vector_size(32)));
        typedef struct { word s[4][L * L]; uint64_t seed; uint32_t p3, p4; } job;
        static job jobs[2] __attribute__((aligned(64)));
        static int ready;
        static uint64_t next(uint64_t *x) { *x ^= *x << 13; *x ^= *x >> 7; *x ^= *x << 17; return *x; }
        static void sweep(word *s, uint64_t *seed, uint32_t p3, uint32_t p4) {
            for (int i = 0; i < L; i++) {
                const word *up = s + (i + L - 1) % L * L, *down = s + (i + 1) % L * L;
                word *row = s + i * L;
                for (int j = 0; j < L; j++) {
                    word x = ~row[j];
                    word a = x ^ up[j], b = x ^ down[j], c = x ^ row[(j + L - 1) % L], d = x ^ row[(j + 1) % L];
                    word ab = a & b, cd = c & d, four = ab & cd, three = (ab & (c | d)) | (cd & (a | b));
                    uint32_t u = next(seed) >> 32;
                    uint64_t m3 = -(uint64_t)(u < p3), m4 = -(uint64_t)(u < p4);
                    row[j] ^= ~three | (~four & m3) | (word){m4, m4, m4, m4};
                }
            }
        }
        static void *run(void *argument) {
            job *j = argument;
            for (int k = 0; k < 10; k++)
                for (int g = 0; g < 2; g++) sweep(j->s[g], &j->seed, j->p3, j->p4);
            return 0;
        }
        static void both(void) {
            pthread_t other;
            pthread_create(&other, 0, run, jobs + 1);
            run(jobs);
            pthread_join(other, 0);
        }
        void work(const double *const *inputs, double *result) {
            if (!ready) {
                for (int t = 0; t < 2; t++) {
                    job *j = jobs + t;
                    j->seed = 88172645463325252ull + t;
                    j->p3 = exp(-1.6) * 4294967296.0; j->p4 = exp(-3.2) * 4294967296.0;
                    for (int g = 0; g < 2; g++)
                        for (int i = 0; i < L * L; i++)
                            for (int k = 0; k < 4; k++) j->s[g][i][k] = next(&j->seed);
                }
                for (int k = 0; k < 20; k++) both();
                ready = 1;
            }
            both();
            long unequal = 0;
            for (int i = 0; i < L * L; i++) {
                word d = jobs[0].s[0][i] ^ jobs[0].s[0][i / L * L + (i + 1) % L], e = jobs[0].s[0][i] ^ jobs[0].s[0][(i + L) % (L * L)];
                for (int k = 0; k < 4; k++) unequal += __builtin_popcountll(d[k]) + __builtin_popcountll(e[k]);
            }
            *result = -2 + 2.0 * unequal / (256.0 * L * L);
        }
        """;

    private const string SpinGlassInC = """
        #include <math.h>
        #include <stdint.h>
        #define L 16
        #define N (L * L * L)
        #define SAMPLES 64
        #define T 20
        static signed char s[SAMPLES][2 * T][N], J[SAMPLES][N][6];
        static int near[N][6];
        static int place[SAMPLES][2][T], energy[SAMPLES][2][T];
        static uint32_t table[T][7];
        static uint64_t x = 88172645463325252ull;
        static int ready, turn;
        static uint32_t next(void) { x ^= x << 13; x ^= x >> 7; x ^= x << 17; return x >> 32; }
        static int energy_of(int k, const signed char *v) {
            int e = 0;
            for (int i = 0; i < N; i++)
                for (int d = 0; d < 6; d += 2) e -= J[k][i][d] * v[i] * v[near[i][d]];
            return e;
        }
        static void sweep(void) {
            for (int k = 0; k < SAMPLES; k++)
                for (int t = 0; t < T; t++)
                    for (int r = 0; r < 2; r++) {
                        signed char *v = s[k][place[k][r][t]];
                        int e = 0;
                        for (int i = 0; i < N; i++) {
                            int h = 0;
                            for (int d = 0; d < 6; d++) h += J[k][i][d] * v[near[i][d]];
                            int new = next() < table[t][(h + 6) / 2] ? 1 : -1;
                            e += (v[i] - new) * h;
                            v[i] = new;
                        }
                        energy[k][r][t] += e;
                    }
            for (int k = 0; k < SAMPLES; k++)
                for (int r = 0; r < 2; r++) {
                    int *p = place[k][r], *e = energy[k][r];
                    for (int t = turn; t + 1 < T; t += 2)
                        if (next() < 4294967295.0 * exp((1 / (1 + 0.06 * t) - 1 / (1.06 + 0.06 * t)) * (e[t] - e[t + 1]))) {
                            int a = p[t], b = e[t];
                            p[t] = p[t + 1]; e[t] = e[t + 1];
                            p[t + 1] = a; e[t + 1] = b;
                        }
                }
            turn ^= 1;
        }
        void work(const double *const *inputs, double *result) {
            if (!ready) {
                int step[3] = {L * L, L, 1};
                for (int i = 0; i < N; i++)
                    for (int d = 0; d < 3; d++) {
                        int c = i / step[d] % L;
                        near[i][2 * d] = i + ((c + 1) % L - c) * step[d];
                        near[i][2 * d + 1] = i + ((c + L - 1) % L - c) * step[d];
                    }
                for (int k = 0; k < SAMPLES; k++) {
                    for (int i = 0; i < N; i++)
                        for (int d = 0; d < 6; d += 2) J[k][near[i][d]][d + 1] = J[k][i][d] = next() & 1 ? 1 : -1;
                    for (int t = 0; t < 2 * T; t++) {
                        for (int i = 0; i < N; i++) s[k][t][i] = next() & 1 ? 1 : -1;
                        place[k][t % 2][t / 2] = t;
                        energy[k][t % 2][t / 2] = energy_of(k, s[k][t]);
                    }
                }
                for (int t = 0; t < T; t++)
                    for (int h = 0; h < 7; h++) table[t][h] = 4294967295.0 / (1 + exp(-2 * (2 * h - 6) / (1 + 0.06 * t)));
                for (int k = 0; k < 20; k++) sweep();
                ready = 1;
            }
            sweep();
            long e = 0;
            for (int k = 0; k < SAMPLES; k++) e += energy_of(k, s[k][place[k][0][T - 1]]);
            *result = (double)e / N / SAMPLES;
        }
        """;
}
