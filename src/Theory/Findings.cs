using Kit.Display;
using Kit.Plotting;

namespace Kit.Theory;

/// <summary>What an experiment hands back: at least one check, and the figures and tables that go with it.</summary>
public sealed record Findings
{
    /// <summary>The measured numbers and their bounds.</summary>
    public required IReadOnlyList<Check> Checks { get; init; }

    /// <summary>Pictures, the most telling first.</summary>
    public IReadOnlyList<Figure> Figures { get; init; } = [];

    /// <summary>Numbers in full.</summary>
    public IReadOnlyList<Table> Tables { get; init; } = [];
}
