using Kit.Pde;
using Kit.Pde.Elliptic;
using Kit.Tensors;

namespace Kit.Bench.Peers;

/// <summary>−Δu = f on the unit square with u = 0 on its edge, n² cells, to a residual of 10⁻⁸ of f; and a Darcy problem with a jump from 3 to 12.</summary>
internal static class Elliptic
{
    public static Row Poisson(int n, bool direct) => new()
    {
        Name = $"poisson-{n}",
        Inputs = () => new(Input.Uniform("f", seed: 1, n + 1, n + 1)),
        Kit = inputs => Multigrid(inputs["f"], n),
        Peers = direct ? [new CPeer(Bar: 1, Cycles(n), (n + 1) * (n + 1)), SciPy(n)] : [new CPeer(Bar: 1, Cycles(n), (n + 1) * (n + 1))],
        // Residuals of 1e-8 of f; the worst mode carries them to the solution with its own size, and both sides stop below the bound.
        Tolerance = 1e-6,
    };

    public static Row Darcy(int n) => new()
    {
        Name = $"darcy-{n}",
        Inputs = () => new(Input.Uniform("f", seed: 1, n, n)),
        Kit = inputs =>
        {
            var grid = new Grid(Axis.Nodes(n), Axis.Nodes(n));
            var (f, u) = (Tensor.Of(inputs["f"]).Reshape(n, n), Tensor.Zeros((n, n)));
            var a = grid.Sample((x, y) => Functions.Where((5 * x + (7 * y).Sin()).Sin() * (6 * y).Cos() > 0.0, Tensor.Of(12.0), Tensor.Of(3.0)));
            return new(
                Once: () =>
                {
                    using var scope = Tensor.Scope();
                    u[..] = new Multigrid(Boundaries.Dirichlet(grid), a, options: new(Tolerance: 1e-8)).Solve(f);
                },
                Result: () => u.ToDoubles());
        },
        Peers = [new PythonPeer("SciPy spsolve", 10, "scipy.sparse.linalg", Setup: DarcyMatrix(n), Work: "v = scipy.sparse.linalg.spsolve(A(), b)", Result: "numpy.pad(v.reshape(m, m), 1)")],
        Tolerance = 1e-6,
    };

    private static Work Multigrid(double[] values, int n)
    {
        var (f, u) = (Tensor.Of(values).Reshape(n + 1, n + 1), Tensor.Zeros((n + 1, n + 1)));
        var solver = new Multigrid(Boundaries.Dirichlet(new Grid(Axis.Nodes(n + 1), Axis.Nodes(n + 1))), options: new(Tolerance: 1e-8));
        return new(
            Once: () =>
            {
                using var scope = Tensor.Scope();
                u[..] = solver.Solve(f);
            },
            Result: () => u.ToDoubles());
    }

    /// <summary>SciPy's best: SuperLU with the order for symmetric patterns takes a third of what spsolve does, a quarter of conjugate gradients.</summary>
    private static PythonPeer SciPy(int n) => new("SciPy splu", 30, "scipy.sparse.linalg",
        Setup: $"""
            import numpy, scipy.sparse, scipy.sparse.linalg
            m = {n} - 1
            T = scipy.sparse.diags([-1, 2, -1], [-1, 0, 1], shape=(m, m)) * {n}.0**2
            A = scipy.sparse.kronsum(T, T, format='csc')
            b = f[1:-1, 1:-1].ravel()
            """,
        Work: "v = scipy.sparse.linalg.splu(A, permc_spec='MMD_AT_PLUS_A', diag_pivot_thresh=0.0, options=dict(SymmetricMode=True)).solve(b)", Result: "numpy.pad(v.reshape(m, m), 1)");

    private static string DarcyMatrix(int n) => $"""
        import numpy, scipy.sparse, scipy.sparse.linalg
        n, m = {n}, {n} - 2
        x = numpy.linspace(0, 1, n)[:, None]; y = numpy.linspace(0, 1, n)[None, :]
        a = numpy.where(numpy.sin(5 * x + numpy.sin(7 * y)) * numpy.cos(6 * y) > 0, 12.0, 3.0)
        b = f[1:-1, 1:-1].ravel()
        def A():
            h2 = (n - 1.0)**2
            tx = (a[1:, 1:-1] + a[:-1, 1:-1]) / 2 * h2; ty = (a[1:-1, 1:] + a[1:-1, :-1]) / 2 * h2
            d = (tx[1:] + tx[:-1] + ty[:, 1:] + ty[:, :-1]).ravel()
            east = ty[:, 1:].copy(); east[:, -1] = 0
            south = tx[1:].ravel()
            return scipy.sparse.diags([d, -east.ravel()[:-1], -east.ravel()[:-1], -south[:-m], -south[:-m]], [0, 1, -1, m, -m], format='csc')
        """;

    /// <summary>Red–black V(2,2), full weighting, bilinear interpolation, one thread, as plain loops.</summary>
    private static string Cycles(int n) => $$"""
        #include <stdlib.h>
        #include <string.h>
        #include <math.h>
        #define N {{n}}
        static void relax(double *u, const double *f, int n, int c) {
            double h2 = 1.0 / ((double)n * n);
            int s = n + 1;
            for (int i = 1; i < n; i++)
                for (int j = 1 + ((i + 1 + c) & 1); j < n; j += 2) {
                    int k = i * s + j;
                    u[k] = 0.25 * (u[k - s] + u[k + s] + u[k - 1] + u[k + 1] + h2 * f[k]);
                }
        }
        static void residual(const double *u, const double *f, double *r, int n) {
            double w = (double)n * n;
            int s = n + 1;
            for (int i = 1; i < n; i++)
                for (int j = 1; j < n; j++) {
                    int k = i * s + j;
                    r[k] = f[k] - w * (4 * u[k] - u[k - s] - u[k + s] - u[k - 1] - u[k + 1]);
                }
        }
        static void cycle(double **u, double **f, double **r, int l, int n) {
            int s = n + 1;
            if (n == 2) { u[l][4] = f[l][4] / 16; return; }
            for (int k = 0; k < 2; k++) { relax(u[l], f[l], n, 0); relax(u[l], f[l], n, 1); }
            residual(u[l], f[l], r[l], n);
            int m = n / 2, t = m + 1;
            for (int i = 1; i < m; i++)
                for (int j = 1; j < m; j++) {
                    const double *q = r[l] + 2 * i * s + 2 * j;
                    f[l + 1][i * t + j] = (4 * q[0] + 2 * (q[-1] + q[1] + q[-s] + q[s]) + q[-s - 1] + q[-s + 1] + q[s - 1] + q[s + 1]) / 16;
                }
            memset(u[l + 1], 0, sizeof(double) * t * t);
            cycle(u, f, r, l + 1, m);
            const double *e = u[l + 1];
            for (int i = 0; i < m; i++)
                for (int j = 0; j < m; j++) {
                    double a = e[i * t + j], b = e[i * t + j + 1], c = e[(i + 1) * t + j], d = e[(i + 1) * t + j + 1];
                    double *q = u[l] + 2 * i * s + 2 * j;
                    q[0] += a; q[1] += 0.5 * (a + b); q[s] += 0.5 * (a + c); q[s + 1] += 0.25 * (a + b + c + d);
                }
            for (int k = 0; k < 2; k++) { relax(u[l], f[l], n, 0); relax(u[l], f[l], n, 1); }
        }
        static double *us[32], *fs[32], *rs[32];
        static int ready = 0;
        void work(const double *const *inputs, double *result) {
            if (!ready)
                for (int l = 0, n = N; n >= 2; l++, n /= 2) {
                    us[l] = calloc((size_t)(n + 1) * (n + 1), 8); fs[l] = calloc((size_t)(n + 1) * (n + 1), 8); rs[l] = calloc((size_t)(n + 1) * (n + 1), 8);
                }
            ready = 1;
            memset(us[0], 0, sizeof(double) * (N + 1) * (N + 1));
            memcpy(fs[0], inputs[0], sizeof(double) * (N + 1) * (N + 1));
            double norm = 0;
            for (int i = 1; i < N; i++) for (int j = 1; j < N; j++) norm += fs[0][i * (N + 1) + j] * fs[0][i * (N + 1) + j];
            for (int c = 0; c < 40; c++) {
                cycle(us, fs, rs, 0, N);
                residual(us[0], fs[0], rs[0], N);
                double left = 0;
                for (int i = 1; i < N; i++) for (int j = 1; j < N; j++) left += rs[0][i * (N + 1) + j] * rs[0][i * (N + 1) + j];
                if (sqrt(left / norm) < 1e-8) break;
            }
            memcpy(result, us[0], sizeof(double) * (N + 1) * (N + 1));
        }
        """;
}
