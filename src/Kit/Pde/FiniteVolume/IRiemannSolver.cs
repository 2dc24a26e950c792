namespace Kit.Pde.FiniteVolume;

/// <summary>The flux through a face between two states.</summary>
public interface IRiemannSolver
{
    /// <summary>Whether the solver is made for a law.</summary>
    static virtual bool Accepts<TLaw>() => true;

    /// <summary>f = F(left, right), with F(u, u) the law's flux.</summary>
    static abstract void Solve<TLaw, T>(in TLaw law, ReadOnlySpan<T> left, ReadOnlySpan<T> right, int axis, Span<T> f)
        where TLaw : struct, IConservationLaw<TLaw> where T : struct, IScalar<T>;
}
