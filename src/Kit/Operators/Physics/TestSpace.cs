using Kit.Numerics.Quadrature;
using Kit.Tensors;

namespace Kit.Operators.Physics;

/// <summary>Test functions v = Πᵢ vₖ(xᵢ) on the elements of a box, and the integrals ∫ f ∂^α v dx by Gauss's rule: the weak form of an equation.</summary>
/// <remarks>
/// vₖ = P_{k+1} − P_{k−1}, k = 1 … K, of Legendre polynomials on each element: 0 at its ends, so that integration by parts leaves no terms there.
/// Kharazmi, Zhang, Karniadakis, "hp-VPINNs", Comput. Methods Appl. Mech. Eng. 374 (2021) 113547.
/// </remarks>
public sealed class TestSpace
{
    private readonly Box box;
    private readonly int[] elements;
    private readonly int functions;
    private readonly QuadratureRule rule;

    /// <summary>Equal elements of a box.</summary>
    /// <param name="box">The domain.</param>
    /// <param name="elements">Elements along each coordinate.</param>
    /// <param name="functions">K, test functions of an element along each coordinate.</param>
    /// <param name="points">Gauss points of an element along each coordinate; K + 2 or more.</param>
    /// <exception cref="ArgumentException">Too few points, or counts that do not fit the box.</exception>
    public TestSpace(Box box, int[] elements, int functions = 5, int points = 10)
    {
        ArgumentNullException.ThrowIfNull(box);
        ArgumentNullException.ThrowIfNull(elements);
        if (elements.Length != box.Dimensions || Array.Exists(elements, e => e < 1)) throw new ArgumentException($"TestSpace: elements {string.Join(" × ", elements)} for {box.Dimensions} coordinates; one count of 1 or more a coordinate is right");
        if (functions < 1 || points < functions + 2) throw new ArgumentException($"TestSpace: {points} points for {functions} test functions; {functions + 2} or more resolve them");
        (this.box, this.elements, this.functions, rule) = (box, [.. elements], functions, QuadratureRule.Legendre(points));
        Points = Lattice([.. elements.Select((count, d) => Coordinates(d))]);
    }

    /// <summary>All Gauss points, [N, d], the last coordinate fastest.</summary>
    public Tensor Points { get; }

    /// <summary>∫ f ∂^α v dx for every test function, [E₁K, …, E_dK].</summary>
    /// <param name="f">At <see cref="Points"/>, N numbers.</param>
    /// <param name="orders">α: 0 or 1 a coordinate; empty is v itself.</param>
    /// <exception cref="ArgumentException">Not N numbers, or an order that is not 0 or 1.</exception>
    public Tensor Integrate(Tensor f, params int[] orders)
    {
        ArgumentNullException.ThrowIfNull(f);
        ArgumentNullException.ThrowIfNull(orders);
        if (f.Size != Points.Shape[0]) throw new ArgumentException($"Integrate: values {f.Shape} at {Points.Shape[0]} points");
        if (orders.Length != 0 && (orders.Length != box.Dimensions || Array.Exists(orders, k => k is < 0 or > 1))) throw new ArgumentException($"Integrate: orders {string.Join(", ", orders)}; 0 or 1 for each of {box.Dimensions} coordinates is right");
        var result = f.Reshape([.. elements.Select(e => e * rule.Count)]);
        for (var d = 0; d < elements.Length; d++)
        {
            var weights = Weights(d, orders.Length == 0 ? 0 : orders[d]);
            result = result.MoveAxis(d, -1).MatMul(weights.T).MoveAxis(-1, d);
        }

        return result;
    }

    private double[] Coordinates(int d)
    {
        var ((from, to), h) = (box.Sides[d], (box.Sides[d].To - box.Sides[d].From) / elements[d]);
        var x = new double[elements[d] * rule.Count];
        for (var e = 0; e < elements[d]; e++)
            for (var q = 0; q < rule.Count; q++) x[e * rule.Count + q] = from + h * (e + (1 + rule.Points[q]) / 2);
        return x;
    }

    /// <summary>w_q v_k^{(α)}(x_q), a block an element, [EK, EQ].</summary>
    private Tensor Weights(int d, int order)
    {
        var half = (box.Sides[d].To - box.Sides[d].From) / elements[d] / 2;
        var weights = new double[elements[d] * functions, elements[d] * rule.Count];
        for (var q = 0; q < rule.Count; q++)
        {
            var p = Legendre(rule.Points[q]);
            for (var k = 1; k <= functions; k++)
            {
                // (P_{k+1} − P_{k−1})′ = (2k + 1) P_k
                var value = order == 0 ? p[k + 1] - p[k - 1] : (2 * k + 1) * p[k] / half;
                for (var e = 0; e < elements[d]; e++) weights[e * functions + k - 1, e * rule.Count + q] = rule.Weights[q] * half * value;
            }
        }

        return Tensor.Of(weights);
    }

    /// <summary>P₀ … P_{K+1} by (n + 1)P_{n+1} = (2n + 1)xP_n − nP_{n−1}.</summary>
    private double[] Legendre(double x)
    {
        var p = new double[functions + 2];
        (p[0], p[1]) = (1, x);
        for (var n = 1; n <= functions; n++) p[n + 1] = ((2 * n + 1) * x * p[n] - n * p[n - 1]) / (n + 1);
        return p;
    }

    private static Tensor Lattice(double[][] axes)
    {
        var grids = Tensor.Meshgrid([.. axes.Select(x => Tensor.Of(x))]);
        return Tensor.Stack([.. grids.Select(g => g.Flatten())], 1);
    }
}
