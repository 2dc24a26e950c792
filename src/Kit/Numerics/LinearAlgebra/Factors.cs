using Kit.Tensors;

namespace Kit.Numerics;

/// <summary>A = Q·R.</summary>
/// <param name="Q">Orthonormal columns, [.., m, k] with k = min(m, n).</param>
/// <param name="R">Upper triangular with a diagonal that is not negative, [.., k, n].</param>
public sealed record QrFactors(Tensor Q, Tensor R);

/// <summary>A·V = V·Λ of symmetric matrices.</summary>
/// <param name="Values">Eigenvalues in ascending order, [.., n].</param>
/// <param name="Vectors">Orthonormal columns, [.., n, n]: column k belongs to value k, its largest component is positive.</param>
public sealed record EigenPairs(Tensor Values, Tensor Vectors);

/// <summary>A = U·diag(S)·Vᵀ, of complex matrices U·diag(S)·Vᴴ.</summary>
/// <param name="U">Left vectors as columns, [.., m, k] with k = min(m, n); the largest component of each is positive.</param>
/// <param name="S">Singular values in descending order, real, [.., k].</param>
/// <param name="Vt">Right vectors as rows, of complex matrices conjugated, [.., k, n].</param>
public sealed record SvdFactors(Tensor U, Tensor S, Tensor Vt);

/// <summary>A = Q·T·Qᴴ.</summary>
/// <param name="Q">Unitary, C128 [.., n, n].</param>
/// <param name="T">Upper triangular, C128 [.., n, n].</param>
public sealed record SchurFactors(Tensor Q, Tensor T);
