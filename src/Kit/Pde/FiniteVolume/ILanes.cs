namespace Kit.Pde.FiniteVolume;

/// <summary>A register of neighbouring numbers.</summary>
internal unsafe interface ILanes<T> : IScalar<T> where T : struct, ILanes<T>
{
    /// <summary>Numbers in a register.</summary>
    static abstract int Count { get; }

    /// <summary>The numbers from an address on.</summary>
    static abstract T Load(double* source);

    /// <summary>Writes the numbers from an address on.</summary>
    static abstract void Store(T x, double* target);

    /// <summary>Whether no number is infinite or NaN.</summary>
    static abstract bool AllFinite(T x);

    /// <summary>The largest number.</summary>
    static abstract double Largest(T x);
}
