namespace Kit.Pde.Elliptic;

/// <summary>−∂²/∂x² along one axis as conductances of faces and masses of points: (A u)_i = (t_i (u_i − u_{i−1}) + t_{i+1} (u_i − u_{i+1})) / m_i.</summary>
/// <remarks>t₀ and t_n lead to walls where u = 0, or around the ring. Coarse points are those of even number, in between u is where no current is lost: two faces in series.</remarks>
internal sealed class AxisOperator
{
    public AxisOperator(double[] faces, double[] masses, bool periodic)
    {
        (Faces, Masses, Periodic) = (faces, masses, periodic);
        var (n, coarse) = (masses.Length, (masses.Length + 1) / 2);
        (Low, High) = (new double[n], new double[n]);
        for (var i = 0; i < n; i++) (Low[i], High[i]) = (faces[i] / masses[i], faces[i + 1] / masses[i]);
        (FromLow, FromHigh) = (new double[coarse], new double[coarse]);
        for (var i = 0; 2 * i + 1 < n; i++)
            (FromLow[i], FromHigh[i]) = Weights(faces[2 * i + 1], faces[2 * i + 2]);
    }

    /// <summary>n + 1 conductances.</summary>
    public double[] Faces { get; }

    /// <summary>n masses.</summary>
    public double[] Masses { get; }

    public bool Periodic { get; }

    public int Count => Masses.Length;

    /// <summary>t_i/m_i and t_{i+1}/m_i.</summary>
    public double[] Low { get; }

    public double[] High { get; }

    /// <summary>Point 2I + 1 is FromLow_I u_I + FromHigh_I u_{I+1} of the coarse axis.</summary>
    public double[] FromLow { get; }

    public double[] FromHigh { get; }

    /// <summary>Mean coupling of a point to its neighbours along this axis.</summary>
    public double Strength => Count == 1 ? 0 : (Low.Sum() + High.Sum()) / Count;

    /// <summary>u between two points that two conductances lead to, in their terms.</summary>
    public static (double Low, double High) Weights(double low, double high) => low + high > 0 ? (low / (low + high), high / (low + high)) : (0, 0);

    public static double Series(double a, double b) => a + b > 0 ? a * b / (a + b) : 0;

    /// <summary>The axis of every second point.</summary>
    public AxisOperator Coarse()
    {
        var (n, coarse) = (Count, (Count + 1) / 2);
        var (faces, masses) = (new double[coarse + 1], new double[coarse]);
        for (var i = 0; i <= coarse; i++)
            faces[i] = i == 0 ? Periodic ? n % 2 == 0 ? Series(Faces[n - 1], Faces[n]) : Faces[0] : Faces[0]
                : i == coarse && n % 2 != 0 ? Faces[n] : Series(Faces[2 * i - 1], Faces[2 * i]);
        if (Periodic && coarse == 1) faces[0] = faces[1] = 0;
        for (var i = 0; i < coarse; i++)
        {
            masses[i] = Masses[2 * i];
            if (2 * i + 1 < n) masses[i] += FromLow[i] * Masses[2 * i + 1];
            if (Before(i) is var b && b >= 0) masses[i] += FromHigh[b] * Masses[2 * b + 1];
        }

        return new(faces, masses, Periodic);
    }

    /// <summary>Parts that the restriction takes of the points 2I − 1, 2I and 2I + 1: the transposed interpolation between masses.</summary>
    public (double[] Low, double[] Middle, double[] High) Gather(AxisOperator coarse)
    {
        var (low, middle, high) = (new double[coarse.Count], new double[coarse.Count], new double[coarse.Count]);
        for (var i = 0; i < coarse.Count; i++)
        {
            middle[i] = Masses[2 * i] / coarse.Masses[i];
            if (2 * i + 1 < Count) high[i] = FromLow[i] * Masses[2 * i + 1] / coarse.Masses[i];
            if (Before(i) is var b && b >= 0) low[i] = FromHigh[b] * Masses[2 * b + 1] / coarse.Masses[i];
        }

        return (low, middle, high);
    }

    /// <summary>The coarse point below I; −1 where there is none, or where a ring of odd length has no point in between.</summary>
    private int Before(int i) => i > 0 ? i - 1 : Periodic && Count % 2 == 0 ? (Count + 1) / 2 - 1 : -1;
}
