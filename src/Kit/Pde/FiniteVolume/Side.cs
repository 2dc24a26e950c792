using Kit.Tensors;

namespace Kit.Pde.FiniteVolume;

/// <summary>What lies beyond a side of the box, as ghost cells.</summary>
public sealed class Side
{
    private readonly Kind kind;
    private readonly Func<double, Tensor>? state;

    private Side(Kind kind, Func<double, Tensor>? state = null) => (this.kind, this.state) = (kind, state);

    private enum Kind
    {
        Periodic,
        Outflow,
        Wall,
        Inflow,
    }

    /// <summary>The box goes on at its opposite side.</summary>
    public static Side Periodic { get; } = new(Kind.Periodic);

    /// <summary>The last cell goes on: waves leave.</summary>
    public static Side Outflow { get; } = new(Kind.Outflow);

    /// <summary>A mirror: nothing goes through, waves are reflected.</summary>
    public static Side Wall { get; } = new(Kind.Wall);

    internal bool IsPeriodic => kind == Kind.Periodic;

    /// <summary>How fixed fields go on: like the state, and level where a state is given.</summary>
    internal Side OfBed => kind == Kind.Inflow ? Outflow : this;

    /// <summary>A given state, [C] or [C, cells along the side…].</summary>
    public static Side Inflow(Tensor state)
    {
        ArgumentNullException.ThrowIfNull(state);
        return Inflow(_ => state);
    }

    /// <summary>A given state as a function of time.</summary>
    public static Side Inflow(Func<double, Tensor> state)
    {
        ArgumentNullException.ThrowIfNull(state);
        return new(Kind.Inflow, state);
    }

    /// <summary>The ghost cells of fields [batch…, C, n…] on this side.</summary>
    /// <param name="u">The fields.</param>
    /// <param name="axis">The axis across the side, 0 for x.</param>
    /// <param name="dimensions">D.</param>
    /// <param name="high">Whether this is the upper side.</param>
    /// <param name="width">Number of ghost cells.</param>
    /// <param name="normal">Component that a wall turns round, or −1.</param>
    /// <param name="t">Time.</param>
    internal Tensor Ghosts(Tensor u, int axis, int dimensions, bool high, int width, int normal, double t)
    {
        var along = u.Rank - dimensions + axis;
        var n = u.Shape[along];
        int[] shape = [.. u.Shape];
        shape[along] = width;
        switch (kind)
        {
            case Kind.Periodic:
                return high ? u.Along(along, 0, width) : u.Along(along, n - width, n);
            case Kind.Outflow:
                return (high ? u.Along(along, n - 1, n) : u.Along(along, 0, 1)).BroadcastTo(shape);
            case Kind.Wall:
                var mirrored = (high ? u.Along(along, n - width, n) : u.Along(along, 0, width)).Flip(along);
                return normal < 0 ? mirrored : mirrored * Signs(u.Shape[^(dimensions + 1)], normal, dimensions);
            default:
                var given = state!(t).Cast(u.DType);
                var components = u.Shape[^(dimensions + 1)];
                if (given.Rank < 1 || given.Rank > dimensions || given.Shape[0] != components)
                    throw new ArgumentException($"Side.Inflow: a state has shape [{components}], or [{components}, cells along the side], not {given.Shape}");
                // [C] to [C, 1, …]; [C, side…] gets the missing axis back.
                given = given.Rank == 1 ? given.Reshape([components, .. Enumerable.Repeat(1, dimensions)]) : given.Unsqueeze(1 + axis);
                return given.BroadcastTo(shape);
        }
    }

    private static Tensor Signs(int components, int normal, int dimensions)
    {
        var signs = new double[components];
        Array.Fill(signs, 1);
        signs[normal] = -1;
        return Tensor.Of(signs).Reshape([components, .. Enumerable.Repeat(1, dimensions)]);
    }
}
