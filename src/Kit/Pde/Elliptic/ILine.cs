using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Kit.Pde.Elliptic;

/// <summary>The equations of one grid line along the last axis: dₖ uₖ − Σ w u(neighbours) = fₖ, eight points at a time.</summary>
internal interface ILine
{
    /// <summary>Σ w u over the neighbours of the points from k on.</summary>
    /// <param name="k">The first of eight points.</param>
    /// <param name="west">u from k − 1 on.</param>
    Vector512<double> Neighbours(nint k, Vector512<double> west);

    /// <summary>d.</summary>
    Vector512<double> Diagonal(nint k);

    /// <summary>1/d; zero beyond the line's end and where d is zero.</summary>
    Vector512<double> Inverse(nint k);
}

/// <summary>Where the values of a line and of the four lines beside it lie; above and below are there in three dimensions only.</summary>
internal unsafe struct Around
{
    public double* Here, North, South, Above, Below;
}

/// <summary>A line of a separable operator: weights towards other lines are numbers, those along the line are shared by all lines.</summary>
internal unsafe struct SeparableLine : ILine
{
    public Around U;
    public Vector512<double> North, South, Above, Below, Centre;
    public double* Low, High, Along, Reciprocal;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly Vector512<double> Neighbours(nint k, Vector512<double> west)
    {
        var sum = Vector512.Load(Low + k) * west;
        sum = Vector512.FusedMultiplyAdd(Vector512.Load(High + k), Vector512.Load(U.Here + k + 1), sum);
        sum = Vector512.FusedMultiplyAdd(North, Vector512.Load(U.North + k), sum);
        sum = Vector512.FusedMultiplyAdd(South, Vector512.Load(U.South + k), sum);
        if (U.Above == null) return sum;
        sum = Vector512.FusedMultiplyAdd(Above, Vector512.Load(U.Above + k), sum);
        return Vector512.FusedMultiplyAdd(Below, Vector512.Load(U.Below + k), sum);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly Vector512<double> Diagonal(nint k) => Centre + Vector512.Load(Along + k);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly Vector512<double> Inverse(nint k) => Vector512.Load(Reciprocal + k);
}

/// <summary>A line of an operator with a conductance of its own on every face.</summary>
internal unsafe struct ConductanceLine : ILine
{
    public Around U;
    public double* North, South, Above, Below, Along, Full, Reciprocal;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly Vector512<double> Neighbours(nint k, Vector512<double> west)
    {
        var sum = Vector512.Load(Along + k) * west;
        sum = Vector512.FusedMultiplyAdd(Vector512.Load(Along + k + 1), Vector512.Load(U.Here + k + 1), sum);
        sum = Vector512.FusedMultiplyAdd(Vector512.Load(North + k), Vector512.Load(U.North + k), sum);
        sum = Vector512.FusedMultiplyAdd(Vector512.Load(South + k), Vector512.Load(U.South + k), sum);
        if (U.Above == null) return sum;
        sum = Vector512.FusedMultiplyAdd(Vector512.Load(Above + k), Vector512.Load(U.Above + k), sum);
        return Vector512.FusedMultiplyAdd(Vector512.Load(Below + k), Vector512.Load(U.Below + k), sum);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly Vector512<double> Diagonal(nint k) => Vector512.Load(Full + k);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly Vector512<double> Inverse(nint k) => Vector512.Load(Reciprocal + k);
}
