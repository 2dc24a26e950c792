using System.Runtime.CompilerServices;

namespace Kit.Tensors;

/// <summary>Turns elementwise functions into ones that pass over memory once: <c>var swish = Fuse.Of(x => x * x.Sigmoid())</c>, then <c>swish(x)</c>.</summary>
/// <remarks>
/// A function is fused by running it on symbols, so it must do the same to every element: arithmetic, <see cref="Functions"/> of single elements, comparisons,
/// <see cref="Functions.Where(Tensor, Tensor, Tensor)"/>, changes of type. It may call other fused functions and take derivatives with respect to its
/// arguments. What it does not may not: sums, slices, products of matrices, and branches on values; these throw and name the operation.
/// </remarks>
public static class Fuse
{
    /// <summary>A fused function of one tensor.</summary>
    /// <param name="f">x → y, element by element.</param>
    [OverloadResolutionPriority(1)]
    public static Func<Tensor, Tensor> Of(Func<Tensor, Tensor> f)
    {
        ArgumentNullException.ThrowIfNull(f);
        var fused = new Fused(x => [f(x[0])]);
        return x => fused.Run(x)[0];
    }

    /// <summary>A fused function of two tensors.</summary>
    /// <param name="f">(x, y) → z, element by element.</param>
    public static Func<Tensor, Tensor, Tensor> Of(Func<Tensor, Tensor, Tensor> f)
    {
        ArgumentNullException.ThrowIfNull(f);
        var fused = new Fused(x => [f(x[0], x[1])]);
        return (x, y) => fused.Run(x, y)[0];
    }

    /// <summary>A fused function of three tensors.</summary>
    /// <param name="f">(x, y, z) → w, element by element.</param>
    public static Func<Tensor, Tensor, Tensor, Tensor> Of(Func<Tensor, Tensor, Tensor, Tensor> f)
    {
        ArgumentNullException.ThrowIfNull(f);
        var fused = new Fused(x => [f(x[0], x[1], x[2])]);
        return (x, y, z) => fused.Run(x, y, z)[0];
    }

    /// <summary>A fused function of four tensors.</summary>
    /// <param name="f">(x, y, z, w) → v, element by element.</param>
    public static Func<Tensor, Tensor, Tensor, Tensor, Tensor> Of(Func<Tensor, Tensor, Tensor, Tensor, Tensor> f)
    {
        ArgumentNullException.ThrowIfNull(f);
        var fused = new Fused(x => [f(x[0], x[1], x[2], x[3])]);
        return (x, y, z, w) => fused.Run(x, y, z, w)[0];
    }

    /// <summary>A fused function of tensors, one pass for up to 24 of them, with any number of results, which can be written in place: <c>Fuse.Of(a => [a[0] + a[1], a[0] - a[1]])</c>.</summary>
    /// <param name="f">x₀, x₁, … → y₀, y₁, …, element by element.</param>
    public static Fused Of(Func<Tensor[], Tensor[]> f)
    {
        ArgumentNullException.ThrowIfNull(f);
        return new(f);
    }

    /// <summary>A fused function of tensors that may also reduce along the last axis: <c>x.Sum(-1, keepDims: true)</c>, so that long rows can be run unfused.</summary>
    internal static Func<Tensor, Tensor, Tensor> Rows(Func<Tensor, Tensor, Tensor> f) => new Fused(x => [f(x[0], x[1])], rows: true) is var fused ? (x, y) => fused.Run(x, y)[0] : f;

    /// <inheritdoc cref="Rows(Func{Tensor, Tensor, Tensor})"/>
    internal static Func<Tensor, Tensor> Rows(Func<Tensor, Tensor> f) => new Fused(x => [f(x[0])], rows: true) is var fused ? x => fused.Run(x)[0] : f;
}
