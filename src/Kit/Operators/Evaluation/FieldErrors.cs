using Kit.Compute;
using Kit.Display;
using Kit.Tensors;

namespace Kit.Operators.Evaluation;

/// <summary>The error measures of PDEBench, with e = prediction − truth, each for every time and channel.</summary>
/// <remarks>
/// Takamoto et al., "PDEBench: an extensive benchmark for scientific machine learning", NeurIPS 2022, appendix B, in the normalisations of the authors' program, which differ
/// from the paper's formulas. ⟨·⟩ₙ is the mean over samples, ⟨·⟩ₓ over points.
/// </remarks>
[TypeFormatterSource(typeof(HtmlViewFormatterSource))]
public sealed record FieldErrors : IHtmlView
{
    private const int Middle = 4, High = 12;

    private FieldErrors(Tensor root, Tensor normalised, Tensor conserved, Tensor boundary, Tensor largest, Tensor fourier) =>
        (Root, Normalised, Conserved, Boundary, Largest, Fourier) = (root, normalised, conserved, boundary, largest, fourier);

    /// <summary>RMSE ⟨√⟨e²⟩ₓ⟩ₙ, [T, C].</summary>
    public Tensor Root { get; }

    /// <summary>nRMSE ⟨√⟨e²⟩ₓ / √⟨u²⟩ₓ⟩ₙ, [T, C].</summary>
    public Tensor Normalised { get; }

    /// <summary>cRMSE √⟨⟨e⟩ₓ²⟩ₙ: how far the integral of the field is off, [T, C].</summary>
    public Tensor Conserved { get; }

    /// <summary>bRMSE ⟨√⟨e²⟩⟩ₙ over the points of all sides, those of edges and corners once for every side, [T, C].</summary>
    public Tensor Boundary { get; }

    /// <summary>max |e| over samples and points, [T, C].</summary>
    public Tensor Largest { get; }

    /// <summary>
    /// fRMSE in bands of |k| from 0, 4 and 12 on, [T, C, 3]: means over whole κ of √⟨Σ |ê(k)|²⟩ₙ L^d/n^d, the sum over κ ≤ |k| &lt; κ + 1. As in the authors' program
    /// the sum has the frequencies 0 ≤ kₐ &lt; n/2, an orthant of the space, and in one dimension k = n/2 too. A band that the grid does not have is NaN.
    /// </summary>
    public Tensor Fourier { get; }

    /// <summary>Of predictions.</summary>
    /// <param name="prediction">[N, C, n₁, …, n_d], or over time [N, T, C, n₁, …, n_d].</param>
    /// <param name="truth">u of the same shape.</param>
    /// <param name="dimensions">d.</param>
    /// <param name="length">L of the domain along each axis.</param>
    /// <exception cref="ArgumentException">Shapes differ or have too few or too many axes.</exception>
    public static FieldErrors Of(Tensor prediction, Tensor truth, int dimensions, double length = 1)
    {
        ArgumentNullException.ThrowIfNull(prediction);
        ArgumentNullException.ThrowIfNull(truth);
        if (prediction.Shape != truth.Shape || dimensions < 1 || truth.Rank - dimensions is not (2 or 3) || truth.Size == 0)
            throw new ArgumentException($"FieldErrors: predictions {prediction.Shape} and truth {truth.Shape} with {dimensions} axes of space; [N, C, n…] or [N, T, C, n…], alike, are right");
        using var scope = Tensor.Scope();
        int[] points = truth.Shape.ToArray()[^dimensions..];
        var u = Timed(truth);
        var e = Timed(prediction) - u;
        int[] space = [.. Enumerable.Range(3, dimensions)];
        var root = e.Square().Mean(space).Sqrt();
        return new(
            root.Mean(0).Keep(),
            (root / u.Square().Mean(space).Sqrt()).Mean(0).Keep(),
            e.Mean(space).Square().Mean(0).Sqrt().Keep(),
            OnSides(e, points).Mean(0).Keep(),
            e.Abs().Max([0, .. space]).Keep(),
            InBands(e, points, length).Keep());

        Tensor Timed(Tensor x) => (x.Rank == dimensions + 2 ? x.Unsqueeze(1) : x).Cast(DType.F64);
    }

    /// <summary>Means over time and channels by the names of PDEBench: RMSE, nRMSE, cRMSE, bRMSE, fRMSE low, middle and high, max.</summary>
    public IReadOnlyList<(string Name, double Value)> Means =>
    [
        ("RMSE", Root.Mean().Item()), ("nRMSE", Normalised.Mean().Item()), ("cRMSE", Conserved.Mean().Item()), ("bRMSE", Boundary.Mean().Item()),
        ("fRMSE low", Fourier[.., .., 0].Mean().Item()), ("fRMSE middle", Fourier[.., .., 1].Mean().Item()), ("fRMSE high", Fourier[.., .., 2].Mean().Item()),
        ("max", Largest.Mean().Item()),
    ];

    /// <summary>A row a time and channel, where there are several of either, and one of the means.</summary>
    public Table ToTable()
    {
        var table = new Table(["time", "channel", .. Means.Select(m => m.Name)]) { Caption = "Errors as in PDEBench" };
        var (times, channels) = (Root.Shape[0], Root.Shape[1]);
        for (var t = 0; t < times && times * channels > 1; t++)
            for (var c = 0; c < channels; c++)
                table.Row([t + 1, c, .. new[] { Root[t, c], Normalised[t, c], Conserved[t, c], Boundary[t, c], Fourier[t, c, 0], Fourier[t, c, 1], Fourier[t, c, 2], Largest[t, c] }.Select(x => (object?)x.Item())]);
        return table.Row(["mean", null, .. Means.Select(m => (object?)m.Value)]);
    }

    /// <inheritdoc/>
    public string ToHtml() => ToTable().ToHtml();

    /// <inheritdoc/>
    public override string ToString() => ToTable().ToString();

    private static Tensor OnSides(Tensor e, int[] points)
    {
        var count = points.Sum(n => 2.0 * points.Aggregate(1.0, (a, b) => a * b) / n);
        Tensor? sum = null;
        for (var axis = 3; axis < e.Rank; axis++)
            foreach (var at in (ReadOnlySpan<int>)[0, e.Shape[axis] - 1])
            {
                var side = e.Along(axis, at, at + 1).Square().Sum([.. Enumerable.Range(3, points.Length)]);
                sum = sum is null ? side : sum + side;
            }

        return (sum! / count).Sqrt();
    }

    private static Tensor InBands(Tensor e, int[] points, double length)
    {
        int[] axes = [.. Enumerable.Range(3, points.Length)];
        var spectrum = Numerics.Fourier.FftN(e, axes);
        var power = spectrum.Real().Square() + spectrum.Imag().Square();
        int[] kept = [.. points.Select(n => points.Length == 1 ? n / 2 + 1 : Math.Max(1, n / 2))];
        foreach (var axis in axes) power = power.Along(axis, 0, kept[axis - 3]);
        var (cells, shells) = (kept.Aggregate(1, (a, b) => a * b), kept.Min());
        var belongs = new double[cells, shells];
        for (var cell = 0; cell < cells; cell++)
        {
            var (rest, square) = (cell, 0L);
            for (var a = kept.Length - 1; a >= 0; rest /= kept[a--]) square += (long)(rest % kept[a]) * (rest % kept[a]);
            if ((int)Math.Sqrt(square) is var shell && shell < shells) belongs[cell, shell] = 1;
        }

        var scale = points.Aggregate(1.0, (product, n) => product * length / n);
        var shellErrors = power.Reshape([.. e.Shape.ToArray()[..3], cells]).MatMul(Tensor.Of(belongs)).Mean(0).Sqrt() * scale;
        return Tensor.Stack([Band(0, Middle), Band(Middle, High), Band(High, shells)], -1);

        Tensor Band(int from, int to) => from < Math.Min(to, shells)
            ? shellErrors.Along(2, from, Math.Min(to, shells)).Mean(2)
            : Tensor.Full(e.Shape.ToArray()[1..3], double.NaN);
    }
}
