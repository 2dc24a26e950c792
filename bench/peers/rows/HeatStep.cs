using Kit.Tensors;

namespace Kit.Bench.Peers;

/// <summary>One explicit step of the heat equation on an n x n grid with fixed edges, v = u + c (u_N + u_S + u_W + u_E − 4u), by slices and by a loop.</summary>
internal static class HeatStep
{
    private const double C = 0.2;

    public static Row Row(int n) => new()
    {
        Name = $"heat-step-{n}",
        Inputs = () => new(Input.Uniform("u", seed: 1, n, n)),
        Kit = inputs => Slices(inputs["u"], n),
        Peers =
        [
            new PythonPeer("NumPy", Bar: 1, "numpy", Setup: "v = u.copy()", Work: $"v[1:-1, 1:-1] = u[1:-1, 1:-1] + {C} * (u[:-2, 1:-1] + u[2:, 1:-1] + u[1:-1, :-2] + u[1:-1, 2:] - 4 * u[1:-1, 1:-1])", Result: "v"),
            new CPeer(Bar: 0.1, Loop(n), n * n),
        ],
        // C times sums of size below 4, in another order or with fused multiply-adds: each side is off by less than 3e-16.
        Tolerance = 2e-15,
    };

    private static Work Slices(double[] values, int n)
    {
        var u = Tensor.Of(values).Reshape(n, n);
        var v = u.Copy();
        return new(
            Once: () =>
            {
                using var scope = Tensor.Scope();
                var centre = u[1..^1, 1..^1];
                v[1..^1, 1..^1] = centre + C * (u[..^2, 1..^1] + u[2.., 1..^1] + u[1..^1, ..^2] + u[1..^1, 2..] - 4 * centre);
            },
            Result: () => v.ToDoubles());
    }

    private static string Loop(int n) => $$"""
        #include <string.h>
        #define N {{n}}
        void work(const double *const *inputs, double *v) {
            const double *u = inputs[0];
            memcpy(v, u, N * sizeof(double));
            memcpy(v + (N - 1) * N, u + (N - 1) * N, N * sizeof(double));
            for (int i = 1; i < N - 1; i++) {
                v[i * N] = u[i * N];
                for (int j = 1; j < N - 1; j++) {
                    int k = i * N + j;
                    v[k] = u[k] + {{C}} * (u[k - N] + u[k + N] + u[k - 1] + u[k + 1] - 4 * u[k]);
                }
                v[i * N + N - 1] = u[i * N + N - 1];
            }
        }
        """;
}
