namespace Kit.Numerics.FixedPoints;

/// <summary>The next x of Anderson's mixing, from the latest steps and the residuals r = f(x) − x at them.</summary>
/// <param name="memory">Number of steps that are remembered.</param>
/// <param name="damping">α.</param>
internal sealed class AndersonMixing(int memory, double damping)
{
    private readonly List<(double[] Step, double[] Change)> history = [];
    private double[]? lastX, lastResidual;

    public double[] Next(double[] x, double[] residual)
    {
        if (memory > 0 && lastX is not null)
        {
            // A residual that has grown much is a sign that the map is far from linear along the remembered steps.
            if (Dot(residual, residual) > 4 * Dot(lastResidual!, lastResidual!)) history.Clear();
            else history.Insert(0, (Minus(x, lastX), Minus(residual, lastResidual!)));
            if (history.Count > memory) history.RemoveAt(memory);
        }

        (lastX, lastResidual) = (x, residual);
        var next = new double[x.Length];
        for (var i = 0; i < x.Length; i++) next[i] = x[i] + damping * residual[i];
        var basis = new List<(double[] Direction, double[] Image)>();
        foreach (var (step, change) in history)
        {
            var (q, d, full) = ((double[])change.Clone(), Sum(step, damping, change), Math.Sqrt(Dot(change, change)));
            foreach (var (direction, image) in basis)
            {
                var part = Dot(direction, q);
                Subtract(q, part, direction);
                Subtract(d, part, image);
            }

            var size = Math.Sqrt(Dot(q, q));
            if (size == 0 || size <= 1e-8 * full) continue;
            basis.Add((Array.ConvertAll(q, v => v / size), Array.ConvertAll(d, v => v / size)));
        }

        foreach (var (direction, image) in basis) Subtract(next, Dot(direction, residual), image);
        return next;
    }

    private static double[] Minus(double[] a, double[] b) => Sum(a, -1, b);

    private static double[] Sum(double[] a, double factor, double[] b)
    {
        var sum = new double[a.Length];
        for (var i = 0; i < a.Length; i++) sum[i] = a[i] + factor * b[i];
        return sum;
    }

    private static void Subtract(double[] a, double factor, double[] b)
    {
        for (var i = 0; i < a.Length; i++) a[i] -= factor * b[i];
    }

    private static double Dot(double[] a, double[] b)
    {
        var sum = 0.0;
        for (var i = 0; i < a.Length; i++) sum += a[i] * b[i];
        return sum;
    }
}
