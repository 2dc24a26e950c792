using Kit.Compute;
using Kit.Learning;
using Kit.Tensors;

namespace Kit.Operators.DeepOnets;

/// <summary>The deep operator network: G(u)(y) = Σ_k b_k(u) t_k(y) + b₀, a branch net of the input function at m fixed sensors and a trunk net of the point.</summary>
/// <remarks>
/// Lu, Jin, Pang, Zhang, Karniadakis, Nature Machine Intelligence 3 (2021) 218, eq. 2. For several channels both outputs are split into groups of p
/// (Lu et al., Comput. Methods Appl. Mech. Engrg. 393 (2022) 114778, section 3.1.6). G(u) is linear in what the branch gives: with the branch linear too, the model is a linear operator.
/// </remarks>
/// <param name="branch">[N, m] → [N, O·p], or a field [N, C, n…] → [N, O·p].</param>
/// <param name="trunk">[…, d] → […, O·p].</param>
/// <param name="dimensions">d.</param>
/// <param name="outputs">O.</param>
/// <param name="dtype">F32 or F64.</param>
public sealed class DeepOnet(Layer branch, Layer trunk, int dimensions, int outputs = 1, DType dtype = DType.F32) : IPointOperator
{
    /// <summary>b.</summary>
    public Layer Branch => branch;

    /// <summary>t.</summary>
    public Layer Trunk => trunk;

    /// <summary>b₀, [O]; 0 at first.</summary>
    public Tensor Bias { get; } = Tensor.Zeros([outputs], dtype);

    /// <inheritdoc/>
    public int Outputs => outputs;

    /// <inheritdoc/>
    public int Dimensions => dimensions;

    /// <summary>One branch that gives all b_k: (m + 1)w + (branchDepth − 2)(w + 1)w + (w + 1)Op weights there, (d + 1)w + (trunkDepth − 2)(w + 1)w + (w + 1)Op in the trunk, and O.</summary>
    /// <param name="sensors">m.</param>
    /// <param name="dimensions">d.</param>
    /// <param name="outputs">O.</param>
    /// <param name="width">Neurons of a layer: 40 in the paper.</param>
    /// <param name="terms">p: 40 in the paper.</param>
    /// <param name="branchDepth">Layers of the branch, 2 at least.</param>
    /// <param name="trunkDepth">Layers of the trunk, 2 at least; the last is activated too.</param>
    /// <param name="activation">σ; null: GELU.</param>
    /// <param name="fourier">Frequencies of <see cref="FourierFeatures"/> before the trunk; 0: none.</param>
    /// <param name="sigma">Their deviation.</param>
    /// <param name="dtype">F32 or F64.</param>
    public static DeepOnet Unstacked(
        int sensors, int dimensions, int outputs = 1, int width = 40, int terms = 40, int branchDepth = 2, int trunkDepth = 3,
        Func<Tensor, Tensor>? activation = null, int fourier = 0, double sigma = 1, DType dtype = DType.F32) =>
        new(new Mlp(Widths(sensors, width, branchDepth, outputs * terms), activation, dtype: dtype), TrunkNet(dimensions, width, trunkDepth, outputs * terms, activation, fourier, sigma, dtype), dimensions, outputs, dtype);

    /// <summary>A branch net of its own for every b_k: Op((m + 2)w) weights there, the trunk as in <see cref="Unstacked"/>, and O.</summary>
    /// <inheritdoc cref="Unstacked"/>
    public static DeepOnet Stacked(
        int sensors, int dimensions, int outputs = 1, int width = 40, int terms = 40, int trunkDepth = 3,
        Func<Tensor, Tensor>? activation = null, int fourier = 0, double sigma = 1, DType dtype = DType.F32) =>
        new(new StackedBranch(sensors, width, outputs * terms, activation, dtype), TrunkNet(dimensions, width, trunkDepth, outputs * terms, activation, fourier, sigma, dtype), dimensions, outputs, dtype);

    /// <summary>For fields on a grid: an MLP of all sensors, or convolutions.</summary>
    /// <param name="channels">C of the input.</param>
    /// <param name="outputs">O.</param>
    /// <param name="sensors">The grid of the input, n₁, …, n_d.</param>
    /// <param name="width">Neurons of a layer.</param>
    /// <param name="terms">p.</param>
    /// <param name="convolutional">Takes <see cref="ConvBranch"/>.</param>
    /// <param name="fourier">Frequencies before the trunk.</param>
    /// <param name="dtype">F32 or F64.</param>
    public static PointOperatorOnGrid OnGrid(int channels, int outputs, int[] sensors, int width = 128, int terms = 128, bool convolutional = false, int fourier = 0, DType dtype = DType.F32)
    {
        ArgumentNullException.ThrowIfNull(sensors);
        var d = sensors.Length;
        var branch = convolutional
            ? new ConvBranch(channels, sensors, outputs * terms, dtype: dtype)
            : (Layer)new Mlp(Widths(sensors.Aggregate(channels, (product, n) => product * n), width, 3, outputs * terms), dtype: dtype);
        return new(new DeepOnet(branch, TrunkNet(d, width, 4, outputs * terms, null, fourier, 1, dtype), d, outputs, dtype), channels, sensors, flatten: !convolutional);
    }

    /// <inheritdoc/>
    public Tensor Forward(Tensor u, Tensor y)
    {
        var t = trunk.Forward(Readout.Points(y, u, dimensions, "DeepOnet"));
        return Readout.Of(branch.Forward(u), t, outputs, "DeepOnet") + Bias.Unsqueeze(1);
    }

    private static int[] Widths(int inputs, int width, int depth, int outputs)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(depth, 1);
        return [inputs, .. Enumerable.Repeat(width, depth - 1), outputs];
    }

    private static Layer TrunkNet(int dimensions, int width, int depth, int outputs, Func<Tensor, Tensor>? activation, int fourier, double sigma, DType dtype)
    {
        if (fourier == 0) return new Mlp(Widths(dimensions, width, depth, outputs), activation, activateLast: true, dtype);
        var waves = new FourierFeatures(dimensions, fourier, sigma, dtype);
        return new Sequential(waves, new Mlp(Widths(waves.Outputs, width, depth, outputs), activation, activateLast: true, dtype));
    }
}
