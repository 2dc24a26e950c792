using Kit.Autodiff;
using Kit.Compute;
using Kit.Tensors;

namespace Kit.Numerics;

public static partial class LinearAlgebra
{
    /// <summary>The x with lowerᵢ xᵢ₋₁ + diagonalᵢ xᵢ + upperᵢ xᵢ₊₁ = bᵢ, in 8n operations a system.</summary>
    /// <remarks>
    /// Elimination without pivoting (Thomas): stable for diagonally dominant and for positive definite matrices. With corners, the indices go round, x₋₁ = xₙ₋₁, and the
    /// two corners are taken in by the formula of Sherman and Morrison; without, lower₀ and upperₙ₋₁ are not read. Golub, Van Loan (2013), sections 2.1.4 and 4.3.
    /// </remarks>
    /// <param name="lower">[…, n], real.</param>
    /// <param name="diagonal">[…, n].</param>
    /// <param name="upper">[…, n].</param>
    /// <param name="b">[…, n]; the axes before the last broadcast.</param>
    /// <param name="corners">Whether lower₀ and upperₙ₋₁ are the corners of a cyclic matrix, n ≥ 3.</param>
    /// <returns>[…, n], F64.</returns>
    /// <exception cref="ArgumentException">Shapes do not fit, or complex numbers.</exception>
    /// <exception cref="ArithmeticException">A pivot is 0 or not finite; the message says where.</exception>
    public static Tensor SolveTridiagonal(Tensor lower, Tensor diagonal, Tensor upper, Tensor b, bool corners = false)
    {
        Tensor[] arguments = [lower, diagonal, upper, b];
        foreach (var x in arguments)
        {
            ArgumentNullException.ThrowIfNull(x);
            if (x.DType.IsComplex() || x.Rank == 0) throw new ArgumentException($"SolveTridiagonal: real tensors of one axis or more are needed, not {x.Shape} {x.DType}");
        }

        var shape = arguments.Select(x => x.Shape).Aggregate((a, c) => Shape.Broadcast(a, c, "SolveTridiagonal"));
        var n = shape[^1];
        if (n == 0 || (corners && n < 3)) throw new ArgumentException($"SolveTridiagonal: {n} unknowns{(corners ? "; a cyclic matrix has at least 3" : "")}");
        return Bands(corners)(Array.ConvertAll(arguments, x => x.Cast(DType.F64).BroadcastTo(shape)));
    }

    // A x = b gives dx = A⁻¹(db − dA x), and with λ = A⁻ᵀ g the gradients λ by b and −λ xᵀ on the bands.
    private static Func<Tensor[], Tensor> Bands(bool corners) => Grad.Custom(
        (Tensor[] a) => Eliminate(a[0], a[1], a[2], a[3], corners),
        (a, x, g) =>
        {
            var λ = Bands(corners)([Transposed(a[2], 1), a[1], Transposed(a[0], -1), g]);
            return [-λ * Neighbour(x, 1, corners), -λ * x, -λ * Neighbour(x, -1, corners), λ];
        },
        (a, x, da) => Bands(corners)([a[0], a[1], a[2], da[3] - da[0] * Neighbour(x, 1, corners) - da[1] * x - da[2] * Neighbour(x, -1, corners)]));

    private static Tensor Transposed(Tensor band, int shift) => band.Roll(shift, -1);

    /// <summary>The neighbours that lower (shift 1) and upper (−1) multiply; without corners the first and the last have none.</summary>
    private static Tensor Neighbour(Tensor x, int shift, bool corners) =>
        corners ? x.Roll(shift, -1) : shift > 0 ? x[Slice.Ellipsis, ..^1].Pad(1, 0, axis: -1) : x[Slice.Ellipsis, 1..].Pad(0, 1, axis: -1);

    private static Tensor Eliminate(Tensor lower, Tensor diagonal, Tensor upper, Tensor b, bool corners)
    {
        var n = b.Shape[^1];
        var (low, middle, high, right) = (lower.ToDoubles(), diagonal.ToDoubles(), upper.ToDoubles(), b.ToDoubles());
        Threads.For(right.Length / n, system =>
        {
            var at = system * n;
            Span<double> l = low.AsSpan(at, n), d = middle.AsSpan(at, n), u = high.AsSpan(at, n), x = right.AsSpan(at, n);
            if (corners) Cyclic(l, d, u, x, system);
            else Thomas(l, d, u, x, system);
        });
        return Tensor.Of(right).Reshape(b.Shape);
    }

    /// <summary>Overwrites x by the solution and d by the pivots.</summary>
    private static void Thomas(ReadOnlySpan<double> l, Span<double> d, ReadOnlySpan<double> u, Span<double> x, int system)
    {
        for (var i = 0; i < d.Length; i++)
        {
            if (i > 0)
            {
                var factor = l[i] / d[i - 1];
                d[i] -= factor * u[i - 1];
                x[i] -= factor * x[i - 1];
            }

            if (d[i] == 0 || !double.IsFinite(d[i])) throw new ArithmeticException(FormattableString.Invariant($"SolveTridiagonal: pivot {i} of system {system} is {d[i]}; the matrix is singular, or needs pivoting as of Solve"));
        }

        for (var i = d.Length - 1; i >= 0; i--) x[i] = (x[i] - (i + 1 < d.Length ? u[i] * x[i + 1] : 0)) / d[i];
    }

    // A = T + w vᵀ with w = (γ, 0, …, upperₙ₋₁), v = (1, 0, …, lower₀/γ) and γ = −d₀.
    private static void Cyclic(ReadOnlySpan<double> l, Span<double> d, ReadOnlySpan<double> u, Span<double> x, int system)
    {
        var n = d.Length;
        var (first, last, γ) = (l[0], u[n - 1], d[0] == 0 ? 1 : -d[0]);
        d[0] -= γ;
        d[n - 1] -= first * last / γ;
        var (w, pivots) = (new double[n], d.ToArray());
        (w[0], w[n - 1]) = (γ, last);
        Thomas(l, d, u, x, system);
        Thomas(l, pivots, u, w, system);
        var denominator = 1 + w[0] + first / γ * w[n - 1];
        if (denominator == 0) throw new ArithmeticException($"SolveTridiagonal: the cyclic matrix of system {system} is singular");
        var share = (x[0] + first / γ * x[n - 1]) / denominator;
        for (var i = 0; i < n; i++) x[i] -= share * w[i];
    }
}
