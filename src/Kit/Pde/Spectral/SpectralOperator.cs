using System.Numerics;
using Kit.Compute;
using Kit.Tensors;

namespace Kit.Pde.Spectral;

/// <summary>A linear map of modes, f(L) for the linear part L of an equation: a number for each mode and component, or for each mode a matrix of two by two.</summary>
internal sealed class SpectralOperator
{
    /// <summary>Eigenvalues nearer than this take the divided difference from a circle around them.</summary>
    private const double Near = 0.05, Radius = 0.25;
    private const int Points = 32;

    private readonly Tensor[] entries;
    private readonly int dimensions;

    private SpectralOperator(Tensor[] entries, int dimensions) => (this.entries, this.dimensions) = (entries, dimensions);

    /// <summary>fⱼ(L) for several functions at once; null for a function that is 0 everywhere.</summary>
    /// <param name="symbol">L: [modes], [C, modes] or [2, 2, modes].</param>
    /// <param name="dimensions">Axes of the modes.</param>
    /// <param name="count">Number of functions.</param>
    /// <param name="functions">z → f₀(z), f₁(z), ….</param>
    public static SpectralOperator?[] Of(Tensor symbol, int dimensions, int count, Func<Complex, Complex[]> functions)
    {
        var values = symbol.ToArray<Complex>();
        var blocks = symbol.Rank - dimensions == 2;
        var results = blocks ? Blocks(values, count, functions) : Diagonal(values, count, functions);
        Shape shape = blocks ? symbol.Shape.ToArray()[2..] : symbol.Shape;
        var real = !symbol.DType.IsComplex() || Array.TrueForAll(values, z => z.Imaginary == 0);
        return [.. results.Select(entries => entries.SelectMany(entry => entry).All(z => z == 0) ? null : new SpectralOperator([.. entries.Select(entry => Entry(entry, shape, real))], dimensions))];
    }

    /// <summary>Σⱼ Fⱼ xⱼ.</summary>
    public static Tensor Sum(ReadOnlySpan<SpectralOperator> f, ReadOnlySpan<Tensor> x)
    {
        if (f[0].entries.Length == 1)
        {
            var c = new Tensor[f.Length];
            for (var j = 0; j < c.Length; j++) c[j] = f[j].entries[0];
            return Symbols.Sum(c, x);
        }

        var (axis, rows) = (x[0].Rank - f[0].dimensions - 1, new Tensor[2]);
        var parts = new Tensor[2 * f.Length];
        for (var j = 0; j < f.Length; j++)
            for (var d = 0; d < 2; d++) parts[2 * j + d] = x[j].MoveAxis(axis, 0)[d];
        for (var row = 0; row < 2; row++)
        {
            var c = new Tensor[2 * f.Length];
            for (var j = 0; j < f.Length; j++) (c[2 * j], c[2 * j + 1]) = (f[j].entries[2 * row], f[j].entries[2 * row + 1]);
            rows[row] = Symbols.Sum(c, parts);
        }

        return Tensor.Stack(rows, axis);
    }

    private static Complex[][][] Diagonal(Complex[] values, int count, Func<Complex, Complex[]> functions)
    {
        var results = Room(count, 1, values.Length);
        for (var i = 0; i < values.Length; i++)
        {
            var f = functions(values[i]);
            for (var j = 0; j < count; j++) results[j][0][i] = f[j];
        }

        return results;
    }

    /// <summary>f(A) = f(λ₁) + f[λ₁, λ₂] (A − λ₁), with the divided difference f[λ₁, λ₂] = (f(λ₁) − f(λ₂))/(λ₁ − λ₂).</summary>
    private static Complex[][][] Blocks(Complex[] a, int count, Func<Complex, Complex[]> functions)
    {
        var modes = a.Length / 4;
        var results = Room(count, 4, modes);
        for (var i = 0; i < modes; i++)
        {
            var (p, q, r, s) = (a[i], a[modes + i], a[2 * modes + i], a[3 * modes + i]);
            var (centre, root) = ((p + s) / 2, Complex.Sqrt((p - s) * (p - s) / 4 + q * r));
            var (first, second) = (centre + root, centre - root);
            var (value, slope) = (functions(first), Difference(functions, count, first, second));
            for (var j = 0; j < count; j++)
            {
                results[j][0][i] = value[j] + slope[j] * (p - first);
                results[j][1][i] = slope[j] * q;
                results[j][2][i] = slope[j] * r;
                results[j][3][i] = value[j] + slope[j] * (s - first);
            }
        }

        return results;
    }

    /// <summary>f[λ₁, λ₂], for near eigenvalues as the mean of f(ζ)(ζ − c)/((ζ − λ₁)(ζ − λ₂)) on a circle around c = (λ₁ + λ₂)/2.</summary>
    private static Complex[] Difference(Func<Complex, Complex[]> functions, int count, Complex first, Complex second)
    {
        var slope = new Complex[count];
        if (Complex.Abs(first - second) >= Near)
        {
            var (f, g) = (functions(first), functions(second));
            for (var j = 0; j < count; j++) slope[j] = (f[j] - g[j]) / (first - second);
            return slope;
        }

        var centre = (first + second) / 2;
        for (var point = 0; point < Points; point++)
        {
            var step = Complex.FromPolarCoordinates(Radius, 2 * Math.PI * point / Points);
            var weight = step / ((centre + step - first) * (centre + step - second)) / Points;
            var f = functions(centre + step);
            for (var j = 0; j < count; j++) slope[j] += weight * f[j];
        }

        return slope;
    }

    private static Complex[][][] Room(int functions, int entries, int modes) =>
        [.. Enumerable.Range(0, functions).Select(_ => Enumerable.Range(0, entries).Select(_ => new Complex[modes]).ToArray())];

    /// <summary>Functions of a real matrix are real but for rounding.</summary>
    private static Tensor Entry(Complex[] values, Shape shape, bool real) =>
        ((real ? Tensor.Of(Array.ConvertAll(values, z => z.Real)) : Tensor.Of(values)).Reshape(shape)).KeepAlways();
}
