using System.Numerics;
using Kit.Compute;
using Kit.Tensors;

namespace Kit.Numerics.Krylov;

/// <summary>Which end of a spectrum.</summary>
public enum SpectrumEnd
{
    /// <summary>The largest eigenvalues, in descending order.</summary>
    Largest,

    /// <summary>The smallest eigenvalues, in ascending order.</summary>
    Smallest,
}

/// <summary>Eigenpairs of a Hermitian operator.</summary>
/// <param name="Values">λ, F64 [k].</param>
/// <param name="Vectors">Orthonormal eigenvectors [k, shape of the start…].</param>
/// <param name="Bounds">|βs|: each value is this close to an eigenvalue.</param>
/// <param name="Steps">Applications of the operator.</param>
public sealed record Eigenpairs(Tensor Values, Tensor Vectors, double[] Bounds, int Steps);

/// <summary>Extreme eigenvalues of a Hermitian operator by Lanczos' method with full reorthogonalisation.</summary>
/// <remarks>
/// Eigenvalues inside the spectrum, or the smallest ones of a differential operator, come fast as the largest of (A − σ)⁻¹: λ = σ + 1/θ.
/// Of a degenerate eigenvalue one vector is found, unless rounding stirs up the others.
/// C. Lanczos, J. Res. Natl. Bur. Stand. 45 (1950) 255; B. N. Parlett, The Symmetric Eigenvalue Problem (1980), chapter 13.
/// </remarks>
public static class Lanczos
{
    private const int Interval = 5;

    /// <summary>The k eigenvalues at one end of the spectrum, with vectors.</summary>
    /// <param name="a">A, self-adjoint: keeps the shape of its argument and does not write to it.</param>
    /// <param name="start">The first vector, not orthogonal to those sought; random, real or complex, of any shape.</param>
    /// <param name="count">k.</param>
    /// <param name="end">Which end.</param>
    /// <param name="metric">M of the inner product ⟨x, My⟩ in which A is self-adjoint, Hermitian positive definite: of Kx = λMx the operator K⁻¹M is so. The identity if null.</param>
    /// <param name="tolerance">Stops once each residual bound is below this, relative to the largest |λ| seen.</param>
    /// <param name="maxSteps">Most steps, and vectors held.</param>
    /// <exception cref="ArithmeticException">It does not converge; the message says how far it came.</exception>
    public static Eigenpairs Solve(
        Func<Tensor, Tensor> a, Tensor start, int count = 1, SpectrumEnd end = SpectrumEnd.Largest, Func<Tensor, Tensor>? metric = null, double tolerance = 1e-10, int maxSteps = 300)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(start);
        if (count < 1 || count > Math.Min(start.Size, maxSteps)) throw new ArgumentException($"Lanczos: {count} eigenvalues of an operator on {start.Size} elements in {maxSteps} steps");
        using var scope = Tensor.Scope();
        var (basis, images) = (new List<Tensor>(), new List<Tensor>());
        var (diagonal, off) = (new List<double>(), new List<double>());
        var w = start.Cast(start.DType.IsInteger() ? DType.F64 : start.DType).Copy();
        for (var steps = 1; ; steps++)
        {
            var image = metric is null ? w : metric(w).Cast(w.DType).Contiguous();
            var square = VectorSpace.RealDot(w, image);
            if (!(square > 0) && steps == 1) throw new ArithmeticException($"Lanczos: ⟨x, Mx⟩ = {square:G3} of the first vector; the start must not be zero and the metric positive");
            VectorSpace.Scale(1 / Math.Sqrt(square), w);
            basis.Add(w);
            images.Add(metric is null ? w : image);
            if (metric is not null) VectorSpace.Scale(1 / Math.Sqrt(square), image);
            w = a(basis[^1]).Cast(w.DType).Copy();
            var alpha = 0.0;
            for (var pass = 0; pass < 2; pass++)
                for (var i = basis.Count - 1; i >= 0; i--)
                {
                    Complex part = VectorSpace.Dot(images[i], w);
                    if (i == basis.Count - 1) alpha += part.Real;
                    VectorSpace.Axpy(-part, basis[i], w);
                }

            diagonal.Add(alpha);
            double beta;
            using (Tensor.Scope()) beta = Math.Sqrt(Math.Max(0, VectorSpace.RealDot(w, metric is null ? w : metric(w).Cast(w.DType).Contiguous())));
            var exhausted = steps >= maxSteps || steps >= start.Size || beta <= 1e-14 * diagonal.Concat(off).Max(Math.Abs);
            if (exhausted || steps >= count && steps % Interval == 0)
            {
                var (values, vectors, bounds) = Ritz(diagonal, off, beta, Math.Min(count, steps), end);
                var largest = values.Abs().Max().Item();
                if (bounds.All(b => b <= tolerance * largest) && values.Shape[0] == count)
                    return new(scope.Own(values, scope.Outer), scope.Own(Combined(basis, vectors), scope.Outer), bounds, steps);
                if (exhausted)
                    throw new ArithmeticException($"Lanczos: {count} eigenvalues not converged in {steps} steps, bounds up to {bounds.Max():G3}; allow more steps, invert about a shift, or begin with another vector");
            }

            off.Add(beta);
        }
    }

    /// <summary>Eigenpairs of the tridiagonal matrix at one end, and β times the last component of each vector.</summary>
    private static (Tensor Values, Tensor Vectors, double[] Bounds) Ritz(List<double> diagonal, List<double> off, double beta, int count, SpectrumEnd end)
    {
        var n = diagonal.Count;
        var t = new double[n, n];
        for (var i = 0; i < n; i++)
        {
            t[i, i] = diagonal[i];
            if (i > 0) (t[i, i - 1], t[i - 1, i]) = (off[i - 1], off[i - 1]);
        }

        var (values, vectors) = LinearAlgebra.Eigh(Tensor.Of(t));
        if (end == SpectrumEnd.Largest) (values, vectors) = (values.Flip(0), vectors.Flip(1));
        vectors = vectors[.., ..count].Transpose().Contiguous();
        return (values[..count].Contiguous(), vectors, [.. vectors[.., ^1].ToDoubles().Select(s => Math.Abs(beta * s))]);
    }

    private static Tensor Combined(List<Tensor> basis, Tensor weights)
    {
        var (count, s) = (weights.Shape[0], weights.ToDoubles());
        var vectors = Tensor.Zeros([count, .. basis[0].Shape.ToArray()], basis[0].DType);
        for (var k = 0; k < count; k++)
        {
            var vector = vectors[k];
            for (var i = 0; i < basis.Count; i++) VectorSpace.Axpy(s[k * basis.Count + i], basis[i], vector);
        }

        return vectors;
    }
}
