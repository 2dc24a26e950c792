using Kit.Tensors;

namespace Kit.Pde.FiniteElements;

/// <summary>The element that all others are images of, with its shape functions N_k at the points of a quadrature rule.</summary>
/// <param name="Weights">w_q, [q].</param>
/// <param name="Values">N_k(ξ_q), [q, k].</param>
/// <param name="Slopes">∂N_k/∂ξ_d at ξ_q, [q, k, 2].</param>
internal sealed record ReferenceElement(Tensor Weights, Tensor Values, Tensor Slopes)
{
    /// <summary>P1 on the triangle (0, 0), (1, 0), (0, 1), integrating polynomials of degree 4 exactly.</summary>
    /// <remarks>Six points: D. A. Dunavant, Int. J. Numer. Methods Eng. 21 (1985) 1129.</remarks>
    public static ReferenceElement Triangle => Of(
        [.. Orbit(0.445948490915965, 0.223381589678011 / 2), .. Orbit(0.091576213509771, 0.109951743655322 / 2)],
        (x, y) => [1 - x - y, x, y], (_, _) => [-1, -1, 1, 0, 0, 1]);

    /// <summary>Q1 on the square [0, 1]², three Gauss points a side: degree 5 in each direction.</summary>
    public static ReferenceElement Quadrilateral => Of(
        [.. from p in GaussLine from q in GaussLine select (p.X, q.X, p.Weight * q.Weight)],
        (x, y) => [(1 - x) * (1 - y), x * (1 - y), x * y, (1 - x) * y],
        (x, y) => [y - 1, x - 1, 1 - y, -x, y, x, -y, 1 - x]);

    /// <summary>Three Gauss points on [0, 1], of degree 5.</summary>
    public static (double X, double Weight)[] GaussLine => [(0.5 - Math.Sqrt(0.15), 5.0 / 18), (0.5, 8.0 / 18), (0.5 + Math.Sqrt(0.15), 5.0 / 18)];

    private static (double, double, double)[] Orbit(double a, double weight) => [(a, a, weight), (1 - 2 * a, a, weight), (a, 1 - 2 * a, weight)];

    private static ReferenceElement Of((double X, double Y, double Weight)[] points, Func<double, double, double[]> values, Func<double, double, double[]> slopes) => new(
        Tensor.Of([.. points.Select(p => p.Weight)]),
        Tensor.Of([.. points.SelectMany(p => values(p.X, p.Y))]).Reshape(points.Length, -1),
        Tensor.Of([.. points.SelectMany(p => slopes(p.X, p.Y))]).Reshape(points.Length, -1, 2));
}
