using Kit.Tensors;

namespace Kit.Pde.RandomFields;

/// <summary>A Gaussian field in a box, g = mean + Σₖ √S(|k|) ξₖ φₖ, summed by fast Fourier, cosine or sine transforms as the sides are periodic, Neumann or Dirichlet.</summary>
/// <remarks>
/// This is the expansion of Karhunen and Loève: φₖ are the eigenfunctions of the Laplacian with the conditions of the sides and ∫ φₖ² dx = 1, S(|k|) the eigenvalues of the covariance.
/// ξₖ belongs to the mode, not to the grid: the same seed on a finer grid of the same box gives the same field and adds finer waves, so that
/// a field of a coarse grid is the one of a fine grid without its highest modes. On cells with Neumann sides it is <c>idct2(…, norm="ortho")</c> times √(number of points/volume).
/// Near Neumann sides the variance rises to 2ᵈ times that of free space, near Dirichlet sides it falls to 0: <see cref="Variance"/>.
/// </remarks>
public sealed class GaussianField : IRandomField
{
    private readonly AxisBasis[] bases;
    private readonly Tensor amplitudes;

    /// <summary>The field of a covariance on a grid.</summary>
    /// <param name="grid">Periodic axes, cells or nodes, in any mixture.</param>
    /// <param name="spectrum">S.</param>
    /// <param name="boundaries">Neumann or Dirichlet, axis by axis; their values do not count. By default Neumann on all sides that are not periodic.</param>
    /// <param name="mean">Added everywhere.</param>
    /// <param name="withoutConstant">Leave the constant wave out, so that every sample has the same average over the box.</param>
    /// <exception cref="ArgumentException">Sides that no fast transform fits, or a spectrum that is negative or not finite.</exception>
    public GaussianField(Grid grid, ISpectrum spectrum, Boundaries? boundaries = null, double mean = 0, bool withoutConstant = false)
    {
        ArgumentNullException.ThrowIfNull(grid);
        ArgumentNullException.ThrowIfNull(spectrum);
        boundaries ??= Boundaries.Neumann(grid);
        (Grid, Mean) = (grid, mean);
        bases = [.. grid.Axes.Select((axis, d) => new AxisBasis(axis, boundaries[d].Low, boundaries[d].High, d))];
        Eigenvalues = Spectrum(spectrum, withoutConstant && bases.All(basis => basis.HasConstant)).KeepAlways();
        amplitudes = Amplitudes().KeepAlways();
    }

    private GaussianField(GaussianField field, Tensor eigenvalues)
    {
        (Grid, Mean, bases, Eigenvalues) = (field.Grid, field.Mean, field.bases, eigenvalues.KeepAlways());
        amplitudes = Amplitudes().KeepAlways();
    }

    /// <inheritdoc/>
    public Grid Grid { get; }

    /// <summary>The mean, everywhere the same.</summary>
    public double Mean { get; }

    /// <summary>Sₖ, [modes along x, y, z]. Along a periodic axis waves are in the order 1, cos, sin, cos, sin, …, else by wavenumber.</summary>
    public Tensor Eigenvalues { get; }

    /// <summary>∫ Var g dx = Σ Sₖ.</summary>
    public double Energy => Eigenvalues.Sum().Item();

    /// <summary>The field of the largest eigenvalues alone; of equal ones those with smaller indices.</summary>
    /// <param name="terms">How many terms of the expansion are kept.</param>
    public GaussianField Truncate(int terms)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(terms);
        var values = Eigenvalues.ToDoubles();
        var kept = new double[values.Length];
        foreach (var i in Enumerable.Range(0, values.Length).OrderByDescending(i => values[i]).Take(terms)) kept[i] = values[i];
        return new(this, Tensor.Of(kept).Reshape(Eigenvalues.Shape));
    }

    /// <summary>The linear map ξ → Σₖ √Sₖ ξₖ φₖ, differentiable.</summary>
    /// <param name="noise">One number a mode, in the order of <see cref="Eigenvalues"/>: […, modes].</param>
    /// <returns>[…, n_x, n_y, n_z].</returns>
    /// <exception cref="ArgumentException">The last axes are not those of the modes.</exception>
    public Tensor Synthesize(Tensor noise)
    {
        ArgumentNullException.ThrowIfNull(noise);
        if (noise.Rank < Grid.Dimensions || !((ReadOnlySpan<int>)noise.Shape)[^Grid.Dimensions..].SequenceEqual(Eigenvalues.Shape))
            throw new ArgumentException($"Synthesize: noise ends in axes {Eigenvalues.Shape}, one number a mode, not {noise.Shape}");
        var g = noise * amplitudes;
        for (var d = 0; d < bases.Length; d++) g = bases[d].Sum(g, g.Rank - Grid.Dimensions + d);
        return g;
    }

    /// <inheritdoc/>
    public Tensor Sample(Rng rng, int count, long first = 0)
    {
        using var scope = Tensor.Scope();
        var g = Synthesize(ModeNoise.Draw(rng, first, count, Eigenvalues.Shape.ToArray()));
        return (Mean == 0 ? g : g + Mean).Keep();
    }

    /// <summary>Var g(x) = Σₖ Sₖ φₖ(x)², [n_x, n_y, n_z].</summary>
    public Tensor Variance()
    {
        using var scope = Tensor.Scope();
        var variance = Eigenvalues;
        // Each turn contracts the modes of the first axis and appends its points.
        foreach (var basis in bases) variance = Functions.TensorDot(variance, basis.Values().Square(), [0], [0]);
        return variance.Copy().Keep();
    }

    private Tensor Spectrum(ISpectrum spectrum, bool withoutConstant)
    {
        int[] modes = [.. bases.Select(basis => basis.Modes)];
        var values = new double[modes.Aggregate(1, (product, m) => checked(product * m))];
        for (var i = withoutConstant ? 1 : 0; i < values.Length; i++)
        {
            var (rest, square) = (i, 0.0);
            for (var d = modes.Length - 1; d >= 0; rest /= modes[d--]) square += Math.Pow(bases[d].Wavenumbers[rest % modes[d]], 2);
            values[i] = spectrum.Density(Math.Sqrt(square), modes.Length);
            if (!(values[i] >= 0) || double.IsInfinity(values[i]))
                throw new ArgumentException($"GaussianField: {spectrum} has density {values[i]} at wavenumber {Math.Sqrt(square)}; it must be finite and not negative" + (i == 0 ? ", or leave the constant out" : ""));
        }

        return Tensor.Of(values).Reshape(modes);
    }

    private Tensor Amplitudes()
    {
        var result = Eigenvalues.Sqrt();
        for (var d = 0; d < bases.Length; d++)
        {
            var dims = Enumerable.Repeat(1, bases.Length).ToArray();
            dims[d] = -1;
            result *= Tensor.Of(bases[d].Weights).Reshape(dims);
        }

        return result;
    }
}
