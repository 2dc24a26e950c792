namespace Kit.Pde.Elliptic;

/// <summary>Lagrange's cubic interpolation from every second point of an axis to all of them.</summary>
/// <remarks>
/// The distance between two points is the resistance of the face between them, in units that cancel. Near the ends of an axis the four nearest points lie on one side, and
/// values at walls are not used: the error is O(h⁴) for every condition on the sides.
/// </remarks>
internal sealed class CubicAxis
{
    private const int Points = 4;

    /// <param name="fine">The axis; conductances of its inner faces are the reciprocals of distances.</param>
    public CubicAxis(AxisOperator fine)
    {
        var (n, coarse) = (fine.Count, (fine.Count + 1) / 2);
        var places = new double[n];
        for (var i = 1; i < n; i++) places[i] = places[i - 1] + 1 / fine.Faces[i];
        var length = fine.Periodic && n > 1 ? places[^1] + 1 / fine.Faces[n] : 0;
        var count = fine.Periodic && coarse < Points ? Math.Min(2, coarse) : Math.Min(Points, coarse);
        (Sources, Weights) = (new int[n / 2][], new double[n / 2][]);
        for (var odd = 0; odd < n / 2; odd++)
        {
            var first = odd + 1 - count / 2;
            if (!fine.Periodic) first = Math.Clamp(first, 0, coarse - count);
            (Sources[odd], Weights[odd]) = (new int[count], new double[count]);
            var at = new double[count];
            for (var s = 0; s < count; s++)
            {
                var turns = (int)Math.Floor((first + s) / (double)coarse);
                Sources[odd][s] = first + s - turns * coarse;
                at[s] = places[2 * Sources[odd][s]] + turns * length;
            }

            for (var s = 0; s < count; s++)
            {
                Weights[odd][s] = 1;
                for (var other = 0; other < count; other++)
                    if (other != s) Weights[odd][s] *= (places[2 * odd + 1] - at[other]) / (at[s] - at[other]);
            }
        }
    }

    /// <summary>The coarse points that fine point 2I + 1 takes its value from.</summary>
    public int[][] Sources { get; }

    /// <summary>Their weights; the sum is 1.</summary>
    public double[][] Weights { get; }
}
