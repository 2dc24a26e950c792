using Kit.Numerics.TimeIntegration;
using Kit.Tensors;

namespace Kit.Bench.Peers;

/// <summary>A hundred steps of RK4, h = 0.01, for 1000 trajectories of Lorenz (1963) at once: the state is [3, 1000].</summary>
internal static class Lorenz
{
    private const int Paths = 1000, Steps = 100;
    private const double H = 0.01;

    public static Row Row() => new()
    {
        Name = "lorenz-rk4-1000",
        Inputs = () => new(Input.Uniform("u", seed: 1, 3, Paths)),
        Kit = inputs => Trajectories(inputs["u"]),
        Peers =
        [
            new PythonPeer("NumPy", Bar: 1, "numpy", Setup: $"""
                import numpy
                def f(u):
                    x, y, z = u
                    return numpy.stack([10.0 * (y - x), x * (28.0 - z) - y, x * y - 8.0 / 3 * z])
                def rk4(u):
                    for _ in range({Steps}):
                        k1 = f(u); k2 = f(u + {H / 2} * k1); k3 = f(u + {H / 2} * k2); k4 = f(u + {H} * k3)
                        u = u + {H} / 6 * (k1 + 2 * k2 + 2 * k3 + k4)
                    return u
                """, Work: "v = rk4(u)", Result: "v"),
            new PythonPeer("SciPy", Bar: 1, "scipy", Setup: $"""
                import numpy
                from scipy.integrate import solve_ivp
                def f(t, w):
                    x, y, z = w.reshape(3, -1)
                    return numpy.concatenate([10.0 * (y - x), x * (28.0 - z) - y, x * y - 8.0 / 3 * z])
                """, Work: $"v = solve_ivp(f, (0, {Steps * H}), u.ravel(), method='RK45', max_step={H}, rtol=1e-6, atol=1e-6).y[:, -1].reshape(3, -1)", Result: "v"),
            new CPeer(Bar: 0.1, Loop, 3 * Paths),
        ],
        // SciPy takes another method of like accuracy, so the error of RK4 over one time unit is what remains.
        Tolerance = 1e-4,
    };

    private static Work Trajectories(double[] values)
    {
        var (u, v) = (Tensor.Of(values).Reshape(3, Paths), Tensor.Zeros((3, Paths)));
        var slopes = Fuse.Of((Tensor[] a) => [10.0 * (a[1] - a[0]), a[0] * (28.0 - a[2]) - a[1], a[0] * a[1] - 8.0 / 3 * a[2]]);
        var stepper = new RungeKutta(Tableau.Rk4, (_, w) => Tensor.Stack(slopes.Run(w[0], w[1], w[2])));
        return new(
            Once: () =>
            {
                using var scope = Tensor.Scope();
                v.Assign(Evolution.Final(stepper, u, 0, Steps * H, H));
            },
            Result: () => v.ToDoubles());
    }

    private static string Loop => $$"""
        #define N {{Paths}}
        static void f(const double *u, double *k) {
            for (int i = 0; i < N; i++) {
                double x = u[i], y = u[N + i], z = u[2 * N + i];
                k[i] = 10.0 * (y - x); k[N + i] = x * (28.0 - z) - y; k[2 * N + i] = x * y - 8.0 / 3 * z;
            }
        }
        static double k1[3 * N], k2[3 * N], k3[3 * N], k4[3 * N], w[3 * N];
        void work(const double *const *inputs, double *u) {
            const double h = {{H}};
            for (int i = 0; i < 3 * N; i++) u[i] = inputs[0][i];
            for (int step = 0; step < {{Steps}}; step++) {
                f(u, k1);
                for (int i = 0; i < 3 * N; i++) w[i] = u[i] + h / 2 * k1[i];
                f(w, k2);
                for (int i = 0; i < 3 * N; i++) w[i] = u[i] + h / 2 * k2[i];
                f(w, k3);
                for (int i = 0; i < 3 * N; i++) w[i] = u[i] + h * k3[i];
                f(w, k4);
                for (int i = 0; i < 3 * N; i++) u[i] += h / 6 * (k1[i] + 2 * k2[i] + 2 * k3[i] + k4[i]);
            }
        }
        """;
}
