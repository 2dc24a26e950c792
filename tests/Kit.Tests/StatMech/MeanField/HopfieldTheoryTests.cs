using Kit.StatMech.MeanField;

namespace Kit.Tests.StatMech.MeanField;

public class HopfieldTheoryTests
{
    [Fact]
    public void GroundState_HasTheCapacitiesOfAmitGutfreundAndSompolinsky()
    {
        Assert.Equal(0.137906, HopfieldGroundState.Capacity, 1e-6);
        // The overlap falls to 0.967 like the root of what is left to the fold.
        Assert.Equal(0.967, HopfieldGroundState.Retrieval(HopfieldGroundState.Capacity - 1e-10)!.Overlap, 5e-4);
        Assert.Null(HopfieldGroundState.Retrieval(0.138));
        // Spin glasses have e = −1/π − √(2α/π), and retrieval −½ up to e^{−1/2α} = 6·10⁻⁵.
        Assert.Equal(Math.PI / 2 * Math.Pow(0.5 - 1 / Math.PI, 2), HopfieldGroundState.GlobalCapacity, 1e-4);
        Assert.Equal(-1 / Math.PI - Math.Sqrt(0.2 / Math.PI), HopfieldGroundState.SpinGlass(0.1).Energy, 1e-12);
        // Few patterns: a perfect memory, e = −½.
        Assert.Equal(-0.5, HopfieldGroundState.Retrieval(1e-3)!.Energy, 1e-3);
    }

    [Theory]
    [InlineData(0.05, 0.4)]
    [InlineData(0.1, 0.1)]
    public void Equations_AreTheStationarityOfTheFreeEnergy(double load, double t)
    {
        var theory = new HopfieldTheory(load, t);
        var order = theory.Retrieval()!;
        var next = theory.Equations(order);
        Assert.Equal(order.Overlap, next.Overlap, 1e-10);
        Assert.Equal(order.SpinGlass, next.SpinGlass, 1e-10);
        const double h = 1e-5;
        double Slope(HopfieldOrder up, HopfieldOrder down) => (theory.FreeEnergy(up) - theory.FreeEnergy(down)) / (2 * h);
        Assert.Equal(0, Slope(order with { Overlap = order.Overlap + h }, order with { Overlap = order.Overlap - h }), 1e-8);
        Assert.Equal(0, Slope(order with { SpinGlass = order.SpinGlass + h }, order with { SpinGlass = order.SpinGlass - h }), 1e-7);
        Assert.Equal(0, Slope(order with { Noise = order.Noise + h }, order with { Noise = order.Noise - h }), 1e-8);
        // Away from the solution the equation of m is still that derivative.
        var off = new HopfieldOrder(0.5, 0.95, 2);
        Assert.Equal(0.5 - theory.Equations(off).Overlap, Slope(off with { Overlap = 0.5 + h }, off with { Overlap = 0.5 - h }), 1e-8);
    }

    [Fact]
    public void LowTemperatures_ApproachTheGroundState()
    {
        var (theory, ground) = (new HopfieldTheory(0.1, 0.01), HopfieldGroundState.Retrieval(0.1)!);
        var order = theory.Retrieval()!;
        Assert.Equal(ground.Overlap, order.Overlap, 1e-3);
        Assert.Equal(ground.Noise, order.Noise, 1e-2);
        Assert.Equal(ground.Energy, theory.FreeEnergy(order), 1e-3);
        Assert.Equal(HopfieldGroundState.SpinGlass(0.1).Energy, theory.FreeEnergy(theory.SpinGlass()), 3e-3);
    }

    [Fact]
    public void TemperatureLines_AreThoseOfThePhaseDiagram()
    {
        // T_M ≈ 1 − 1.95 √α and T_c ≈ 1 − 2.6 √α at small loads: equations 5.5 and 5.11 of the paper.
        Assert.Equal(1.95, (1 - HopfieldTheory.RetrievalTemperature(1e-4)) / 1e-2, 0.1);
        Assert.Equal(2.6, (1 - HopfieldTheory.CoexistenceTemperature(1e-4)) / 1e-2, 0.2);
        Assert.True(HopfieldTheory.CoexistenceTemperature(0.03) < HopfieldTheory.RetrievalTemperature(0.03));
        // T_R = (4/3) √(αr/2π) e^{−m²/2αr} to first order in itself.
        var ground = HopfieldGroundState.Retrieval(0.126)!;
        var width = 0.126 * ground.Noise;
        Assert.Equal(1, HopfieldTheory.AlmeidaThouless(0.126) / (4.0 / 3 * Math.Sqrt(width / (2 * Math.PI)) * Math.Exp(-ground.Overlap * ground.Overlap / (2 * width))), 0.15);
        Assert.Equal(1.5, HopfieldTheory.SpinGlassTemperature(0.25));
        // Just above T_g there is no spin glass, just below there is.
        Assert.Equal(0, new HopfieldTheory(0.25, 1.52).SpinGlass().SpinGlass, 1e-5);
        Assert.True(new HopfieldTheory(0.25, 1.48).SpinGlass().SpinGlass > 1e-3);
    }

    [Fact]
    public void BadInput_IsNamed()
    {
        Assert.Contains("α = -1", Assert.Throws<ArgumentException>(() => new HopfieldTheory(-1, 1)).Message);
        Assert.Contains("HopfieldGroundState", Assert.Throws<ArgumentException>(() => new HopfieldTheory(0.1, 0)).Message);
        Assert.Contains("0.2", Assert.Throws<ArgumentException>(() => HopfieldTheory.RetrievalTemperature(0.2)).Message);
        Assert.Contains("α = 0", Assert.Throws<ArgumentException>(() => HopfieldGroundState.SpinGlass(0)).Message);
    }
}
