using Kit.Compute;
using Kit.Learning;
using Kit.Numerics;
using Kit.Operators.Training;
using Kit.Tensors;

namespace Kit.Operators.Baselines;

/// <summary>Kernel regression between the principal components of inputs and outputs: u = ū + Σₖ vₖ Σᵢ k(‖z − zᵢ‖/ℓ) αᵢₖ with z the components of a.</summary>
/// <remarks>
/// Batlle, Darcy, Hosseini and Owhadi, "Kernel methods are competitive for operator learning", J. Comput. Phys. 496 (2024), section 2: α = (K + λI)⁻¹Y. Kernel, length ℓ and nugget λ are those of
/// the least leave-one-out error, which needs no second fit: sample i is missed by αᵢ/((K + λI)⁻¹)ᵢᵢ (Rasmussen and Williams 2006, eq. 5.12).
/// Components are taken by the Gram matrix of the samples, so grids may be large; one grid alone is served.
/// </remarks>
/// <param name="inputs">C, n₁, …, n_d of a.</param>
/// <param name="outputs">O, n₁, … of u.</param>
/// <param name="samples">N, training samples.</param>
/// <param name="inputRank">Components of a; at most N − 1.</param>
/// <param name="outputRank">Components of u; at most N − 1.</param>
/// <param name="kernel">k; null: the best of all.</param>
public sealed class KernelOperator(int[] inputs, int[] outputs, int samples, int inputRank = 256, int outputRank = 256, RadialKernel? kernel = null) : Layer, IFittedOperator
{
    private static readonly double[] Lengths = [0.25, 0.5, 1, 2, 4, 8]; // in medians of the distances
    private static readonly double[] Nuggets = [1e-10, 1e-8, 1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 1e-1];

    /// <summary>Mean of a, [D].</summary>
    [Buffer]
    public Tensor InputMean { get; } = Room(Size(inputs));

    /// <summary>Components of a as columns, [D, r].</summary>
    [Buffer]
    public Tensor InputBasis { get; } = Room(Size(inputs), Rank(inputs, samples, inputRank));

    /// <summary>Mean of u.</summary>
    [Buffer]
    public Tensor OutputMean { get; } = Room(Size(outputs));

    /// <summary>Components of u as columns.</summary>
    [Buffer]
    public Tensor OutputBasis { get; } = Room(Size(outputs), Rank(outputs, samples, outputRank));

    /// <summary>zᵢ, [N, r].</summary>
    [Buffer]
    public Tensor Points { get; } = Room(samples, Rank(inputs, samples, inputRank));

    /// <summary>α, [N, r].</summary>
    [Buffer]
    public Tensor Coefficients { get; } = Room(samples, Rank(outputs, samples, outputRank));

    /// <summary>Number of the kernel among <see cref="RadialKernel"/>, ℓ and λ.</summary>
    [Buffer]
    public Tensor Choice { get; } = Room(3);

    /// <summary>k, ℓ and λ in use.</summary>
    public (RadialKernel Kernel, double Length, double Nugget) Chosen => ((RadialKernel)(int)Choice[0].Item(), Choice[1].Item(), Choice[2].Item());

    /// <summary>Leave-one-out error of the fit, ‖missed‖/‖u − ū‖ in the components kept.</summary>
    public double LeaveOneOut { get; private set; } = double.NaN;

    /// <inheritdoc/>
    public void Fit(FieldPairs train, Rng rng)
    {
        ArgumentNullException.ThrowIfNull(train);
        if (train.Count != samples || samples < 3) throw new ArgumentException($"KernelOperator: {train.Count} training samples for a model of {samples}; the same number, 3 at least, is right");
        using var scope = Tensor.Scope();
        var (a, u) = (Rows(train.Inputs, inputs), Rows(train.Outputs, outputs));
        var (z, y) = (Components(a, InputMean, InputBasis), Components(u, OutputMean, OutputBasis));
        var squares = RadialKernels.Squares(z, z);
        var distances = squares.Flatten().ToDoubles();
        Array.Sort(distances);
        var median = Math.Sqrt(distances[distances.Length / 2]);
        if (!(median > 0)) throw new ArgumentException("KernelOperator: the inputs do not differ; there is nothing to learn from");
        LeaveOneOut = double.PositiveInfinity;
        foreach (var k in kernel is { } one ? [one] : Enum.GetValues<RadialKernel>())
            foreach (var length in Lengths)
            {
                using var attempt = Tensor.Scope();
                var (values, vectors) = LinearAlgebra.Eigh(k.Of(squares / (length * median * length * median)));
                var (seen, weights) = (vectors.T.MatMul(y), vectors.Square());
                foreach (var nugget in Nuggets)
                {
                    var inverse = 1 / (values.Maximum(0.0) + nugget);
                    var alpha = vectors.MatMul(inverse.Unsqueeze(1) * seen);
                    var missed = alpha / weights.MatMul(inverse.Unsqueeze(1));
                    var error = Math.Sqrt(missed.Square().Sum().Item() / y.Square().Sum().Item());
                    if (error >= LeaveOneOut) continue;
                    LeaveOneOut = error;
                    Coefficients.Assign(alpha);
                    Choice.Assign(Tensor.Of([(double)k, length * median, nugget]));
                }
            }

        Points.Assign(z);
    }

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor x)
    {
        Require(x.Rank == inputs.Length + 1 && x.Shape.ToArray()[1..].SequenceEqual(inputs), x, "KernelOperator", $"[N,{string.Join(',', inputs)}], the grid that it was fitted on,");
        if (double.IsNaN(Choice[0].Item())) throw new InvalidOperationException("KernelOperator: it has no numbers yet; Fit it, or load its file");
        var (k, length, _) = Chosen;
        var z = (Rows(x, inputs) - InputMean).MatMul(InputBasis);
        var values = k.Of(RadialKernels.Squares(z, Points) / (length * length));
        var u = values.MatMul(Coefficients).MatMul(OutputBasis.T) + OutputMean;
        return u.Reshape([x.Shape[0], .. outputs]).Cast(x.DType);
    }

    /// <summary>Mean and leading eigenvectors of the covariance of the rows, by the Gram matrix XXᵀ = QΛQᵀ, V = XᵀQΛ^(−1/2).</summary>
    private static Tensor Components(Tensor rows, Tensor mean, Tensor basis)
    {
        mean.Assign(rows.Mean(0));
        var centred = rows - mean;
        var rank = basis.Shape[1];
        var (values, vectors) = LinearAlgebra.Eigh(centred.MatMul(centred.T));
        var (n, floor) = (values.Shape[0], 1e-12 * values.Max().Item());
        var scale = Functions.Where(values > floor, values.Maximum(floor).Rsqrt(), 0.0).Along(0, n - rank, n);
        basis.Assign(centred.T.MatMul(vectors.Along(1, n - rank, n) * scale));
        return centred.MatMul(basis);
    }

    private static Tensor Rows(Tensor x, int[] extents)
    {
        if (!x.Shape.ToArray()[1..].SequenceEqual(extents)) throw new ArgumentException($"KernelOperator: fields {x.Shape} for a model of [N,{string.Join(',', extents)}]");
        return x.Reshape(x.Shape[0], -1).Cast(DType.F64);
    }

    private static int Rank(int[] extents, int samples, int most) => Math.Max(1, Math.Min(most, Math.Min(samples - 1, Size(extents))));

    private static int Size(int[] extents) => extents.Aggregate(1, (a, b) => checked(a * b));

    private static Tensor Room(params int[] shape) => Tensor.Full(shape, double.NaN, DType.F64);
}
