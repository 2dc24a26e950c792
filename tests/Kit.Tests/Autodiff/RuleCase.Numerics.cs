using Kit.Numerics;
using Kit.Tensors;
using Kit.Tests.Tensors;
using static Kit.Tensors.Functions;

namespace Kit.Tests.Autodiff;

/// <summary>Transforms, dense linear algebra and scans of any associative operation.</summary>
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

    private static IEnumerable<RuleCase> Algebra() =>
    [
        On("Solve", (a, b) => LinearAlgebra.Solve(Regular(a), b), Order3, [3, 2]), On("Solve vector", (a, b) => LinearAlgebra.Solve(Regular(a), b).Sin(), Order3, Row),
        On("Solve batch", (a, b) => LinearAlgebra.Solve(Regular(a), b), [2, 3, 3], [3, 2]), On("Solve batch of sides", (a, b) => LinearAlgebra.Solve(Regular(a), b), Order3, [2, 3, 1]),
        On("Solve batch, one vector", (a, b) => LinearAlgebra.Solve(Regular(a), b), [2, 3, 3], Row),
        On("Solve complex", (a, b) => Parts(LinearAlgebra.Solve(ComplexOf(Regular(a), b), ComplexOf(b, a))), Order3, Order3),
        .. from way in Enumerable.Range(0, 8)
           select On($"SolveTriangular {way}", (a, b) => LinearAlgebra.SolveTriangular(Regular(a), b, (way & 1) > 0, (way & 2) > 0, (way & 4) > 0), Order3, [3, 2]),
        On("Inverse", x => LinearAlgebra.Inverse(Regular(x)), shape: [2, 3, 3]), On("MatrixPower", x => LinearAlgebra.MatrixPower(x, 3), -1, 1, Order3),
        On("MatrixPower -2", x => LinearAlgebra.MatrixPower(Regular(x), -2), shape: Order3),
        On("Determinant", x => LinearAlgebra.Determinant(Regular(x)), shape: [2, 3, 3]), On("LogDet", x => LinearAlgebra.LogDet(Definite(x)), -1, 1, Order3),
        On("SlogDet", x => LinearAlgebra.SlogDet(Regular(x)).LogAbs, shape: [2, 3, 3]),
        On("Lu", x => LinearAlgebra.Lu(Regular(x).Flip(-1)) is var f ? Tensor.Stack([f.L, f.U, f.Factors]).Sin() : x, shape: [2, 3, 3]),
        On("Lu Solve", (a, b) => LinearAlgebra.Lu(Regular(a).Flip(0)) is var f ? f.Solve(b) * f.Determinant() : b, Order3, Row),
        On("Lu SlogDet", x => LinearAlgebra.Lu(Regular(x)).SlogDet().LogAbs, shape: Order3),
        On("Cholesky", x => LinearAlgebra.Cholesky(Definite(x)), -1, 1, [2, 3, 3]),
        On("Qr square", x => LinearAlgebra.Qr(Regular(x)) is var (q, r) ? Tensor.Concat([q, r.Sin()], 0) : x, shape: Order3),
        On("Qr tall", x => LinearAlgebra.Qr(x * 0.3 + Ladder(4, 3)) is var (q, r) ? Tensor.Concat([q, r.Sin()], -2) : x, shape: [2, 4, 3]),
        On("Qr wide", x => LinearAlgebra.Qr(x * 0.3 + Ladder(2, 4)) is var (q, r) ? Tensor.Concat([q, r], -1) : x, -1, 1, [2, 4]),
        On("Eigh", x => LinearAlgebra.Eigh(Spread(x + x.Transpose())) is var (w, v) ? Tensor.Concat([w.Unsqueeze(0), v], 0) : x, -1, 1, Order3),
        On("Eigh batch", x => LinearAlgebra.Eigh(Spread(x + x.Transpose())).Vectors, -1, 1, [2, 3, 3]), On("EighValues", x => LinearAlgebra.EighValues(Spread(x + x.Transpose())).Exp(), -1, 1, [2, 3, 3]),
        On("Eigh complex", (a, b) => LinearAlgebra.Eigh(ComplexOf(Spread(a + a.Transpose()), (b - b.Transpose()) * 0.2)) is var (w, v) ? Parts(Tensor.Concat([w.Unsqueeze(0), v], 0)) : a, Order3, Order3, -1, 1),
        On("Svd square", x => SvdParts(Spread(x)), shape: Order3), On("Svd tall", x => SvdParts(x * 0.2 + Ladder(4, 2)), -1, 1, [2, 4, 2]), On("Svd wide", x => SvdParts(x * 0.2 + Ladder(2, 4)), -1, 1, [2, 4]),
        On("SingularValues", x => LinearAlgebra.SingularValues(x * 0.2 + Ladder(3, 4)).Log(), -1, 1, [3, 4]),
        On("ConditionNumber", x => LinearAlgebra.ConditionNumber(x * 0.2 + Ladder(3, 3)), -1, 1, Order3),
        On("PseudoInverse tall", x => LinearAlgebra.PseudoInverse(x * 0.3 + Ladder(4, 2)), -1, 1, [4, 2]), On("PseudoInverse wide", x => LinearAlgebra.PseudoInverse(x * 0.3 + Ladder(2, 3)), -1, 1, [2, 2, 3]),
        On("PseudoInverse of rank 2", (a, b) => LinearAlgebra.PseudoInverse((a + Ladder(4, 2) * 2).MatMul(b + Ladder(2, 3) * 2)), [4, 2], [2, 3], -0.5, 0.5),
        On("LeastSquares", (a, b) => LinearAlgebra.LeastSquares(a * 0.3 + Ladder(4, 2), b), [4, 2], [4], -1, 1),
        On("LeastSquares wide", (a, b) => LinearAlgebra.LeastSquares(a * 0.3 + Ladder(2, 3), b), [2, 3], [2, 2], -1, 1),
        .. Enum.GetValues<MatrixNorm>().Select(kind => On($"Norm {kind}", x => LinearAlgebra.Norm(x * 0.2 + Ladder(3, 2), kind), -1, 1, [2, 3, 2])),
        On("Expm", LinearAlgebra.Expm, -1, 1, [2, 2, 2]), On("Expm of a small matrix", x => LinearAlgebra.Expm(x * 0.02) * 20, shape: Order3), On("Expm squared", x => LinearAlgebra.Expm(x * 4), -1, 1, [2, 2]),
        On("Eig", x => LinearAlgebra.Eig(Turning(x)) is var (w, v) ? Parts(Tensor.Concat([w.Unsqueeze(0), v], 0)) : x, -1, 1, Order3),
        On("EigValues of complex", (a, b) => Parts(LinearAlgebra.EigValues(ComplexOf(a + Ladder(3, 3) * 2, b))), Order3, Order3, -0.5, 0.5),
        On("FunctionOf", x => LinearAlgebra.FunctionOf(Definite(x), SpectralFunction.Log), -1, 1, [2, 3, 3]),
        On("FunctionOf complex", (a, b) => Parts(LinearAlgebra.FunctionOf(ComplexOf(Tensor.Eye(3) * 3 + a * 0.2, b * 0.2), SpectralFunction.Sqrt)), Order3, Order3, -1, 1),
        On("Cholesky complex", (a, b) => Parts(LinearAlgebra.Cholesky(HermitianDefinite(a, b))), [2, 3, 3], Order3, -1, 1),
        .. from way in Enumerable.Range(0, 8)
           select On($"SolveTriangular complex {way}", (a, b) => Parts(LinearAlgebra.SolveTriangular(ComplexOf(Regular(a), b), ComplexOf(b, a), (way & 1) > 0, (way & 2) > 0, (way & 4) > 0)), Order3, Order3, -1, 1),
        On("SolveTriangular of mixed types", (a, b) => Parts(LinearAlgebra.SolveTriangular(Regular(a), ComplexOf(b, a))) + Parts(LinearAlgebra.SolveTriangular(ComplexOf(Regular(a), b), a)), Order3, Order3, -1, 1),
        On("Lu complex", (a, b) => LinearAlgebra.Lu(ComplexOf(Regular(a), b * 0.3).Flip(-1)) is var f ? Parts(Tensor.Stack([f.L, f.U, f.Factors])) : a, [2, 3, 3], Order3, -1, 1),
        On("Lu Solve complex", (a, b) => LinearAlgebra.Lu(ComplexOf(Regular(a), b * 0.3)) is var f ? Parts(f.Solve(ComplexOf(b, a)) * f.Determinant() + f.SlogDet().Sign + f.SlogDet().LogAbs) : a, Order3, Order3, -1, 1),
        On("Determinant complex", (a, b) => Parts(LinearAlgebra.Determinant(ComplexOf(Regular(a), b * 0.3))), [2, 3, 3], Order3, -1, 1),
        On("SlogDet complex", (a, b) => LinearAlgebra.SlogDet(ComplexOf(Regular(a), b * 0.3)) is var (sign, log) ? Parts(sign * log) : a, [2, 3, 3], Order3, -1, 1),
        On("LogDet complex", (a, b) => Parts(LinearAlgebra.LogDet(ComplexOf(Regular(a), b * 0.3))), Order3, Order3, -1, 1),
        On("Qr complex square", (a, b) => LinearAlgebra.Qr(ComplexOf(Regular(a), b * 0.3)) is var (q, r) ? Parts(Tensor.Concat([q, r], 0)) : a, Order3, Order3, -1, 1),
        On("Qr complex tall", (a, b) => LinearAlgebra.Qr(ComplexOf(a * 0.3 + Ladder(4, 2), b * 0.3)) is var (q, r) ? Parts(Tensor.Concat([q, r], -2)) : a, [2, 4, 2], [4, 2], -1, 1),
        On("Qr complex wide", (a, b) => LinearAlgebra.Qr(ComplexOf(a * 0.3 + Ladder(2, 4), b * 0.3)) is var (q, r) ? Parts(Tensor.Concat([q, r], -1)) : a, [2, 4], [2, 4], -1, 1),
        On("LeastSquares complex", (a, b) => Parts(LinearAlgebra.LeastSquares(ComplexOf(a * 0.3 + Ladder(4, 2), b * 0.3), ComplexOf(b, a))), [4, 2], [4, 2], -1, 1),
        On("Svd complex square", (a, b) => ComplexSvdParts(ComplexOf(Spread(a), b * 0.2)), Order3, Order3, -1, 1),
        On("Svd complex tall", (a, b) => ComplexSvdParts(ComplexOf(a * 0.2 + Ladder(4, 2), b * 0.2)), [2, 4, 2], [4, 2], -1, 1),
        On("Svd complex wide", (a, b) => ComplexSvdParts(ComplexOf(a * 0.2 + Ladder(2, 4), b * 0.2)), [2, 4], [2, 4], -1, 1),
        On("SingularValues complex", (a, b) => LinearAlgebra.SingularValues(ComplexOf(a * 0.2 + Ladder(3, 4), b * 0.2)).Log(), [3, 4], [3, 4], -1, 1),
        On("PseudoInverse complex", (a, b) => Parts(LinearAlgebra.PseudoInverse(ComplexOf(a * 0.3 + Ladder(4, 2), b * 0.3))), [4, 2], [4, 2], -1, 1),
        On("PseudoInverse complex of rank 2", (a, b) => Parts(LinearAlgebra.PseudoInverse(ComplexOf(a + Ladder(4, 2) * 2, a.Flip(0)).MatMul(ComplexOf(b + Ladder(2, 3) * 2, b.Flip(1))))), [4, 2], [2, 3], -0.5, 0.5),
        On("Solve of mixed types", (a, b) => Parts(LinearAlgebra.Solve(Regular(a), ComplexOf(b, a))) + Parts(LinearAlgebra.Solve(ComplexOf(Regular(a), b * 0.3), a)), Order3, Order3, -1, 1),
        On("Inverse complex", (a, b) => Parts(LinearAlgebra.Inverse(ComplexOf(Regular(a), b * 0.3))), [2, 3, 3], Order3, -1, 1),
        On("Expm complex", (a, b) => Parts(LinearAlgebra.Expm(ComplexOf(a, b))), [2, 2], [2, 2], -1, 1),
    ];

    private static IEnumerable<RuleCase> Scans() =>
    [
        On("AssociativeScan", AssociativeScanTests.Recurrence, [5, 2], [5, 2], -1, 1),
        On("AssociativeScan of matrices", x => AssociativeScan(MatMul, x, reverse: true), -1, 1, [4, 2, 2]),
        On("Resample finer", x => Fourier.Resample(x, 7).Sin(), shape: [2, 4]), On("Resample coarser", x => Fourier.Resample(x, 4, axis: 0).Sin(), shape: [7, 2]),
    ];

    private static int[] Order3 => [3, 3];

    /// <summary>Far from singular: a dominant diagonal.</summary>
    private static Tensor Regular(Tensor x) => x * 0.2 + Tensor.Eye(3) * 2;

    private static Tensor Definite(Tensor x) => x.MatMul(x.Transpose()) * 0.3 + Tensor.Eye(3);

    /// <summary>Eigenvalues, and singular values, of this are apart.</summary>
    private static Tensor Spread(Tensor x) => x * 0.2 + Ladder(3, 3);

    /// <summary>1, 2, 3, … on the diagonal.</summary>
    private static Tensor Ladder(int m, int n) => Tensor.Eye(Math.Max(m, n))[..m, ..n] * (Tensor.Arange(n) * 1.5 + 1);

    /// <summary>A real value and a conjugate pair.</summary>
    private static Tensor Turning(Tensor x) => x * 0.2 + Tensor.Of(new double[,] { { 1, 2, 0 }, { -2, 1, 0 }, { 0, 0, 3 } });

    private static Tensor SvdParts(Tensor a) => LinearAlgebra.Svd(a) is var (u, s, vt) ? Tensor.Concat([u, s.Unsqueeze(-2), vt.Transpose()], -2) : a;

    private static Tensor ComplexSvdParts(Tensor a) =>
        LinearAlgebra.Svd(a) is var (u, s, vt) ? Parts(Tensor.Concat([u, s.Unsqueeze(-2).Cast(u.DType), vt.Transpose().Conj()], -2)) : a;

    private static Tensor HermitianDefinite(Tensor a, Tensor b) => ComplexOf(a, b) is var z ? z.MatMul(z.Transpose().Conj()) * 0.3 + Tensor.Eye(3) : a;

    /// <summary>Real and imaginary parts side by side.</summary>
    private static Tensor Parts(Tensor z) => Tensor.Stack([z.Real(), z.Imag()]);
}
