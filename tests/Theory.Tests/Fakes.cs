using Kit.Display;
using Kit.Parameters;
using Kit.Plotting;
using Kit.Tensors;

namespace Kit.Theory.Tests;

/// <summary>What a fake does when it runs.</summary>
public enum Ending
{
    Holds,
    Fails,
    IsNaN,
    Throws,
    ChecksNothing,
    WaitsForCancellation,
}

/// <summary>An experiment with one parameter of every kind, which ends as it is told.</summary>
public sealed record FakeCoin : Experiment
{
    [Bounds(1, 1000)]
    public int Tosses { get; init; } = 10;

    [Bounds(0, 1)]
    public double Bias { get; init; } = 0.5;

    [Bounds(1, 9)]
    public int[] Sizes { get; init; } = [1, 2, 3];

    public double[] Points { get; init; } = [0.1, -2.5e-7];

    public long Big { get; init; } = 1L << 40;

    public bool Fair { get; init; } = true;

    public string Label { get; init; } = "coin";

    public Ending Ending { get; init; } = Ending.Holds;

    public override string Title => "A <coin>";

    public override string Claim => "Heads < tails & so on.";

    public override string Source => "Nobody (2000)";

    public override FakeCoin Full => this with { Tosses = 100 };

    protected override Findings Measure(Rng rng, CancellationToken token)
    {
        using var progress = Progress.Start("tosses", Tosses);
        progress.Report(Tosses / 2);
        return Ending switch
        {
            Ending.Throws => throw new InvalidOperationException("the coin fell off the table"),
            Ending.ChecksNothing => new() { Checks = [] },
            Ending.WaitsForCancellation => Wait(token),
            _ => new()
            {
                Checks =
                [
                    Check.Within("mean", rng.Uniform(Tosses).Mean().Item(), 0, 1, "uniform on [0, 1)"),
                    Check.AtMost("edge", Ending switch { Ending.Fails => 2, Ending.IsNaN => double.NaN, _ => 1 }, 1, "told so"),
                ],
                Figures = [new Figure("Tosses", "i", "x").Line([1, 2], [3, 4])],
            },
        };
    }

    private static Findings Wait(CancellationToken token)
    {
        token.WaitHandle.WaitOne();
        token.ThrowIfCancellationRequested();
        throw new InvalidOperationException("not reached");
    }
}

/// <summary>A second experiment, to see that it runs after the first failed.</summary>
public sealed record FakeDie : Experiment
{
    public int Faces { get; init; } = 6;

    public override string Title => "A die";

    public override string Claim => "Faces are six.";

    public override string Source => "Nobody (2001)";

    public override FakeDie Full => this;

    protected override Findings Measure(Rng rng, CancellationToken token) =>
        new() { Checks = [Check.Near("faces", Faces, 6, 0, "counted")] };
}
