using Kit.Tensors;

namespace Kit.Numerics.TimeIntegration;

/// <summary>Steps of a symmetric method of order 2 with lengths w₁h, w₂h, … chosen so that errors cancel to a higher order; some go back in time.</summary>
public sealed class Composition : IStepper, ICountsEvaluations
{
    private static readonly double FourthOuter = 1 / (2 - Math.Cbrt(2));
    private static readonly double[] Sixth = [0.784513610477560, 0.235573213359357, -1.17767998417887];

    private readonly IStepper method;
    private readonly double[] weights;

    private Composition(IStepper method, int order, double[] outer)
    {
        ArgumentNullException.ThrowIfNull(method);
        if (method.Order != 2) throw new ArgumentException($"Composition: a method of order {method.Order}; a symmetric one of order 2 is needed, such as Strang splitting or Verlet");
        (this.method, Order, weights) = (method, order, [.. outer, 1 - 2 * outer.Sum(), .. outer.Reverse()]);
    }

    /// <summary>Order 4 by three steps, w = 1/(2 − 2^⅓) outside.</summary>
    /// <remarks>H. Yoshida, Phys. Lett. A 150 (1990) 262; E. Forest and R. D. Ruth, Physica D 43 (1990) 105.</remarks>
    /// <param name="method">Symmetric, of order 2.</param>
    public static Composition Yoshida4(IStepper method) => new(method, 4, [FourthOuter]);

    /// <summary>Order 6 by seven steps, solution A.</summary>
    /// <remarks>H. Yoshida, Phys. Lett. A 150 (1990) 262, table 1.</remarks>
    /// <param name="method">Symmetric, of order 2.</param>
    public static Composition Yoshida6(IStepper method) => new(method, 6, Sixth);

    /// <inheritdoc/>
    public int Order { get; }

    /// <inheritdoc/>
    public long Evaluations => (method as ICountsEvaluations)?.Evaluations ?? 0;

    /// <inheritdoc/>
    public Tensor Step(double t, Tensor u, double dt)
    {
        ArgumentNullException.ThrowIfNull(u);
        foreach (var w in weights)
        {
            u = method.Step(t, u, w * dt);
            t += w * dt;
        }

        return u;
    }
}
