using Kit.Pde.Spectral;
using Kit.Tensors;

namespace Kit.Pde.Equations;

/// <summary>∂u/∂t = D_u Δu − uv² + F(1 − u), ∂v/∂t = D_v Δv + uv² − (F + κ)v: v feeds on u, which is fed at rate F.</summary>
/// <remarks>
/// Pearson, "Complex patterns in a simple system", 1993, from which the types have their Greek names: D_u = 2·10⁻⁵, D_v = 10⁻⁵ on a square of side 2.5 with n = 256, Δt = 1.
/// Start from u = 1, v = 0 but for a square in the middle with u = ½, v = ¼ and 1 % noise; patterns take 10⁴ units of time.
/// </remarks>
public sealed class GrayScott : SpectralEquation
{
    private static readonly Fused Reaction = Fuse.Of(x => x[0] * x[1] * x[1] is var eaten ? [x[2] - eaten, eaten] : []);
    private readonly double feed, kill, ofFood, ofEater;

    /// <summary>The two substances (u, v) with fields [2, n_x, …].</summary>
    /// <param name="grid">Periodic.</param>
    /// <param name="feed">F, 0.01 to 0.08.</param>
    /// <param name="kill">κ, 0.045 to 0.07.</param>
    /// <param name="foodDiffusivity">D_u.</param>
    /// <param name="eaterDiffusivity">D_v.</param>
    public GrayScott(Grid grid, double feed, double kill, double foodDiffusivity = 2e-5, double eaterDiffusivity = 1e-5)
        : base(new FourierSpace(grid, dealiasing: Dealiasing.OneHalf), components: 2) =>
        (this.feed, this.kill, ofFood, ofEater) = (feed, kill, foodDiffusivity, eaterDiffusivity);

    /// <summary>Spots that rest: Pearson's λ, F = 0.035, κ = 0.065. Spots that divide until they fill space live at F = 0.03, κ = 0.062.</summary>
    public static GrayScott Spots(Grid grid) => new(grid, 0.035, 0.065);

    /// <summary>Worms and labyrinths: Pearson's κ, F = 0.05, κ = 0.063.</summary>
    public static GrayScott Stripes(Grid grid) => new(grid, 0.05, 0.063);

    /// <inheritdoc/>
    public override bool IsSampleWise => true;

    /// <inheritdoc/>
    public override Tensor Linear(FourierSpace k) => k.Stack(ofFood * k.Laplacian - feed, ofEater * k.Laplacian - (feed + kill));

    /// <inheritdoc/>
    public override Tensor Nonlinear(FourierSpace k, Tensor u, double t)
    {
        var axis = u.Rank - k.Dimensions - 1;
        var values = k.Values(u).MoveAxis(axis, 0);
        return k.Modes(Tensor.Stack(Reaction.Run(values[0], values[1], feed), axis));
    }
}
