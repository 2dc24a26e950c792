using Kit.Tensors;

namespace Kit.Numerics;

public static partial class LinearAlgebra
{
    /// <summary>Eigenvalues and unit eigenvectors of any square matrices, A·V = V·Λ.</summary>
    /// <param name="a">Real or complex [.., n, n]; computed in double.</param>
    /// <returns>C128, in ascending order of the real part, equals by the imaginary part; the largest component of each vector is positive.</returns>
    /// <remarks>
    /// Values to ε·‖A‖·κ(V): a defective matrix has dependent vectors, and values that move with the root of a change. Derivatives are those of simple eigenvalues
    /// and need independent vectors. By MathNet.Numerics, one matrix at a time on one thread: slow beyond some hundreds; <see cref="Eigh(Tensor)"/> is for symmetric ones.
    /// </remarks>
    /// <exception cref="ArgumentException">Not square or not finite.</exception>
    public static EigenPairs Eig(Tensor a)
    {
        var packed = Apply(new EigCall("Eig"), a);
        var v = Operand.Rows(packed, 1, packed.Shape[-2]);
        return new(Operand.Rows(packed, 0, 1).Squeeze(-2), Settled(v / v.Norm(-2, keepDims: true)));
    }

    /// <summary>Eigenvalues of any square matrices, C128 [.., n] in the order of <see cref="Eig"/>.</summary>
    /// <inheritdoc cref="Eig"/>
    public static Tensor EigValues(Tensor a) => Operand.Rows(Apply(new EigCall("EigValues"), a), 0, 1).Squeeze(-2);

    /// <summary>Complex columns turned so that the largest component of each is positive.</summary>
    private static Tensor Settled(Tensor v) => v.Size == 0 ? v : v * Phases(v);

    /// <summary>The turns, [.., 1, n], that make the largest component of each column positive.</summary>
    private static Tensor Phases(Tensor v)
    {
        var largest = Functions.TakeAlong(v, v.Plain.Abs().ArgMax(-2, keepDims: true), -2);
        return largest.Conj() / largest.Abs();
    }
}
