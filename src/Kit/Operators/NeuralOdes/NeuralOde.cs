using Kit.Learning;
using Kit.Numerics.TimeIntegration;
using Kit.Tensors;

namespace Kit.Operators.NeuralOdes;

/// <summary>A layer whose output is the solution of dz/dt = f_θ(t, z) at a final time, with z(0) = x.</summary>
/// <remarks>
/// R. T. Q. Chen, Y. Rubanova, J. Bettencourt, D. Duvenaud, "Neural ordinary differential equations", NeurIPS 2018. The derivative is that of the steps which the solver took (discrete adjoint): stages,
/// error estimates and stiffness estimates are differentiated, lengths of steps are constants. So <see cref="NeuralPath.ErrorMeasure"/> and <see cref="NeuralPath.Stiffness"/> can be terms of a loss:
/// A. Pal, Y. Ma, V. Shah, C. Rackauckas, "Opening the blackbox: accelerating neural differential equations by regularizing internal solver heuristics", ICML 2021.
/// </remarks>
/// <param name="f">f_θ: [N, d] → [N, d], or [N, d + 1] → [N, d] where it also takes t.</param>
/// <param name="end">T.</param>
public sealed class NeuralOde(Layer f, double end = 1) : Layer
{
    /// <summary>f_θ.</summary>
    public Layer Field => f;

    /// <summary>True where t is the last of f's inputs.</summary>
    public bool TakesTime { get; init; }

    /// <summary>The method, by default Tsit5; an explicit one, embedded where steps adapt.</summary>
    public Tableau Method { get; init; } = Tableau.Tsit5;

    /// <summary>Tolerances of adaptive steps; with one sample axis the worst sample of the batch decides, with none the mean of all.</summary>
    public StepControl Control { get; init; } = new(1e-5, 1e-5);

    /// <summary>Steps of one length instead, so many from each time of the list to the next; 0: adaptive.</summary>
    public int FixedSteps { get; init; }

    /// <summary>The states at given times, and what the solver knows of its own work.</summary>
    /// <param name="z0">State at the first time, [N, d].</param>
    /// <param name="times">Rising: t₀ and the times that are wanted.</param>
    /// <exception cref="ArgumentException">The state is no batch of vectors, times do not rise, or the method does not fit.</exception>
    /// <exception cref="ArithmeticException">No step is short enough, or there are too many.</exception>
    public NeuralPath Solve(Tensor z0, IReadOnlyList<double> times)
    {
        ArgumentNullException.ThrowIfNull(z0);
        ArgumentNullException.ThrowIfNull(times);
        Require(z0.Rank == 2, z0, "NeuralOde", "[N, d]");
        if (times.Count < 2 || times.Zip(times.Skip(1)).Any(p => !(p.Second > p.First))) throw new ArgumentException("NeuralOde: times must rise, and be two at least");
        if (!Method.IsExplicit || FixedSteps == 0 && Method.Embedded is null)
            throw new ArgumentException($"NeuralOde: {Method} is {(Method.IsExplicit ? "without an error estimate: say how many FixedSteps" : "implicit: take an explicit method")}, such as Tsit5");
        Control.Check();
        var run = new NeuralRun(Method, Slope, z0, times[0]);
        if (FixedSteps > 0) run.March(times, FixedSteps);
        else run.Adapt(times, Control);
        return run.Path();
    }

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor x) => Solve(x, [0, end]).States[^1];

    private Tensor Slope(double t, Tensor z)
    {
        var slope = f.Forward(TakesTime ? Tensor.Concat([z, Tensor.Full((z.Shape[0], 1), t, z.DType)], 1) : z);
        return slope.Shape == z.Shape ? slope : throw new ArgumentException($"NeuralOde: the field takes a state of shape {z.Shape} to {slope.Shape}; dz/dt has the shape of z");
    }
}
