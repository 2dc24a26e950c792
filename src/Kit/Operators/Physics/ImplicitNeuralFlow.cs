using Kit.Learning;
using Kit.Tensors;

namespace Kit.Operators.Physics;

/// <summary>Flow without viscosity in a box of slippery walls, ∂u/∂t + u·∇u = −∇p, ∇·u = 0, with networks for u and p, by advection and projection.</summary>
/// <remarks>
/// A step is three optimisations: u* (x) = uₙ(x − dt uₙ(x)); Δp = ∇·u*/dt with ∂p/∂n = 0; uₙ₊₁ = u* − dt ∇p. Chen et al. (2023), section 4.2.
/// The splitting is of first order in dt: it takes energy out of a steady vortex.
/// </remarks>
/// <param name="velocity">u: two coordinates, two components.</param>
/// <param name="pressure">p: two coordinates, one component.</param>
/// <param name="box">The walls.</param>
/// <param name="points">Points along a side.</param>
public sealed class ImplicitNeuralFlow(ImplicitNeuralField velocity, ImplicitNeuralField pressure, Box box, int points = 24)
{
    private readonly Tensor inside = box.Grid(points, points);

    /// <summary>u.</summary>
    public ImplicitNeuralField Velocity => velocity;

    /// <summary>p of the last step.</summary>
    public ImplicitNeuralField Pressure => pressure;

    /// <summary>Sets u at the start.</summary>
    /// <param name="start">[N, 2] → [N, 2].</param>
    /// <param name="iterations">At most so many.</param>
    public Minimum Start(Func<Tensor, Tensor> start, int iterations = 100)
    {
        ArgumentNullException.ThrowIfNull(start);
        var end = velocity.Fit(inside, start(inside), iterations);
        // So that the first step begins from a pressure that is nearly right, as all others do: Δp = −∇·(u·∇u) = −(u_x² + 2 v_x u_y + v_y²).
        var u = velocity.At(inside);
        var (x, y) = (u.D(0), u.D(1));
        SolvePressure((First(x).Square() + First(y) * Second(x) * 2 + Second(y).Square()) * -1, iterations);
        return end;
    }

    /// <summary>One step of length dt.</summary>
    public void Step(double dt)
    {
        using var scope = Tensor.Scope();
        Condition[] walls = [.. Walls("wall", (u, axis) => u.Component(axis))];
        velocity.Advance(inside, old => velocity.Forward(Inside(inside - old.Value * dt)), (now, known) => now.Value - known, walls);

        var u = velocity.At(inside);
        SolvePressure((First(u.D(0)) + Second(u.D(1))) / dt, pressure.Iterations);
        var p = pressure.At(inside);
        var slope = Tensor.Concat([p.D(0), p.D(1)], 1) * dt;
        velocity.Advance(inside, now => now.Value - slope, (now, known) => now.Value - known, walls);
    }

    private void SolvePressure(Tensor source, int iterations)
    {
        // A pressure is known up to a constant only: its value at one corner is held.
        var corner = Condition.Values("corner", inside.Along(0, 0, 1), Tensor.Zeros((1, 1)));
        pressure.Solve([Condition.Given("pressure", inside, source, (p, known) => p.Laplacian(0, 1) - known), corner, .. Walls("slope", (p, axis) => p.D(axis))], iterations);
    }

    private static Tensor First(Tensor pair) => pair.Along(1, 0, 1);

    private static Tensor Second(Tensor pair) => pair.Along(1, 1, 2);

    private Tensor Inside(Tensor x)
    {
        var (low, high) = (box.FromUnit(Tensor.Zeros((1, 2))), box.FromUnit(Tensor.Ones((1, 2))));
        return x.Maximum(low).Minimum(high);
    }

    private IEnumerable<Condition> Walls(string name, Func<Jet, int, Tensor> normal)
    {
        for (var axis = 0; axis < 2; axis++)
        {
            var held = axis;
            var (from, to) = box.Sides[axis];
            yield return new(name, Tensor.Concat([box.Face(axis, from, points), box.Face(axis, to, points)]), u => normal(u, held));
        }
    }
}
