using System.Numerics;
using System.Runtime.InteropServices;
using Kit.Tensors;
using MathNet.Numerics.IntegralTransforms;
using Fourier = Kit.Numerics.Fourier;

namespace Kit.Bench.Peers;

/// <summary>Fourier transforms: complex doubles in one and two dimensions, and a batch of real single-precision maps.</summary>
internal static unsafe partial class Fft
{
    /// <summary>An n × n map of complex doubles.</summary>
    public static Row Square(int n) => Complex($"fft2-{n}", [n, n], "fft2(x)", plan: result => Fftw.Plan(2, [n, n], 1, result), mathNet: () => MathNetSquare(n));

    /// <summary>Lines of n complex doubles.</summary>
    public static Row Lines(int count, int n) => Complex($"fft-{count}x{n}", [count, n], "fft(x)", plan: result => Fftw.Plan(1, [n], count, result), mathNet: () => MathNetLines(n));

    /// <summary>A batch of real maps in single precision.</summary>
    public static Row RealMaps(params int[] shape) => new()
    {
        Name = $"rfft2-{string.Join('x', shape)}",
        Inputs = () => new(Input.Uniform("a", seed: 1, shape)),
        Kit = inputs =>
        {
            var x = Tensor.Of(inputs["a"]).Reshape(shape).Cast(Kit.Compute.DType.F32);
            var y = Fourier.Rfft2(x);
            return new(
                Once: () =>
                {
                    y.Dispose();
                    y = Fourier.Rfft2(x);
                },
                Result: () => [.. y.Real().ToDoubles(), .. y.Imag().ToDoubles()]);
        },
        Peers =
        [
            Torch.Peer(3, "x = t(a)", "y = torch.fft.rfft2(x)", "torch.cat([y.real.flatten(), y.imag.flatten()]).double().numpy()"),
            new PythonPeer("NumPy", Bar: 3, "numpy", Setup: "import numpy as np\nx = a.astype(np.float32)", Work: "y = np.fft.rfft2(x)", Result: "np.concatenate([y.real.ravel(), y.imag.ravel()]).astype(float)"),
            new PythonPeer("SciPy", Bar: 3, "scipy", Setup: "import numpy as np, scipy.fft\nx = a.astype(np.float32)", Work: "y = scipy.fft.rfft2(x, workers=2)", Result: "np.concatenate([y.real.ravel(), y.imag.ravel()]).astype(float)"),
        ],
        // Single precision, ε = 6e-8, after 2·log₂ 94 steps.
        Tolerance = 1e-6,
    };

    private static Row Complex(string name, int[] shape, string call, Func<Complex[], nint> plan, Func<Action<Complex[]>> mathNet) => new()
    {
        Name = name,
        Inputs = () => new(Input.Uniform("re", seed: 1, shape), Input.Uniform("im", seed: 2, shape)),
        Kit = inputs =>
        {
            var x = Tensor.Of(Join(inputs)).Reshape(shape);
            var two = call.StartsWith("fft2", StringComparison.Ordinal);
            var y = x.Copy();
            return new(
                Once: () =>
                {
                    y.Dispose();
                    y = two ? Fourier.Fft2(x) : Fourier.Fft(x);
                },
                Result: () => Parts(y.ToArray<Complex>()));
        },
        Peers =
        [
            Torch.Peer(3, "x = torch.complex(t(re), t(im))", $"y = torch.fft.{call}", "torch.cat([y.real.flatten(), y.imag.flatten()]).numpy()", "float64"),
            new PythonPeer("NumPy", Bar: 3, "numpy", Setup: "import numpy as np\nx = re + 1j * im", Work: $"y = np.fft.{call}", Result: "np.concatenate([y.real.ravel(), y.imag.ravel()])"),
            new PythonPeer("SciPy", Bar: 3, "scipy", Setup: "import numpy as np, scipy.fft\nx = re + 1j * im", Work: $"y = scipy.fft.{call[..^1]}, workers=2)", Result: "np.concatenate([y.real.ravel(), y.imag.ravel()])"),
            new InProcess("FFTW", Bar: 0.8, inputs => FftwWork(inputs, plan)),
            new InProcess("MathNet", Bar: 3, inputs => MathNetWork(inputs, mathNet())),
        ],
        // ε log₂ n is below 3e-15 for n ≤ 2²⁰; MathNet's Bluestein transforms, for lengths that are no powers of two, are off by 2e-13.
        Tolerance = 1e-12,
    };

    private static Complex[] Join(Inputs inputs) => [.. inputs["re"].Zip(inputs["im"], (re, im) => new Complex(re, im))];

    private static double[] Parts(Complex[] y) => [.. y.Select(z => z.Real), .. y.Select(z => z.Imaginary)];

    private static Work FftwWork(Inputs inputs, Func<Complex[], nint> plan)
    {
        var x = Join(inputs);
        var result = GC.AllocateArray<Complex>(2 * x.Length, pinned: true);
        var prepared = plan(result);
        x.CopyTo(result, 0);
        return new(Once: () => Fftw.Execute(prepared), Result: () => Parts(result[x.Length..]));
    }

    private static Work MathNetWork(Inputs inputs, Action<Complex[]> transform)
    {
        var x = Join(inputs);
        var y = new Complex[x.Length];
        return new(
            Once: () =>
            {
                x.CopyTo(y, 0);
                transform(y);
            },
            Result: () => Parts(y));
    }

    private static Action<Complex[]> MathNetLines(int n)
    {
        var line = new Complex[n];
        return y =>
        {
            for (var start = 0; start < y.Length; start += n)
            {
                Array.Copy(y, start, line, 0, n);
                MathNet.Numerics.IntegralTransforms.Fourier.Forward(line, FourierOptions.NoScaling);
                Array.Copy(line, 0, y, start, n);
            }
        };
    }

    // Its managed transforms are one-dimensional: rows, transpose, rows, transpose.
    private static Action<Complex[]> MathNetSquare(int n)
    {
        var rows = MathNetLines(n);
        return y =>
        {
            for (var pass = 0; pass < 2; pass++)
            {
                rows(y);
                for (var i = 0; i < n; i++)
                    for (var j = 0; j < i; j++) (y[i * n + j], y[j * n + i]) = (y[j * n + i], y[i * n + j]);
            }
        };
    }

    /// <summary>fftw3.h.</summary>
    private static partial class Fftw
    {
        private const string Library = "libfftw3.so.3";
        private const string Threads = "libfftw3_threads.so.3";
        private const int Forward = -1;
        private const uint Measure = 0;

        /// <summary>Measures the fastest way from the first half of the memory to the second, and overwrites both.</summary>
        public static nint Plan(int rank, int[] n, int count, Complex[] memory)
        {
            var length = n.Aggregate(1, (a, b) => a * b);
            if (InitThreads() == 0) throw new InvalidOperationException("FFTW did not start its threads");
            PlanWithThreads(Kit.Compute.Threads.Count);
            fixed (Complex* x = memory) return PlanMany(rank, n, count, x, null, 1, length, x + memory.Length / 2, null, 1, length, Forward, Measure);
        }

        [LibraryImport(Library, EntryPoint = "fftw_execute")]
        public static partial void Execute(nint plan);

        [LibraryImport(Threads, EntryPoint = "fftw_init_threads")]
        private static partial int InitThreads();

        [LibraryImport(Threads, EntryPoint = "fftw_plan_with_nthreads")]
        private static partial void PlanWithThreads(int count);

        [LibraryImport(Library, EntryPoint = "fftw_plan_many_dft")]
        private static partial nint PlanMany(int rank, int[] n, int count, Complex* from, int* fromExtents, int fromStep, int fromDistance, Complex* to, int* toExtents, int toStep, int toDistance, int sign, uint flags);
    }
}
