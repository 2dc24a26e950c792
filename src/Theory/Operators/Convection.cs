using Kit.Learning;
using Kit.Operators.Physics;
using Kit.Tensors;

namespace Kit.Theory.Operators;

/// <summary>u_t + β u_x = 0 on a circle of length 2π for 0 ≤ t ≤ 1, u₀ = sin x: the problem that physics-informed networks fail at when β is large.</summary>
internal sealed class Convection(double beta)
{
    public static Box Box { get; } = new((0, 2 * Math.PI), (0, 1));

    /// <summary>Where errors are measured: 128 places, 41 times.</summary>
    public static Tensor Points { get; } = Box.Grid(128, 41).KeepAlways();

    public Tensor Exact(Tensor points) => (points[.., 0..1] - points[.., 1..2] * beta).Sin();

    /// <summary>The equation with start and, unless the network has it built in, period.</summary>
    public PinnProblem Problem(bool periodic = false)
    {
        var start = Box.Face(1, 0, 64);
        return new(Box, u => u.D(1) + u.D(0) * beta)
        {
            Conditions =
            [
                Condition.Values("start", start, start[.., 0..1].Sin()) with { Weight = 100 },
                .. periodic ? [] : new[] { Condition.Periodic("period", Box.Face(0, 0, 32), Box.Face(0, 2 * Math.PI, 32), 0) },
            ],
        };
    }

    /// <summary>A network of the coordinates in [−1, 1].</summary>
    public static Layer Plain(Box box, int width, int depth) => new Sequential(new Lambda(box.ToSymmetric), Mlp.Smooth(box.Dimensions, 1, width, depth));

    /// <summary>A network that has the period built in.</summary>
    public static Layer Periodic(int width, int depth) => new Sequential(new PeriodicFeatures(0, 2 * Math.PI), Mlp.Smooth(3, 1, width, depth));

    /// <summary>‖u − exact‖/‖exact‖.</summary>
    public static double Error(Tensor u, Tensor exact) => ((u - exact).Norm() / exact.Norm()).Item();
}
