using System.Globalization;

namespace Kit.Pde.FiniteVolume;

/// <summary>The exact solution of Riemann's problem of an ideal gas on a line: two constant states that meet at x = 0, t = 0.</summary>
/// <remarks>Toro (2009), chapter 4: the pressure between the acoustic waves is the root of f_l(p) + f_r(p) + v_r − v_l = 0, equation 4.5.</remarks>
public sealed class ShockTube
{
    private readonly (double Density, double Velocity, double Pressure) left, right;
    private readonly double gamma;
    private readonly bool isVacuum;

    /// <summary>Solves the problem.</summary>
    /// <param name="left">Density, velocity and pressure where x &lt; 0.</param>
    /// <param name="right">Density, velocity and pressure where x &gt; 0.</param>
    /// <param name="gamma">Ratio of specific heats γ.</param>
    /// <exception cref="ArgumentException">A density or pressure is not positive, or γ is not above 1.</exception>
    public ShockTube((double Density, double Velocity, double Pressure) left, (double Density, double Velocity, double Pressure) right, double gamma = 1.4)
    {
        foreach (var (density, velocity, pressure) in new[] { left, right })
            if (!(density > 0 && pressure > 0 && double.IsFinite(velocity)))
                throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"ShockTube: density {density}, velocity {velocity}, pressure {pressure}; the first and the last are positive"));
        if (!(gamma > 1)) throw new ArgumentException($"ShockTube: γ = {gamma}; it is above 1");
        (this.left, this.right, this.gamma) = (left, right, gamma);
        isVacuum = 2 / (gamma - 1) * (Sound(left) + Sound(right)) <= right.Velocity - left.Velocity;
        if (!isVacuum) (Pressure, Velocity) = Solve();
    }

    /// <summary>Sod's problem (1978): (1, 0, 1) and (0.125, 0, 0.1).</summary>
    public static ShockTube Sod { get; } = new((1, 0, 1), (0.125, 0, 0.1));

    /// <summary>Pressure between the acoustic waves; 0 beside a vacuum.</summary>
    public double Pressure { get; }

    /// <summary>Velocity of the contact.</summary>
    public double Velocity { get; }

    /// <summary>Density, velocity and pressure at x/t.</summary>
    public (double Density, double Velocity, double Pressure) At(double speed)
    {
        if (isVacuum) return speed < left.Velocity + 2 / (gamma - 1) * Sound(left) ? Fan(left, speed, 1)
            : speed > right.Velocity - 2 / (gamma - 1) * Sound(right) ? Fan(right, speed, -1) : (0, speed, 0);
        return speed < Velocity ? Side(left, speed, 1) : Side(right, speed, -1);
    }

    /// <summary>The state on one side of the contact; sign is 1 on the left and −1 on the right.</summary>
    private (double, double, double) Side((double Density, double Velocity, double Pressure) state, double speed, int sign)
    {
        var (ratio, c, small) = (Pressure / state.Pressure, Sound(state), (gamma - 1) / (gamma + 1));
        if (ratio > 1)
        {
            var shock = state.Velocity - sign * c * Math.Sqrt((gamma + 1) / (2 * gamma) * ratio + (gamma - 1) / (2 * gamma));
            return sign * (speed - shock) < 0 ? state : (state.Density * (ratio + small) / (small * ratio + 1), Velocity, Pressure);
        }

        var tail = Velocity - sign * c * Math.Pow(ratio, (gamma - 1) / (2 * gamma));
        return sign * (speed - tail) > 0 ? (state.Density * Math.Pow(ratio, 1 / gamma), Velocity, Pressure) : Fan(state, speed, sign);
    }

    /// <summary>A state at the head of, or inside, a rarefaction; equations 4.56 and 4.63.</summary>
    private (double, double, double) Fan((double Density, double Velocity, double Pressure) state, double speed, int sign)
    {
        var c = Sound(state);
        if (sign * (speed - state.Velocity) < -c) return state;
        var factor = 2 / (gamma + 1) + sign * (gamma - 1) / ((gamma + 1) * c) * (state.Velocity - speed);
        return (state.Density * Math.Pow(factor, 2 / (gamma - 1)), 2 / (gamma + 1) * (sign * c + (gamma - 1) / 2 * state.Velocity + speed), state.Pressure * Math.Pow(factor, 2 * gamma / (gamma - 1)));
    }

    private (double Pressure, double Velocity) Solve()
    {
        // Two rarefactions as the first guess, equation 4.46: exact for them, and below the root otherwise, from where Newton's method climbs on a concave function.
        var z = (gamma - 1) / (2 * gamma);
        var p = Math.Pow((Sound(left) + Sound(right) - 0.5 * (gamma - 1) * (right.Velocity - left.Velocity))
            / (Sound(left) / Math.Pow(left.Pressure, z) + Sound(right) / Math.Pow(right.Pressure, z)), 1 / z);
        for (var iteration = 0; iteration < 100; iteration++)
        {
            var ((fl, dl), (fr, dr)) = (Jump(left, p), Jump(right, p));
            var next = Math.Max(p - (fl + fr + right.Velocity - left.Velocity) / (dl + dr), 0.01 * p);
            var done = Math.Abs(next - p) <= 1e-15 * (next + p);
            p = next;
            if (done) break;
        }

        return (p, 0.5 * (left.Velocity + right.Velocity + Jump(right, p).Value - Jump(left, p).Value));
    }

    /// <summary>Change of velocity across an acoustic wave to pressure p, and its derivative; equations 4.6 and 4.37.</summary>
    private (double Value, double Derivative) Jump((double Density, double Velocity, double Pressure) state, double p)
    {
        if (p > state.Pressure)
        {
            double a = 2 / ((gamma + 1) * state.Density), b = (gamma - 1) / (gamma + 1) * state.Pressure, root = Math.Sqrt(a / (p + b));
            return ((p - state.Pressure) * root, root * (1 - 0.5 * (p - state.Pressure) / (b + p)));
        }

        var (c, ratio) = (Sound(state), p / state.Pressure);
        return (2 * c / (gamma - 1) * (Math.Pow(ratio, (gamma - 1) / (2 * gamma)) - 1), Math.Pow(ratio, -(gamma + 1) / (2 * gamma)) / (state.Density * c));
    }

    private double Sound((double Density, double Velocity, double Pressure) state) => Math.Sqrt(gamma * state.Pressure / state.Density);
}
