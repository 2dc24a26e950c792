using Kit.StatMech.MultiSpin;
using Kit.Tensors;

namespace Kit.Tests.StatMech.MultiSpin;

[Collection("threads")]
public class MultiSpinMetropolisTests
{
    [Theory]
    [InlineData(8, 4, 0.3, 1)]
    [InlineData(4, 34, 0.45, 1)]
    [InlineData(6, 10, 0.4, -1)]
    [InlineData(128, 4, 0.35, 1)]
    public void Energy_OfASmallTorus_IsThatOfTheTransferMatrix(int rows, int columns, double beta, double coupling)
    {
        var model = new MultiSpinLattice(rows, columns, coupling);
        var (update, state, rng, energies) = (new MultiSpinMetropolis(model), model.Start(new Rng(5)), new Rng(6), new List<double>());
        for (var sweep = 0; sweep < 41_000; sweep++)
        {
            update.Sweep(state, beta, rng);
            if (sweep >= 1000) energies.Add(model.Energy(state));
        }

        // The derivative of ln Z by central differences is exact to h² = 10⁻⁸; four standard errors, for four tori.
        const double h = 1e-4;
        var exact = -(LogPartition(rows, columns, beta + h) - LogPartition(rows, columns, beta - h)) / (2 * h);
        Assert.InRange(Series.Deviation(energies, exact), 0, 4);
    }

    [Theory]
    [InlineData(0.3)]
    [InlineData(0.4)]
    [InlineData(0.5)]
    public void EnergyAndMagnetization_OfALargeLattice_AreOnsagersAndYangs(double beta)
    {
        var model = new MultiSpinLattice(256);
        var (update, state, rng) = (new MultiSpinMetropolis(model), model.Ordered(), new Rng(8));
        var (energies, magnetizations) = (new List<double>(), new List<double>());
        for (var sweep = 0; sweep < 3400; sweep++)
        {
            update.Sweep(state, beta, rng);
            if (sweep < 200) continue;
            energies.Add(model.Energy(state) / model.Sites);
            magnetizations.Add(model.Magnetization(state));
        }

        // Correlations reach over 13 sites and 100 sweeps at most at these temperatures: corrections e^{−256/13} of the finite torus are none. Three standard errors of 40 bins.
        Assert.InRange(Series.Deviation(energies, Onsager(beta)), 0, 3);
        if (beta > 0.45) Assert.InRange(Series.Deviation(magnetizations, Math.Pow(1 - Math.Pow(Math.Sinh(2 * beta), -4), 0.125)), 0, 3);
    }

    [Fact]
    public void Sweeps_AreTheSameForAnyNumberOfThreads()
    {
        var model = new MultiSpinLattice(512);
        var runs = Series.WithThreads(() =>
        {
            var (update, state, rng) = (new MultiSpinMetropolis(model), model.Start(new Rng(1)), new Rng(2));
            for (var sweep = 0; sweep < 10; sweep++) update.Sweep(state, 0.44, rng);
            return Series.Bytes(model, state);
        });
        Assert.Equal(runs[0], runs[1]);
        Assert.Equal(runs[0], runs[2]);
    }

    [Fact]
    public void Temperatures_ThatAreNone_AreRefused()
    {
        var model = new MultiSpinLattice(4);
        foreach (var beta in new[] { -1, double.PositiveInfinity, double.NaN })
            Assert.Contains("T = 1/β > 0", Assert.Throws<ArgumentException>(() => new MultiSpinMetropolis(model).Sweep(model.Ordered(), beta, new Rng(1))).Message);
    }

    /// <summary>ln Z of a torus with J = 1, from the transfer matrix of its shorter side: all others are products of it.</summary>
    private static double LogPartition(int rows, int columns, double beta)
    {
        var (width, length) = (Math.Min(rows, columns), Math.Max(rows, columns));
        var size = 1 << width;
        var transfer = new double[size, size];
        for (var a = 0; a < size; a++)
            for (var b = 0; b < size; b++)
            {
                var inside = width - 2 * System.Numerics.BitOperations.PopCount((uint)(a ^ (a >> 1 | (a & 1) << width - 1)));
                var across = width - 2 * System.Numerics.BitOperations.PopCount((uint)(a ^ b));
                transfer[a, b] = Math.Exp(beta * (inside + across - 2 * width));
            }

        var power = MathNet.Numerics.LinearAlgebra.Matrix<double>.Build.DenseOfArray(transfer).Power(length);
        return Math.Log(power.Trace()) + 2.0 * beta * width * length;
    }

    /// <summary>E/N = −coth 2β (1 + (2/π)(2 tanh² 2β − 1) K(k)), k = 2 sinh 2β / cosh² 2β (Onsager 1944); K from the arithmetic-geometric mean.</summary>
    private static double Onsager(double beta)
    {
        var (k, tanh) = (2 * Math.Sinh(2 * beta) / Math.Pow(Math.Cosh(2 * beta), 2), Math.Tanh(2 * beta));
        var (a, b) = (1.0, Math.Sqrt(1 - k * k));
        for (var i = 0; i < 10; i++) (a, b) = ((a + b) / 2, Math.Sqrt(a * b));
        return -(1 + 2 / Math.PI * (2 * tanh * tanh - 1) * Math.PI / (2 * a)) / tanh;
    }
}
