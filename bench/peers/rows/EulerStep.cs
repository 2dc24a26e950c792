using Kit.Pde;
using Kit.Pde.FiniteVolume;
using Kit.Tensors;

namespace Kit.Bench.Peers;

/// <summary>A step of Euler's equations on a periodic square of n x n cells: WENO5 of conserved variables, Rusanov's flux, three stages.</summary>
internal static class EulerStep
{
    private const double Courant = 0.3;

    public static Row Row(int n) => new()
    {
        Name = $"euler-weno5-{n}",
        Inputs = () => new(Input.Uniform("noise", seed: 1, 4, n, n)),
        Kit = inputs => Step(inputs["noise"], n),
        Peers =
        [
            new PythonPeer("NumPy", Bar: 10, "numpy", Setup: Start(n) + Vectorised, Work: "v = step(u)", Result: "v"),
            new PythonPeer("Numba", Bar: 1, "numba", Setup: Start(n) + Compiled, Work: "v = step(u)", Result: "v"),
        ],
        // Weights of reconstruction amplify roundings of numbers of size 3 by about 10²; three stages.
        Tolerance = 1e-12,
    };

    private static Work Step(double[] noise, int n)
    {
        var u = Tensor.Of([1.0, 0.3, 0.1, 2.5]).Reshape(4, 1, 1) + 0.2 * Tensor.Of(noise).Reshape(4, n, n);
        var scheme = FiniteVolumes.Of(Grid.Periodic(n, 1, 2), new Euler(2), new Weno5(), new Rusanov(), positive: false);
        var dt = Dt(n);
        var v = u.Copy();
        return new(
            Once: () =>
            {
                v.Dispose();
                v = scheme.Step(0, u, dt);
            },
            Result: () => v.ToDoubles());
    }

    /// <summary>|v| + c is below 2 in both directions together four.</summary>
    private static double Dt(int n) => Courant / (4.0 * n);

    private static string Start(int n) => $"""
        import numpy as np
        n, dt = {n}, {Dt(n):R}
        u = np.array([1.0, 0.3, 0.1, 2.5]).reshape(4, 1, 1) + 0.2 * noise

        """;

    private const string Vectorised = """
        def weno(a, b, c, d, e):
            s0 = a - 2 * b + c; s1 = b - 2 * c + d; s2 = c - 2 * d + e
            r0 = a - 4 * b + 3 * c; r1 = b - d; r2 = 3 * c - 4 * d + e
            b0 = 1e-6 + 13 / 12 * s0 * s0 + 0.25 * r0 * r0
            b1 = 1e-6 + 13 / 12 * s1 * s1 + 0.25 * r1 * r1
            b2 = 1e-6 + 13 / 12 * s2 * s2 + 0.25 * r2 * r2
            p0 = b1 * b2; p1 = b0 * b2; p2 = b0 * b1
            w0 = p0 * p0; w1 = 6 * (p1 * p1); w2 = 3 * (p2 * p2)
            return (w0 * (2 * a - 7 * b + 11 * c) + w1 * (5 * c - b + 2 * d) + w2 * (2 * c + 5 * d - e)) / (6 * (w0 + w1 + w2))
        def flux(u, axis):
            p = 0.4 * (u[3] - 0.5 * (u[1] * u[1] + u[2] * u[2]) / u[0])
            v = u[1 + axis] / u[0]
            f = u * v
            f[1 + axis] += p
            f[3] += p * v
            return f, np.abs(v) + np.sqrt(1.4 * p / u[0])
        def change(u):
            total = 0
            for axis in (0, 1):
                q = np.concatenate([np.take(u, range(n - 3, n), 1 + axis), u, np.take(u, range(3), 1 + axis)], 1 + axis)
                q = [q[:, k:k + n + 1] if axis == 0 else q[:, :, k:k + n + 1] for k in range(6)]
                l, r = weno(q[0], q[1], q[2], q[3], q[4]), weno(q[5], q[4], q[3], q[2], q[1])
                (fl, sl), (fr, sr) = flux(l, axis), flux(r, axis)
                f = 0.5 * (fl + fr - np.maximum(sl, sr) * (r - l))
                total = total - n * np.diff(f, axis=1 + axis)
            return total
        def step(u):
            a = u + dt * change(u)
            b = 0.75 * u + 0.25 * (a + dt * change(a))
            return 1 / 3 * u + 2 / 3 * (b + dt * change(b))
        """;

    private const string Compiled = """
        import numba
        @numba.njit(inline='always')
        def weno(a, b, c, d, e):
            s0 = a - 2 * b + c; s1 = b - 2 * c + d; s2 = c - 2 * d + e
            r0 = a - 4 * b + 3 * c; r1 = b - d; r2 = 3 * c - 4 * d + e
            b0 = 1e-6 + 13 / 12 * s0 * s0 + 0.25 * r0 * r0
            b1 = 1e-6 + 13 / 12 * s1 * s1 + 0.25 * r1 * r1
            b2 = 1e-6 + 13 / 12 * s2 * s2 + 0.25 * r2 * r2
            p0 = b1 * b2; p1 = b0 * b2; p2 = b0 * b1
            w0 = p0 * p0; w1 = 6 * (p1 * p1); w2 = 3 * (p2 * p2)
            return (w0 * (2 * a - 7 * b + 11 * c) + w1 * (5 * c - b + 2 * d) + w2 * (2 * c + 5 * d - e)) / (6 * (w0 + w1 + w2))
        @numba.njit(inline='always')
        def rusanov(l0, l1, l2, l3, r0, r1, r2, r3):
            pl = 0.4 * (l3 - 0.5 * (l1 * l1 + l2 * l2) / l0); pr = 0.4 * (r3 - 0.5 * (r1 * r1 + r2 * r2) / r0)
            vl = l1 / l0; vr = r1 / r0
            s = max(abs(vl) + np.sqrt(1.4 * pl / l0), abs(vr) + np.sqrt(1.4 * pr / r0))
            return (0.5 * (l1 + r1 - s * (r0 - l0)), 0.5 * (l1 * vl + pl + r1 * vr + pr - s * (r1 - l1)),
                    0.5 * (l2 * vl + r2 * vr - s * (r2 - l2)), 0.5 * ((l3 + pl) * vl + (r3 + pr) * vr - s * (r3 - l3)))
        @numba.njit(parallel=True, fastmath=True)
        def stage(u, p, old, new, fx, fy, keep, take):
            for i in numba.prange(n + 6):
                for c in range(4):
                    for j in range(n + 6):
                        p[c, i, j] = u[c, (i - 3) % n, (j - 3) % n]
            for i in numba.prange(n + 1):
                for j in range(n):
                    k = j + 3
                    a, b, c, d = rusanov(
                        weno(p[0, i, k], p[0, i + 1, k], p[0, i + 2, k], p[0, i + 3, k], p[0, i + 4, k]), weno(p[1, i, k], p[1, i + 1, k], p[1, i + 2, k], p[1, i + 3, k], p[1, i + 4, k]),
                        weno(p[2, i, k], p[2, i + 1, k], p[2, i + 2, k], p[2, i + 3, k], p[2, i + 4, k]), weno(p[3, i, k], p[3, i + 1, k], p[3, i + 2, k], p[3, i + 3, k], p[3, i + 4, k]),
                        weno(p[0, i + 5, k], p[0, i + 4, k], p[0, i + 3, k], p[0, i + 2, k], p[0, i + 1, k]), weno(p[1, i + 5, k], p[1, i + 4, k], p[1, i + 3, k], p[1, i + 2, k], p[1, i + 1, k]),
                        weno(p[2, i + 5, k], p[2, i + 4, k], p[2, i + 3, k], p[2, i + 2, k], p[2, i + 1, k]), weno(p[3, i + 5, k], p[3, i + 4, k], p[3, i + 3, k], p[3, i + 2, k], p[3, i + 1, k]))
                    fx[0, i, j] = a; fx[1, i, j] = b; fx[2, i, j] = c; fx[3, i, j] = d
                if i < n:
                    k = i + 3
                    for j in range(n + 1):
                        a, b, c, d = rusanov(
                            weno(p[0, k, j], p[0, k, j + 1], p[0, k, j + 2], p[0, k, j + 3], p[0, k, j + 4]), weno(p[2, k, j], p[2, k, j + 1], p[2, k, j + 2], p[2, k, j + 3], p[2, k, j + 4]),
                            weno(p[1, k, j], p[1, k, j + 1], p[1, k, j + 2], p[1, k, j + 3], p[1, k, j + 4]), weno(p[3, k, j], p[3, k, j + 1], p[3, k, j + 2], p[3, k, j + 3], p[3, k, j + 4]),
                            weno(p[0, k, j + 5], p[0, k, j + 4], p[0, k, j + 3], p[0, k, j + 2], p[0, k, j + 1]), weno(p[2, k, j + 5], p[2, k, j + 4], p[2, k, j + 3], p[2, k, j + 2], p[2, k, j + 1]),
                            weno(p[1, k, j + 5], p[1, k, j + 4], p[1, k, j + 3], p[1, k, j + 2], p[1, k, j + 1]), weno(p[3, k, j + 5], p[3, k, j + 4], p[3, k, j + 3], p[3, k, j + 2], p[3, k, j + 1]))
                        fy[0, i, j] = a; fy[2, i, j] = b; fy[1, i, j] = c; fy[3, i, j] = d
            for i in numba.prange(n):
                for c in range(4):
                    for j in range(n):
                        new[c, i, j] = keep * old[c, i, j] + take * (u[c, i, j] - dt * n * (fx[c, i + 1, j] - fx[c, i, j] + fy[c, i, j + 1] - fy[c, i, j]))
        p, fx, fy = np.empty((4, n + 6, n + 6)), np.empty((4, n + 1, n + 1)), np.empty((4, n + 1, n + 1))
        a, b, v = np.empty_like(u), np.empty_like(u), np.empty_like(u)
        def step(u):
            stage(u, p, u, a, fx, fy, 0.0, 1.0)
            stage(a, p, u, b, fx, fy, 0.75, 0.25)
            stage(b, p, u, v, fx, fy, 1 / 3, 2 / 3)
            return v
        step(u)
        """;
}
