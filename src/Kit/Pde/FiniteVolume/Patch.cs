using System.Runtime.InteropServices;
using Kit.Compute;
using Kit.Tensors;

namespace Kit.Pde.FiniteVolume;

/// <summary>Where the cells of fields lie in memory: [samples, planes, n₀, n₁, n₂] with 1 for missing leading dimensions, the last axis without gaps.</summary>
internal readonly unsafe struct Patch(double* origin, long sample, long plane, long first, long second)
{
    /// <summary>Numbers that may be read beyond the last cell: a register.</summary>
    private const int Slack = 8;

    /// <summary>The first cell that is no ghost.</summary>
    public double* Origin => origin;

    /// <summary>From one sample to the next.</summary>
    public long Sample => sample;

    /// <summary>From one component to the next.</summary>
    public long Plane => plane;

    /// <summary>From one cell to the next along slot 0, 1, 2.</summary>
    public long Stride(int slot) => slot switch { 0 => first, 1 => second, _ => 1 };

    /// <summary>Room for fields with ghost cells on all sides, and where they lie.</summary>
    /// <param name="samples">Number of samples.</param>
    /// <param name="planes">Number of components.</param>
    /// <param name="cells">Cells along each axis.</param>
    /// <param name="ghosts">Ghost cells on each side.</param>
    /// <param name="whole">[samples, planes, cells and ghosts].</param>
    public static Patch Allocate(int samples, int planes, ReadOnlySpan<int> cells, int ghosts, out Tensor whole)
    {
        int[] shape = [samples, planes, .. cells];
        for (var k = 2; k < shape.Length; k++) shape[k] += 2 * ghosts;
        var size = new Shape(shape).Size;
        var memory = Tensor.Empty(checked((int)size + Slack), DType.F64, Device.Cpu);
        whole = memory[..(int)size].Reshape(shape);
        // Corners are never written; they are read in the slack of a register at most, where any number will do.
        return Of(memory, shape, ghosts);
    }

    /// <summary>Where the cells of a contiguous tensor [samples, planes, cells] lie.</summary>
    public static Patch Of(Tensor memory, ReadOnlySpan<int> shape, int ghosts)
    {
        var dimensions = shape.Length - 2;
        long row = shape[^1], layer = row * (dimensions > 1 ? shape[^2] : 1), plane = layer * (dimensions > 2 ? shape[^3] : 1);
        var inset = ghosts * (1 + (dimensions > 1 ? row : 0) + (dimensions > 2 ? layer : 0));
        var start = (double*)System.Runtime.CompilerServices.Unsafe.AsPointer(ref MemoryMarshal.GetReference(memory.Span<double>()));
        return new(start + inset, plane * shape[1], plane, layer, row);
    }
}
