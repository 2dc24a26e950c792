using System.Numerics;

namespace Kit.Compute.Cpu;

/// <summary>The iteration space shared by up to four views, innermost axis first, with axes merged wherever all views allow it.</summary>
internal unsafe struct Loop
{
    public const int MaxRank = 16, MaxViews = 4;

    public int Rank, Views;
    public long Size;
    public fixed long Dims[MaxRank];
    public fixed long Strides[MaxRank * MaxViews];
    public fixed long Bases[MaxViews];
    public fixed int Sizes[MaxViews];
    public fixed ulong Constants[2 * MaxViews];

    /// <summary>Merges the axes of views of one shape; strides become bytes.</summary>
    public Loop(ReadOnlySpan<View> views)
    {
        Views = views.Length;
        var dims = views[^1].Dims;
        Size = 1;
        for (var v = 0; v < Views; v++)
        {
            ref readonly var view = ref views[v];
            Sizes[v] = view.Type.Bytes();
            Bases[v] = view.Storage is HostStorage host ? (long)(host.Pointer + view.Offset * Sizes[v]) : 0;
            fixed (ulong* bits = &Constants[2 * v])
                if (view.Storage is null) Encode((byte*)bits, view.Value, view.Type);
        }

        for (var axis = dims.Length - 1; axis >= 0; axis--)
        {
            var d = dims[axis];
            Size *= d;
            if (d == 1) continue;
            if (Rank > 0 && Mergeable(views, axis)) Dims[Rank - 1] *= d;
            else Push(views, axis, d);
        }

        if (Rank > 0) return;
        Rank = 1;
        Dims[0] = Size;
        for (var v = 0; v < Views; v++) Strides[v] = Bases[v] == 0 ? 0 : Sizes[v];
    }

    private readonly bool Mergeable(ReadOnlySpan<View> views, int axis)
    {
        for (var v = 0; v < Views; v++)
            if (views[v].Strides[axis] * Sizes[v] != Strides[(Rank - 1) * MaxViews + v] * Dims[Rank - 1]) return false;
        return true;
    }

    private void Push(ReadOnlySpan<View> views, int axis, int d)
    {
        Dims[Rank] = d;
        for (var v = 0; v < Views; v++) Strides[Rank * MaxViews + v] = views[v].Strides[axis] * Sizes[v];
        Rank++;
    }

    /// <summary>Writes a number as an element of a type.</summary>
    public static void Encode(byte* element, Complex value, DType type)
    {
        switch (type)
        {
            case DType.Bool: *element = value == Complex.Zero ? (byte)0 : (byte)1; break;
            case DType.I32: *(int*)element = (int)value.Real; break;
            case DType.F32: *(float*)element = (float)value.Real; break;
            case DType.F64: *(double*)element = value.Real; break;
            case DType.C64: *(ComplexF*)element = (ComplexF)value; break;
            default: *(Complex*)element = value; break;
        }
    }

    /// <summary>True when view v walks its memory one element after the other.</summary>
    public readonly bool IsLinear(int v) => Rank == 1 && Strides[v] == Sizes[v];

    /// <summary>True when every inner run is contiguous or constant.</summary>
    public readonly bool HasPlainRuns()
    {
        for (var v = 0; v < Views; v++)
            if (Strides[v] != Sizes[v] && Strides[v] != 0) return false;
        return Strides[Views - 1] != 0 || Size <= 1;
    }
}
