namespace Kit.Numerics;

public static partial class LinearAlgebra
{
    /// <summary>
    /// The system library that finds eigenvalues, singular values, LU and Cholesky factors: "openblas", or the name or path of any LAPACK with 32-bit integers;
    /// null, unless the variable KIT_LAPACK says else, for Kit's own algorithms.
    /// </summary>
    /// <remarks>
    /// For the whole process, and never chosen unasked. Results meet the same bounds as Kit's own, with the same signs and order, but not to the same bits, and
    /// the number of the library's threads may change them. Matrix products are always Kit's own.
    /// </remarks>
    /// <exception cref="DllNotFoundException">The library is not here; thrown when this is set or, from the variable, at the first use.</exception>
    public static string? Lapack
    {
        get => Numerics.Lapack.Name;
        set => Numerics.Lapack.Name = value;
    }
}
