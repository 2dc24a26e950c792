using Kit.Compute;
using Kit.Learning;
using Kit.Tensors;
using static Kit.Tensors.Functions;

namespace Kit.Operators.Spectral;

/// <summary>The U-shaped neural operator: layers that carry functions to coarser grids with more channels and back, each finer function joined by the one of its size on the way down.</summary>
/// <remarks>
/// Rahman, Ross, Azizzadenesheli, "U-NO: U-shaped neural operators", TMLR 2023, fig. 1. [N, C, n₁, …, n_d] → [N, O, n₁, …, n_d]. P and Q are pointwise networks of two layers,
/// coordinates are channels beside a, and grids between are fractions of the input's. Most weights stand where the grid is coarse, so the work grows slower than their number.
/// </remarks>
public sealed class Uno : Layer
{
    private readonly int inputs;
    private readonly double padding;
    private readonly UnoStage[] stages;
    private readonly int[] joins;

    /// <summary>An operator of given stages.</summary>
    /// <param name="inputs">Channels C of a.</param>
    /// <param name="outputs">Channels O of u.</param>
    /// <param name="width">Channels of P a.</param>
    /// <param name="stages">The layers, divisors rising and then falling back to 1.</param>
    /// <param name="padding">Zeros at the end of each axis as a part of its points, for fields that are not periodic: 1/17 for Darcy flow, which is 5 points of 85.</param>
    /// <param name="dtype">F32 or F64.</param>
    /// <exception cref="ArgumentException">No stages, numbers of axes that differ, or a last grid that is not the input's.</exception>
    public Uno(int inputs, int outputs, int width, UnoStage[] stages, double padding = 0, DType dtype = DType.F32)
    {
        ArgumentNullException.ThrowIfNull(stages);
        if (stages.Length == 0 || stages[^1].Divisor != 1 || stages.Any(s => s.Divisor < 1 || s.Modes.Length != stages[0].Modes.Length))
            throw new ArgumentException($"Uno: stages of divisors [{string.Join(", ", stages.Select(s => s.Divisor))}] and {string.Join(", ", stages.Select(s => s.Modes.Length))} axes; the last divisor is 1, and all have the same axes");
        if (!(padding >= 0 && padding <= 1)) throw new ArgumentOutOfRangeException(nameof(padding), padding, "Uno: a part of the points, 0 to 1");
        (this.inputs, this.padding, this.stages, joins) = (inputs, padding, stages, Joins(stages));
        var d = stages[0].Modes.Length;
        Enter = new(d, inputs + d, width / 2, 1, dtype: dtype);
        Lift = new(d, width / 2, width, 1, dtype: dtype);
        var (layers, channels) = (new List<UnoLayer>(), width);
        for (var s = 0; s < stages.Length; s++)
        {
            layers.Add(new(channels, stages[s].Channels, stages[s].Modes, stages[s].Normalize, dtype));
            channels = stages[s].Channels + joins[s] switch { < -1 => 0, -1 => width, var from => stages[from].Channels };
        }

        (Layers, Hidden, Project) = (layers, new(d, channels, width, 1, dtype: dtype), new(d, width, outputs, 1, dtype: dtype));
    }

    /// <summary>First layer of P.</summary>
    public Conv Enter { get; }

    /// <summary>Second layer of P.</summary>
    public Conv Lift { get; }

    /// <summary>The stages.</summary>
    public IReadOnlyList<UnoLayer> Layers { get; }

    /// <summary>First layer of Q.</summary>
    public Conv Hidden { get; }

    /// <summary>Second layer of Q.</summary>
    public Conv Project { get; }

    /// <inheritdoc cref="SpectralLayer.DropUnresolved"/>
    public bool DropUnresolved
    {
        get => Layers[0].Spectral.DropUnresolved;
        set
        {
            foreach (var layer in Layers) layer.Spectral.DropUnresolved = value;
        }
    }

    /// <summary>Darcy flow on 85 × 85 points as in the paper's code, width 32: 16,393,665 numbers.</summary>
    public static Uno Darcy(DType dtype = DType.F32) => new(1, 1, 32,
        [new(64, 2, [18, 18]), new(128, 4, [8, 8], true), new(128, 4, [8, 8]), new(64, 2, [8, 8], true), new(32, 1, [18, 18])], 1 / 17.0, dtype);

    /// <summary>Five stages for two cores on grids from 32 points: m, m/2, m/2, m/2, m modes.</summary>
    /// <param name="inputs">C.</param>
    /// <param name="outputs">O.</param>
    /// <param name="axes">d.</param>
    /// <param name="width">Of P a; twice and four times that on the coarser grids.</param>
    /// <param name="modes">m, at most a quarter of the points.</param>
    /// <param name="padding">As a part of the points.</param>
    /// <param name="dtype">F32 or F64.</param>
    public static Uno Small(int inputs, int outputs, int axes = 2, int width = 12, int modes = 8, double padding = 0, DType dtype = DType.F32)
    {
        int[] wide = [.. Enumerable.Repeat(modes, axes)], low = [.. Enumerable.Repeat(Math.Max(1, modes / 2), axes)];
        return new(inputs, outputs, width, [new(2 * width, 2, wide), new(4 * width, 4, low, true), new(4 * width, 4, low), new(2 * width, 2, low, true), new(width, 1, wide)], padding, dtype);
    }

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor x)
    {
        var d = stages[0].Modes.Length;
        Require(x.Rank == d + 2 && x.Shape[1] == inputs, x, "Uno", $"[N,{inputs}] and {d} axes of space");
        var points = x.Shape.ToArray()[2..];
        int[] extra = [.. points.Select(n => (int)Math.Round(n * padding))], whole = [.. points.Zip(extra, (n, p) => n + p)];
        var lifted = UnitCoordinates.Extend(Gelu(Lift.Forward(Gelu(Enter.Forward(UnitCoordinates.Append(x))))), extra);
        var (v, seen) = (lifted, new List<Tensor>());
        for (var s = 0; s < stages.Length; s++)
        {
            var y = Layers[s].Onto(v, [.. whole.Select(n => Math.Max(1, n / stages[s].Divisor))]);
            seen.Add(y);
            v = joins[s] switch { < -1 => y, -1 => Tensor.Concat([y, lifted], 1), var from => Tensor.Concat([y, seen[from]], 1) };
        }

        return Project.Forward(Gelu(Hidden.Forward(UnitCoordinates.Crop(v, points))));
    }

    /// <summary>For each stage that refines the grid, the last stage before of the same divisor, −1 being P; −2 for the others.</summary>
    private static int[] Joins(UnoStage[] stages) => [.. stages.Select((stage, s) =>
    {
        if (stage.Divisor >= (s == 0 ? 1 : stages[s - 1].Divisor)) return -2;
        var from = Array.FindLastIndex(stages, s - 1, t => t.Divisor == stage.Divisor);
        return from >= 0 ? from : stage.Divisor == 1 ? -1 : -2;
    })];
}
