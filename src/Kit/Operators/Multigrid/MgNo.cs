using Kit.Compute;
using Kit.Learning;
using Kit.Tensors;
using static Kit.Tensors.Functions;

namespace Kit.Operators.Multigrid;

/// <summary>The multigrid neural operator: vₗ₊₁ = σ(Wₗvₗ + Bₗvₗ + bₗ) with <see cref="MultigridConv"/> Wₗ and pointwise Bₗ, u = Q v_L; no lifting.</summary>
/// <remarks>He, Liu and Xu, ICLR 2024, eq. 3 and table 1. [N, C, H, W] → [N, O, H, W]; σ is GELU. The presets are the models of the paper's code.</remarks>
public sealed class MgNo : Layer
{
    private static readonly Func<Tensor, Tensor, Tensor> Activate = Fuse.Of((Tensor a, Tensor b) => Gelu(a + b));
    private readonly int inputs;
    private readonly MgNoForm form;

    /// <summary>A model with weights to be drawn.</summary>
    /// <param name="inputs">C.</param>
    /// <param name="outputs">O; C where u = a + Qv.</param>
    /// <param name="points">H and W, and with them all grids that halve in the same way; see <see cref="MultigridConv"/>.</param>
    /// <param name="width">Channels of v: 24 for Darcy flow, 32 for Navier-Stokes.</param>
    /// <param name="layers">L: 4, for the smooth Darcy coefficient 5.</param>
    /// <param name="cycle">Of every W.</param>
    /// <param name="form">What else a layer has.</param>
    /// <param name="dtype">F32 or F64.</param>
    /// <exception cref="ArgumentException">More levels than the points can be halved to, or an increment of other channels than a has.</exception>
    public MgNo(int inputs, int outputs, (int Height, int Width) points, int width = 24, int layers = 4, VCycle? cycle = null, MgNoForm form = MgNoForm.Pointwise, DType dtype = DType.F32)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(layers, 1);
        if (form == MgNoForm.Increment && inputs != outputs) throw new ArgumentException($"MgNo: u = a + Qv with {inputs} channels of a and {outputs} of u; as many are right, or MgNoForm.Pointwise");
        (this.inputs, this.form) = (inputs, form);
        var from = Enumerable.Range(0, layers).Select(l => l == 0 ? inputs : width).ToArray();
        Multigrid = [.. from.Select(channels => new MultigridConv(channels, width, points, cycle, dtype))];
        if (form == MgNoForm.Pointwise) Pointwise = [.. from.Select(channels => new Conv(2, channels, width, 1, dtype: dtype))];
        if (form == MgNoForm.Normalized) Norms = [.. from.Select(_ => new LayerNorm(new([width, points.Height, points.Width]), dtype: dtype))];
        Project = form == MgNoForm.Normalized ? new MultigridConv(width, outputs, points, cycle, dtype) : new Conv(2, width, outputs, 1, bias: false, dtype: dtype);
    }

    /// <summary>Wₗ.</summary>
    public IReadOnlyList<MultigridConv> Multigrid { get; }

    /// <summary>Bₗ and bₗ, of <see cref="MgNoForm.Pointwise"/>.</summary>
    public IReadOnlyList<Conv> Pointwise { get; } = [];

    /// <summary>N, of <see cref="MgNoForm.Normalized"/>.</summary>
    public IReadOnlyList<LayerNorm> Norms { get; } = [];

    /// <summary>Q.</summary>
    public Layer Project { get; }

    /// <summary>Darcy flow with a rough or multiscale coefficient: 572,661 numbers.</summary>
    /// <param name="n">Points a side; 256 in the paper.</param>
    /// <param name="dtype">F32 or F64.</param>
    public static MgNo Darcy(int n = 256, DType dtype = DType.F32) => new(1, 1, (n, n), dtype: dtype);

    /// <summary>Darcy flow with smooth interfaces: 678,093 numbers at 211² points.</summary>
    /// <inheritdoc cref="Darcy"/>
    public static MgNo DarcySmooth(int n = 211, DType dtype = DType.F32) => new(1, 1, (n, n), layers: 5, dtype: dtype);

    /// <summary>Flow through pipes, from the coordinates of the grid's points to a velocity: 783,876 numbers at even extents.</summary>
    /// <inheritdoc cref="Darcy"/>
    public static MgNo Pipe(int n = 128, DType dtype = DType.F32) => new(2, 1, (n, n), layers: 5, cycle: new() { After = [0, 0, 0, 0, 1] }, dtype: dtype);

    /// <summary>A step of the vorticity of two-dimensional turbulence on a torus: 2,885,194 numbers at 64² points, of which 1,740,800 are the normalisations'.</summary>
    /// <inheritdoc cref="Darcy"/>
    public static MgNo NavierStokes(int n = 64, DType dtype = DType.F32) =>
        new(1, 1, (n, n), 32, 5, new(1, 1, 1, 2, 2) { Mode = PadMode.Circular, Bias = true, Normalize = true }, MgNoForm.Increment, dtype);

    /// <summary>Waves in a medium, from its speed of sound: 5,340,565 numbers at 101² points. The paper's code holds 11,241 more, which it never uses: A of each first iteration.</summary>
    /// <inheritdoc cref="Darcy"/>
    public static MgNo Helmholtz(int n = 101, DType dtype = DType.F32) =>
        new(1, 1, (n, n), 20, 4, new(1, 1, 1, 1, 2) { Mode = PadMode.Reflect, Bias = true, Growing = true, Interior = true }, MgNoForm.Normalized, dtype);

    /// <summary>For two cores: five layers of 24 channels as in the smooth Darcy flow, with as many levels, up to six, as the points can be halved to with two left.</summary>
    /// <param name="inputs">C.</param>
    /// <param name="outputs">O.</param>
    /// <param name="points">H and W.</param>
    /// <param name="width">Channels.</param>
    /// <param name="layers">L.</param>
    /// <param name="mode">What stands beyond the edge.</param>
    /// <param name="dtype">F32 or F64.</param>
    public static MgNo Small(int inputs, int outputs, (int Height, int Width) points, int width = 24, int layers = 5, PadMode mode = PadMode.Constant, DType dtype = DType.F32)
    {
        var (levels, least) = (1, Math.Min(points.Height, points.Width));
        for (var n = least; levels < 6 && (n + 1) / 2 >= 2; n = (n + 1) / 2) levels++;
        return new(inputs, outputs, points, width, layers, new([.. Enumerable.Repeat(1, levels - 1), 2]) { Mode = mode }, dtype: dtype);
    }

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor x)
    {
        Require(x.Rank == 4 && x.Shape[1] == inputs, x, "MgNo", $"[N,{inputs},H,W]");
        var v = x;
        for (var l = 0; l < Multigrid.Count; l++)
        {
            var w = Multigrid[l].Forward(v);
            v = form switch
            {
                MgNoForm.Pointwise => Activate(w, Pointwise[l].Forward(v)),
                MgNoForm.Normalized => Gelu(Norms[l].Forward(w)),
                _ => Gelu(w),
            };
        }

        return form == MgNoForm.Increment ? x + Project.Forward(v) : Project.Forward(v);
    }
}
