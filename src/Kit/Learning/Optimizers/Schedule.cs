namespace Kit.Learning;

/// <summary>The learning rate η of step 0, 1, 2, …; a pure function, so that a resumed training goes on exactly.</summary>
public delegate double Schedule(long step);

/// <summary>Schedules and how they combine: <c>Schedules.WarmUp(100, Schedules.Cosine(1e-3, 2000))</c>.</summary>
public static class Schedules
{
    /// <summary>η.</summary>
    public static Schedule Constant(double rate) => _ => rate;

    /// <summary>η γ^⌊k/s⌋.</summary>
    public static Schedule Step(double rate, long size, double factor = 0.1) => k => rate * Math.Pow(factor, k / size);

    /// <summary>η γᵏ.</summary>
    public static Schedule Exponential(double rate, double factor) => k => rate * Math.Pow(factor, k);

    /// <summary>Half a cosine from η to the least rate at step n, which stays.</summary>
    /// <remarks>Loshchilov and Hutter, "SGDR", ICLR 2017, eq. 5.</remarks>
    public static Schedule Cosine(double rate, long steps, double least = 0) => k => Between(rate, least, (double)k / steps);

    /// <summary>Rises by half a cosine from max/div to max over the first part, then falls to max/(div·finalDiv) at the last step.</summary>
    /// <remarks>Smith and Topin, 2018, with cosines as PyTorch's OneCycleLR has them.</remarks>
    /// <param name="max">Largest η.</param>
    /// <param name="steps">n: steps 0 … n − 1.</param>
    /// <param name="rise">Part of the steps that rises.</param>
    /// <param name="div">max over the first η.</param>
    /// <param name="finalDiv">First η over the last.</param>
    public static Schedule OneCycle(double max, long steps, double rise = 0.3, double div = 25, double finalDiv = 1e4)
    {
        var top = rise * steps - 1;
        return k => k <= top ? Between(max / div, max, k / top) : Between(max, max / div / finalDiv, (k - top) / (steps - 1 - top));
    }

    /// <summary>η(k)·(k + 1)/n for the first n steps of another schedule, then that schedule.</summary>
    public static Schedule WarmUp(long steps, Schedule then) => k => then(k) * Math.Min(1, (k + 1.0) / steps);

    /// <summary>The first schedule for n steps, then the second from its own step 0.</summary>
    public static Schedule Then(Schedule first, long steps, Schedule second) => k => k < steps ? first(k) : second(k - steps);

    private static double Between(double from, double to, double part) => to + (from - to) / 2 * (1 + Math.Cos(Math.PI * Math.Min(part, 1)));
}

/// <summary>Multiplies the learning rate when a loss has not become smaller for a while.</summary>
/// <param name="factor">In (0, 1).</param>
/// <param name="patience">So many values may be no better.</param>
/// <param name="threshold">Better is below (1 − threshold) times the best.</param>
public sealed class Plateau(double factor = 0.1, int patience = 10, double threshold = 1e-4)
{
    /// <summary>What to multiply the rate with.</summary>
    public double Scale { get; private set; } = 1;

    internal (double Scale, double Best, int Bad) State
    {
        get => (Scale, Best, Bad);
        set => (Scale, Best, Bad) = value;
    }

    private double Best { get; set; } = double.PositiveInfinity;

    private int Bad { get; set; }

    /// <summary>Tells the next value of the loss.</summary>
    public void Report(double loss)
    {
        (Best, Bad) = loss < Best * (1 - threshold) ? (loss, 0) : (Best, Bad + 1);
        if (Bad > patience) (Scale, Bad) = (Scale * factor, 0);
    }
}
