using Kit.Tensors;

namespace Kit.StatMech.Energies;

/// <summary>A convex function L(x) of the internal states of a layer of neurons, whose gradient g = ∂L/∂x is what the neurons show to others: their activation.</summary>
/// <remarks>
/// Krotov and Hopfield, Large associative memory problem in neurobiology and machine learning, ICLR 2021; Krotov, Hierarchical associative memory, 2021.
/// The energy of the neurons is the Legendre transform x·g − L(x). As L is convex, ∂²L/∂x² ≥ 0 and the dynamics never raise the energy.
/// </remarks>
/// <param name="Name">What it is, in words.</param>
/// <param name="Of">L: [batch, …] → [batch].</param>
/// <param name="Activation">g = ∂L/∂x, of x's shape.</param>
public sealed record Lagrangian(string Name, Func<Tensor, Tensor> Of, Func<Tensor, Tensor> Activation)
{
    /// <summary>L = ½Σx², g = x.</summary>
    public static Lagrangian Identity { get; } = new("identity", x => Total(x.Square() * 0.5), x => x);

    /// <summary>L = ½Σ max(x, 0)², g = max(x, 0).</summary>
    public static Lagrangian Relu { get; } = new("ReLU", x => Total(x.Relu().Square() * 0.5), x => x.Relu());

    /// <summary>L = β⁻¹ Σ ln(1 + e^{βx}), g = 1/(1 + e^{−βx}).</summary>
    public static Lagrangian Sigmoid(double beta = 1) => new("sigmoid", x => Total((x * beta).Softplus()) / beta, x => (x * beta).Sigmoid());

    /// <summary>L = β⁻¹ Σ ln cosh βx, g = tanh βx.</summary>
    // ln cosh z = ln(1 + e^{−2z}) + z − ln 2, and softplus(−2z) + z stays finite for any z.
    public static Lagrangian Tanh(double beta = 1) => new("tanh", x => Total((x * (-2 * beta)).Softplus() + x * beta - Math.Log(2)) / beta, x => (x * beta).Tanh());

    /// <summary>L = β⁻¹ ln Σ e^{βx} over the last axis, g = softmax(βx).</summary>
    public static Lagrangian Softmax(double beta = 1) => new("softmax", x => Total((x * beta).LogSumExp([-1])) / beta, x => (x * beta).Softmax());

    /// <summary>L = γ d √(var x + ε) over the last axis of extent d, g = γ(x − mean)/√(var x + ε).</summary>
    public static Lagrangian LayerNorm(double gamma = 1, double epsilon = 1e-5) =>
        new("layer norm", x => Total((x.Variance([-1]) + epsilon).Sqrt()) * (gamma * x.Shape[^1]), x => Functions.LayerNorm(x, [-1], epsilon: epsilon) * gamma);

    /// <summary>L = √(Σx² + ε) over the last axis, g = x/√(Σx² + ε).</summary>
    public static Lagrangian Spherical(double epsilon = 1e-12) =>
        new("spherical", x => Total((x.Square().Sum([-1]) + epsilon).Sqrt()), x => x * (x.Square().Sum([-1], keepDims: true) + epsilon).Rsqrt());

    /// <summary>L = Σ max(x, 0)ⁿ/n, g = max(x, 0)ⁿ⁻¹: hidden neurons of a dense memory.</summary>
    /// <exception cref="ArgumentException">n is below 2.</exception>
    public static Lagrangian Power(int n) => n >= 2
        ? new($"power {n}", x => Total(x.Relu().Pow(n)) / n, x => x.Relu().Pow(n - 1))
        : throw new ArgumentException($"Power: n = {n}; 2 at least, or L is not differentiable");

    /// <summary>The energy x·g − L(x) of neurons, [batch].</summary>
    public Tensor Energy(Tensor x, Tensor activation) => Total(x * activation) - Of(x);

    internal static Tensor Total(Tensor x) => x.Rank > 1 ? x.Reshape(x.Shape[0], -1).Sum([-1]) : x;
}
