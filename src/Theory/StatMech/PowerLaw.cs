using Kit.StatMech;

namespace Kit.Theory.StatMech;

/// <summary>y = A x^p through points with errors: a straight line on double logarithmic paper, by least squares with weights.</summary>
/// <param name="Exponent">p.</param>
/// <param name="Amplitude">A.</param>
internal sealed record PowerLaw(Estimate Exponent, double Amplitude)
{
    /// <summary>Fits a power law; the errors of the points give that of the exponent.</summary>
    /// <param name="x">Positive abscissae, two at least.</param>
    /// <param name="y">Positive ordinates with errors.</param>
    public static PowerLaw Fit(IReadOnlyList<double> x, IReadOnlyList<Estimate> y)
    {
        double sum = 0, sumX = 0, sumY = 0, sumXX = 0, sumXY = 0;
        for (var i = 0; i < x.Count; i++)
        {
            var (w, u, v) = (Math.Pow(y[i].Value / y[i].Error, 2), Math.Log(x[i]), Math.Log(y[i].Value));
            (sum, sumX, sumY, sumXX, sumXY) = (sum + w, sumX + w * u, sumY + w * v, sumXX + w * u * u, sumXY + w * u * v);
        }

        var determinant = sum * sumXX - sumX * sumX;
        var slope = (sum * sumXY - sumX * sumY) / determinant;
        return new(new(slope, Math.Sqrt(sum / determinant)), Math.Exp((sumY - slope * sumX) / sum));
    }

    /// <summary>A x^p.</summary>
    public double At(double x) => Amplitude * Math.Pow(x, Exponent.Value);
}
