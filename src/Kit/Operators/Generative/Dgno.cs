using Kit.Autodiff;
using Kit.Compute;
using Kit.Learning;
using Kit.Operators.DeepOnets;
using Kit.Tensors;

namespace Kit.Operators.Generative;

/// <summary>The deep generative neural operator for −∇·(a∇u) = f: a hidden z ~ N(0, I) from which both a(z) and u(z) are decoded, learned from coefficients a alone.</summary>
/// <remarks>
/// Zang and Koutsourelakis, "DGenNO", arXiv 2502.06250 (2025). No solution u is ever shown: that u(z) solves the equation of a is an observation R = 0 of the weak residuals, with ln p(R = 0 | a, z) = −λ|R|²/2 + const.
/// The posterior q(z | a) is an encoder's Gaussian. Forward, u is decoded from the mean of q(z | a); backward, <see cref="Invert"/> looks for z from a few noisy values of u and decodes a, with its uncertainty.
/// <para/>
/// In the paper a second pair of networks stands for the flux a∇u and test functions are so small that their integrals are values; here the flux is differentiated from u, test functions overlap, and residuals are whitened (<see cref="WeakResidual"/>).
/// </remarks>
/// <param name="residual">Of the grid and f.</param>
/// <param name="solution">z, y ↦ u/ω: a <see cref="MultiOnet"/> of `latent` inputs, or a <see cref="DeepOnet"/>.</param>
/// <param name="latent">d, length of z.</param>
/// <param name="phases">The two values of a, low first; null: a is positive and ln a is decoded.</param>
/// <param name="width">Neurons of the encoder's second layer (its first has twice as many) and of the coefficient's decoder.</param>
/// <param name="precision">λ: 10⁴ means that residuals of 1/100 are expected.</param>
/// <param name="deviation">Of ln a at a node round what is decoded, where a is not of two phases.</param>
/// <param name="dtype">F32 or F64.</param>
public sealed class Dgno(
    WeakResidual residual, IPointOperator solution, int latent = 32, (double Low, double High)? phases = null, int width = 128,
    double precision = 1e4, double deviation = 0.1, DType dtype = DType.F32)
{
    /// <summary>a ↦ μ, ln σ².</summary>
    public Mlp Encoder { get; } = new([residual.Nodes * residual.Nodes, 2 * width, width, 2 * latent], dtype: dtype);

    /// <summary>z, y ↦ ln a, or the logit of the higher phase.</summary>
    public MultiOnet Coefficient { get; } = new(latent, 2, 1, width, 4, fourier: 16, dtype: dtype);

    /// <summary>z, y ↦ u/ω.</summary>
    public IPointOperator Solution => solution;

    private int Nodes => residual.Nodes;

    /// <summary>q(z | a).</summary>
    /// <param name="a">[N, n, n].</param>
    public LatentPosterior Encode(Tensor a)
    {
        ArgumentNullException.ThrowIfNull(a);
        if (a.Rank != 3 || a.Shape[1] != Nodes || a.Shape[2] != Nodes) throw new ArgumentException($"Dgno: a coefficient of shape {a.Shape}; [N,{Nodes},{Nodes}] is right");
        var x = phases is var (low, high) ? (a - 0.5 * (low + high)) * (2 / (high - low)) : a.Log();
        var y = Encoder.Forward(x.Reshape(a.Shape[0], -1));
        // The variance is drawn to e⁻⁴ at first, as a noise of 1 hides the sample.
        return new(y[.., ..latent], y[.., latent..] - 4);
    }

    /// <summary>The parts of the bound for samples of a, with one z from each q(z | a).</summary>
    /// <param name="a">[N, n, n].</param>
    /// <param name="rng">Of z.</param>
    public ElboTerms Elbo(Tensor a, Rng rng)
    {
        var posterior = Encode(a);
        var z = posterior.Sample(rng);
        return new(CoefficientTerm(a, z), ResidualTerm(a, z), posterior.Divergence());
    }

    /// <summary>ln p(a | z), a mean over samples.</summary>
    /// <param name="a">[N, n, n].</param>
    /// <param name="z">[N, d].</param>
    public Tensor CoefficientTerm(Tensor a, Tensor z)
    {
        ArgumentNullException.ThrowIfNull(a);
        var decoded = Coefficient.Forward(z, PointOperatorOnGrid.Coordinates([Nodes, Nodes], dtype)).Squeeze(1);
        var seen = a.Reshape(a.Shape[0], -1);
        if (phases is var (low, high)) return -Loss.BinaryCrossEntropy(decoded, (seen - low) / (high - low), sum: true) / a.Shape[0];
        var square = ((seen.Log() - decoded) / deviation).Square().Sum() / a.Shape[0];
        return -0.5 * square - Nodes * Nodes * 0.5 * Math.Log(2 * Math.PI * deviation * deviation);
    }

    /// <summary>ln p(R = 0 | a, z) = −λ|R|²/2 + M/2 ln(λ/2π), a mean over samples.</summary>
    /// <param name="a">[N, n, n].</param>
    /// <param name="z">[N, d].</param>
    public Tensor ResidualTerm(Tensor a, Tensor z)
    {
        ArgumentNullException.ThrowIfNull(a);
        return Residuals(a, z).Square().Sum() * (-0.5 * precision / a.Shape[0]) + 0.5 * residual.Count * Math.Log(precision / (2 * Math.PI));
    }

    /// <summary>R of u(z) in the equation of a, [N, M].</summary>
    /// <param name="a">[N, n, n].</param>
    /// <param name="z">[N, d].</param>
    public Tensor Residuals(Tensor a, Tensor z)
    {
        var points = residual.Points;
        Tensor AlongAxis(double x, double y) => Tensor.Of([x, y], dtype).BroadcastTo(points.Shape);
        var (v, vx) = Grad.Jvp((Tensor y) => solution.Forward(z, y).Squeeze(1), points, AlongAxis(1, 0));
        var (_, vy) = Grad.Jvp((Tensor y) => solution.Forward(z, y).Squeeze(1), points, AlongAxis(0, 1));
        return residual.Of(residual.Interpolate(a), v, vx, vy);
    }

    /// <summary>u(z) at points, [N, P].</summary>
    /// <param name="z">[N, d].</param>
    /// <param name="points">[P, 2].</param>
    public Tensor DecodeSolution(Tensor z, Tensor points) => solution.Forward(z, points).Squeeze(1) * WeakResidual.Omega(points).Value;

    /// <summary>The expected a(z) on the nodes, [N, n, n]; of two phases, their mean by probability.</summary>
    /// <param name="z">[N, d].</param>
    public Tensor DecodeCoefficient(Tensor z)
    {
        var decoded = Coefficient.Forward(z, PointOperatorOnGrid.Coordinates([Nodes, Nodes], dtype)).Reshape(-1, Nodes, Nodes);
        return phases is var (low, high) ? decoded.Sigmoid() * (high - low) + low : decoded.Exp();
    }

    /// <summary>u of a on the nodes, [N, n, n]: the forward problem.</summary>
    /// <param name="a">[N, n, n].</param>
    public Tensor Solve(Tensor a)
    {
        using var scope = Tensor.Scope();
        return DecodeSolution(Encode(a).Mean, PointOperatorOnGrid.Coordinates([Nodes, Nodes], dtype)).Reshape(a.Shape).Keep();
    }

    /// <summary>q(z | data) for noisy values of u at a few points: the Gaussian of greatest bound E_q ln p(data | z) − KL(q ‖ N(0, I)), by Adam.</summary>
    /// <param name="points">Where u is seen, [P, 2].</param>
    /// <param name="data">What is seen, [N, P]: N problems at once.</param>
    /// <param name="noise">Standard deviation of its error, [N, 1] or one number.</param>
    /// <param name="rng">Of the samples of z.</param>
    /// <param name="steps">Of Adam.</param>
    /// <param name="rate">Largest learning rate; it falls along a cosine.</param>
    public LatentPosterior Invert(Tensor points, Tensor data, Tensor noise, Rng rng, int steps = 400, double rate = 0.05)
    {
        ArgumentNullException.ThrowIfNull(points);
        ArgumentNullException.ThrowIfNull(data);
        if (data.Rank != 2 || data.Shape[1] != points.Shape[0]) throw new ArgumentException($"Dgno.Invert: data of shape {data.Shape} at points of {points.Shape}; [N,{points.Shape[0]}] is right");
        Tensor[] q = [Tensor.Zeros([data.Shape[0], latent], dtype), Tensor.Full([data.Shape[0], latent], -2.0, dtype)];
        var (optimizer, schedule) = (new Adam(q, rate), Schedules.Cosine(rate, steps));
        for (var step = 0; step < steps; step++)
        {
            using var scope = Tensor.Scope();
            optimizer.LearningRate = schedule(step);
            var draw = rng.Stream(step);
            optimizer.Step(Model.ValueAndGradients(optimizer.Parameters, () =>
            {
                var posterior = new LatentPosterior(q[0], q[1]);
                var misfit = ((DecodeSolution(posterior.Sample(draw), points) - data) / noise).Square().Sum() * (0.5 / data.Shape[0]);
                return misfit + posterior.Divergence();
            }).Gradients);
        }

        return new(q[0], q[1]);
    }
}
