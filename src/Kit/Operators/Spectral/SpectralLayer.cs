using Kit.Learning;
using Kit.Tensors;

namespace Kit.Operators.Spectral;

/// <summary>A layer that acts on the lowest Fourier modes of its input and drops the others: y = F⁻¹ M(F x) with M given by the kind of layer.</summary>
/// <remarks>
/// Modes belong to functions and not to grids, so one layer serves grids of any size that carries them, and its output may be asked for on another grid than
/// the input's. A grid too coarse is refused, because a training that silently loses modes is a mistake; a trained layer that is to be used there is told so by <see cref="DropUnresolved"/>.
/// </remarks>
public abstract class SpectralLayer : Layer
{
    private readonly FourierModes transform;

    private protected SpectralLayer(int inputs, int outputs, int[] modes)
    {
        ArgumentNullException.ThrowIfNull(modes);
        if (inputs < 1 || outputs < 1 || modes.Length == 0 || modes.Any(m => m < 1))
            throw new ArgumentException($"{GetType().Name}: {inputs} inputs, {outputs} outputs and [{string.Join(", ", modes)}] modes; one of each at least is right");
        (Inputs, Outputs, Modes, transform) = (inputs, outputs, [.. modes], new(modes));
    }

    /// <summary>Channels C of x.</summary>
    public int Inputs { get; }

    /// <summary>Channels O of y.</summary>
    public int Outputs { get; }

    /// <summary>mₐ, one an axis: frequencies −m … m − 1, along the last axis 0 … m − 1.</summary>
    public IReadOnlyList<int> Modes { get; }

    /// <summary>Leaves out the modes that a coarse grid cannot carry (2|k| ≥ n) instead of refusing the grid.</summary>
    public bool DropUnresolved { get; set; }

    /// <summary>Number of frequencies along each axis, the last axis first: the order of <see cref="Mix"/>.</summary>
    private protected int[] Frequencies => [.. transform.Extents.Reverse()];

    /// <summary>y on a grid of its own.</summary>
    /// <param name="x">[N, C, n₁, …, n_d].</param>
    /// <param name="points">Points of y's grid along each axis.</param>
    /// <returns>[N, O, points].</returns>
    /// <exception cref="ArgumentException">Another number of channels or axes, or one of the grids does not carry the modes.</exception>
    public Tensor Onto(Tensor x, params ReadOnlySpan<int> points)
    {
        ArgumentNullException.ThrowIfNull(x);
        var d = Modes.Count;
        Require(x.Rank == d + 2 && x.Shape[1] == Inputs, x, GetType().Name, $"[N,{Inputs}] and {d} axes of space");
        if (points.Length != d) throw new ArgumentException($"{GetType().Name}: a grid of {points.Length} axes for {d} axes of modes");
        int[] from = [.. x.Shape.Dims[2..]];
        if (!DropUnresolved)
            foreach (var grid in (int[][])[from, points.ToArray()])
                transform.RequireCarried(grid, GetType().Name, "Take a finer grid or fewer modes; set DropUnresolved to use a trained layer without the modes that are not there.");
        using var scope = Tensor.Scope();
        var (n, all) = (x.Shape[0], from.Aggregate(1L, (a, b) => a * b));
        var spectrum = transform.Analyse(x.Reshape([n * Inputs, .. from])).Reshape(n, Inputs, -1, 2).Permute(2, 3, 0, 1);
        var mixed = Mix(spectrum, all).Permute(2, 3, 0, 1).Reshape([n * Outputs, .. Frequencies, 2]);

        // A synthesis divides by the points of its own grid.
        var target = points.ToArray();
        var y = transform.Synthesise(mixed, target).Reshape([n, Outputs, .. target]);
        var ratio = target.Aggregate(1.0, (a, b) => a * b) / all;
        return (ratio == 1 ? y : y * ratio).Keep();
    }

    /// <inheritdoc/>
    protected sealed override Tensor Compute(Tensor x) => Onto(x, x.Rank > 2 ? x.Shape.ToArray()[2..] : []);

    /// <summary>M: [M, 2, N, C] → [M, 2, N, O], real and imaginary parts along axis 1.</summary>
    /// <param name="spectrum">Sums x̂(k) = Σⱼ x(j) e^(−2πi k·j/n).</param>
    /// <param name="points">Number of points j, for maps that are not linear.</param>
    private protected abstract Tensor Mix(Tensor spectrum, long points);
}
