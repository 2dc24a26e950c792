using Kit.Tensors;

namespace Kit.Pde.Spectral;

public sealed partial class FourierSpace
{
    /// <summary>The symbols of the velocity of a vorticity in two dimensions, [2, <see cref="Shape"/>]: û = ∂_y ψ̂, v̂ = −∂ₓ ψ̂ with ψ̂ = ω̂/|k|², and no mean flow.</summary>
    /// <exception cref="InvalidOperationException">The space is not two-dimensional.</exception>
    public Tensor BiotSavart => Order(-1, 1, () =>
    {
        if (Dimensions != 2) throw new InvalidOperationException($"BiotSavart: vorticity is a scalar in two dimensions, not on {Grid}");
        var inverse = -InverseLaplacian;
        return Tensor.Stack([Derivative(1) * inverse, -Derivative(0) * inverse]);
    });

    /// <summary>−1/|k|², and 0 for the mean: the symbol of Δ⁻¹ between fields without mean.</summary>
    public Tensor InverseLaplacian => Order(-1, 3, () =>
    {
        var negative = Laplacian.ToDoubles();
        return Tensor.Of(Array.ConvertAll(negative, value => value == 0 ? 0 : 1 / value)).Reshape(Shape);
    });

    /// <summary>∇u of a field, [samples…, D, n_x, …].</summary>
    /// <param name="u">[samples…, n_x, …].</param>
    public Tensor Gradient(Tensor u)
    {
        var modes = Forward(u);
        return Inverse(Tensor.Stack([.. Enumerable.Range(0, Dimensions).Select(d => Multiply(modes, Derivative(d)))], u.Rank - Dimensions));
    }

    /// <summary>∇·u of a vector field, [samples…, n_x, …].</summary>
    /// <param name="u">[samples…, D, n_x, …].</param>
    public Tensor Divergence(Tensor u)
    {
        var parts = Parts(u, "Divergence");
        return Inverse(Enumerable.Range(0, Dimensions).Select(d => Multiply(parts[d], Derivative(d))).Aggregate((a, b) => a + b));
    }

    /// <summary>∂v/∂x − ∂u/∂y in two dimensions, [samples…, n_x, n_y]; ∇ × u in three, [samples…, 3, n_x, n_y, n_z].</summary>
    /// <param name="u">[samples…, D, n_x, …].</param>
    /// <exception cref="InvalidOperationException">The space has one dimension.</exception>
    public Tensor Curl(Tensor u)
    {
        if (Dimensions == 1) throw new InvalidOperationException("Curl: of two or three components, not on a line");
        var parts = Parts(u, "Curl");
        Tensor Turn(int a, int b) => Multiply(parts[b], Derivative(a)) - Multiply(parts[a], Derivative(b));
        return Inverse(Dimensions == 2 ? Turn(0, 1) : Tensor.Stack([Turn(1, 2), Turn(2, 0), Turn(0, 1)], u.Rank - Dimensions - 1));
    }

    /// <summary>The velocity of a vorticity in two dimensions, [samples…, 2, n_x, n_y].</summary>
    /// <param name="vorticity">[samples…, n_x, n_y]; its mean counts as 0.</param>
    public Tensor Velocity(Tensor vorticity) => Inverse(Multiply(Forward(vorticity), BiotSavart));

    /// <summary>Mean kinetic energy ½⟨|u|²⟩ of a vorticity in two dimensions, by samples.</summary>
    public Tensor Energy(Tensor vorticity) => Velocity(vorticity).Square().Mean(new[] { -3, -2, -1 });

    /// <summary>Mean enstrophy ½⟨ω²⟩, by samples.</summary>
    public Tensor Enstrophy(Tensor vorticity)
    {
        Grid.Check(vorticity, "Enstrophy");
        return 0.5 * vorticity.Square().Mean(new[] { -2, -1 });
    }

    /// <summary>The spectrum ½Σ|û|²/N² over the modes of each shell s − ½ ≤ |k|/κ &lt; s + ½, s = 0, 1, …, with κ = 2π/L of the longest side: it sums to ½⟨u²⟩.</summary>
    /// <param name="u">Fields; axes before space stay.</param>
    /// <returns>[samples…, shells].</returns>
    public Tensor Spectrum(Tensor u)
    {
        var modes = Forward(u);
        var kappa = 2 * Math.PI / Grid.Axes.Max(axis => axis.Length);
        int[] shell = [.. Laplacian.ToDoubles().Select(value => (int)Math.Floor(Math.Sqrt(-value) / kappa + 0.5))];
        var (extent, n) = (Shape[^1], points[^1]);
        // A mode of the half spectrum that is not its own partner stands for two.
        double[] weights = [.. Enumerable.Range(0, shell.Length).Select(i => (IsComplex || i % extent == 0 || 2 * (i % extent) == n ? 0.5 : 1) / Math.Pow(Grid.Size, 2))];
        var power = modes.Real().Square() + modes.Imag().Square();
        int[] batch = [.. ((ReadOnlySpan<int>)power.Shape)[..^Dimensions]];
        return Tensor.Zeros([.. batch, shell.Max() + 1]).Put(Tensor.Of(shell), power.Reshape([.. batch, shell.Length]) * Tensor.Of(weights), -1, add: true);
    }

    private Tensor[] Parts(Tensor u, string caller)
    {
        Grid.Check(u, caller);
        var axis = u.Rank - Dimensions - 1;
        if (axis < 0 || u.Shape[axis] != Dimensions) throw new ArgumentException($"{caller}: a vector field has {Dimensions} components before the axes of space, not {u.Shape}");
        var modes = Forward(u).MoveAxis(axis, 0);
        return [.. Enumerable.Range(0, Dimensions).Select(d => modes[d])];
    }
}
