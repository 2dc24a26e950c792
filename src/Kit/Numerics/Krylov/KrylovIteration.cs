using Kit.Compute;
using Kit.Tensors;

namespace Kit.Numerics.Krylov;

/// <summary>What the solvers share: the iterate x and its residual, the tolerance, the history, and the last word, which the residual of x itself has.</summary>
/// <remarks>
/// A solver runs in cycles. A cycle begins at x with r = b − Ax computed afresh, updates both, reports each residual of its recursion, and ends when told to.
/// Where recursion and truth have drifted apart the next cycle goes on from the truth; where that gains nothing rounding has the upper hand.
/// </remarks>
internal sealed class KrylovIteration
{
    private readonly string method;
    private readonly Func<Tensor, Tensor> a;
    private readonly Func<Tensor, Tensor>? preconditioner;
    private readonly Stopping stopping;
    private readonly List<double> residuals = [];
    private readonly Tensor b;
    private readonly double scale, goal;
    private bool claimed;

    public KrylovIteration(string method, Func<Tensor, Tensor> a, Tensor b, Func<Tensor, Tensor>? preconditioner, Tensor? x0, Stopping? stopping)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        (this.method, this.a, this.preconditioner, this.stopping) = (method, a, preconditioner, (stopping ?? new()).Checked(method));
        if (x0 is not null && x0.Shape != b.Shape) throw new ArgumentException($"{method}: the right-hand side has shape {b.Shape}, the first guess {x0.Shape}");
        var type = x0 is null ? b.DType : DTypes.Promote(b.DType, x0.DType);
        if (type.IsInteger()) type = DType.F64;
        this.b = b.Cast(type).Contiguous();
        X = x0?.Cast(type).Copy() ?? Tensor.ZerosLike(this.b);
        R = this.b.Copy();
        if (x0 is not null) Refresh();
        scale = VectorSpace.Norm(this.b);
        goal = Math.Max(this.stopping.RelativeTolerance * scale, this.stopping.AbsoluteTolerance);
    }

    /// <summary>The iterate.</summary>
    public Tensor X { get; }

    /// <summary>b − Ax at the start of a cycle; a cycle may go on updating it.</summary>
    public Tensor R { get; }

    /// <summary>‖R‖ at the start of a cycle.</summary>
    public double Size { get; private set; }

    /// <summary>Steps so far.</summary>
    public int Steps { get; private set; }

    /// <summary>True where a preconditioner was given.</summary>
    public bool IsPreconditioned => preconditioner is not null;

    /// <summary>Av.</summary>
    public Tensor Apply(Tensor v) => Like(a(v), "operator");

    /// <summary>M⁻¹v, v itself without a preconditioner.</summary>
    public Tensor Precondition(Tensor v) => preconditioner is null ? v : Like(preconditioner(v), "preconditioner");

    /// <summary>Counts a step and notes its residual; true when the cycle is to end.</summary>
    public bool Report(double residual)
    {
        Steps++;
        residuals.Add(Relative(residual));
        claimed = residual <= goal;
        return claimed || Steps >= stopping.MaxIterations || !double.IsFinite(residual);
    }

    /// <summary>Runs cycles to the end.</summary>
    /// <param name="cycle">A cycle; what it returns is null, or why there can be no other.</param>
    public KrylovResult Run(Func<KrylovIteration, string?> cycle)
    {
        Size = VectorSpace.Norm(R);
        residuals.Add(Relative(Size));
        while (true)
        {
            if (Size <= goal) return Ended(true, $"converged in {Steps} iterations");
            if (!double.IsFinite(Size)) return Ended(false, $"diverged: the residual is {Size} after {Steps} iterations; is the operator, the preconditioner or the right-hand side not finite?");
            if (Steps >= stopping.MaxIterations)
                return Ended(false, $"not converged in {Steps} iterations; allow more, precondition, or ask for less");
            var (before, stepped) = (Size, Steps);
            claimed = false;
            string? obstacle;
            using (Tensor.Scope())
            {
                obstacle = cycle(this);
                R.Assign(b);
                Refresh();
            }

            Size = VectorSpace.Norm(R);
            if (residuals.Count > 1) residuals[^1] = Relative(Size);
            if (Size <= goal) continue;
            if (obstacle is not null) return Ended(false, obstacle);
            if (claimed && Size > 0.5 * before) return Ended(false, "stagnated: this is as far as rounding lets it; ask for less or precondition");
            if (Steps == stepped || Size > 0.9999 * before && Steps < stopping.MaxIterations)
                return Ended(false, $"stagnated after {Steps} iterations; a longer restart, a preconditioner or a shift may help");
        }
    }

    private KrylovResult Ended(bool converged, string reason) =>
        new(X, Steps, residuals, converged, $"{method}: {reason} (‖b − Ax‖/‖b‖ = {residuals[^1]:G3}, wanted {Relative(goal):G3})");

    private double Relative(double size) => scale > 0 ? size / scale : size;

    private void Refresh()
    {
        using var scope = Tensor.Scope();
        VectorSpace.Axpy(-1, Apply(X), R);
    }

    private Tensor Like(Tensor y, string what)
    {
        if (y.Shape != X.Shape) throw new ArgumentException($"{method}: the {what} takes shape {X.Shape} to {y.Shape}; it must keep it");
        if (y.DType.IsComplex() && !X.DType.IsComplex())
            throw new ArgumentException($"{method}: the {what} takes {X.DType} to {y.DType}; give a complex right-hand side, b.Cast(DType.C128)");
        return y.Cast(X.DType).Contiguous();
    }
}
