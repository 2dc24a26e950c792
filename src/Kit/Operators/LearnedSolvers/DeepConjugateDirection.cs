using Kit.Learning;
using Kit.Numerics.Krylov;
using Kit.Tensors;

namespace Kit.Operators.LearnedSolvers;

/// <summary>Ax = b for a symmetric positive definite A by conjugate directions that a network proposes from the residual.</summary>
/// <remarks>
/// d = f(r/‖r‖), made A-orthogonal to the directions before, x ← x + d ⟨r, d⟩/⟨d, Ad⟩, so that ‖x − x*‖_A never grows whatever f does. With f the identity and all directions kept it is the method of
/// conjugate gradients; with f = A⁻¹ it ends in one step. A. Kaneda, O. Akar, J. Chen, V. Kala, D. Hyde, J. Teran, "A deep conjugate direction method for iteratively solving linear systems", ICML 2023.
/// </remarks>
public static class DeepConjugateDirection
{
    /// <summary>Below this part of ‖d‖‖Ad‖ a direction counts as one of those before.</summary>
    private const double Least = 1e-14;

    /// <summary>Solves Ax = b.</summary>
    /// <param name="a">A: keeps the shape of its argument and does not write to it.</param>
    /// <param name="b">Right-hand side, of any shape.</param>
    /// <param name="direction">f: a residual of norm 1 → a direction of its shape; see <see cref="Of"/>.</param>
    /// <param name="memory">Directions that a new one is made A-orthogonal to: 2 as published, as many as there are for the whole Gram–Schmidt process.</param>
    /// <param name="x0">First guess; zero if null.</param>
    /// <param name="stopping">When to stop.</param>
    /// <param name="observe">Is told x after every step; it must not write to it.</param>
    /// <exception cref="ArgumentException">Shapes do not fit, or the memory is negative.</exception>
    public static KrylovResult Solve(
        Func<Tensor, Tensor> a, Tensor b, Func<Tensor, Tensor> direction, int memory = 2, Tensor? x0 = null, Stopping? stopping = null, Action<Tensor>? observe = null)
    {
        ArgumentNullException.ThrowIfNull(direction);
        ArgumentOutOfRangeException.ThrowIfNegative(memory);
        using var scope = Tensor.Scope();
        var result = new KrylovIteration("DeepConjugateDirection", a, b, direction, x0, stopping).Run(state => Cycle(state, memory, observe));
        return result with { Solution = scope.Own(result.Solution, scope.Outer) };
    }

    /// <summary>A network as f: [n₁, …] → [1, 1, n₁, …] in F32 and back.</summary>
    /// <param name="net">[N, 1, n₁, …] → [N, 1, n₁, …].</param>
    /// <param name="mask">1 where there are unknowns and 0 elsewhere, n₁ × …; null: everywhere.</param>
    public static Func<Tensor, Tensor> Of(Layer net, Tensor? mask = null)
    {
        ArgumentNullException.ThrowIfNull(net);
        return r =>
        {
            using var scope = Tensor.Scope();
            var d = net.Forward(r.Cast(Compute.DType.F32).Reshape([1, 1, .. r.Shape.ToArray()])).Reshape(r.Shape).Cast(r.DType);
            return (mask is null ? d : d * mask).Keep();
        };
    }

    private static string? Cycle(KrylovIteration state, int memory, Action<Tensor>? observe)
    {
        var (x, r) = (state.X, state.R);
        var before = new List<(Tensor D, Tensor Image, double Curvature)>();
        var size = state.Size;
        while (true)
        {
            using var scope = Tensor.Scope();
            var d = state.Precondition(r / size).Copy();
            for (var i = before.Count - 1; i >= 0; i--)
                VectorSpace.Axpy(-VectorSpace.RealDot(d, before[i].Image) / before[i].Curvature, before[i].D, d);
            var image = state.Apply(d).Copy();
            var curvature = VectorSpace.RealDot(d, image);
            if (!(curvature > Least * VectorSpace.Norm(d) * VectorSpace.Norm(image)))
                return $"the network's direction is a combination of those before, or the operator is not positive definite: ⟨d, Ad⟩ = {curvature:G3} at step {state.Steps}; train it on residuals like these, or keep fewer directions";
            var step = VectorSpace.RealDot(r, d) / curvature;
            VectorSpace.Axpy(step, d, x);
            VectorSpace.Axpy(-step, image, r);
            observe?.Invoke(x);
            size = VectorSpace.Norm(r);
            if (state.Report(size)) return null;
            before.Add((scope.Own(d, scope.Outer), scope.Own(image, scope.Outer), curvature));
            if (before.Count <= memory) continue;
            before[0].D.Dispose();
            before[0].Image.Dispose();
            before.RemoveAt(0);
        }
    }
}
