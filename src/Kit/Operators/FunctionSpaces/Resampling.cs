using Kit.Compute;
using Kit.Tensors;

namespace Kit.Operators.FunctionSpaces;

/// <summary>A function from the points of one grid to those of another of the same domain: what pooling and unpooling become when they belong to functions.</summary>
/// <remarks>
/// Along a circle by its Fourier series, u(x) = Σⱼ wⱼ u(yⱼ) D(x − yⱼ)/L with Dirichlet's kernel D(z) = Σ_{|k| &lt; m/2} e^(2πikz/L) and m the smaller number of points: exact for
/// frequencies below m/2 on equally spaced points, and of the order of the quadrature on others. Along an interval to a finer grid linearly, and to a coarser one by averages
/// with the hat of its spacing, Σⱼ wⱼ u(yⱼ) Λ((x − yⱼ)/H)/Σⱼ wⱼ Λ((x − yⱼ)/H): both of order 2.
/// </remarks>
public static class Resampling
{
    private static readonly Func<(QuadratureAxis From, QuadratureAxis To, DType Type), Tensor> Tables =
        Memo.Of<(QuadratureAxis From, QuadratureAxis To, DType Type)>(key => Tensor.Of(Matrix(key.From, key.To)).Cast(key.Type));

    /// <summary>The same functions on another grid.</summary>
    /// <param name="x">[…, from…].</param>
    /// <param name="from">Where they are known.</param>
    /// <param name="to">Where they are wanted.</param>
    /// <exception cref="ArgumentException">Shapes or domains that differ.</exception>
    public static Tensor Between(Tensor x, QuadratureGrid from, QuadratureGrid to)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(from);
        ArgumentNullException.ThrowIfNull(to);
        var d = from.Axes.Count;
        if (to.Axes.Count != d || x.Rank < d || new Shape(x.Shape.Dims[^d..]) != from.Shape)
            throw new ArgumentException($"Resampling: a field of shape {x.Shape} from {from.Shape} to {to.Shape}; its last axes are those of the first grid, of as many dimensions as the second");
        for (var k = 0; k < d; k++)
        {
            var (here, there) = (from.Axes[k], to.Axes[k]);
            if (here.Period != there.Period || Math.Abs(here.Length - there.Length) > 1e-9 * here.Length)
                throw new ArgumentException(FormattableString.Invariant($"Resampling: axis {k} of length {here.Length} and period {here.Period} to one of {there.Length} and {there.Period}; both grids lie on one domain"));
            if (!ReferenceEquals(here, there)) x = x.MoveAxis(k - d, -1).MatMul(Tables((here, there, x.DType))).MoveAxis(-1, k - d);
        }

        return x;
    }

    /// <summary>[from, to].</summary>
    private static double[,] Matrix(QuadratureAxis from, QuadratureAxis to)
    {
        var matrix = new double[from.Count, to.Count];
        for (var i = 0; i < to.Count; i++)
        {
            if (from.Period is { } period) Series(from, to.Points[i], (Math.Min(from.Count, to.Count) - 1) / 2, period, matrix, i);
            else if (from.Count <= to.Count) Linear(from, to.Points[i], matrix, i);
            else Average(from, to.Points[i], to.Gap, matrix, i);
        }

        return matrix;
    }

    private static void Series(QuadratureAxis from, double x, int highest, double period, double[,] matrix, int column)
    {
        for (var j = 0; j < from.Count; j++)
        {
            var (angle, sum) = (2 * Math.PI * from.Difference(x, from.Points[j]) / period, 1.0);
            for (var k = 1; k <= highest; k++) sum += 2 * Math.Cos(k * angle);
            matrix[j, column] = sum * from.Weights[j] / period;
        }
    }

    /// <summary>Between the neighbours of x; beyond the outermost points on the line of the last two.</summary>
    private static void Linear(QuadratureAxis from, double x, double[,] matrix, int column)
    {
        if (from.Count == 1)
        {
            matrix[0, column] = 1;
            return;
        }

        var right = 1;
        while (right < from.Count - 1 && from.Points[right] < x) right++;
        var share = (x - from.Points[right - 1]) / (from.Points[right] - from.Points[right - 1]);
        (matrix[right - 1, column], matrix[right, column]) = (1 - share, share);
    }

    private static void Average(QuadratureAxis from, double x, double width, double[,] matrix, int column)
    {
        // One coarse point alone averages over the whole.
        width = width > 0 ? width : 2 * from.Length;
        var sum = 0.0;
        for (var j = 0; j < from.Count; j++) sum += matrix[j, column] = from.Weights[j] * Math.Max(0, 1 - Math.Abs(x - from.Points[j]) / width);
        if (!(sum > 0))
        {
            Linear(from, x, matrix, column);
            return;
        }

        for (var j = 0; j < from.Count; j++) matrix[j, column] /= sum;
    }
}
