using System.Numerics;
using System.Runtime.InteropServices;
using Kit.Pde;
using Kit.Pde.Equations;
using Kit.Pde.Spectral;
using Kit.Tensors;

namespace Kit.Bench.Peers;

/// <summary>Pseudo-spectral steps with ETDRK4: two-dimensional Navier-Stokes in vorticity form, and many Kuramoto-Sivashinsky trajectories at once.</summary>
internal static unsafe partial class Spectral
{
    private const double Viscosity = 1e-3, Step = 1e-3, Length = 22, LongStep = 0.1;

    // φ functions by contour means.
    private const string Coefficients = """
        import numpy as np
        def coefficients(L, h):
            z = h * L
            r = np.exp(2j * np.pi * (np.arange(32) + 0.5) / 32)
            S = np.zeros((4,) + z.shape)
            for c in r:
                w = z + 2 * c
                S[0] += ((np.exp(w / 2) - 1) / w).real
                S[1] += ((-4 - w + np.exp(w) * (4 - 3 * w + w**2)) / w**3).real
                S[2] += ((2 + w + np.exp(w) * (-2 + w)) / w**3).real
                S[3] += ((-4 - 3 * w - w**2 + np.exp(w) * (4 - w)) / w**3).real
            Q, f1, f2, f3 = h * S / 32
            return np.exp(z), np.exp(z / 2), Q, f1, f2, f3
        def step(v, N):
            Nv = N(v)
            a = E2 * v + Q * Nv
            Na = N(a)
            b = E2 * v + Q * Na
            Nb = N(b)
            c = E2 * a + Q * (2 * Nb - Nv)
            Nc = N(c)
            return E * v + Nv * f1 + 2 * (Na + Nb) * f2 + Nc * f3

        """;

    /// <summary>One step of ∂ω/∂t + u·∇ω = ν Δω on n × n points, beside the usual form of the product: four transforms to the grid and one back.</summary>
    public static Row NavierStokesStep(int n) => NavierStokesStep($"ns-{n}-etdrk4", n, 5, """

        def N(v):
            u, w, x, y = [inverse(s * v) for s in (su, sv, sx, sy)]
            return -keep * forward(u * x + w * y)
        """);

    /// <summary>The same step beside Kit's own form, two transforms each way.</summary>
    public static Row NavierStokesStresses(int n) => NavierStokesStep($"ns-{n}-stresses", n, 1, """

        cross, normal = (kx**2 - ky**2) * keep, kx * ky * keep
        def N(v):
            u, w = inverse(su * v), inverse(sv * v)
            return cross * forward(u * w) + normal * forward(w * w - u * u)
        """);

    private static Row NavierStokesStep(string name, int n, double bar, string product)
    {
        var setup = $$"""
            n = {{n}}
            kx = (2 * np.pi * np.fft.fftfreq(n, 1 / n))[:, None]
            ky = (2 * np.pi * np.arange(n // 2 + 1))[None, :]
            k2 = kx**2 + ky**2
            smooth = 1 / np.where(k2 == 0, 1, k2)
            keep = ((abs(np.fft.fftfreq(n, 1 / n))[:, None] < n / 3) & (np.arange(n // 2 + 1)[None, :] < n / 3)).astype(float)
            E, E2, Q, f1, f2, f3 = coefficients(-{{Viscosity}} * k2, {{Step}})
            su, sv, sx, sy = 1j * ky * smooth * keep, -1j * kx * smooth * keep, 1j * kx * keep, 1j * ky * keep
            v0 = np.fft.rfft2(w)
            """ + product;
        Peer Transforms(string peer, string package, string transforms) =>
            new PythonPeer(peer, bar, package, Setup: Coefficients + setup + "\n" + transforms, Work: "w = step(v0, N)", Result: "np.concatenate([w.real.ravel(), w.imag.ravel()])");
        string SciPy(int workers) => $"import scipy.fft\ndef inverse(v): return scipy.fft.irfft2(v, workers={workers})\ndef forward(x): return scipy.fft.rfft2(x, workers={workers})";
        return new()
        {
            Name = name,
            Inputs = () => Vorticity(n),
            Kit = inputs => Kit(inputs, n, result: null),
            Peers = [Transforms("NumPy", "numpy", "inverse, forward = np.fft.irfft2, np.fft.rfft2"), Transforms("SciPy 1 thread", "scipy", SciPy(1)), Transforms("SciPy 2", "scipy", SciPy(2))],
            // Both sides round at 1e-16 of |u·∇ω|, which Δt makes 1e-2 of ω at most, and divide by N in different places.
            Tolerance = 1e-12,
        };
    }

    /// <summary>The same step beside its usual transforms alone in FFTW: four evaluations of four inverse real transforms and one forward. The results compared are those of one inverse.</summary>
    public static Row NavierStokesTransforms(int n) => new()
    {
        Name = $"ns-{n}-transforms",
        Inputs = () => Vorticity(n),
        Kit = inputs => Kit(inputs, n, space => modes => space.Inverse(modes).ToDoubles()),
        Peers = [new InProcess("FFTW 16+4", Bar: 1 / 1.3, inputs => Transforms(inputs, n))],
        // ε log₂ n² of 16 steps.
        Tolerance = 1e-13,
    };

    /// <summary>Steps of many trajectories of the Kuramoto-Sivashinsky equation on n points.</summary>
    public static Row Trajectories(int count, int n, int steps) => new()
    {
        Name = $"ks-{count}x{n}x{steps}",
        Inputs = () => new(Input.Uniform("u", seed: 1, count, n)),
        Kit = inputs =>
        {
            var equation = new KuramotoSivashinsky(Grid.Periodic(n, Length));
            var u = Tensor.Of(inputs["u"]).Reshape(count, n);
            var result = u;
            return new(
                Once: () =>
                {
                    if (!ReferenceEquals(result, u)) result.Dispose();
                    result = equation.Evolve(u, LongStep, steps);
                },
                Result: () => result.ToDoubles());
        },
        Peers =
        [
            new PythonPeer(
                "NumPy", Bar: 5, "numpy",
                Setup: Coefficients + $$"""
                    n = {{n}}
                    k = 2 * np.pi / {{Length}} * np.arange(n // 2 + 1)
                    E, E2, Q, f1, f2, f3 = coefficients(k**2 - k**4, {{LongStep}})
                    keep = (np.arange(n // 2 + 1) < n / 3).astype(float)
                    g = -0.5j * k * keep
                    def N(v): return g * np.fft.rfft(np.fft.irfft(keep * v) ** 2)
                    """,
                Work: $"v = np.fft.rfft(u)\nfor _ in range({steps}): v = step(v, N)\nw = np.fft.irfft(v)", Result: "w"),
        ],
        // Rounding of 1e-15 grows like e^(λt), λ below 0.1 and a burst of 1e3 at the start, over 20 units of time.
        Tolerance = 1e-9,
    };

    /// <summary>Thirty long waves of random phase.</summary>
    private static Inputs Vorticity(int n)
    {
        var random = new Random(1);
        var w = new double[n * n];
        for (var wave = 0; wave < 30; wave++)
        {
            var (p, q, phase) = (random.Next(-8, 9), random.Next(1, 9), 2 * Math.PI * random.NextDouble());
            for (var i = 0; i < n; i++)
                for (var j = 0; j < n; j++) w[i * n + j] += Math.Sin(2 * Math.PI * (p * i + q * j) / n + phase);
        }

        return new(new Input("w", [n, n], w));
    }

    private static Work Kit(Inputs inputs, int n, Func<FourierSpace, Func<Tensor, double[]>>? result)
    {
        var equation = new NavierStokes(Grid.Periodic(n, dimensions: 2), Viscosity);
        var stepper = equation.Stepper();
        var modes = equation.Modes(Tensor.Of(inputs["w"]).Reshape(n, n));
        var next = modes.Copy();
        return new(
            Once: () =>
            {
                next.Dispose();
                using var scope = Tensor.Scope();
                next = stepper.Step(0, modes, Step).Keep();
            },
            Result: () => result?.Invoke(equation.Space)(modes) ?? [.. next.Real().ToDoubles(), .. next.Imag().ToDoubles()]);
    }

    private static Work Transforms(Inputs inputs, int n)
    {
        const int forward = 4, inverse = 16;
        var grid = GC.AllocateArray<double>(n * n, pinned: true);
        var modes = GC.AllocateArray<Complex>(n * (n / 2 + 1), pinned: true);
        if (InitThreads() == 0) throw new InvalidOperationException("FFTW did not start its threads");
        PlanWithThreads(global::Kit.Compute.Threads.Count);
        fixed (double* x = grid)
        fixed (Complex* y = modes)
        {
            var (there, back) = (PlanForward(n, n, x, y, 0), PlanInverse(n, n, y, x, 0));
            return new(
                Once: () =>
                {
                    for (var i = 0; i < inverse; i++) Execute(back);
                    for (var i = 0; i < forward; i++) Execute(there);
                    GC.KeepAlive(modes);
                },
                Result: () =>
                {
                    inputs["w"].CopyTo(grid, 0);
                    Execute(there);
                    Execute(back);
                    return [.. grid.Select(value => value / (n * n))];
                });
        }
    }

    private const string Library = "libfftw3.so.3";
    private const string Threads = "libfftw3_threads.so.3";

    [LibraryImport(Library, EntryPoint = "fftw_execute")]
    private static partial void Execute(nint plan);

    [LibraryImport(Library, EntryPoint = "fftw_plan_dft_r2c_2d")]
    private static partial nint PlanForward(int rows, int columns, double* x, Complex* y, uint flags);

    [LibraryImport(Library, EntryPoint = "fftw_plan_dft_c2r_2d")]
    private static partial nint PlanInverse(int rows, int columns, Complex* y, double* x, uint flags);

    [LibraryImport(Threads, EntryPoint = "fftw_init_threads")]
    private static partial int InitThreads();

    [LibraryImport(Threads, EntryPoint = "fftw_plan_with_nthreads")]
    private static partial void PlanWithThreads(int count);
}
