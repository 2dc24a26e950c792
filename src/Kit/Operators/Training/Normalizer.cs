using Kit.Compute;
using Kit.Learning;
using Kit.Tensors;

namespace Kit.Operators.Training;

/// <summary>Over what the mean and the deviation of a <see cref="Normalizer"/> are taken.</summary>
public enum Statistics
{
    /// <summary>x̂ = x.</summary>
    None,

    /// <summary>Over everything: two numbers.</summary>
    Whole,

    /// <summary>Over samples and points: two numbers a channel.</summary>
    Channel,

    /// <summary>Over samples: two numbers a channel and point, so for one grid alone.</summary>
    Pointwise,
}

/// <summary>Fields scaled to mean 0 and deviation 1: x̂ = (x − μ)/σ, and back.</summary>
/// <remarks>μ and σ come from training data alone; they belong to a model's file but are not trained. As in the code of Li et al. (2021) σ² has N − 1 in its denominator, and σ is raised by 10⁻⁵ so that a constant divides by no 0.</remarks>
public sealed class Normalizer
{
    /// <summary>Without numbers yet, to be filled from a file.</summary>
    /// <param name="shape">Of μ: [1], [1, C, 1, …] or [1, C, n₁, …].</param>
    /// <param name="dtype">Of the fields.</param>
    public Normalizer(Shape shape, DType dtype = DType.F32) => (Mean, Deviation) = (Tensor.Full(shape, double.NaN, dtype), Tensor.Full(shape, double.NaN, dtype));

    private Normalizer(Tensor mean, Tensor deviation) => (Mean, Deviation) = (mean, deviation);

    /// <summary>μ.</summary>
    [Buffer]
    public Tensor Mean { get; }

    /// <summary>σ.</summary>
    [Buffer]
    public Tensor Deviation { get; }

    /// <summary>μ and σ of training data.</summary>
    /// <param name="x">[N, C, n…].</param>
    /// <param name="over">What they are taken over.</param>
    /// <exception cref="ArgumentException">One sample has no deviation, or the data are not finite.</exception>
    public static Normalizer Fit(Tensor x, Statistics over)
    {
        ArgumentNullException.ThrowIfNull(x);
        if (x.Rank < 2) throw new ArgumentException($"Normalizer: data of shape {x.Shape}; [N, C, n…] is right");
        int[] axes = over switch { Statistics.Pointwise => [0], Statistics.Channel => [0, .. Enumerable.Range(2, x.Rank - 2)], _ => [.. Enumerable.Range(0, x.Rank)] };
        using var scope = Tensor.Scope();
        if (over == Statistics.None) return new(Tensor.Zeros([1], x.DType).Keep(), Tensor.Ones([1], x.DType).Keep());
        var count = axes.Aggregate(1L, (n, axis) => n * x.Shape[axis]);
        if (count < 2) throw new ArgumentException($"Normalizer: {over} statistics of {x.Shape} are taken over {count} number; give more samples, or Statistics.Whole");
        var mean = x.Mean(axes, keepDims: true);
        var deviation = ((x - mean).Square().Sum(axes, keepDims: true) / (count - 1)).Sqrt() + 1e-5;
        return double.IsFinite(deviation.Sum().Item())
            ? new(mean.Copy().Keep(), deviation.Copy().Keep())
            : throw new ArgumentException($"Normalizer: data of shape {x.Shape} with numbers that are not finite");
    }

    /// <summary>x̂ = (x − μ)/σ.</summary>
    /// <exception cref="InvalidOperationException">Neither fitted nor loaded.</exception>
    /// <exception cref="ArgumentException">Pointwise statistics of another grid.</exception>
    public Tensor Encode(Tensor x) => (x - Of(x, Mean)) / Of(x, Deviation);

    /// <summary>x = x̂σ + μ.</summary>
    /// <inheritdoc cref="Encode"/>
    public Tensor Decode(Tensor x) => x * Of(x, Deviation) + Of(x, Mean);

    private Tensor Of(Tensor x, Tensor statistic)
    {
        ArgumentNullException.ThrowIfNull(x);
        if (double.IsNaN(Mean.Flatten()[0].Item())) throw new InvalidOperationException("Normalizer: it has no statistics yet; take Normalizer.Fit(training data, Statistics.Channel), or load the model's file");
        var fits = statistic.Rank == 1 || statistic.Rank == x.Rank && Enumerable.Range(1, x.Rank - 1).All(k => statistic.Shape[k] == 1 || statistic.Shape[k] == x.Shape[k]);
        return fits ? statistic : throw new ArgumentException($"Normalizer: a field of shape {x.Shape} for statistics of {statistic.Shape}; those taken pointwise hold for one grid: take Statistics.Channel to change resolution");
    }
}
