namespace Kit.Compute.Cpu.Fft;

/// <summary>One complex number of each of <see cref="Width"/> transforms that run side by side: a vector of real parts and a vector of imaginary parts.</summary>
/// <remarks>With a transform in each lane a butterfly needs no shuffle, its twiddle factors are scalars, and every length is vectorised alike.</remarks>
internal unsafe interface ILanes<TSelf, T> where TSelf : unmanaged, ILanes<TSelf, T> where T : unmanaged
{
    /// <summary>Number of transforms.</summary>
    static abstract int Width { get; }

    static abstract TSelf Load(T* re, T* im);

    void Store(T* re, T* im);

    static abstract TSelf operator +(TSelf a, TSelf b);

    static abstract TSelf operator -(TSelf a, TSelf b);

    /// <summary>Times a real number.</summary>
    TSelf Times(T scale);

    /// <summary>This + c·z with one rounding.</summary>
    TSelf Plus(T c, TSelf z);

    /// <summary>Times the complex number w[0] + i·w[1].</summary>
    TSelf Times(T* w);

    /// <summary>Times a complex number of each lane.</summary>
    TSelf Times(TSelf w);

    /// <summary>Times −i.</summary>
    TSelf TimesMinusI();

    /// <summary>The complex conjugate.</summary>
    TSelf Conj();

    /// <summary>The first vectors of both.</summary>
    static abstract TSelf Firsts(TSelf a, TSelf b);

    /// <summary>The second vectors of both.</summary>
    static abstract TSelf Seconds(TSelf a, TSelf b);

    /// <summary>(a, b) → (a₀b₀a₁b₁…, the same of the upper halves).</summary>
    TSelf Zip();

    /// <summary>The inverse of <see cref="Zip"/>: even places of both, odd places of both.</summary>
    TSelf Unzip();
}
