using MathNet.Numerics;
using MathNet.Numerics.RootFinding;

namespace Kit.StatMech.MeanField;

/// <summary>The Hopfield model at T = 0, where the theory of Amit, Gutfreund and Sompolinsky is one equation for y = m/√(2αr): √(2α) = erf(y)/y − (2/√π) e^{−y²}.</summary>
/// <remarks>m = erf y, C = β(1 − q) = √(2/(παr)) e^{−y²}, r = 1/(1 − C)², e = α(1 − r)/2 − m²/2; Ann. Phys. 173 (1987) 30, section 4.</remarks>
/// <param name="Load">α.</param>
/// <param name="Overlap">m.</param>
/// <param name="Susceptibility">C = lim β(1 − q).</param>
/// <param name="Noise">r.</param>
public sealed record HopfieldGroundState(double Load, double Overlap, double Susceptibility, double Noise)
{
    /// <summary>e = α(1 − r)/2 − m²/2 of a site.</summary>
    public double Energy => Load * (1 - Noise) / 2 - Overlap * Overlap / 2;

    /// <summary>α_c = 0.1379…, beyond which nothing is recalled.</summary>
    public static double Capacity => RootLoad(Fold) * RootLoad(Fold) / 2;

    /// <summary>The load 0.0519 (0.051 in the paper) up to which patterns, and not spin-glass states, are the ground states.</summary>
    public static double GlobalCapacity => Brent.FindRoot(a => Retrieval(a)!.Energy - SpinGlass(a).Energy, 0.02, 0.12, 1e-12);

    /// <summary>The retrieval state, or null beyond α_c.</summary>
    /// <param name="load">α > 0.</param>
    /// <exception cref="ArgumentException">α is not positive.</exception>
    public static HopfieldGroundState? Retrieval(double load)
    {
        Require(load);
        var root = Math.Sqrt(2 * load);
        if (root > RootLoad(Fold)) return null;
        // Beyond the fold √(2α) falls with y: the stable one of the two solutions.
        var y = Brent.FindRoot(y => RootLoad(y) - root, Fold, 1 / root + 1, 1e-13, 200);
        return Of(load, y);
    }

    /// <summary>The spin glass, y = 0: √(αr) = √α + √(2/π).</summary>
    /// <param name="load">α > 0.</param>
    /// <exception cref="ArgumentException">α is not positive.</exception>
    public static HopfieldGroundState SpinGlass(double load)
    {
        Require(load);
        return Of(load, 0);
    }

    /// <summary>Where √(2α) is largest as a function of y: (2y² + 1)(2y/√π) e^{−y²} = erf y.</summary>
    private static double Fold { get; } = Brent.FindRoot(y => (2 * y * y + 1) * 2 * y / Math.Sqrt(Math.PI) * Math.Exp(-y * y) - SpecialFunctions.Erf(y), 1, 3, 1e-14);

    private static double RootLoad(double y) => SpecialFunctions.Erf(y) / y - 2 / Math.Sqrt(Math.PI) * Math.Exp(-y * y);

    private static HopfieldGroundState Of(double load, double y)
    {
        // C = g(1 − C) with g = √(2/πα) e^{−y²}, since √r = 1/(1 − C).
        var g = Math.Sqrt(2 / (Math.PI * load)) * Math.Exp(-y * y);
        var c = g / (1 + g);
        return new(load, SpecialFunctions.Erf(y), c, 1 / ((1 - c) * (1 - c)));
    }

    private static void Require(double load)
    {
        if (!(load > 0 && double.IsFinite(load))) throw new ArgumentException(FormattableString.Invariant($"HopfieldGroundState: α = {load}; a positive load is needed"));
    }
}
