using System.Runtime.CompilerServices;

namespace Kit.StatMech.Updates;

/// <summary>Whether a spin with two values flips.</summary>
internal interface ISpinRule
{
    /// <param name="x">β ΔE of the flip.</param>
    /// <param name="u">A number in [0, 1).</param>
    static abstract bool Flips(double x, double u);
}

/// <summary>Flips with probability min(1, e^{−x}).</summary>
internal readonly struct MetropolisRule : ISpinRule
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Flips(double x, double u) => x <= 0 || Boltzmann.Accepts(x, u);
}

/// <summary>Flips with probability 1/(1 + eˣ): u &lt; 1/(1 + eˣ) is u/(1 − u) &lt; e^{−x}.</summary>
internal readonly struct HeatBathRule : ISpinRule
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Flips(double x, double u)
    {
        var odds = u / (1 - u);
        return x >= 0 ? Boltzmann.Accepts(x, odds) : !Boltzmann.Accepts(-x, odds);
    }
}
