namespace Kit.Pde.FiniteVolume;

/// <summary>The arithmetic that laws and schemes are written in, once: T is a register of neighbouring cells in the fast kernels, and a whole field where derivatives are taken.</summary>
public interface IScalar<T> where T : struct, IScalar<T>
{
    /// <summary>The same number everywhere.</summary>
    static abstract implicit operator T(double value);

    /// <summary>a + b.</summary>
    static abstract T operator +(T a, T b);

    /// <summary>a − b.</summary>
    static abstract T operator -(T a, T b);

    /// <summary>a b.</summary>
    static abstract T operator *(T a, T b);

    /// <summary>a / b.</summary>
    static abstract T operator /(T a, T b);

    /// <summary>−a.</summary>
    static abstract T operator -(T a);

    /// <summary>√x.</summary>
    static abstract T Sqrt(T x);

    /// <summary>|x|.</summary>
    static abstract T Abs(T x);

    /// <summary>The smaller one.</summary>
    static abstract T Min(T a, T b);

    /// <summary>The larger one.</summary>
    static abstract T Max(T a, T b);

    /// <summary>a &lt; b ? yes : no, element by element.</summary>
    static abstract T Choose(T a, T b, T yes, T no);

    /// <summary>Whether a &lt; b may hold somewhere; false only if it surely holds nowhere, so that work for rare cases can be skipped.</summary>
    static abstract bool MayBeLess(T a, T b);
}
