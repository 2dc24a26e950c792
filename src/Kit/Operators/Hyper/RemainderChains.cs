using Kit.Autodiff;
using Kit.Learning;
using Kit.Tensors;

namespace Kit.Operators.Hyper;

/// <summary>Problems to train a <see cref="HyperPinn"/> on: new ones with manufactured solutions, and what the network itself has left of them after 1, 2, … R rounds.</summary>
/// <remarks>
/// Refinement asks a network for solutions of problems (f − L[u], g − u) that are unlike manufactured ones: their waves are short, and just those that it could not resolve. Here such problems come at no
/// cost. A step of training answers N problems; before the next, each is replaced by its remainder under that answer, and those that have been through R rounds by new ones, so that every round has a share
/// 1/(R + 1) of each batch. The error e of a remainder is known with its derivatives, as it was at the beginning: e ← e − H(L[e], e on the edge).
/// <para/>
/// The loss of a problem is √(‖v − e‖²/‖e‖² + λ ‖L[v] − f‖²/‖f‖² + μ ‖v − e‖²/‖e‖² on the edge), relative, since remainders are small.
/// </remarks>
/// <param name="model">H.</param>
/// <param name="draw">New problems: a stream and their number to coefficients [N, 5] and solutions.</param>
/// <param name="share">N/(R + 1), new problems a step.</param>
/// <param name="rounds">R; 0 trains on new problems alone.</param>
/// <param name="rng">Of the problems.</param>
public sealed class RemainderChains(HyperPinn model, Func<Rng, int, (Tensor Coefficients, ManufacturedSolutions Solutions)> draw, int share, int rounds, Rng rng)
{
    private readonly Tensor points = LinearProblem.Points(model.Nodes);
    private readonly Tensor rim = LinearProblem.Rim(model.Nodes).Reshape(1, -1);
    private (Tensor Coefficients, FieldDerivatives Error)? open;

    /// <summary>λ.</summary>
    public double Residual { get; init; } = 0.1;

    /// <summary>μ.</summary>
    public double Boundary { get; init; } = 0.1;

    /// <summary>A batch of each step: c and e with its derivatives. It is to be asked for in the order of steps, each time after the <see cref="Loss"/> of the last.</summary>
    public IDataStream Data => DataStream.From(Next);

    /// <summary>The loss of a batch; the remainders of its problems are the next batch but for the new ones.</summary>
    /// <param name="batch">Of <see cref="Data"/>.</param>
    public Tensor Loss(Tensor[] batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        var (c, error) = (batch[0], new FieldDerivatives(batch[1], batch[2], batch[3], batch[4], batch[5]));
        var problem = LinearProblem.Of(c, error, model.Nodes);
        var scale = problem.Scale();
        var found = model.Target.Derivatives(model.Weights(problem, scale), points) * scale;
        var kept = Math.Min(c.Shape[0], share * rounds);
        open = kept == 0 ? null : (Kept(c), new FieldDerivatives(Left(error.U, found.U), Left(error.X, found.X), Left(error.Y, found.Y), Left(error.XX, found.XX), Left(error.YY, found.YY)));

        var (gap, source) = (found.U - error.U, problem.Source.Reshape(c.Shape[0], -1));
        var value = (Energy(gap) + Boundary * Energy(gap * rim)) / Energy(error.U);
        return (value + Residual * Energy(found.Apply(c) - source) / Energy(source)).Sqrt().Mean();

        Tensor Left(Tensor e, Tensor v) => Kept(e - Grad.Stop(v));
        Tensor Kept(Tensor x)
        {
            var copy = x[..kept].Copy();
            TensorScope.Move(copy, null); // it outlives the step
            return copy;
        }

        static Tensor Energy(Tensor x) => x.Square().Mean(1) + 1e-20;
    }

    private Tensor[] Next(long step)
    {
        var (c, solutions) = draw(rng.Stream(step), open is null && rounds > 0 ? share * (rounds + 1) : share);
        var error = solutions.At(points);
        return open is not { } old
            ? [c, error.U, error.X, error.Y, error.XX, error.YY]
            : [Join(c, old.Coefficients), Join(error.U, old.Error.U), Join(error.X, old.Error.X), Join(error.Y, old.Error.Y), Join(error.XX, old.Error.XX), Join(error.YY, old.Error.YY)];

        static Tensor Join(Tensor a, Tensor b) => Tensor.Concat([a, b]);
    }
}
