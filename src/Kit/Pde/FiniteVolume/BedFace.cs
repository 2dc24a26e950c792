using System.Runtime.CompilerServices;

namespace Kit.Pde.FiniteVolume;

/// <summary>Hydrostatic reconstruction of <see cref="ShallowWater"/>: surface h + b, depth and velocity are reconstructed, and the water that stands above the higher bed meets.</summary>
/// <remarks>
/// Audusse and others (2004). With h* = max(0, h + b − max(b_l, b_r)) a cell sees the flux F(h*) + ½g(h² − h*²) + ½g(h + h̄)(b − b̄), bars for its average: pressure on
/// the step, then on the slope from its middle to its face. For water at rest this is ½gh̄² on both faces of a cell.
/// </remarks>
internal readonly struct BedFace : IFace
{
    public static bool IsConservative => false;

    public static void Flux<TLaw, TReconstruction, TSolver, T>(in TLaw law, int quantities, int axis, ReadOnlySpan<T> stencil, ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> f, Span<T> g)
        where TLaw : struct, IConservationLaw<TLaw> where TReconstruction : struct, IReconstruction where TSolver : struct, IRiemannSolver where T : struct, IScalar<T>
    {
        ref readonly var water = ref Unsafe.As<TLaw, ShallowWater>(ref Unsafe.AsRef(in law));
        var (n, bed, width) = (water.Components, water.Components, 2 * TReconstruction.Reach);
        Unsafe.SkipInit(out State<T> line);
        Unsafe.SkipInit(out State<T> left);
        Unsafe.SkipInit(out State<T> right);
        for (var s = 0; s < width; s++) line[s] = stencil[s] + stencil[bed * width + s];
        TReconstruction.Faces(line[..width], out T leftSurface, out T rightSurface);
        TReconstruction.Faces(stencil[..width], out left[0], out right[0]);
        (left[bed], right[bed]) = (leftSurface - left[0], rightSurface - right[0]);
        for (var c = 1; c < n; c++)
        {
            for (var s = 0; s < width; s++) line[s] = water.Velocity(stencil[s], stencil[c * width + s]);
            TReconstruction.Faces(line[..width], out T before, out T after);
            (left[c], right[c]) = (left[0] * before, right[0] * after);
        }

        Positivity.Admit(law, quantities, a, left[..(n + 1)]);
        Positivity.Admit(law, quantities, b, right[..(n + 1)]);
        var step = T.Max(left[bed], right[bed]);
        T depth = left[0], opposite = right[0];
        Lower(water, step, left);
        Lower(water, step, right);
        TSolver.Solve<TLaw, T>(law, left, right, axis, f);
        for (var c = 0; c < n; c++) g[c] = f[c];
        var half = 0.5 * water.Gravity;
        f[1 + axis] += half * (depth * depth - left[0] * left[0] + (depth + a[0]) * (left[bed] - a[bed]));
        g[1 + axis] += half * (opposite * opposite - right[0] * right[0] + (opposite + b[0]) * (right[bed] - b[bed]));
    }

    /// <summary>The water above a step of the bed, with its velocity.</summary>
    private static void Lower<T>(in ShallowWater water, T step, Span<T> u) where T : struct, IScalar<T>
    {
        var above = T.Max(0, u[0] + u[water.Components] - step);
        for (var c = 1; c < water.Components; c++) u[c] = above * water.Velocity(u[0], u[c]);
        u[0] = above;
    }
}
