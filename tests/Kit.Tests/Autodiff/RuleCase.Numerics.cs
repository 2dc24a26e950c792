using Kit.Compute;
using Kit.Numerics;
using Kit.Tensors;
using static Kit.Tensors.Functions;

namespace Kit.Tests.Autodiff;

/// <summary>Transforms and dense linear algebra.</summary>
internal sealed partial record RuleCase
{
    private static FourierNorm[] Norms => Enum.GetValues<FourierNorm>();

    private static IEnumerable<RuleCase> Transforms() =>
    [
        On("Fft", (a, b) => Parts(Fourier.Fft(ComplexOf(a, b))), [2, 5], [2, 5]), On("Fft of reals", x => Parts(Fourier.Fft(x.Sin(), 0)), shape: [4, 2]),
        On("Ifft", (a, b) => Parts(Fourier.Ifft(ComplexOf(a, b), 0).Exp()), [3, 2], [3, 2]),
        On("Fft2", (a, b) => Parts(Fourier.Fft2(ComplexOf(a, b), FourierNorm.Ortho)), Grid, Grid),
        On("IfftN", (a, b) => Parts(Fourier.IfftN(ComplexOf(a, b), [0, 2], FourierNorm.Forward)), Cube, Cube),
        .. Norms.SelectMany(norm => (RuleCase[])
        [
            On($"Rfft odd {norm}", x => Parts(Fourier.Rfft(x, norm: norm)), shape: [5]), On($"Rfft even {norm}", x => Parts(Fourier.Rfft(x, axis: 0, norm: norm)), shape: [6, 2]),
            On($"Irfft odd {norm}", (a, b) => Fourier.Irfft(ComplexOf(a, b), 5, norm: norm).Sin(), Grid, Grid),
            On($"Irfft even {norm}", (a, b) => Fourier.Irfft(ComplexOf(a, b), axis: 0, norm: norm), [4, 2], [4, 2]),
        ]),
        On("Rfft of 1 and 2", x => Parts(Fourier.Rfft(x, 1)) + Parts(Fourier.Rfft(x, 2)).Sum(), shape: [1]),
        On("Rfft padded", x => Parts(Fourier.Rfft(x, 8)), shape: [5]), On("Rfft cut", x => Parts(Fourier.Rfft(x, 3)), shape: [5]),
        On("Irfft of reals", x => Fourier.Irfft(x).Square(), shape: [4]), On("Rfft2", x => Fourier.Rfft2(x).Abs().Square(), shape: [4, 3]),
        On("Irfft2", (a, b) => Fourier.Irfft2(ComplexOf(a, b), 5), Grid, Grid),
        On("spectral derivative", x => Fourier.Irfft(Fourier.Rfft(x) * ComplexOf(0, Fourier.RealFrequencies(6)), 6).Square(), shape: [6]),
        On("Shift", x => Fourier.Shift(x).CumSum().Sin()),
        .. from kind in Enumerable.Range(1, 4)
           from norm in new[] { FourierNorm.Backward, FourierNorm.Ortho }
           from n in new[] { 2, 5 }
           from f in new (string Name, Func<Tensor, int, int, FourierNorm, Tensor> Run)[] { ("Dct", Fourier.Dct), ("Dst", Fourier.Dst), ("Idct", Fourier.Idct), ("Idst", Fourier.Idst) }
           select On($"{f.Name} {kind} of {n} {norm}", x => f.Run(x, kind, 0, norm).Square(), shape: [n]),
    ];

    private static IEnumerable<RuleCase> Algebra() => [];

    /// <summary>Real and imaginary parts side by side.</summary>
    private static Tensor Parts(Tensor z) => Tensor.Stack([z.Real(), z.Imag()]);
}
