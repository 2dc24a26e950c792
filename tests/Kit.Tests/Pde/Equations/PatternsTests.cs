using Kit.Pde;
using Kit.Pde.Equations;
using Kit.Pde.Spectral;
using Kit.Tensors;
using static Kit.Tensors.Functions;

namespace Kit.Tests.Pde.Equations;

/// <summary>Equations that make patterns, by what they must keep or lose.</summary>
public sealed class PatternsTests
{
    [Fact]
    public void Allen_Cahn_keeps_between_its_phases_and_loses_energy()
    {
        const double width = 0.15;
        var grid = Grid.Periodic(64, 2 * Math.PI, 2);
        var equation = new AllenCahn(grid, width);
        var u = equation.Space.Inverse(equation.Space.Modes(0.5 * new Rng(1).Uniform((64, 64), -1, 1)));
        var energy = FreeEnergy(equation.Space, u, width);
        for (var round = 0; round < 10; round++)
        {
            u = equation.Evolve(u, 0.1, 10);
            // The principle holds for the equation; its Galerkin form overshoots by what the cut modes hold.
            Assert.True(u.Abs().Max().Item() < 1.01);
            Assert.True(FreeEnergy(equation.Space, u, width) < energy);
            energy = FreeEnergy(equation.Space, u, width);
        }

        Assert.True(u.Abs().Max().Item() > 0.95);
    }

    [Fact]
    public void Cahn_Hilliard_keeps_the_amount_and_loses_energy()
    {
        const double width = 0.05;
        var grid = Grid.Periodic(64, 1, 2);
        var equation = new CahnHilliard(grid, width);
        var u = 0.1 + 0.1 * new Rng(2).Normal((64, 64));
        u = equation.Space.Inverse(equation.Space.Modes(u));
        var (mean, energy) = (u.Mean().Item(), FreeEnergy(equation.Space, u, width));
        for (var round = 0; round < 10; round++)
        {
            u = equation.Evolve(u, 5e-4, 40);
            Assert.Equal(mean, u.Mean().Item(), 1e-15 * 40 * (round + 1));
            Assert.True(FreeEnergy(equation.Space, u, width) < energy);
            energy = FreeEnergy(equation.Space, u, width);
        }

        Assert.True(u.Abs().Max().Item() > 0.8);
    }

    [Fact]
    public void Swift_Hohenberg_rolls_have_the_amplitude_of_weakly_nonlinear_theory()
    {
        const double r = 0.05;
        var grid = Grid.Periodic(32, 4 * Math.PI);
        var u = new SwiftHohenberg(grid, r).Evolve(grid.Sample(x => 0.1 * Cos(x)), 0.5, 600);
        // A = 2√(r/3) with a third harmonic of relative size r/(3·64).
        Assert.Equal(2 * Math.Sqrt(r / 3), u.Max().Item(), 2e-3);
    }

    [Fact]
    public void Gray_Scott_makes_the_patterns_of_Pearsons_types()
    {
        var grid = Grid.Periodic(64, 0.8, 2);
        var spot = grid.Sample((x, y) => Exp(-((x - 0.4).Square() + (y - 0.4).Square()) / 0.004));
        var start = Tensor.Stack([1 - 0.5 * spot, 0.25 * spot]);
        // λ: a spot of height 0.37 that rests.
        var spots = GrayScott.Spots(grid);
        var rest = spots.Evolve(start, 2, 750);
        Assert.InRange(rest[1].Max().Item(), 0.3, 0.45);
        Assert.Equal(1, Count(rest[1], 0.2));
        Assert.True((spots.Evolve(rest, 2, 50) - rest).Abs().Max().Item() < 1e-3);
        // κ: worms grow at their ends until they fill space.
        var stripes = GrayScott.Stripes(grid);
        var early = stripes.Evolve(start, 2, 250);
        Assert.True(stripes.Evolve(early, 2, 500)[1].Mean().Item() > 2 * early[1].Mean().Item());
        // Removed too fast, v dies out.
        Assert.True(new GrayScott(grid, 0.035, 0.09).Evolve(start, 2, 250)[1].Max().Item() < 1e-3);
    }

    [Fact]
    public void FitzHugh_Nagumo_without_space_follows_its_two_rates()
    {
        // A uniform state obeys du/dt = u − u³ − κ − v, dv/dt = u − v.
        var grid = Grid.Periodic(8);
        var equation = new FitzHughNagumo(grid, threshold: 0.3);
        var state = equation.Evolve(Tensor.Stack([Tensor.Full(8, 0.5), Tensor.Full(8, -0.2)]), 0.01, 200);
        var (u, v, h) = (0.5, -0.2, 1e-5);
        for (var step = 0; step < 200_000; step++)
        {
            var (mu, mv) = (u + h / 2 * (u - u * u * u - 0.3 - v), v + h / 2 * (u - v));
            (u, v) = (u + h * (mu - mu * mu * mu - 0.3 - mv), v + h * (mu - mv));
        }

        Assert.Equal(u, state[0, 3].Item(), 1e-8);
        Assert.Equal(v, state[1, 5].Item(), 1e-8);
    }

    private static double FreeEnergy(FourierSpace k, Tensor u, double width) =>
        k.Grid.Integrate(0.5 * width * width * k.Gradient(u).Square().Sum(0) + 0.25 * (u.Square() - 1).Square()).Item();

    /// <summary>Connected regions above a level, on the torus.</summary>
    private static int Count(Tensor v, double level)
    {
        var (n, values, regions) = (v.Shape[0], v.ToDoubles(), 0);
        var seen = new bool[values.Length];
        for (var start = 0; start < values.Length; start++)
        {
            if (seen[start] || values[start] < level) continue;
            regions++;
            var stack = new Stack<int>([start]);
            while (stack.TryPop(out var i))
            {
                if (seen[i] || values[i] < level) continue;
                seen[i] = true;
                var (x, y) = (i / n, i % n);
                foreach (var (dx, dy) in new[] { (1, 0), (n - 1, 0), (0, 1), (0, n - 1) }) stack.Push((x + dx) % n * n + (y + dy) % n);
            }
        }

        return regions;
    }
}
