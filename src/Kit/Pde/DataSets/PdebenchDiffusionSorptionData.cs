using Kit.Compute;
using Kit.Numerics;
using Kit.Parameters;
using Kit.Plotting;
using Kit.Tensors;
using static Kit.Tensors.Functions;

namespace Kit.Pde.DataSets;

/// <summary>A solute that diffuses through wet ground and clings to it.</summary>
public sealed record PdebenchDiffusionSorptionData : DataSet
{
    // Porosity, bulk density, Freundlich's parameter and exponent, effective diffusion coefficient.
    private const double Porosity = 0.29, Density = 2880, Freundlich = 3.5e-4, Exponent = 0.874, Diffusivity = 5e-4;
    private const double Gamma = 1 - 0.70710678118654752;

    /// <summary>Cells of the unit interval.</summary>
    [Bounds(8, 8192)]
    public int Points { get; init; } = 1024;

    /// <summary>Final time; 101 frames are saved.</summary>
    [Bounds(1, 10000)]
    public double Time { get; init; } = 500;

    /// <summary>Time steps between frames.</summary>
    [Bounds(1, 10000)]
    public int StepsPerFrame { get; init; } = 10;

    /// <inheritdoc/>
    public override string Title => "PDEBench: diffusion and sorption";

    /// <inheritdoc/>
    public override string Equation => "∂u/∂t = D/R(u) ∂²u/∂x² on (0, 1), R = 1 + (1 − φ)/φ ρ k n (u + 10⁻⁶)ⁿ⁻¹ (φ = 0.29, ρ = 2880, k = 3.5·10⁻⁴, n = 0.874, D = 5·10⁻⁴); u(0, t) = 1, u + D ∂u/∂x = 0 at x = 1; u(x, 0) = U(0, 0.2), the same everywhere.";

    /// <inheritdoc/>
    public override string Method => "Central differences on cells, second order, and first order at the ends; the L-stable SDIRK2 of Alexander, second order, R by fixed-point iteration to 1e-12, each a tridiagonal system.";

    /// <inheritdoc/>
    public override string Source => "Takamoto et al. (2022), PDEBench, section D.3, with the ends of their program.";

    /// <inheritdoc/>
    public override int Published => 10000;

    /// <inheritdoc/>
    public override int Chunk => 64;

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, Tensor> Samples(Rng rng, long first, int count)
    {
        ArgumentNullException.ThrowIfNull(rng);
        var start = Tensor.Of([.. Enumerable.Range(0, count).Select(i => 0.2 * (1 - rng.Stream(first + i).NextDouble()))]);
        var u = start[.., Slice.NewAxis].BroadcastTo((count, Points)).Copy();
        var dt = Time / 100 / StepsPerFrame;
        List<Tensor> frames = [u];
        for (var frame = 0; frame < 100; frame++)
        {
            for (var step = 0; step < StepsPerFrame; step++)
            {
                Tensor next;
                using (Tensor.Scope())
                {
                    // k₁ at γΔt, k₂ at Δt: u⁺ = u + (1 − γ) Δt k₁ + γ Δt k₂.
                    var stage = Implicit(u, Gamma * dt, u);
                    next = Implicit(u + (1 - Gamma) / Gamma * (stage - u), Gamma * dt, stage).Keep();
                }

                if (step > 0) u.Dispose();
                u = next;
            }

            frames.Add(u);
        }

        return new Dictionary<string, Tensor> { ["u"] = Tensor.Stack([.. frames], 1) };
    }

    /// <inheritdoc/>
    public override Figure Picture(IReadOnlyDictionary<string, Tensor> samples) => Pictures.SpaceTime(Title, samples["u"], "u", Axis.Cells(Points), Time);

    /// <summary>v = w + τ D/R(v) ∂²v/∂x², by iteration on R.</summary>
    /// <param name="w">[samples, n].</param>
    /// <param name="tau">τ.</param>
    /// <param name="v">A first guess.</param>
    private Tensor Implicit(Tensor w, double tau, Tensor v)
    {
        // Beyond the ends lie 1 and D (vₙ₋₂ − vₙ₋₁)/h, as in the published program: the condition u + D ∂u/∂x = 0 to first order.
        var h = 1.0 / Points;
        var (own, left, inflow) = (Tensor.Full(Points, 2.0), Tensor.Ones(Points), Tensor.Zeros(Points));
        (own[^1], left[^1], inflow[0]) = (2 + Diffusivity / h, 1 + Diffusivity / h, 1.0);
        Tensor settled = Tensor.Zeros((w.Shape[0], 1), DType.Bool), frozen = settled;
        for (var k = 0; k < 100; k++)
        {
            var s = tau * Diffusivity / (h * h) / (1 + (1 - Porosity) / Porosity * Density * Freundlich * Exponent * (v.Maximum(0.0) + 1e-6).Pow(Exponent - 1));
            var next = LinearAlgebra.SolveTridiagonal(-s * left, 1 + s * own, -s, w + s * inflow);
            // A sample that has settled stays: it must not depend on the others of its chunk.
            settled |= (next - v).Abs().Max(-1, keepDims: true) < 1e-12;
            v = Where(frozen, v, next);
            frozen = settled;
            if (settled.Cast(DType.F64).Min().Item() == 1) return v;
        }

        throw new ArithmeticException(FormattableString.Invariant($"{Id}: the retardation factor has not settled in 100 iterations; take more StepsPerFrame than {StepsPerFrame}"));
    }
}
