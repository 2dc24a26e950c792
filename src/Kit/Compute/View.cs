using System.Numerics;

namespace Kit.Compute;

/// <summary>What a backend sees of a tensor: element (i₀,…,iₙ) lies at <c>Offset + Σ iₖ·Strides[k]</c> of the storage.</summary>
/// <remarks>Strides count elements; they may be zero (broadcasting) or negative (flipping). A constant has no storage: every element is <see cref="Value"/>.</remarks>
public readonly struct View
{
    /// <summary>A window on a storage.</summary>
    public View(Storage storage, long offset, int[] dims, long[] strides, DType type)
    {
        Storage = storage;
        Offset = offset;
        Dims = dims;
        Strides = strides;
        Type = type;
    }

    /// <summary>A constant of any extent.</summary>
    public View(Complex value, int[] dims, DType type)
    {
        Value = value;
        Dims = dims;
        Strides = new long[dims.Length];
        Type = type;
    }

    /// <summary>The memory; null for a constant.</summary>
    public Storage? Storage { get; }

    /// <summary>Index of the first element in the storage.</summary>
    public long Offset { get; }

    /// <summary>Extent of each axis.</summary>
    public int[] Dims { get; }

    /// <summary>Step in elements of each axis.</summary>
    public long[] Strides { get; }

    /// <summary>Element type.</summary>
    public DType Type { get; }

    /// <summary>The value of a constant.</summary>
    public Complex Value { get; }

    /// <summary>Number of axes.</summary>
    public int Rank => Dims.Length;

    /// <summary>Number of elements, ∏ Dims.</summary>
    public long Size
    {
        get
        {
            var size = 1L;
            foreach (var d in Dims) size *= d;
            return size;
        }
    }

    /// <summary>True when the elements lie one after the other in row-major order.</summary>
    public bool IsContiguous
    {
        get
        {
            if (Storage is null) return false;
            var expected = 1L;
            for (var k = Dims.Length - 1; k >= 0; k--)
            {
                if (Dims[k] != 1 && Strides[k] != expected) return false;
                expected *= Dims[k];
            }

            return true;
        }
    }

    /// <summary>The real (0) or imaginary (1) parts of a complex view, as a real view of the same memory.</summary>
    public View Part(int part)
    {
        if (Storage is null) return new(part == 0 ? Value.Real : Value.Imaginary, Dims, Type.Real());
        return new(Storage, 2 * Offset + part, Dims, Array.ConvertAll(Strides, s => 2 * s), Type.Real());
    }
}
