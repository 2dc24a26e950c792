using Kit.Compute;
using Kit.Learning;
using Kit.Numerics;
using Kit.Tensors;

namespace Kit.Operators.Spectral;

/// <summary>A residual layer between modes: z ← (z + B₁ … B_d σ(Az))/√2, σ(x) = max(x, 0), where A(k) mixes the channels of each mode and B_a(c) the modes of each channel along an axis.</summary>
/// <remarks>
/// The layer of Poli, Massaroli et al. (2022), whose code has sine and GELU for σ. Modes of one field differ by orders of magnitude, and both are linear for the small ones: with a sine near its
/// linear part the network stays for thousands of steps about where the best linear map is (5 % and 6 % for Burgers' equation). max(x, 0) is as far from linear at every size.
/// <para/>
/// Variance at the start: let z have mean square 1. With A(k) orthogonal so has Az, and as A is as likely as −A, E σ(Az)² = ½. With B_a ~ N(0, 1/m_a), the first of them times √2, the branch has mean
/// square 1; its weights have mean 0 and are independent of z, so that the sum has 2, which √2 takes back. Every layer keeps the mean square, in the mean over weights, at any depth and for spectra of any shape; 8 channels come within a tenth of it.
/// </remarks>
/// <param name="width">Channels C.</param>
/// <param name="modes">mₐ, one an axis.</param>
/// <param name="dtype">F32 or F64.</param>
public sealed class CosineMixing(int width, int[] modes, DType dtype = DType.F32) : Layer
{
    /// <summary>A [M, C, C], modes in the order of the axes.</summary>
    public Tensor Channels { get; } = Unset(dtype, modes.Aggregate((a, b) => a * b), width, width);

    /// <summary>B_a [C, m_a, m_a].</summary>
    public IReadOnlyList<Tensor> Along { get; } = [.. modes.Select(m => Unset(dtype, width, m, m))];

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor x)
    {
        Require(x.Rank == modes.Length + 2 && x.Shape[1] == width && x.Shape.ToArray().AsSpan(2).SequenceEqual(modes), x, "CosineMixing", $"[N,{width},{string.Join(",", modes)}]");
        var (n, d) = (x.Shape[0], modes.Length);

        // [M, N, C]·[M, C, C], then channel by channel [C, N, m₁, …].
        var z = x.Reshape(n, width, -1).Permute(2, 0, 1).MatMul(Channels).Relu().Permute(2, 1, 0).Reshape([width, n, .. modes]);
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
        Channels.Assign(q.Cast(dtype));
        for (var axis = 0; axis < modes.Length; axis++)
        {
            var energy = axis == 0 ? 0.5 : 1; // of σ
            Along[axis].Assign(Init.Normal(1 / Math.Sqrt(modes[axis] * energy))(Along[axis].Shape, rng.Stream($"along.{axis}"), dtype));
        }
    }
}
