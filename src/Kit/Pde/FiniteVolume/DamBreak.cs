using System.Globalization;
using MathNet.Numerics.RootFinding;

namespace Kit.Pde.FiniteVolume;

/// <summary>The exact flow after a dam at x = 0 breaks at t = 0: still water of two depths on a level bed.</summary>
/// <remarks>Ritter (1892) for a dry bed; Stoker (1957), Water Waves, section 10.8, for a wet one: a rarefaction, a level stretch and a bore.</remarks>
public sealed class DamBreak
{
    private readonly double high, low, gravity, middle, flow, bore;

    /// <summary>Solves the problem.</summary>
    /// <param name="high">Depth where x &lt; 0.</param>
    /// <param name="low">Depth where x &gt; 0, from 0 to below <paramref name="high"/>.</param>
    /// <param name="gravity">g.</param>
    /// <exception cref="ArgumentException">Not 0 ≤ low &lt; high, or g is not positive.</exception>
    public DamBreak(double high, double low = 0, double gravity = 9.81)
    {
        if (!(high > low && low >= 0 && gravity > 0)) throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"DamBreak: depths {high} and {low}, gravity {gravity}; 0 ≤ low < high is needed, and gravity above 0"));
        (this.high, this.low, this.gravity) = (high, low, gravity);
        if (low == 0) return;
        // The rarefaction gives v = 2(√(g h_l) − √(g h)), the bore v = (h − h_r) √(g (h + h_r)/(2 h h_r)).
        middle = Brent.FindRoot(h => 2 * (Wave(high) - Wave(h)) - (h - low) * Math.Sqrt(gravity * (h + low) / (2 * h * low)), low, high, 1e-14 * high, 200);
        flow = 2 * (Wave(high) - Wave(middle));
        bore = middle * flow / (middle - low);
    }

    /// <summary>Depth and velocity at x/t.</summary>
    public (double Depth, double Velocity) At(double speed)
    {
        if (speed <= -Wave(high)) return (high, 0);
        var (end, front) = low == 0 ? (2 * Wave(high), 2 * Wave(high)) : (flow - Wave(middle), bore);
        if (speed < end) return (Square(2 * Wave(high) - speed) / (9 * gravity), 2.0 / 3 * (Wave(high) + speed));
        return speed < front ? (middle, flow) : (low, 0);
    }

    private double Wave(double depth) => Math.Sqrt(gravity * depth);

    private static double Square(double x) => x * x;
}
