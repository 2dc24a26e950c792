using Kit.Compute;
using Kit.Learning;
using Kit.Numerics;
using Kit.Tensors;

namespace Kit.Operators.Spectral;

/// <summary>A residual layer between modes: z ← (z + B₁ … B_d sin(Az))/√2, where A(k) mixes the channels of each mode and B_a(c) the modes of each channel along an axis.</summary>
/// <remarks>
/// The layer of Poli, Massaroli et al. (2022) with its sine. Variance at the start: let z have variance 1. With A(k) orthogonal times g, Az has variance g², mode by mode, and if it is
/// normal, E sin² = (1 − e^(−2g²))/2 with mean 0. With B_a ~ N(0, 1/m_a), and the first divided by that energy, the branch has variance 1; its weights have mean 0 and are
/// independent of z, so that the sum has 2, which √2 takes back. Every layer keeps variance 1, at any depth. Channels that all come from one input are not independent, and Az is then
/// a product of normals: at g = 1 the energy would be 0.276 and not 0.432. g = ¼ keeps the sine near its linear part, where
/// both agree to a tenth, and where the sum of squares over modes is kept for spectra of any shape.
/// </remarks>
/// <param name="width">Channels C.</param>
/// <param name="modes">mₐ, one an axis.</param>
/// <param name="dtype">F32 or F64.</param>
public sealed class CosineMixing(int width, int[] modes, DType dtype = DType.F32) : Layer
{
    /// <summary>g.</summary>
    private const double Gain = 0.25;

    /// <summary>A [M, C, C], modes in the order of the axes.</summary>
    public Tensor Channels { get; } = Unset(dtype, modes.Aggregate((a, b) => a * b), width, width);

    /// <summary>B_a [C, m_a, m_a].</summary>
    public IReadOnlyList<Tensor> Along { get; } = [.. modes.Select(m => Unset(dtype, width, m, m))];

    /// <summary>E sin²x for normal x of deviation σ.</summary>
    internal static double SineEnergy(double deviation) => (1 - Math.Exp(-2 * deviation * deviation)) / 2;

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor x)
    {
        Require(x.Rank == modes.Length + 2 && x.Shape[1] == width && x.Shape.ToArray().AsSpan(2).SequenceEqual(modes), x, "CosineMixing", $"[N,{width},{string.Join(",", modes)}]");
        var (n, d) = (x.Shape[0], modes.Length);

        // [M, N, C]·[M, C, C], then channel by channel [C, N, m₁, …].
        var z = x.Reshape(n, width, -1).Permute(2, 0, 1).MatMul(Channels).Sin().Permute(2, 1, 0).Reshape([width, n, .. modes]);
        for (var axis = 0; axis < d; axis++)
        {
            var turned = z.MoveAxis(2 + axis, -1);
            int[] shape = [.. turned.Shape.Dims];
            z = turned.Reshape(width, -1, modes[axis]).MatMul(Along[axis]).Reshape(shape).MoveAxis(-1, 2 + axis);
        }

        return (x + z.MoveAxis(0, 1)) * Math.Sqrt(0.5);
    }

    /// <inheritdoc/>
    protected internal override void Initialize(Rng rng)
    {
        var (q, _) = LinearAlgebra.Qr(rng.Stream("channels").Normal(Channels.Shape));
        Channels.Assign((q * Gain).Cast(dtype));
        for (var axis = 0; axis < modes.Length; axis++)
        {
            var energy = axis == 0 ? SineEnergy(Gain) : 1;
            Along[axis].Assign(Init.Normal(1 / Math.Sqrt(modes[axis] * energy))(Along[axis].Shape, rng.Stream($"along.{axis}"), dtype));
        }
    }
}
