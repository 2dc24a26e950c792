using System.Numerics;

namespace Kit.Compute.Cpu.Dense;

/// <summary>Products of Householder reflections H₀·H₁ ⋯, Hⱼ = I − τⱼ vⱼ vⱼᵀ, applied in blocks B = I − Vᵀ·T·V.</summary>
/// <remarks>Schreiber and Van Loan, "A storage-efficient WY representation for products of Householder transformations", SIAM J. Sci. Stat. Comput. 10 (1989); Golub and Van Loan §5.1.</remarks>
/// <param name="v">Row j is vⱼ: zeros up to j + lead, where a one stands.</param>
/// <param name="tau">A factor for each row.</param>
/// <param name="lead">Leading zeros of the first row.</param>
internal readonly unsafe struct Reflectors<T>(Matrix<T> v, T* tau, int lead) where T : unmanaged, IFloatingPointIeee754<T>
{
    public const int Width = 32;

    /// <summary>The reflection that takes x to (β, 0, …): v with v₀ = 1, and x₀ becomes β.</summary>
    /// <returns>τ, zero where nothing is to be done.</returns>
    public static T Make(T* x, T* v, int n)
    {
        v[0] = T.One;
        var rest = Vectors.Dot(x + 1, x + 1, n - 1);
        if (rest == T.Zero)
        {
            new Span<T>(v + 1, n - 1).Clear();
            return T.Zero;
        }

        var norm = T.Sqrt(T.FusedMultiplyAdd(x[0], x[0], rest));
        var beta = x[0] < T.Zero ? norm : -norm;
        var factor = T.One / (x[0] - beta);
        for (var i = 1; i < n; i++) v[i] = factor * x[i];
        var tau = (beta - x[0]) / beta;
        x[0] = beta;
        return tau;
    }

    /// <summary>Reflects a row: x ← x − τ (x·v) v.</summary>
    public static void Reflect(T* x, T* v, T tau, int n)
    {
        if (tau != T.Zero) Vectors.Axpy(-tau * Vectors.Dot(x, v, n), v, x, n);
    }

    /// <summary>W ← W·H₀·H₁ ⋯ for the rows of W.</summary>
    public void Apply(Matrix<T> w)
    {
        for (var first = 0; first < v.Rows; first += Width) Block(w, first, Math.Min(Width, v.Rows - first), transpose: false);
    }

    /// <summary>W ← W·(H₀·H₁ ⋯)ᵀ for the rows of W.</summary>
    public void ApplyTransposed(Matrix<T> w)
    {
        for (var first = (v.Rows - 1) / Width * Width; first >= 0; first -= Width) Block(w, first, Math.Min(Width, v.Rows - first), transpose: true);
    }

    /// <summary>The rows of W become the first columns of H₀·H₁ ⋯.</summary>
    public void Form(Matrix<T> w)
    {
        for (var i = 0; i < w.Rows; i++)
        {
            w.RowSpan(i).Clear();
            w.Row(i)[i] = T.One;
        }

        for (var first = (v.Rows - 1) / Width * Width; first >= 0; first -= Width)
        {
            // Rows above the block are still those of the identity and zero where the block acts.
            var done = Math.Min(first + lead, w.Rows);
            Block(w.Block(done, 0, w.Rows - done, w.Columns), first, Math.Min(Width, v.Rows - first), transpose: true);
        }
    }

    /// <summary>W ← W·B or W·Bᵀ for one block of reflections: W − (W·Vᵀ)·T·V.</summary>
    public void Block(Matrix<T> w, int first, int count, bool transpose)
    {
        if (w.Rows == 0 || count <= 0) return;
        var start = first + lead;
        var rows = v.Block(first, start, count, v.Columns - start);
        var target = w.Block(0, start, w.Rows, w.Columns - start);
        using var memory = new Scratch<T>(count * (2L * w.Rows + 2 * count));
        var gram = new Matrix<T>(memory.Data, count, count, count, 1);
        var t = new Matrix<T>(gram.Data + count * count, count, count, count, 1);
        var product = new Matrix<T>(t.Data + count * count, w.Rows, count, count, 1);
        var turned = new Matrix<T>(product.Data + (long)w.Rows * count, w.Rows, count, count, 1);
        Blocks.Product(rows, rows.Transposed(), gram, 1);
        Triangle(gram, tau + first, t);
        Blocks.Product(target, rows.Transposed(), product, 1);
        Blocks.Product(product, transpose ? t.Transposed() : t, turned, 1);
        Blocks.Product(turned, rows, target, -1);
    }

    /// <summary>Tⱼⱼ = τⱼ and T₀…ⱼ₋₁,ⱼ = −τⱼ·T·(V·vⱼ), from the products of the rows.</summary>
    private static void Triangle(Matrix<T> gram, T* tau, Matrix<T> t)
    {
        for (var j = 0; j < gram.Rows; j++)
        {
            t.Row(j)[j] = tau[j];
            for (var i = 0; i < j; i++)
            {
                var sum = T.Zero;
                for (var k = i; k < j; k++) sum = T.FusedMultiplyAdd(t.Row(i)[k], gram.Row(k)[j], sum);
                t.Row(i)[j] = -tau[j] * sum;
            }
        }
    }
}
