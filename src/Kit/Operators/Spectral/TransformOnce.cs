using Kit.Compute;
using Kit.Learning;
using Kit.Operators.Training;
using Kit.Tensors;

namespace Kit.Operators.Spectral;

/// <summary>An operator learned in the space of modes, with one transform for the whole model (T1): u = T⁻¹ S_mᵀ f(S_m T a), T the cosine transform, S_m its m lowest modes, f real.</summary>
/// <remarks>
/// Poli, Massaroli et al., "Transform once: efficient operator learning in frequency domain", NeurIPS 2022. Where every layer of an <see cref="Fno"/> goes to modes and back, here f alone is
/// trained, on ‖f(S_m T a) − S_m T u‖: T is orthogonal, so that this is the error of the fields but for the modes that are dropped. <see cref="Spectra"/> takes the modes of
/// a data set once; the training on them never sees a field, and its cost does not depend on the grid.
/// </remarks>
/// <param name="modes">mₐ, one an axis; <see cref="FrequencySelection"/> finds them.</param>
/// <param name="network">f: [N, C, m₁, …, m_d] → [N, O, m₁, …, m_d], such as a <see cref="CosineNetwork"/>, or one between normalisers.</param>
public sealed class TransformOnce(int[] modes, Layer network) : Layer
{
    private readonly CosineModes transform = new(modes);

    /// <summary>f.</summary>
    public Layer Network => network;

    /// <summary>Vorticity on 64 × 64 points with 24 modes, 48 channels and 8 layers.</summary>
    /// <param name="inputs">Moments given.</param>
    /// <param name="dtype">F32 or F64.</param>
    public static TransformOnce NavierStokes(int inputs = 10, DType dtype = DType.F32) => new([24, 24], new CosineNetwork(inputs, 1, [24, 24], 48, 8, dtype: dtype));

    /// <summary>For two cores: 2 layers of 16 channels.</summary>
    public static TransformOnce Small(int inputs, int outputs, int[] modes, DType dtype = DType.F32) => new(modes, new CosineNetwork(inputs, outputs, modes, 16, 2, 32, dtype));

    /// <summary>S_m T x: [N, C, n₁, …, n_d] → [N, C, m₁, …, m_d] with mean x² = Σ x̂² over all modes, on every grid.</summary>
    public Tensor Spectrum(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        Require(x.Rank == modes.Length + 2, x, "TransformOnce", $"[N, C] and {modes.Length} axes of space");
        using var scope = Tensor.Scope();
        return transform.Analyse(x).Keep();
    }

    /// <summary>T⁻¹ S_mᵀ y on a grid of any size.</summary>
    /// <param name="y">[N, C, m₁, …, m_d].</param>
    /// <param name="points">n₁, …, n_d.</param>
    public Tensor Field(Tensor y, params ReadOnlySpan<int> points)
    {
        ArgumentNullException.ThrowIfNull(y);
        if (points.Length != modes.Length) throw new ArgumentException($"TransformOnce: a grid of {points.Length} axes for {modes.Length} axes of modes");
        using var scope = Tensor.Scope();
        return transform.Synthesise(y, points).Keep();
    }

    /// <summary>The modes of both fields of every sample: what f is trained on.</summary>
    public FieldPairs Spectra(FieldPairs fields)
    {
        ArgumentNullException.ThrowIfNull(fields);
        return new(Spectrum(fields.Inputs), Spectrum(fields.Outputs));
    }

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor x) => Field(network.Forward(Spectrum(x)), x.Shape.ToArray()[2..]);
}
