using Kit.StatMech;
using Kit.StatMech.Lattices;
using Kit.StatMech.Models;
using Kit.StatMech.Updates;
using Kit.Tensors;
using MathNet.Numerics;

namespace Kit.Tests.StatMech.Models;

public class VectorModelTests
{
    [Fact]
    public void Helicity_OfARing_IsThatOfItsTransferMatrix()
    {
        // A twist Φ around the ring: Z(Φ) = Σ_k I_k(β)ᴺ e^{ikΦ}, so that Υ = N T Σ k² I_kᴺ / Σ I_kᴺ.
        const int n = 8;
        const double beta = 3;
        var (top, bottom) = (0.0, 0.0);
        for (var k = -12; k <= 12; k++)
        {
            var weight = Math.Pow(SpecialFunctions.BesselI(Math.Abs(k), beta), n);
            (top, bottom) = (top + k * k * weight, bottom + weight);
        }

        var model = VectorModel.XY(Graph.Chain(n));
        var (update, rng) = (new Combined<VectorConfiguration>(new VectorHeatBath(model), new VectorWolff(model)), new Rng(9));
        var state = model.Start(rng);
        var (stiffness, current) = (model.Observables.Single(o => o.Name == "stiffness"), model.Observables.Single(o => o.Name == "current^2"));
        var (a, b) = (new double[1], new double[1]);
        var (mean, error) = Batches.Of(20_000, () =>
        {
            update.Sweep(state, beta, rng);
            stiffness.Measure(state, a);
            current.Measure(state, b);
            return a[0] - beta * b[0];
        });
        Assert.InRange(Math.Abs(mean - n / beta * top / bottom), 0, 4 * error);
        Assert.InRange(error, 0, 0.02);
        Assert.Contains(model.Quantities, quantity => quantity.Name == "helicity");
        Assert.DoesNotContain(VectorModel.Heisenberg(Graph.Chain(n)).Quantities, quantity => quantity.Name == "helicity");
    }

    [Fact]
    public void Gradient_IsTheSlopeAlongGreatCircles()
    {
        var model = new VectorModel(Graph.Square(3), 4, new Rng(1).Normal(18).ToDoubles());
        var (state, p, slope) = (model.Start(new Rng(2)), new double[36], new double[36]);
        model.Momenta(state, p, new Rng(3));
        model.Gradient(state, slope);
        var along = slope.Zip(p, (g, v) => g * v).Sum();
        model.Drift(state, p, 1e-4);
        var after = model.Energy(state);
        model.Drift(state, p, -2e-4);
        Assert.Equal(along, (after - model.Energy(state)) / 2e-4, 5);
    }

    [Fact]
    public void SaveAndLoad_GiveTheSameBits_AndBadInputIsNamed()
    {
        var model = VectorModel.Heisenberg(Graph.Square(4));
        var state = model.Start(new Rng(5));
        using var stream = new MemoryStream();
        using (var writer = new BinaryWriter(stream, System.Text.Encoding.UTF8, leaveOpen: true)) model.Save(state, writer);
        stream.Position = 0;
        var back = model.Load(new BinaryReader(stream));
        Assert.Equal(state.Components, back.Components);
        Assert.Equal(state.Energy, back.Energy);
        stream.Position = 0;
        Assert.Contains("16 vectors of 3 components", Assert.Throws<InvalidDataException>(() => VectorModel.XY(Graph.Square(4)).Load(new BinaryReader(stream))).Message);
        Assert.Contains("vectors of 1 components", Assert.Throws<ArgumentException>(() => new VectorModel(Graph.Chain(3), 1)).Message);
        Assert.Contains("2 couplings for 3 bonds", Assert.Throws<ArgumentException>(() => new VectorModel(Graph.Chain(3), 2, [1.0, 1])).Message);
    }
}
