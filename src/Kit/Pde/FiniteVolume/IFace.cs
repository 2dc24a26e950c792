using System.Runtime.CompilerServices;

namespace Kit.Pde.FiniteVolume;

/// <summary>What happens at a face: reconstruction in some variables, then a Riemann problem.</summary>
internal interface IFace
{
    /// <summary>Whether what leaves one cell enters the other; a sloping bed takes momentum.</summary>
    static abstract bool IsConservative { get; }

    /// <summary>Face values and their flux; f and g are the flux seen from the left and from the right cell, one span where they are equal.</summary>
    /// <param name="law">The law.</param>
    /// <param name="quantities">Number of quantities to keep positive.</param>
    /// <param name="axis">Direction.</param>
    /// <param name="stencil">2 · Reach cells of each variable.</param>
    /// <param name="a">The cell on the left.</param>
    /// <param name="b">The cell on the right.</param>
    /// <param name="f">Flux out of the left cell.</param>
    /// <param name="g">Flux into the right cell.</param>
    static abstract void Flux<TLaw, TReconstruction, TSolver, T>(in TLaw law, int quantities, int axis, ReadOnlySpan<T> stencil, ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> f, Span<T> g)
        where TLaw : struct, IConservationLaw<TLaw> where TReconstruction : struct, IReconstruction where TSolver : struct, IRiemannSolver where T : struct, IScalar<T>;
}

/// <summary>Reconstructs the conserved variables one by one.</summary>
internal readonly struct ConservedFace : IFace
{
    public static bool IsConservative => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Flux<TLaw, TReconstruction, TSolver, T>(in TLaw law, int quantities, int axis, ReadOnlySpan<T> stencil, ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> f, Span<T> g)
        where TLaw : struct, IConservationLaw<TLaw> where TReconstruction : struct, IReconstruction where TSolver : struct, IRiemannSolver where T : struct, IScalar<T>
    {
        var width = 2 * TReconstruction.Reach;
        Unsafe.SkipInit(out State<T> left);
        Unsafe.SkipInit(out State<T> right);
        for (var c = 0; c < a.Length; c++) TReconstruction.Faces(stencil.Slice(c * width, width), out left[c], out right[c]);
        Positivity.Admit(law, quantities, a, left[..a.Length]);
        Positivity.Admit(law, quantities, b, right[..a.Length]);
        TSolver.Solve<TLaw, T>(law, left, right, axis, f);
    }
}

/// <summary>Reconstructs the strengths of the waves, in the eigenvectors at the mean of both cells: fewer wiggles where waves meet.</summary>
/// <remarks>Qiu and Shu (2002), J. Comput. Phys. 183, 187.</remarks>
internal readonly struct CharacteristicFace : IFace
{
    public static bool IsConservative => true;

    public static void Flux<TLaw, TReconstruction, TSolver, T>(in TLaw law, int quantities, int axis, ReadOnlySpan<T> stencil, ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> f, Span<T> g)
        where TLaw : struct, IConservationLaw<TLaw> where TReconstruction : struct, IReconstruction where TSolver : struct, IRiemannSolver where T : struct, IScalar<T>
    {
        var (n, width) = (law.Components, 2 * TReconstruction.Reach);
        Unsafe.SkipInit(out Stencil<T> rows);
        Unsafe.SkipInit(out Stencil<T> columns);
        Unsafe.SkipInit(out State<T> line);
        Unsafe.SkipInit(out State<T> left);
        Unsafe.SkipInit(out State<T> right);
        Unsafe.SkipInit(out State<T> before);
        Unsafe.SkipInit(out State<T> after);
        TLaw.Eigenvectors<T>(law, a, b, axis, rows, columns);
        for (var wave = 0; wave < n; wave++)
        {
            for (var s = 0; s < width; s++)
            {
                var sum = rows[wave * n] * stencil[s];
                for (var k = 1; k < n; k++) sum += rows[wave * n + k] * stencil[k * width + s];
                line[s] = sum;
            }

            TReconstruction.Faces(line[..width], out before[wave], out after[wave]);
        }

        for (var c = 0; c < n; c++)
        {
            T l = columns[c * n] * before[0], r = columns[c * n] * after[0];
            for (var k = 1; k < n; k++)
            {
                l += columns[c * n + k] * before[k];
                r += columns[c * n + k] * after[k];
            }

            (left[c], right[c]) = (l, r);
        }

        Positivity.Admit(law, quantities, a, left[..n]);
        Positivity.Admit(law, quantities, b, right[..n]);
        TSolver.Solve<TLaw, T>(law, left, right, axis, f);
    }
}
