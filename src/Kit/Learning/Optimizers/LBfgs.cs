using Kit.Autodiff;
using Kit.Tensors;

namespace Kit.Learning;

/// <summary>Minimises a smooth loss over all parameters by quasi-Newton steps from the last few changes of the gradient; for losses without noise, so on full batches.</summary>
/// <remarks>Nocedal and Wright, "Numerical Optimization", 2006: two-loop recursion algorithm 7.4, line search for the strong Wolfe conditions 3.5 and 3.6.</remarks>
/// <param name="model">Any object with real tensors in its fields; F64 reaches small gradients.</param>
/// <param name="memory">Changes that are remembered, 3 to 20.</param>
public sealed class LBfgs(object model, int memory = 10)
{
    private const double Decrease = 1e-4;
    private const double Curvature = 0.9;
    private readonly ParameterVector vector = new(model);

    private sealed record Point(double Along, double Value, double Slope, Tensor Position, Tensor Gradient);

    /// <summary>Goes on until the largest |∂loss/∂pᵢ| is below the tolerance, no step lowers the loss, or the iterations are used up.</summary>
    public Minimum Minimize(Func<Tensor> loss, int iterations = 200, double tolerance = 1e-8)
    {
        using var scope = Tensor.Scope();
        var f = Grad.ValueAnd(vector.Of(loss));
        var changes = new List<(Tensor S, Tensor Y, double Rho)>();
        var here = At(0, vector.Read(), null);
        var made = 0;
        for (; made < iterations && here.Gradient.Abs().Max().Item() > tolerance; made++)
        {
            using var inner = Tensor.Scope();
            var direction = Direction(here.Gradient, changes);
            var start = here with { Along = 0, Slope = Dot(here.Gradient, direction) };
            var first = changes.Count > 0 ? 1 : Math.Min(1, 1 / here.Gradient.Abs().Sum().Item());
            var next = Search(start, first, a => At(a, start.Position + direction * a, direction));
            if (!(next.Value < start.Value)) break;
            var (s, y) = (next.Position - start.Position, next.Gradient - start.Gradient);
            if (Dot(s, y) is > 0 and var sy) changes.Add((s.Keep(), y.Keep(), 1 / sy));
            if (changes.Count > memory) changes.RemoveAt(0);
            here = next with { Position = next.Position.Keep(), Gradient = next.Gradient.Keep() };
        }

        vector.Write(here.Position);
        var slope = here.Gradient.Abs().Max().Item();
        return new(here.Value, slope, made, slope <= tolerance);

        Point At(double along, Tensor x, Tensor? direction)
        {
            using var inner = Tensor.Scope();
            var (value, gradient) = f(x);
            var number = value.Item();
            return new(along, double.IsNaN(number) ? double.PositiveInfinity : number, direction is null ? 0 : Dot(gradient, direction), x, gradient.Keep());
        }
    }

    /// <summary>−Hg with H from the changes, its first estimate sᵀy/yᵀy.</summary>
    private static Tensor Direction(Tensor gradient, List<(Tensor S, Tensor Y, double Rho)> changes)
    {
        using var scope = Tensor.Scope();
        var (q, alphas) = (gradient.Copy(), new double[changes.Count]);
        for (var i = changes.Count - 1; i >= 0; i--)
        {
            alphas[i] = changes[i].Rho * Dot(changes[i].S, q);
            q.AddInPlace(changes[i].Y, -alphas[i]);
        }

        if (changes.Count > 0) q.MultiplyInPlace(1 / (changes[^1].Rho * Dot(changes[^1].Y, changes[^1].Y)));
        for (var i = 0; i < changes.Count; i++) q.AddInPlace(changes[i].S, alphas[i] - changes[i].Rho * Dot(changes[i].Y, q));
        return q.MultiplyInPlace(-1).Keep();
    }

    /// <summary>A point of sufficient decrease and small slope, or the lowest that was met.</summary>
    private static Point Search(Point zero, double first, Func<double, Point> at)
    {
        var (before, along) = (zero, first);
        for (var i = 0; i < 20; i++, along *= 2)
        {
            var p = at(along);
            if (TooHigh(p) || i > 0 && p.Value >= before.Value) return Zoom(before, p);
            if (Flat(p)) return p;
            if (p.Slope >= 0) return Zoom(p, before);
            before = p;
        }

        return before;

        bool TooHigh(Point p) => !(p.Value <= zero.Value + Decrease * p.Along * zero.Slope);

        bool Flat(Point p) => Math.Abs(p.Slope) <= -Curvature * zero.Slope;

        Point Zoom(Point low, Point high)
        {
            for (var i = 0; i < 30; i++)
            {
                var p = at(Between(low, high));
                if (TooHigh(p) || p.Value >= low.Value)
                {
                    high = p;
                    continue;
                }

                if (Flat(p)) return p;
                if (p.Slope * (high.Along - low.Along) >= 0) high = low;
                low = p;
            }

            return low;
        }
    }

    /// <summary>The minimum of the cubic through values and slopes (eq. 3.59), kept a tenth away from the ends.</summary>
    private static double Between(Point a, Point b)
    {
        var d1 = a.Slope + b.Slope - 3 * (a.Value - b.Value) / (a.Along - b.Along);
        var d2 = Math.Sign(b.Along - a.Along) * Math.Sqrt(d1 * d1 - a.Slope * b.Slope);
        var part = 1 - (b.Slope + d2 - d1) / (b.Slope - a.Slope + 2 * d2);
        return a.Along + (b.Along - a.Along) * (part is >= 0.1 and <= 0.9 ? part : part > 0.9 ? 0.9 : part < 0.1 ? 0.1 : 0.5);
    }

    private static double Dot(Tensor a, Tensor b)
    {
        using var scope = Tensor.Scope();
        return (a * b).Sum().Item();
    }
}
