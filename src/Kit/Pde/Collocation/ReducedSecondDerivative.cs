using Kit.Numerics;
using Kit.Tensors;

namespace Kit.Pde.Collocation;

/// <summary>d²/dx² on the points inside a Chebyshev axis, the ends eliminated by their conditions, and its eigenvectors.</summary>
internal sealed class ReducedSecondDerivative
{
    private readonly Tensor endsOfInside, endsOfValues;

    public ReducedSecondDerivative(Axis axis, Boundary low, Boundary high)
    {
        var (first, last) = BoundaryValueProblem.Rows(axis, low, high);
        var second = Chebyshev.DifferentiationMatrix(axis, 2);
        var rows = Tensor.Stack([first, last]);
        int[] ends = [0, axis.Count - 1];
        // B_E u_E + B_I u_I = g gives u_E = B_E⁻¹ (g − B_I u_I).
        endsOfValues = LinearAlgebra.Inverse(rows.Take(Tensor.Of(ends), 1));
        endsOfInside = -endsOfValues.MatMul(rows[.., 1..^1]);
        var toEnds = second[1..^1].Take(Tensor.Of(ends), 1);
        Lift = toEnds.MatMul(endsOfValues);
        var pairs = LinearAlgebra.Eig(second[1..^1, 1..^1] + toEnds.MatMul(endsOfInside));
        // The eigenvalues of these conditions are real; so are the vectors, once their phase is.
        (Eigenvalues, Vectors) = (pairs.Values.Real().Copy(), pairs.Vectors.Real().Copy());
        Inverse = LinearAlgebra.Inverse(Vectors);
    }

    /// <summary>λ, [n − 2].</summary>
    public Tensor Eigenvalues { get; }

    /// <summary>Eigenvectors as columns, [n − 2, n − 2].</summary>
    public Tensor Vectors { get; }

    /// <summary>The inverse of <see cref="Vectors"/>.</summary>
    public Tensor Inverse { get; }

    /// <summary>What the values g of the conditions add to the second derivative inside, [n − 2, 2].</summary>
    public Tensor Lift { get; }

    /// <summary>The values at both ends, [2, …], from those inside and those of the conditions.</summary>
    public Tensor Ends(Tensor inside, Tensor values) => endsOfInside.MatMul(inside) + endsOfValues.MatMul(values);
}
