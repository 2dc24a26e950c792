using Kit.Tensors;

namespace Kit.Operators.Physics;

/// <summary>Weights wᵢ = exp(−ε Σ_{k&lt;i} Lₖ) of slabs of time: a slab counts only when the equation holds in those before it.</summary>
/// <remarks>Wang, Sankaran, Perdikaris, "Respecting causality", Comput. Methods Appl. Mech. Eng. 421 (2024) 116813 (2022 as a preprint), eq. 3.3 and 3.9.</remarks>
/// <param name="axis">The coordinate that is time.</param>
/// <param name="slabs">How many equal slabs, 10 to 100.</param>
/// <param name="epsilon">ε: the next is taken when all weights exceed the threshold.</param>
public sealed class Causality(int axis, int slabs = 20, params double[] epsilon)
{
    private readonly double[] epsilons = epsilon.Length > 0 ? epsilon : [0.01, 0.1, 1, 10, 100];

    /// <summary>min wᵢ at which the next ε is taken.</summary>
    public double Threshold { get; init; } = 0.99;

    /// <summary>wᵢ of the losses of the slabs, a vector; a constant for derivatives.</summary>
    public static Tensor Weights(Tensor losses, double epsilon)
    {
        ArgumentNullException.ThrowIfNull(losses);
        var (before, w) = (0.0, losses.ToDoubles());
        for (var i = 0; i < w.Length; i++) (w[i], before) = (Math.Exp(-epsilon * before), before + w[i]);
        return Tensor.Of(w, losses.DType);
    }

    /// <summary>[slabs, N] with 1/Nᵢ where a point is in slab i: times r² it is the losses of the slabs.</summary>
    internal Tensor Averages(Tensor points, Box box)
    {
        var ((from, to), n) = (box.Sides[axis], points.Shape[0]);
        var slab = Array.ConvertAll(points.Along(1, axis, axis + 1).ToDoubles(), t => Math.Clamp((int)(slabs * (t - from) / (to - from)), 0, slabs - 1));
        var counts = new int[slabs];
        foreach (var i in slab) counts[i]++;
        var averages = new double[slabs, n];
        for (var p = 0; p < n; p++) averages[slab[p], p] = 1.0 / counts[slab[p]];
        return Tensor.Of(averages, points.DType);
    }

    /// <summary>1/M Σ wᵢLᵢ, and min wᵢ.</summary>
    internal (Tensor Loss, double Least) Loss(Tensor residual, Tensor averages, int stage)
    {
        var losses = averages.MatMul(residual.Square().Sum(1, keepDims: true)).Flatten();
        var w = Weights(Autodiff.Grad.Stop(losses), epsilons[stage]);
        return ((losses * w).Mean(), w.Min().Item());
    }

    internal int Next(int stage, double least) => least > Threshold ? Math.Min(stage + 1, epsilons.Length - 1) : stage;
}
