namespace Kit.Pde.FiniteVolume;

/// <summary>A system of conservation laws ∂u/∂t + ∇·F(u) = S(u): a flux and its wave speeds.</summary>
/// <remarks>
/// Write it as a <c>readonly record struct</c> of three members; the others are there for what a law has besides. What is generic over
/// <see cref="IScalar{T}"/> runs in the fast kernels and under derivatives alike. Optional members are static and are handed the law, so that it is never boxed.
/// </remarks>
/// <typeparam name="TSelf">The law itself.</typeparam>
/// <example><code>
/// readonly record struct Cubic : IConservationLaw&lt;Cubic&gt;
/// {
///     public int Components => 1;
///     public void Flux&lt;T&gt;(ReadOnlySpan&lt;T&gt; u, int axis, Span&lt;T&gt; f) where T : struct, IScalar&lt;T&gt; => f[0] = u[0] * u[0] * u[0];
///     public (T Slowest, T Fastest) Speeds&lt;T&gt;(ReadOnlySpan&lt;T&gt; u, int axis) where T : struct, IScalar&lt;T&gt; => (3 * u[0] * u[0], 3 * u[0] * u[0]);
/// }
/// </code></example>
public interface IConservationLaw<TSelf> where TSelf : struct, IConservationLaw<TSelf>
{
    /// <summary>Largest number of components and fixed fields together.</summary>
    const int MaxVariables = 8;

    /// <summary>Number of components of u, C.</summary>
    int Components { get; }

    /// <summary>f = F(u) along an axis.</summary>
    /// <param name="u">The components, then the fixed fields.</param>
    /// <param name="axis">0, 1, 2 for x, y, z.</param>
    /// <param name="f">C components, all to be written.</param>
    void Flux<T>(ReadOnlySpan<T> u, int axis, Span<T> f) where T : struct, IScalar<T>;

    /// <summary>The least and the largest eigenvalue of ∂F/∂u along an axis, with their signs.</summary>
    /// <param name="u">The components, then the fixed fields.</param>
    /// <param name="axis">0, 1, 2 for x, y, z.</param>
    (T Slowest, T Fastest) Speeds<T>(ReadOnlySpan<T> u, int axis) where T : struct, IScalar<T>;

    /// <summary>Number of dimensions that the law is made for; 0 for any.</summary>
    static virtual int Dimensions(in TSelf law) => 0;

    /// <summary>Fields beside u that do not change in time, such as the height of a bed.</summary>
    static virtual int Fixed => 0;

    /// <summary>Whether there is a source.</summary>
    static virtual bool HasSource => false;

    /// <summary>s = S(u).</summary>
    static virtual void Source<T>(in TSelf law, ReadOnlySpan<T> u, Span<T> s) where T : struct, IScalar<T> => throw new NotSupportedException();

    /// <summary>Names of quantities that must not become negative: concave functions of u such as density and pressure; at most four.</summary>
    static virtual IReadOnlyList<string> Positive => [];

    /// <summary>Those quantities.</summary>
    static virtual void Quantities<T>(in TSelf law, ReadOnlySpan<T> u, Span<T> q) where T : struct, IScalar<T> => throw new NotSupportedException();

    /// <summary>The component that changes its sign at a wall across an axis, or −1.</summary>
    static virtual int Normal(in TSelf law, int axis) => -1;

    /// <summary>Whether the eigenvectors are known.</summary>
    static virtual bool HasEigenvectors => false;

    /// <summary>Left (rows) and right (columns) eigenvectors of ∂F/∂u at a mean of two states, C×C row-major, L R = 1.</summary>
    static virtual void Eigenvectors<T>(in TSelf law, ReadOnlySpan<T> a, ReadOnlySpan<T> b, int axis, Span<T> left, Span<T> right) where T : struct, IScalar<T> =>
        throw new NotSupportedException();
}
