using Kit.Compute;
using Kit.Tensors;

namespace Kit.Numerics.Sparse;

/// <summary>A matrix that is mostly zero, kept row by row (CSR): a pattern and the values on it, F64 or C128.</summary>
/// <remarks>The values are a tensor, so that products and solutions can be differentiated by them as well as by the vectors.</remarks>
public sealed partial class SparseMatrix
{
    /// <summary>A matrix of these values on a pattern.</summary>
    /// <param name="pattern">Where.</param>
    /// <param name="values">What, [number of entries]; cast to F64 unless complex.</param>
    /// <exception cref="ArgumentException">There are not as many values as entries.</exception>
    public SparseMatrix(SparsePattern pattern, Tensor values)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        ArgumentNullException.ThrowIfNull(values);
        if (values.Rank != 1 || values.Shape[0] != pattern.Count) throw new ArgumentException($"SparseMatrix: values of shape {values.Shape} for {pattern.Count} entries");
        Pattern = pattern;
        Values = values.Cast(values.DType.IsComplex() ? DType.C128 : DType.F64);
    }

    /// <summary>Where the entries are.</summary>
    public SparsePattern Pattern { get; }

    /// <summary>The entries, row by row.</summary>
    public Tensor Values { get; }

    /// <summary>Number of rows m.</summary>
    public int Rows => Pattern.Rows;

    /// <summary>Number of columns n.</summary>
    public int Columns => Pattern.Columns;

    /// <summary>Number of entries, zeros among them.</summary>
    public int Count => Pattern.Count;

    /// <summary>The entry (i, j), zero outside the pattern.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An index lies outside.</exception>
    public Tensor this[int i, int j]
    {
        get
        {
            if ((uint)i >= (uint)Rows || (uint)j >= (uint)Columns) throw new ArgumentOutOfRangeException(nameof(i), $"SparseMatrix: ({i}, {j}) is not in {Rows} × {Columns}");
            return Pattern.Find(i, j) is >= 0 and var k ? Values[k] : Tensor.Of(0.0, Values.DType);
        }
    }

    /// <summary>A x for each vector along the last axis, x [.., n] → [.., m]; differentiable by x and by the values.</summary>
    /// <exception cref="ArgumentException">The last axis is not n long.</exception>
    public Tensor Multiply(Tensor x) => Product(x, transpose: false);

    /// <summary>Aᵀ x for each vector along the last axis, x [.., m] → [.., n].</summary>
    /// <exception cref="ArgumentException">The last axis is not m long.</exception>
    public Tensor MultiplyTransposed(Tensor x) => Product(x, transpose: true);

    /// <summary>A x; see <see cref="Multiply(Tensor)"/>.</summary>
    public static Tensor operator *(SparseMatrix a, Tensor x)
    {
        ArgumentNullException.ThrowIfNull(a);
        return a.Multiply(x);
    }

    /// <summary>A as what a Krylov solver takes: on tensors of any shape with n elements in all.</summary>
    /// <exception cref="ArgumentException">The matrix is not square.</exception>
    public Func<Tensor, Tensor> Operator()
    {
        RequireSquare("Operator");
        return v => Multiply(v.Reshape(-1)).Reshape(v.Shape);
    }

    /// <summary>The dense matrix [m, n].</summary>
    public Tensor ToDense()
    {
        var places = new int[Count];
        for (var k = 0; k < places.Length; k++) places[k] = checked(Pattern.RowOf[k] * Columns + Pattern.Indices[k]);
        return Tensor.Zeros(Rows * Columns, Values.DType).Put(Tensor.Of(places), Values).Reshape(Rows, Columns);
    }

    /// <summary>The entries Aᵢᵢ, [min(m, n)].</summary>
    public Tensor Diagonal()
    {
        var entries = new int[Math.Min(Rows, Columns)];
        for (var i = 0; i < entries.Length; i++) entries[i] = Pattern.Find(i, i) is >= 0 and var k ? k : Count;
        return Values.Pad(0, 1).Take(Tensor.Of(entries));
    }

    internal void RequireSquare(string caller)
    {
        if (Rows != Columns) throw new ArgumentException($"{caller}: needs a square matrix, not {Rows} × {Columns}");
    }

    /// <summary>The values in host memory, nothing watched.</summary>
    internal double[] RealValues(string caller) => Values.DType == DType.F64
        ? Values.ToDoubles()
        : throw new ArgumentException($"{caller}: works on real matrices; write A + iB as the real matrix [[A, -B], [B, A]]");

    private Tensor Product(Tensor x, bool transpose)
    {
        ArgumentNullException.ThrowIfNull(x);
        var n = transpose ? Rows : Columns;
        if (x.Rank == 0 || x.Shape[-1] != n)
            throw new ArgumentException($"SparseMatrix: a matrix of {Rows} × {Columns}{(transpose ? ", transposed," : "")} times a tensor of shape {x.Shape}; the last axis must be {n} long");
        var type = DTypes.Promote(Values.DType, x.DType.IsComplex() ? DType.C128 : DType.F64);
        return new SparseProductCall(Pattern, transpose).Run([Values.Cast(type), x.Cast(type)]);
    }
}
