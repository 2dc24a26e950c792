using System.Runtime.CompilerServices;
using Kit.Tensors;

namespace Kit.Pde.FiniteVolume;

/// <summary>Law, reconstruction and Riemann solver as numbers and two ways to apply them: to registers of cells, and to fields.</summary>
internal abstract unsafe class Scheme
{
    public required int Components { get; init; }

    public required int Fixed { get; init; }

    public required int Reach { get; init; }

    public required int Order { get; init; }

    public required bool HasSource { get; init; }

    /// <summary>Names of the quantities to keep positive.</summary>
    public required IReadOnlyList<string> Positive { get; init; }

    /// <summary>Components that change sign at a wall across x, y, z, or −1.</summary>
    public required int[] Normal { get; init; }

    /// <summary>See <see cref="Pencils.Advance"/>.</summary>
    public abstract void Advance(Pencils pencils, Patch now, Patch start, Patch next, double keep, double take, double dt);

    /// <summary>See <see cref="Pencils.Rate"/>.</summary>
    public abstract double Rate(Pencils pencils, Patch now);

    /// <summary>Fluxes [batch…, C, faces] out of the left and into the right cells of an axis.</summary>
    /// <param name="u">Components and fixed fields with ghost cells on this axis.</param>
    /// <param name="axis">Direction.</param>
    /// <param name="dimensions">D.</param>
    /// <param name="ratio">2D Δt/h, or 0 without the limiter of <see cref="Positivity"/>.</param>
    public abstract (Tensor Out, Tensor In) Fluxes(Tensor u, int axis, int dimensions, double ratio);

    /// <summary>Largest |speed| along an axis in each cell.</summary>
    public abstract Tensor Speeds(Tensor u, int axis, int dimensions);

    /// <summary>S(u).</summary>
    public abstract Tensor Source(Tensor u, int dimensions);

    /// <summary>The quantities that must be positive.</summary>
    public abstract Tensor[] Quantities(Tensor u, int dimensions);
}

/// <summary>The generic code of a scheme.</summary>
internal sealed unsafe class Scheme<TLaw, TReconstruction, TSolver, TFace>(TLaw law) : Scheme
    where TLaw : struct, IConservationLaw<TLaw> where TReconstruction : struct, IReconstruction where TSolver : struct, IRiemannSolver where TFace : struct, IFace
{
    private readonly int quantities = TLaw.Positive.Count;

    public override void Advance(Pencils pencils, Patch now, Patch start, Patch next, double keep, double take, double dt)
    {
        if (System.Runtime.Intrinsics.Vector512.IsHardwareAccelerated) pencils.Advance<TLaw, TReconstruction, TSolver, TFace, Lanes512>(law, quantities, now, start, next, keep, take, dt);
        else pencils.Advance<TLaw, TReconstruction, TSolver, TFace, Lanes256>(law, quantities, now, start, next, keep, take, dt);
    }

    public override double Rate(Pencils pencils, Patch now) => System.Runtime.Intrinsics.Vector512.IsHardwareAccelerated
        ? pencils.Rate<TLaw, Lanes512>(law, now) : pencils.Rate<TLaw, Lanes256>(law, now);

    /// <summary>The fluxes through a face or a register of faces, with positivity.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Face<T>(in TLaw law, int quantities, int axis, double ratio, ReadOnlySpan<T> stencil, Span<T> f, Span<T> g) where T : struct, IScalar<T>
    {
        var (variables, reach) = (law.Components + TLaw.Fixed, TReconstruction.Reach);
        Unsafe.SkipInit(out State<T> a);
        Unsafe.SkipInit(out State<T> b);
        for (var c = 0; c < variables; c++) (a[c], b[c]) = (stencil[(2 * c + 1) * reach - 1], stencil[(2 * c + 1) * reach]);
        TFace.Flux<TLaw, TReconstruction, TSolver, T>(law, quantities, axis, stencil, a[..variables], b[..variables], f, g);
        if (quantities == 0 || ratio == 0 || TReconstruction.Order == 1 && typeof(TSolver) == typeof(Rusanov)) return;
        var inward = TFace.IsConservative ? f : g;
        if (Positivity.MayEmpty(law, quantities, ratio, a[..variables], f) || Positivity.MayEmpty(law, quantities, -ratio, b[..variables], inward))
            Mix(law, quantities, axis, ratio, a[..variables], b[..variables], f, inward);
    }

    public override (Tensor Out, Tensor In) Fluxes(Tensor u, int axis, int dimensions, double ratio)
    {
        var (variables, width, along) = (Components + Fixed, 2 * Reach, u.Rank - dimensions + axis);
        var faces = u.Shape[along] - width + 1;
        var stencil = new WholeField[variables * width];
        WholeField[] f = new WholeField[Components], g = new WholeField[Components];
        for (var c = 0; c < variables; c++)
            for (var s = 0; s < width; s++) stencil[c * width + s] = new(Component(u, c, dimensions).Along(along - 1, s, s + faces));
        Face<WholeField>(law, quantities, axis, ratio, stencil, f, g);
        var shape = stencil[0].Value.Shape;
        var leaving = Stack(f, shape, dimensions);
        return (leaving, TFace.IsConservative ? leaving : Stack(g, shape, dimensions));
    }

    public override Tensor Speeds(Tensor u, int axis, int dimensions)
    {
        var (slowest, fastest) = law.Speeds<WholeField>(Variables(u, dimensions), axis);
        return WholeField.Max(WholeField.Abs(slowest), WholeField.Abs(fastest)).Value.BroadcastTo(Component(u, 0, dimensions).Shape);
    }

    public override Tensor Source(Tensor u, int dimensions)
    {
        var s = new WholeField[Components];
        TLaw.Source<WholeField>(law, Variables(u, dimensions), s);
        return Stack(s, Component(u, 0, dimensions).Shape, dimensions);
    }

    public override Tensor[] Quantities(Tensor u, int dimensions)
    {
        var q = new WholeField[quantities];
        if (quantities > 0) TLaw.Quantities<WholeField>(law, Variables(u, dimensions), q);
        return [.. q.Select(x => x.Value)];
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Mix<T>(in TLaw law, int quantities, int axis, double ratio, ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> f, Span<T> g) where T : struct, IScalar<T>
    {
        State<T> low = default, opposite = default;
        Stencil<T> pair = default;
        for (var c = 0; c < a.Length; c++) (pair[2 * c], pair[2 * c + 1]) = (a[c], b[c]);
        TFace.Flux<TLaw, FirstOrder, Rusanov, T>(law, 0, axis, pair, a, b, low, opposite);
        if (TFace.IsConservative) opposite = low;
        Span<T> inward = opposite;
        T fraction = 1;
        for (var k = 0; k < quantities; k++)
        {
            fraction = Positivity.Share<TLaw, T>(law, k, ratio, a, f, low, fraction);
            fraction = Positivity.Share<TLaw, T>(law, k, -ratio, b, g, inward, fraction);
        }

        for (var c = 0; c < law.Components; c++)
        {
            f[c] = T.Choose(fraction, 1, low[c] + fraction * (f[c] - low[c]), f[c]);
            if (!TFace.IsConservative) g[c] = T.Choose(fraction, 1, inward[c] + fraction * (g[c] - inward[c]), g[c]);
        }
    }

    private WholeField[] Variables(Tensor u, int dimensions)
    {
        var fields = new WholeField[Components + Fixed];
        for (var c = 0; c < fields.Length; c++) fields[c] = new(Component(u, c, dimensions));
        return fields;
    }

    private static Tensor Component(Tensor u, int c, int dimensions)
    {
        var axis = u.Rank - dimensions - 1;
        return u.Along(axis, c, c + 1).Squeeze(axis);
    }

    private static Tensor Stack(WholeField[] parts, Shape shape, int dimensions) =>
        Tensor.Stack([.. parts.Select(part => part.Value.BroadcastTo(shape))], shape.Rank - dimensions);
}
