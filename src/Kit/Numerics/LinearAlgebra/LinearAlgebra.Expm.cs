using Kit.Compute;
using Kit.Tensors;

namespace Kit.Numerics;

public static partial class LinearAlgebra
{
    /// <summary>Largest ‖A‖₁ for which the Padé approximant of degree 3, 5, 7, 9, 13 is exact to 2⁻⁵³ (Table 2.3 of the source).</summary>
    private static readonly (int Degree, double Radius)[] Pades =
        [(3, 1.495585217958292e-2), (5, 2.539398330063230e-1), (7, 9.504178996162932e-1), (9, 2.097847961257068), (13, 5.371920351148152)];

    /// <summary>e^A = Σ Aᵏ/k!, by scaling and squaring with a Padé approximant.</summary>
    /// <param name="a">[.., n, n]; F32 is computed in F64, C64 in C128, and rounded.</param>
    /// <remarks>
    /// Derivatives are those of the algorithm, step by step: Al-Mohy and Higham, "Computing the Fréchet derivative of the matrix exponential", SIAM J. Matrix
    /// Anal. Appl. 30 (2009). Higham, "The scaling and squaring method for the matrix exponential revisited", SIAM J. Matrix Anal. Appl. 26 (2005), Algorithm 2.3.
    /// </remarks>
    /// <exception cref="ArgumentException">Not square or not finite.</exception>
    /// <exception cref="ArithmeticException">The exponential overflows.</exception>
    public static Tensor Expm(Tensor a)
    {
        Operand.RequireSquare(a, "Expm");
        var matrices = Operand.Watched(a, "Expm");
        if (a.Size == 0) return matrices;
        var (count, n, results) = (Operand.Count(a), a.Shape[-1], new Tensor[Operand.Count(a)]);
        var flat = matrices.Reshape(count, n, n);
        for (var batch = 0; batch < count; batch++)
        {
            using var scope = Tensor.Scope();
            results[batch] = One(flat[batch].Cast(a.DType.IsComplex() ? DType.C128 : DType.F64)).Cast(matrices.DType).Keep();
        }

        var result = Tensor.Stack(results).Reshape(a.Shape);
        if (!result.Abs().IsFinite().All().Item<bool>()) throw new ArithmeticException($"Expm: the exponential of a matrix of 1-norm {Norm(a.Plain, MatrixNorm.One).Max().Item():G3} is too large for {result.DType}");
        return result;
    }

    private static Tensor One(Tensor a)
    {
        var size = Norm(a.Plain, MatrixNorm.One).Item();
        foreach (var (degree, radius) in Pades)
            if (size <= radius) return Pade(a, degree);
        var squarings = Math.Max(0, (int)Math.Ceiling(Math.Log2(size / Pades[^1].Radius)));
        var result = Pade(a * Math.ScaleB(1, -squarings), 13);
        for (var k = 0; k < squarings && result.Abs().IsFinite().All().Item<bool>(); k++) result = result.MatMul(result);
        return result;
    }

    /// <summary>The diagonal approximant q(−A)⁻¹·q(A): even powers make V, odd ones U = A·(…), and (V − U)·X = V + U.</summary>
    private static Tensor Pade(Tensor a, int degree)
    {
        var b = Coefficients(degree);
        var (one, a2) = (Tensor.Eye(a.Shape[-1]), a.MatMul(a));
        Tensor odd, even;
        if (degree < 13)
        {
            (odd, even) = (b[1] * one, b[0] * one);
            var power = one;
            for (var k = 2; k < degree; k += 2)
            {
                power = k == 2 ? a2 : power.MatMul(a2);
                (odd, even) = (odd + b[k + 1] * power, even + b[k] * power);
            }
        }
        else
        {
            // Two levels in A⁶ spare half of the products.
            var a4 = a2.MatMul(a2);
            var a6 = a4.MatMul(a2);
            odd = a6.MatMul(b[13] * a6 + b[11] * a4 + b[9] * a2) + b[7] * a6 + b[5] * a4 + b[3] * a2 + b[1] * one;
            even = a6.MatMul(b[12] * a6 + b[10] * a4 + b[8] * a2) + b[6] * a6 + b[4] * a4 + b[2] * a2 + b[0] * one;
        }

        odd = a.MatMul(odd);
        return Solve(even - odd, even + odd);
    }

    /// <summary>bₖ = (2m − k)! / (k! (m − k)!) up to a common factor that makes the last one 1; all are integers below 2⁵⁶.</summary>
    private static double[] Coefficients(int degree)
    {
        var b = new double[degree + 1];
        b[degree] = 1;
        for (var k = degree; k > 0; k--) b[k - 1] = b[k] * k * (2 * degree - k + 1) / (degree - k + 1);
        return b;
    }
}
