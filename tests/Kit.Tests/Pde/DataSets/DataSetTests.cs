using Kit.Pde;
using Kit.Pde.DataSets;
using Kit.Tensors;
using Kit.Tests.Tensors;
using static Kit.Tensors.Functions;

namespace Kit.Tests.Pde.DataSets;

/// <summary>Every data set at a small size, and what is known of its solutions.</summary>
public sealed class DataSetTests
{
    private static readonly Dictionary<string, (string, string)[]> Small = new()
    {
        ["burgers"] = [("Points", "128"), ("Time", "0.2")],
        ["darcy-multiscale"] = [("Points", "31"), ("Scales", "3")],
        ["darcy-rough"] = [("Points", "24")],
        ["darcy-smooth"] = [("Points", "21")],
        ["helmholtz"] = [("Cells", "20"), ("Frequency", "200")],
        ["kuramoto-sivashinsky"] = [("Points", "32"), ("Length", "22"), ("Frames", "4"), ("Start", "5")],
        ["lorenz-96"] = [("Frames", "5"), ("Start", "1")],
        ["navier-stokes"] = [("Points", "32"), ("Saved", "16"), ("Time", "1"), ("Step", "0.05")],
        ["pdebench-advection"] = [("Points", "64"), ("Time", "0.05")],
        ["pdebench-burgers"] = [("Points", "64"), ("Time", "0.05")],
        ["pdebench-compressible"] = [("Points", "64"), ("Time", "0.05")],
        ["pdebench-darcy"] = [("Points", "20")],
        ["pdebench-diffusion-sorption"] = [("Points", "32"), ("Time", "50"), ("StepsPerFrame", "1")],
        ["pdebench-reaction-diffusion"] = [("Points", "16"), ("Time", "0.1")],
        ["pdebench-shallow-water"] = [("Points", "24"), ("Time", "0.05")],
    };

    public static TheoryData<string> Ids => [.. Kit.Pde.DataSets.DataSets.All.Select(set => set.Id)];

    [Theory, MemberData(nameof(Ids))]
    public void A_sample_is_the_same_in_any_chunk_finite_and_shown(string id)
    {
        var set = Kit.Pde.DataSets.DataSets.All.Single(set => set.Id == id).With(Small[id]);
        var rng = new Rng(11);
        var (together, alone) = (set.Samples(rng, 0, 3), set.Samples(rng, 2, 1));
        Assert.Equal(together.Keys.Order(), alone.Keys.Order());
        foreach (var (name, x) in together)
        {
            Assert.Equal(3, x.Shape[0]);
            Assert.True(x.IsFinite().Cast(Kit.Compute.DType.F64).Min().Item() == 1, $"{id}: {name} is not finite");
            Assert.True((x[0] - x[1]).Abs().Max().Item() > 0, $"{id}: two samples of {name} are the same");
            Samples.Agree(x[2..], alone[name], ulps: 0);
        }

        Assert.Contains("<svg", set.Picture(together).ToSvg());
        foreach (var text in new[] { set.Title, set.Equation, set.Method, set.Source }) Assert.NotEmpty(text);
        Assert.True(set.Published > 0);
    }

    [Fact]
    public void Burgers_samples_follow_the_transformation_of_Cole_and_Hopf()
    {
        // u = −2ν φₓ/φ with φ heated from exp(−∫u₀/2ν): exact on the modes that the grid holds.
        var set = new BurgersData { Points = 256, Viscosity = 0.1, Time = 0.5 };
        var made = set.Make(3, seed: 4);
        var (u0, u) = (made["a"], made["u"]);
        var k = 2 * Math.PI * Kit.Numerics.Fourier.RealFrequencies(256, 1.0 / 256);
        var modes = Kit.Numerics.Fourier.Rfft(u0);
        var integral = Tensor.Zeros(u0.Shape);
        for (var m = 1; m < 128; m++)
        {
            var angle = 2 * Math.PI * m * Axis.Periodic(256).Points;
            // ∫ (a cos + b sin) = (a sin − b cos)/(2πm), a = 2 Re/n, b = −2 Im/n.
            var (a, b) = (2.0 / 256 * modes.Real()[.., m..(m + 1)], -2.0 / 256 * modes.Imag()[.., m..(m + 1)]);
            integral += (a * Sin(angle) - b * Cos(angle)) / (2 * Math.PI * m);
        }

        var heated = Kit.Numerics.Fourier.Rfft(Exp(-integral / 0.2)) * Exp(-0.1 * 0.5 * k.Square());
        var φ = Kit.Numerics.Fourier.Irfft(heated, 256);
        var slope = Kit.Numerics.Fourier.Irfft(heated * (k * Tensor.Of([System.Numerics.Complex.ImaginaryOne])), 256);
        // Fourth order in Δt = 0.005; halving the step of this set changes u by less.
        Assert.True((u + 0.2 * slope / φ).Abs().Max().Item() < 1e-6);
        Assert.True(u.Abs().Max().Item() > 0.01);
    }

    [Fact]
    public void Advected_waves_come_round_and_keep_their_mean()
    {
        var u = new PdebenchAdvectionData { Points = 512, Speed = 1, Time = 1 }.Make(2, seed: 2)["u"];
        Assert.Equal([2, 101, 512], u.Shape);
        Samples.Agree(u[.., 0].Mean(-1), u[.., 100].Mean(-1), ulps: 5000, floor: 1);
        // Second order: waves of up to 8 periods on 512 cells, clipped at extrema.
        Assert.True(((u[.., 100] - u[.., 0]).Norm() / u[.., 0].Norm()).Item() < 0.05);
        Assert.True(u.Max().Item() <= u[.., 0].Max().Item() + 1e-12);
    }

    [Fact]
    public void Viscous_gas_keeps_mass_momentum_and_energy()
    {
        var x = new PdebenchCompressibleData { Points = 128, Viscosity = 0.1, Time = 0.2 }.Make(2, seed: 5);
        var (ρ, v, p) = (x["density"], x["velocity"], x["pressure"]);
        var energy = p / (2.0 / 3) + 0.5 * ρ * v * v;
        foreach (var q in new[] { ρ, ρ * v, energy })
        {
            var mean = q.Mean(-1);
            Assert.True((mean - mean[.., ..1]).Abs().Max().Item() < 1e-12);
        }

        // Viscosity takes kinetic energy: less of it with more of that.
        double Kinetic(double viscosity)
        {
            var y = new PdebenchCompressibleData { Points = 128, Viscosity = viscosity, Time = 0.2 }.Make(1, seed: 5);
            return (y["density"] * y["velocity"].Square())[.., 100].Mean().Item();
        }

        Assert.True(Kinetic(0.1) < 0.9 * Kinetic(0));
    }

    [Fact]
    public void Sorbed_solute_reaches_the_steady_line()
    {
        // A line through 1 at the ghost cell −½, of slope −s with D s h/h = 1 − s (n + 1) h at the ghost cell n + ½.
        var u = new PdebenchDiffusionSorptionData { Points = 32, Time = 10000, StepsPerFrame = 4 }.Make(1)["u"];
        var slope = 1 / (33.0 / 32 + 5e-4);
        Assert.True((u[0, 100] - (1 - slope * Tensor.Arange(1.0, 33) / 32)).Abs().Max().Item() < 1e-3);
        Assert.True(u.Min().Item() >= 0 && u.Max().Item() <= 1);
    }

    [Fact]
    public void Darcy_samples_solve_their_equation_at_the_nodes()
    {
        // With one phase the solution is that of −3Δu = 1, whose centre value is 0.0736713…/3 (sum of its Fourier series).
        var made = new DarcySmoothData { Points = 85 }.Make(2, seed: 1);
        Assert.Equal([3.0, 12.0], made["a"].Flatten().ToDoubles().Distinct().Order());
        var u = made["u"];
        Assert.True(u.Max().Item() < 0.0736714 / 3 && u[.., 40..45, 40..45].Min().Item() > 0.0736713 / 12);
        // The outermost centres lie half a cell inside.
        Assert.True(u[.., 0].Abs().Max().Item() is > 0 and < 2e-3);
    }
}
