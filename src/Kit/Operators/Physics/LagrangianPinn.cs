using Kit.Learning;
using Kit.Tensors;

namespace Kit.Operators.Physics;

/// <summary>∂u/∂t + c(u) ∂u/∂x = ν ∂²u/∂x² followed along its characteristics: labels ξ have paths x(ξ, t) and carry u(ξ, t), ∂x/∂t = c(u), ∂u/∂t = ν ∂²u/∂x².</summary>
/// <remarks>
/// Mojgani, Balajewicz, Hassanzadeh, Comput. Methods Appl. Mech. Eng. 404 (2023) 115810. Derivatives are at fixed label; with subscripts, u_x = u_ξ/x_ξ and u_xx = (u_ξξ x_ξ − u_ξ x_ξξ)/x_ξ³.
/// What travels in space stands still along the paths, so the two fields are smooth where u(x, t) is not.
/// </remarks>
public static class LagrangianPinn
{
    /// <summary>Two networks of (ξ, t): the path as ξ + t N_x, whose N_x is its mean speed, and u.</summary>
    /// <remarks>The paths begin at their labels by construction, and N_x is of the size of c; the paper learns x itself, with a heavy weight on its start.</remarks>
    /// <param name="labels">ξ and t.</param>
    /// <param name="width">Of all hidden layers.</param>
    /// <param name="pathDepth">Hidden layers of the path's network.</param>
    /// <param name="depth">Hidden layers of u's network.</param>
    public static Layer Network(Box labels, int width = 50, int pathDepth = 2, int depth = 5) => new Branches(labels, Mlp.Smooth(2, 1, width, pathDepth), Mlp.Smooth(2, 1, width, depth));

    /// <summary>The equations of path and value on [ξ₀, ξ₁] × [0, T], periodic in ξ; a network's two components are x and u.</summary>
    /// <param name="labels">ξ and t.</param>
    /// <param name="speed">c: u → speed of a characteristic.</param>
    /// <param name="start">u₀: [N, 1] → [N, 1].</param>
    /// <param name="viscosity">ν.</param>
    /// <param name="points">Points of the start, and half as many of the ends.</param>
    public static PinnProblem Problem(Box labels, Func<Tensor, Tensor> speed, Func<Tensor, Tensor> start, double viscosity = 0, int points = 128)
    {
        ArgumentNullException.ThrowIfNull(labels);
        ArgumentNullException.ThrowIfNull(speed);
        ArgumentNullException.ThrowIfNull(start);
        if (labels.Dimensions != 2) throw new ArgumentException($"LagrangianPinn: labels of {labels.Dimensions} coordinates; ξ and t are right");
        var ((from, to), begin, ends) = (labels.Sides[0], labels.Face(1, labels.Sides[1].From, points), points / 2);
        var xi = begin.Along(1, 0, 1);
        var low = labels.Face(0, from, ends);
        return new(labels, j => Residual(j, speed, viscosity))
        {
            Conditions =
            [
                Condition.Values("start", begin, Tensor.Concat([xi, start(xi)], 1)) with { Weight = 1000 },
                Period(low, labels.Face(0, to, ends), to - from) with { Weight = 10 },
            ],
        };
    }

    /// <summary>√10 (∂x/∂t − c(u)) and ∂u/∂t − ν ∂²u/∂x², [N, 2].</summary>
    /// <param name="j">x and u.</param>
    /// <param name="speed">c.</param>
    /// <param name="viscosity">ν.</param>
    public static Tensor Residual(Jet j, Func<Tensor, Tensor> speed, double viscosity)
    {
        ArgumentNullException.ThrowIfNull(j);
        ArgumentNullException.ThrowIfNull(speed);
        var rate = viscosity == 0 ? null : Diffusion(j) * viscosity;
        var (xt, ut) = (j.D(1).Along(1, 0, 1), j.D(1).Along(1, 1, 2));
        return Tensor.Concat([(xt - speed(j.Component(1))) * Math.Sqrt(10), rate is null ? ut : ut - rate], 1);
    }

    /// <summary>u(x, t) on a periodic grid at one time, from the paths of equally spaced labels by linear interpolation.</summary>
    /// <param name="network">(ξ, t) → (x, u).</param>
    /// <param name="labels">ξ and t.</param>
    /// <param name="time">t.</param>
    /// <param name="grid">x, ascending, within [ξ₀, ξ₁].</param>
    /// <param name="paths">How many labels.</param>
    public static Tensor AtTime(Func<Tensor, Tensor> network, Box labels, double time, Tensor grid, int paths = 1024)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(labels);
        ArgumentNullException.ThrowIfNull(grid);
        var ((from, to), period) = (labels.Sides[0], labels.Sides[0].To - labels.Sides[0].From);
        var both = network(labels.Face(1, time, paths + 1)).ToDoubles();
        var known = Enumerable.Range(0, paths).Select(i => (X: from + Wrapped(both[2 * i] - from, period), U: both[2 * i + 1])).OrderBy(p => p.X).ToArray();
        known = [(known[^1].X - period, known[^1].U), .. known, (known[0].X + period, known[0].U)];
        var (values, right) = (grid.ToDoubles(), 1);
        for (var i = 0; i < values.Length; i++)
        {
            while (right < known.Length - 1 && known[right].X < values[i]) right++;
            var ((x0, u0), (x1, u1)) = (known[right - 1], known[right]);
            values[i] = x1 > x0 ? u0 + (u1 - u0) * (values[i] - x0) / (x1 - x0) : u0;
        }

        return Tensor.Of(values);
    }

    private static double Wrapped(double x, double period) => x - period * Math.Floor(x / period);

    /// <summary>u_xx = (u_ξξ x_ξ − u_ξ x_ξξ)/x_ξ³.</summary>
    private static Tensor Diffusion(Jet j)
    {
        var (second, first) = (j.D(0, 2), j.D(0));
        var (xx, ux) = (first.Along(1, 0, 1), first.Along(1, 1, 2));
        return (second.Along(1, 1, 2) * xx - ux * second.Along(1, 0, 1)) / (xx * xx.Square());
    }

    /// <summary>x(ξ₁, t) = x(ξ₀, t) + L and u(ξ₁, t) = u(ξ₀, t).</summary>
    private static Condition Period(Tensor low, Tensor high, double length)
    {
        var jump = Tensor.Of([length, 0.0]);
        var period = Condition.Periodic("period", low, high, 0);
        return period with { Residual = j => period.Residual(j) + jump };
    }

    private sealed class Branches(Box labels, Mlp path, Mlp value) : Layer
    {
        protected override Tensor Compute(Tensor x)
        {
            var unit = labels.ToSymmetric(x);
            var (xi, time) = (x.Along(x.Rank - 1, 0, 1), x.Along(x.Rank - 1, 1, 2) - labels.Sides[1].From);
            return Tensor.Concat([xi + time * path.Forward(unit), value.Forward(unit)], x.Rank - 1);
        }
    }
}
