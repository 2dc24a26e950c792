using System.Runtime.CompilerServices;

namespace Kit.Pde.FiniteVolume;

/// <summary>Euler's equations of an ideal gas: u = (ρ, ρv, E), F = (ρv, ρv⊗v + p, (E + p)v), p = (γ − 1)(E − ½ρ|v|²).</summary>
/// <param name="Dimensions">D, one to three; there are D + 2 components.</param>
/// <param name="Gamma">Ratio of specific heats γ; 7/5 for air, 5/3 for a gas of atoms.</param>
/// <remarks>Toro (2009), Riemann Solvers and Numerical Methods for Fluid Dynamics, chapter 3.</remarks>
public readonly record struct Euler(int Dimensions, double Gamma = 1.4) : IConservationLaw<Euler>
{
    /// <inheritdoc/>
    public static bool HasEigenvectors => true;

    /// <inheritdoc/>
    public static IReadOnlyList<string> Positive => ["density", "pressure"];

    /// <inheritdoc/>
    public int Components => Dimensions + 2;

    /// <inheritdoc/>
    static int IConservationLaw<Euler>.Dimensions(in Euler law) => law.Dimensions;

    /// <inheritdoc/>
    public static int Normal(in Euler law, int axis) => 1 + axis;

    /// <summary>p.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Pressure<T>(ReadOnlySpan<T> u) where T : struct, IScalar<T> => (Gamma - 1) * (u[Dimensions + 1] - 0.5 * (Square(u) / u[0]));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Flux<T>(ReadOnlySpan<T> u, int axis, Span<T> f) where T : struct, IScalar<T>
    {
        T p = Pressure(u), v = u[1 + axis] / u[0];
        f[0] = u[1 + axis];
        for (var k = 0; k < Dimensions; k++) f[1 + k] = k == axis ? u[1 + k] * v + p : u[1 + k] * v;
        f[Dimensions + 1] = (u[Dimensions + 1] + p) * v;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public (T Slowest, T Fastest) Speeds<T>(ReadOnlySpan<T> u, int axis) where T : struct, IScalar<T>
    {
        T v = u[1 + axis] / u[0], c = T.Sqrt(Gamma * Pressure(u) / u[0]);
        return (v - c, v + c);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Quantities<T>(in Euler law, ReadOnlySpan<T> u, Span<T> q) where T : struct, IScalar<T> => (q[0], q[1]) = (u[0], law.Pressure(u));

    /// <inheritdoc/>
    /// <remarks>At the mean of Roe (1981); Toro (2009), equations 3.82 to 3.84 and 11.59 in any dimension: v − c, v, shear waves, v + c.</remarks>
    public static void Eigenvectors<T>(in Euler law, ReadOnlySpan<T> a, ReadOnlySpan<T> b, int axis, Span<T> left, Span<T> right) where T : struct, IScalar<T>
    {
        int d = law.Dimensions, n = d + 2, e = d + 1;
        T ra = T.Sqrt(a[0]), rb = T.Sqrt(b[0]), weight = ra / (ra + rb);
        Unsafe.SkipInit(out State<T> v);
        T square = 0, enthalpy = weight * ((a[e] + law.Pressure(a)) / a[0]) + (1 - weight) * ((b[e] + law.Pressure(b)) / b[0]);
        for (var k = 0; k < d; k++)
        {
            v[k] = weight * (a[1 + k] / a[0]) + (1 - weight) * (b[1 + k] / b[0]);
            square += v[k] * v[k];
        }

        // Roe's c² = (γ − 1)(H − ½|v|²) is positive where both pressures are; beside a vacuum rounding may say otherwise.
        T c2 = T.Max((law.Gamma - 1) * (enthalpy - 0.5 * square), 1e-300), c = T.Sqrt(c2), normal = v[axis], g = (law.Gamma - 1) / c2;
        for (var wave = 0; wave < n; wave++)
        {
            var sign = wave == 0 ? -1.0 : 1.0;
            var tangent = wave - 2 < axis ? wave - 2 : wave - 1;
            var acoustic = wave == 0 || wave == n - 1;
            for (var k = 0; k < n; k++)
            {
                T l, r;
                if (acoustic)
                {
                    var own = k == 1 + axis ? sign * c : 0;
                    l = k == 0 ? 0.5 * (0.5 * g * square - sign * normal / c) : k == e ? 0.5 * g : 0.5 * ((k == 1 + axis ? sign / c : 0) - g * v[k - 1]);
                    r = k == 0 ? 1 : k == e ? enthalpy + sign * normal * c : v[k - 1] + own;
                }
                else if (wave == 1)
                {
                    l = k == 0 ? 1 - 0.5 * g * square : k == e ? -g : g * v[k - 1];
                    r = k == 0 ? 1 : k == e ? 0.5 * square : v[k - 1];
                }
                else
                {
                    l = k == 0 ? -v[tangent] : k == 1 + tangent ? 1 : 0;
                    r = k == e ? v[tangent] : k == 1 + tangent ? 1 : 0;
                }

                left[wave * n + k] = l;
                right[k * n + wave] = r;
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private T Square<T>(ReadOnlySpan<T> u) where T : struct, IScalar<T>
    {
        var sum = u[1] * u[1];
        for (var k = 1; k < Dimensions; k++) sum += u[1 + k] * u[1 + k];
        return sum;
    }
}
