using System.Numerics;
using Kit.Tensors;

namespace Kit.Numerics.Krylov;

/// <summary>Generalised minimal residuals: Ax = b for any regular A, with ‖b − Ax‖ least over the Krylov space, begun anew every so many steps.</summary>
/// <remarks>
/// Preconditioned from the right, AM⁻¹y = b with x = M⁻¹y, so that the residual is that of the system itself; flexible, M may differ from step to step.
/// The basis is orthogonalised by modified Gram–Schmidt, twice where digits cancel.
/// Y. Saad and M. H. Schultz, SIAM J. Sci. Stat. Comput. 7 (1986) 856; Y. Saad, SIAM J. Sci. Comput. 14 (1993) 461.
/// </remarks>
public static class Gmres
{
    /// <summary>Solves Ax = b.</summary>
    /// <param name="a">A: keeps the shape of its argument and does not write to it.</param>
    /// <param name="b">Right-hand side, of any shape.</param>
    /// <param name="preconditioner">r → M⁻¹r.</param>
    /// <param name="x0">First guess; zero if null.</param>
    /// <param name="stopping">When to stop.</param>
    /// <param name="restart">Vectors kept before it begins anew, 20 to 100; the system's size for full GMRES.</param>
    /// <param name="flexible">True where the preconditioner differs from step to step, as an iterative one does; takes twice the memory.</param>
    /// <exception cref="ArgumentException">Shapes or types do not fit, or restart is not positive.</exception>
    public static KrylovResult Solve(
        Func<Tensor, Tensor> a, Tensor b, Func<Tensor, Tensor>? preconditioner = null, Tensor? x0 = null, Stopping? stopping = null, int restart = 50, bool flexible = false)
    {
        if (restart < 1) throw new ArgumentException($"Gmres: restart is {restart}; it counts vectors, 20 to 100");
        using var scope = Tensor.Scope();
        var result = new KrylovIteration("Gmres", a, b, preconditioner, x0, stopping).Run(state => Cycle(state, restart, flexible && preconditioner is not null));
        return result with { Solution = scope.Own(result.Solution, scope.Outer) };
    }

    private static string? Cycle(KrylovIteration state, int restart, bool flexible)
    {
        var (basis, images, least) = (new List<Tensor> { state.R.Copy() }, new List<Tensor>(), new HessenbergLeastSquares(state.Size));
        VectorSpace.Scale(1 / state.Size, basis[0]);
        string? obstacle = null;
        for (var ended = false; !ended && least.Count < restart;)
        {
            using var scope = Tensor.Scope();
            var image = state.Precondition(basis[^1]);
            if (flexible) images.Add(image.Keep());
            var w = state.Apply(image).Copy();
            var column = Orthogonalise(w, basis);
            var regular = least.Add(column);
            ended = state.Report(least.Residual);
            if (!regular)
            {
                obstacle = $"the operator is singular: it maps the Krylov space of dimension {least.Count + 1} into a smaller one; Minres or least squares solve consistent singular systems";
                break;
            }

            var length = column[^1].Real;
            if (length == 0) break;
            VectorSpace.Scale(1 / length, w);
            basis.Add(w.Keep());
        }

        var weights = least.Solve();
        if (flexible)
            for (var k = 0; k < weights.Length; k++) VectorSpace.Axpy(weights[k], images[k], state.X);
        else
            VectorSpace.Axpy(1, state.Precondition(Combined(basis, weights)), state.X);
        return obstacle;
    }

    private static Tensor Combined(List<Tensor> basis, Complex[] weights)
    {
        var sum = Tensor.ZerosLike(basis[0]);
        for (var k = 0; k < weights.Length; k++) VectorSpace.Axpy(weights[k], basis[k], sum);
        return sum;
    }

    /// <summary>Takes from w its parts along an orthonormal basis: those parts, and what length is left.</summary>
    internal static Complex[] Orthogonalise(Tensor w, List<Tensor> basis)
    {
        var column = new Complex[basis.Count + 1];
        var (before, after) = (VectorSpace.Norm(w), 0.0);
        var whole = before;
        for (var pass = 0; pass < 2; pass++)
        {
            for (var i = 0; i < basis.Count; i++)
            {
                var part = VectorSpace.Dot(basis[i], w);
                VectorSpace.Axpy(-part, basis[i], w);
                column[i] += part;
            }

            // "Twice is enough" (W. Kahan): a second pass where the first one left less than 1/√2.
            after = VectorSpace.Norm(w);
            if (after > 0.7 * before) break;
            before = after;
        }

        column[^1] = after > 1e-15 * whole ? after : 0;
        return column;
    }
}
