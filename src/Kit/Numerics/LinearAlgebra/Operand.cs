using System.Numerics;
using System.Runtime.InteropServices;
using Kit.Compute;
using Kit.Compute.Cpu;
using Kit.Tensors;
using static System.Numerics.Tensors.TensorPrimitives;

namespace Kit.Numerics;

/// <summary>The public door of linear algebra: checked, finite, row-major matrices that a kernel may overwrite.</summary>
internal static unsafe class Operand
{
    /// <summary>A fresh row-major copy [B, m, n] of the matrices in the last two axes, F32, F64 or C128, in host memory.</summary>
    public static Tensor Matrices(Tensor a, string caller)
    {
        RequireMatrix(a, caller);
        return Copy(a, caller).Reshape(Count(a), a.Shape[-2], a.Shape[-1]);
    }

    /// <summary>As <see cref="Matrices"/>, of square matrices only.</summary>
    public static Tensor Square(Tensor a, string caller)
    {
        RequireSquare(a, caller);
        return Matrices(a, caller);
    }

    /// <summary>Throws unless the last two axes are of one extent.</summary>
    public static void RequireSquare(Tensor a, string caller)
    {
        RequireMatrix(a, caller);
        if (a.Shape[-1] != a.Shape[-2]) throw new ArgumentException($"{caller}: needs square matrices, not shape {a.Shape}");
    }

    /// <summary>Throws unless right sides have a row for each row of the matrices.</summary>
    public static void RequireRows(Tensor b, Tensor a, string caller)
    {
        RequireMatrix(a, caller);
        if (b.Rank == 0 || b.Shape[b.Rank == 1 ? 0 : -2] != a.Shape[-2])
            throw new ArgumentException($"{caller}: right side of shape {b.Shape} for a matrix of shape {a.Shape}; it needs {a.Shape[-2]} rows");
    }

    /// <summary>Matrices of finite F32, F64 or complex numbers in host memory, of the same shape and still watched if the operand is.</summary>
    public static Tensor Watched(Tensor a, string caller)
    {
        RequireMatrix(a, caller);
        var copy = a.Leading(m => [Copy(m, caller)])[0];
        return a.Tracer is null && !a.DType.IsComplex() ? copy : a.To(Device.Cpu);
    }

    /// <summary>Throws unless there are two axes.</summary>
    public static void RequireMatrix(Tensor a, string caller)
    {
        ArgumentNullException.ThrowIfNull(a);
        if (a.Rank < 2) throw new ArgumentException($"{caller}: needs a matrix or a batch of them, not shape {a.Shape}");
    }

    /// <summary>A fresh row-major copy in F32, F64 or, of complex numbers, C128, whose elements are all finite.</summary>
    public static Tensor Copy(Tensor a, string caller, DType? type = null)
    {
        var (host, wide) = (a.To(Device.Cpu), Wide(type ?? a.DType));
        var copy = host.DType == wide ? host.Copy() : host.Cast(wide);
        var largest = copy.Size == 0 ? 0 : copy.DType switch
        {
            DType.F32 => MaxMagnitude<float>(copy.Span<float>()),
            DType.F64 => MaxMagnitude<double>(copy.Span<double>()),
            _ => MaxMagnitude<double>(MemoryMarshal.Cast<Complex, double>(copy.Span<Complex>())),
        };
        if (!double.IsFinite(largest)) throw new ArgumentException($"{caller}: an element of shape {a.Shape} is {(double.IsNaN(largest) ? "NaN" : "infinite")}; every one must be finite");
        return copy;
    }

    /// <summary>The type in which kernels compute: F32 and F64 themselves, C128 for complex numbers, F64 for integers.</summary>
    public static DType Wide(DType type) => type.IsFloat() ? type : type.IsComplex() ? DType.C128 : DType.F64;

    /// <summary>What came of operands of this type, computed in C128 where that is C64.</summary>
    public static Tensor Rounded(Tensor result, DType type) => type == DType.C64 ? result.Cast(type) : result;

    /// <summary>The elements as complex numbers, all finite.</summary>
    public static Complex[] Complexes(Tensor a, string caller)
    {
        var elements = a.ToArray<Complex>();
        var bad = Array.FindIndex(elements, z => !Complex.IsFinite(z));
        return bad < 0 ? elements : throw new ArgumentException($"{caller}: an element of shape {a.Shape} is {elements[bad]}; every one must be finite");
    }

    /// <summary>Right sides for matrices of n rows: [B, n, m] in fresh memory for matrices b that fit, with leading axes broadcast to those of the matrices and back.</summary>
    public static (Tensor Sides, int[] Lead) Sides(Tensor b, Shape matrix, DType type, string caller)
    {
        var lead = Shape.Broadcast(Lead(matrix), Lead(b.Shape), caller);
        int[] extents = [matrix[-2], b.Shape[-1]];
        return (Copy(b.BroadcastTo([.. lead.ToArray(), .. extents]), caller, type).Reshape([checked((int)lead.Size), .. extents]), lead.ToArray());
    }

    /// <summary>Rows of each matrix, a view.</summary>
    public static Tensor Rows(Tensor x, int start, int stop) => x.Along(x.Rank - 2, start, stop);

    /// <summary>The leading axes of a shape of matrices.</summary>
    public static Shape Lead(Shape shape) => shape.ToArray()[..^2];

    /// <summary>The matrices of x, with its leading axes broadcast to these, one after the other.</summary>
    public static Tensor Spread(Tensor x, int[] lead, int trailing) =>
        x.BroadcastTo([.. lead, .. x.Shape.ToArray()[^trailing..]]).Contiguous().Reshape([checked((int)((Shape)lead).Size), .. x.Shape.ToArray()[^trailing..]]);

    public static int Count(Tensor a) => checked((int)Lead(a.Shape).Size);

    public static Tensor Empty(Shape shape, DType type) => Tensor.Empty(shape, type, Device.Cpu);

    /// <summary>Matrix number <paramref name="batch"/> of a contiguous tensor [B, m, n].</summary>
    public static Matrix<T> At<T>(Tensor x, int batch) where T : unmanaged =>
        new(Pointer<T>(x) + (long)batch * x.Shape[1] * x.Shape[2], x.Shape[1], x.Shape[2], x.Shape[2], 1);

    /// <summary>The first element of a contiguous tensor, which must stay referenced.</summary>
    public static T* Pointer<T>(Tensor x) where T : unmanaged => (T*)CpuBackend.Pointer(x.View);

    /// <summary>Says which matrix of a batch a message speaks of.</summary>
    public static string Which(int batch, int count) => count == 1 ? "the matrix" : $"matrix {batch} of {count}";
}
