using Kit.Learning;

namespace Kit.Operators.Physics;

/// <summary>What a training went through.</summary>
public sealed class PinnHistory
{
    private readonly List<(int Step, double Loss)> losses = [];
    private readonly List<Minimum> finishes = [];

    internal PinnHistory(IReadOnlyList<string> names) => Names = names;

    /// <summary>The equation, then the conditions.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>The weighted loss at some of Adam's steps.</summary>
    public IReadOnlyList<(int Step, double Loss)> Losses => losses;

    /// <summary>Where each method of second order ended.</summary>
    public IReadOnlyList<Minimum> Finishes => finishes;

    /// <summary>mean rₖ² at the end, without weights, in the order of <see cref="Names"/>.</summary>
    public IReadOnlyList<double> Final { get; private set; } = [];

    internal void Add(int step, double loss) => losses.Add((step, loss));

    internal void Add(double[] final) => Final = final;

    internal void Finish(Minimum minimum) => finishes.Add(minimum);
}
