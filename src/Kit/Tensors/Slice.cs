namespace Kit.Tensors;

/// <summary>What an index does to one axis: picks a position, keeps a range, inserts an axis, or selects by a tensor.</summary>
/// <remarks>Written <c>0</c>, <c>^1</c>, <c>1..^1</c>, <c>..</c>, <see cref="Step"/>, <see cref="NewAxis"/>, <see cref="Ellipsis"/>, or a tensor of positions or truth values.</remarks>
public readonly struct Slice
{
    internal enum Form : byte
    {
        Range,
        Position,
        NewAxis,
        Ellipsis,
        Select,
    }

    private Slice(Form kind, Index? start = null, Index? stop = null, int step = 1, Tensor? selector = null)
    {
        Kind = kind;
        (Start, Stop, By, Selector) = (start, stop, step, selector);
    }

    /// <summary>The whole axis, the same as <c>..</c>.</summary>
    public static Slice All => default(Slice) with { By = 1 };

    /// <summary>An axis of extent 1 that was not there.</summary>
    public static Slice NewAxis => new(Form.NewAxis);

    /// <summary>As many whole axes as are missing.</summary>
    public static Slice Ellipsis => new(Form.Ellipsis);

    internal Form Kind { get; }

    internal Index? Start { get; }

    internal Index? Stop { get; }

    internal int By { get; private init; }

    internal Tensor? Selector { get; }

    /// <summary>Every step-th position from start up to, not including, stop; a negative step walks backwards, and a null end means the axis's own.</summary>
    /// <exception cref="ArgumentException">The step is 0.</exception>
    public static Slice Step(Index? start, Index? stop, int step) =>
        step != 0 ? new(Form.Range, start, stop, step) : throw new ArgumentException("Slice.Step: the step is 0");

    /// <summary>One position; the axis disappears. Negative positions count from the end.</summary>
    public static implicit operator Slice(int position) => new(Form.Position, position < 0 ? new Index(-position, fromEnd: true) : position);

    /// <summary>One position; the axis disappears.</summary>
    public static implicit operator Slice(Index position) => new(Form.Position, position);

    /// <summary>A range of positions.</summary>
    public static implicit operator Slice(Range range) => new(Form.Range, range.Start, range.End);

    /// <summary>Positions (I32, any shape) along the axis, or truth values of the shape of the leading axes.</summary>
    public static implicit operator Slice(Tensor selector) => new(Form.Select, selector: selector);

    /// <summary>First position, step and count of a range on an axis.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The range leaves the axis.</exception>
    internal (int First, int Step, int Count) Resolve(int axis, Shape shape)
    {
        var extent = shape.Dims[axis];
        if (Kind == Form.Position)
        {
            var position = Start!.Value.GetOffset(extent);
            if (position < 0 || position >= extent)
                throw new ArgumentOutOfRangeException(nameof(axis), $"index {Start} is outside axis {axis} of shape {shape}");
            return (position, 1, 1);
        }

        var first = Start?.GetOffset(extent) ?? (By > 0 ? 0 : extent - 1);
        var end = Stop?.GetOffset(extent) ?? (By > 0 ? extent : -1);
        var (lowest, highest) = By > 0 ? (0, extent) : (-1, extent - 1);
        if (first < lowest || first > highest || end < Math.Min(lowest, 0) || end > extent || By > 0 && end < first)
            throw new ArgumentOutOfRangeException(nameof(axis), $"range {this} is outside axis {axis} of shape {shape}");
        var count = By > 0 ? ((long)end - first + By - 1) / By : ((long)first - end - By - 1) / -By;
        return (first, By, (int)Math.Max(0, count));
    }

    /// <inheritdoc/>
    public override string ToString() => Kind switch
    {
        Form.Position => $"{Start}",
        Form.NewAxis => "NewAxis",
        Form.Ellipsis => "Ellipsis",
        Form.Select => $"tensor {Selector!.Shape}",
        _ => By == 1 ? $"{Start}..{Stop}" : $"{Start}..{Stop} step {By}",
    };
}
