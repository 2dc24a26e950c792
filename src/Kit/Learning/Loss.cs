using Kit.Compute;
using Kit.Numerics;
using Kit.Tensors;

namespace Kit.Learning;

/// <summary>Losses: real scalars that say how far predictions y are from targets t. Those with <c>sum</c> add their terms instead of taking the mean.</summary>
public static class Loss
{
    /// <summary>mean |y − t|².</summary>
    public static Tensor Mse(Tensor y, Tensor t, bool sum = false) => Reduced(Energy(Apart(y, t, "Mse")), sum);

    /// <summary>mean |y − t|.</summary>
    public static Tensor Mae(Tensor y, Tensor t, bool sum = false) => Reduced(Apart(y, t, "Mae").Abs(), sum);

    /// <summary>mean of e²/2 where |e| ≤ δ, else δ(|e| − δ/2), with e = y − t.</summary>
    /// <remarks>Huber, Ann. Math. Statist. 35 (1964).</remarks>
    public static Tensor Huber(Tensor y, Tensor t, double delta = 1, bool sum = false)
    {
        var size = Apart(y, t, "Huber").Abs();
        return Reduced(Functions.Where(size <= delta, size.Square() * 0.5, (size - delta / 2) * delta), sum);
    }

    /// <summary>mean over samples (axis 0) of ‖y − t‖₂/‖t‖₂.</summary>
    /// <remarks>The loss and error of Li et al., "Fourier neural operator", ICLR 2021.</remarks>
    public static Tensor RelativeL2(Tensor y, Tensor t, bool sum = false) => Reduced(Norm(Apart(y, t, "RelativeL2")) / Norm(t), sum);

    /// <summary>mean over samples of ‖y − t‖/‖t‖ with ‖u‖² = Σ (|u|² + Σₖ |∂ₖu|²).</summary>
    /// <param name="y">Predictions [N, C, n…].</param>
    /// <param name="t">Targets of the same shape.</param>
    /// <param name="gradient">u → ∂₁u, ∂₂u, …; null: differences of neighbours u[i+1] − u[i] along every axis of the grid.</param>
    /// <param name="spacing">Grid spacing h of those differences.</param>
    /// <param name="sum">Adds over samples.</param>
    public static Tensor RelativeH1(Tensor y, Tensor t, Func<Tensor, IEnumerable<Tensor>>? gradient = null, double spacing = 1, bool sum = false)
    {
        gradient ??= u => Enumerable.Range(2, u.Rank - 2).Select(axis => (u.Along(axis, 1, u.Shape[axis]) - u.Along(axis, 0, u.Shape[axis] - 1)) / spacing);
        return Reduced(Size(Apart(y, t, "RelativeH1")) / Size(t), sum);

        Tensor Size(Tensor u) => gradient(u).Append(u).Select(Squares).Aggregate((a, b) => a + b).Sqrt();
    }

    /// <summary>RelativeH1 of periodic fields by their Fourier coefficients: ‖u‖² = Σ (1 + |k|²)|û(k)|² over the last two axes, with integer k.</summary>
    /// <remarks>He, Liu, Xu, "MgNO", ICLR 2024: there components of k from the cutoff 20 on count as 0.</remarks>
    /// <param name="y">Predictions [N, …, n, m].</param>
    /// <param name="t">Targets of the same shape.</param>
    /// <param name="cutoff">Components |kᵢ| from here on count as 0.</param>
    /// <param name="sum">Adds over samples.</param>
    public static Tensor SpectralH1(Tensor y, Tensor t, int cutoff = int.MaxValue, bool sum = false)
    {
        var weight = (1 + Wave(-2).Unsqueeze(1) + Wave(-1)).Sqrt().Cast(t.DType.Real());
        return Reduced(Norm(Fourier.Fft2(Apart(y, t, "SpectralH1")) * weight) / Norm(Fourier.Fft2(t) * weight), sum);

        Tensor Wave(int axis)
        {
            var k = (Fourier.Frequencies(t.Shape[axis]) * t.Shape[axis]).Round();
            return Functions.Where(k.Abs() < cutoff, k.Square(), 0);
        }
    }

    /// <summary>Mean over samples of −Σₖ qₖ ln softmax(z)ₖ along axis 1; with smoothing ε the class's q is 1 − ε + ε/K and the others' ε/K.</summary>
    /// <param name="logits">z [N, K, …].</param>
    /// <param name="target">Classes 0 … K − 1 as I32 [N, …], or probabilities q of z's shape.</param>
    /// <param name="smoothing">ε in [0, 1).</param>
    /// <param name="sum">Adds over samples.</param>
    public static Tensor CrossEntropy(Tensor logits, Tensor target, double smoothing = 0, bool sum = false)
    {
        var classes = logits.Shape[1];
        var q = target;
        if (target.DType.IsInteger())
        {
            if (target.Rank != logits.Rank - 1) throw new ArgumentException($"CrossEntropy: classes of shape {target.Shape} for logits {logits.Shape}; the axis 1 is to be missing");
            if (target.Size > 0 && (target.Min().Item() < 0 || target.Max().Item() >= classes)) throw new ArgumentException($"CrossEntropy: a class outside 0 … {classes - 1}");
            q = Tensor.Arange(classes).To(target.Device).Reshape([classes, .. Enumerable.Repeat(1, logits.Rank - 2)]).Equal(target.Unsqueeze(1)).Cast(logits.DType);
        }

        if (q.Shape != logits.Shape) throw new ArgumentException($"CrossEntropy: a target of shape {target.Shape} for logits {logits.Shape}");
        if (smoothing > 0) q = q * (1 - smoothing) + smoothing / classes;
        return Reduced(-(q * Functions.LogSoftmax(logits, 1)).Sum(1), sum);
    }

    /// <summary>mean of −t ln σ(z) − (1 − t) ln(1 − σ(z)) = softplus(z) − zt, for logits z and probabilities t.</summary>
    public static Tensor BinaryCrossEntropy(Tensor logits, Tensor t, bool sum = false)
    {
        _ = Apart(logits, t, "BinaryCrossEntropy");
        return Reduced(Functions.Softplus(logits) - logits * t, sum);
    }

    /// <summary>KL(p‖q) = Σ eˡ (l − m) over the last axis of log-probabilities l = ln p and m = ln q, 0 where p is 0; mean over the rest.</summary>
    public static Tensor KlDivergence(Tensor logP, Tensor logQ, bool sum = false)
    {
        _ = Apart(logP, logQ, "KlDivergence");
        var possible = logP > double.NegativeInfinity;
        var l = Functions.Where(possible, logP, 0);
        return Reduced(Functions.Where(possible, l.Exp() * (l - logQ), 0).Sum(-1), sum);
    }

    /// <summary>KL(N(μ, σ²)‖N(0, 1)) = ½ Σ (μ² + σ² − 1 − ln σ²) over the last axis; mean over the rest.</summary>
    public static Tensor KlGaussian(Tensor mean, Tensor logVariance, bool sum = false) => Reduced((mean.Square() + logVariance.Expm1() - logVariance).Sum(-1) * 0.5, sum);

    private static Tensor Apart(Tensor y, Tensor t, string caller)
    {
        ArgumentNullException.ThrowIfNull(y);
        ArgumentNullException.ThrowIfNull(t);
        return y.Shape == t.Shape ? y - t : throw new ArgumentException($"{caller}: predictions {y.Shape} and targets {t.Shape} differ in shape");
    }

    internal static Tensor Energy(Tensor x) => x.DType.IsComplex() ? x.Real().Square() + x.Imag().Square() : x.Square();

    private static Tensor Squares(Tensor x) => Energy(x.Reshape(x.Shape[0], -1)).Sum(1);

    private static Tensor Norm(Tensor x) => Squares(x).Sqrt();

    private static Tensor Reduced(Tensor terms, bool sum) => sum ? terms.Sum() : terms.Mean();
}
