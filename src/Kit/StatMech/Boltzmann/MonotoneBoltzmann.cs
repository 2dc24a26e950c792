using Kit.Autodiff;
using Kit.Compute;
using Kit.Learning;
using Kit.Tensors;

namespace Kit.StatMech.Boltzmann;

/// <summary>A Boltzmann machine of multi-state units with couplings between all of them whose mean field q = softmax(Φq + b), unit by unit, has one and only one solution.</summary>
/// <remarks>
/// After Feng, Nguyen-Tang, Kolter, et al., Monotone deep Boltzmann machines, TMLR 2023 (arXiv 2307.04990). p(x) ∝ exp(½xᵀΦx + b·x) with x one-hot in each unit. The mean field is the inclusion
/// 0 ∈ (2I − Φ)q − b + ∂f(q), f(q) = Σ q ln q − ‖q‖² on products of simplices. Changes v of q within simplices have Σv = 0, for which vᵀ∇²f v = Σ v²/q − 2Σv² ≥ 0: by Cauchy and Schwarz
/// Σ v²/q ≥ (Σ|v|)², and a sum of positive parts that equals that of negative ones gives (Σ|v|)² ≥ 2Σv². So f is convex there, and 2I − Φ ⪰ mI makes the inclusion strongly monotone.
/// (The source has I and ½‖q‖², and so couplings half as strong: a ferromagnet at half of its critical strength.) With a block A_i of rows for each unit, ‖A_i‖₂² ≤ 2 − m,
/// Φ = blkdiag(A_iA_iᵀ) − AAᵀ has 2I − Φ ⪰ mI. Here A has a row for each state of each unit, the transpose of the source's.
/// </remarks>
/// <param name="units">Number of states of each unit, ≥ 2.</param>
/// <param name="rank">Columns of A.</param>
/// <param name="monotonicity">m in (0, 2): the larger, the weaker the couplings and the faster the iteration.</param>
/// <param name="dtype">Of the weights.</param>
public sealed class MonotoneBoltzmann(int[] units, int rank, double monotonicity = 0.1, DType dtype = DType.F32) : Layer
{
    private readonly int states = units.Sum();
    [Buffer] private readonly Tensor blocks = Blocks(units, dtype).KeepAlways();
    [Buffer] private readonly Tensor centre = Centre(units, dtype).KeepAlways();

    /// <summary>Rows of A before they are scaled, [Σ states, rank].</summary>
    public Tensor Factor { get; } = Unset(dtype, units.Sum(), rank);

    /// <summary>b [Σ states].</summary>
    public Tensor Bias { get; } = Unset(dtype, units.Sum());

    /// <summary>Number of states of each unit; their one-hot vectors stand one after the other.</summary>
    public IReadOnlyList<int> Units => units;

    /// <summary>Φ [Σ states, Σ states], symmetric, with empty blocks within units.</summary>
    /// <remarks>
    /// What is the same for all states of a unit changes nothing, so it is taken off the rows first. ‖A_i‖₂² ≤ ‖A_iA_iᵀ‖_F, with equality for units of two states, and each unit's block is scaled by
    /// √((2 − m)/max(1, ‖A_iA_iᵀ‖_F)): for units of many states a little stricter than need be, and smooth.
    /// </remarks>
    public Tensor Couplings()
    {
        if (!(monotonicity > 0 && monotonicity < 2)) throw new ArgumentException($"MonotoneBoltzmann: m = {monotonicity}; it must lie between 0 and 2");
        var a = centre.MatMul(Factor);
        var gram = a.MatMul(a.T);
        // Sums of squares over a unit's block, given to each of its rows: ones in blocks times row sums.
        var norms = blocks.MatMul((gram * blocks).Square().Sum([-1]));
        var scale = norms.Maximum(1).Pow(-0.25) * Math.Sqrt(2 - monotonicity);
        return gram * (blocks - 1) * scale * scale.Unsqueeze(-1);
    }

    /// <summary>Mean-field marginals q of the units that are not seen.</summary>
    /// <param name="seen">One-hot states where seen, anything elsewhere, [batch, Σ states].</param>
    /// <param name="mask">Bool [batch, Σ states]: true where seen; null: nothing is seen.</param>
    /// <param name="options">Of the iteration.</param>
    /// <returns>q [batch, Σ states], differentiable by the implicit function theorem.</returns>
    public Tensor Marginals(Tensor seen, Tensor? mask, MonotoneIteration? options = null)
    {
        ArgumentNullException.ThrowIfNull(seen);
        var (x, observed) = (seen.Cast(dtype), mask ?? Tensor.Zeros(seen.Shape) > 0.5);
        var start = Functions.Where(observed, x, Uniform());
        var rule = options ?? new(Memory: 5);
        return Grad.Root((q, p) => Functions.Where(observed, x, SoftmaxByUnit(q.MatMul(p[0]) + p[1])) - q, start, [Couplings(), Bias],
            Linear(rule), p => ForwardBackward.Solve(p[0], p[1], start, x, observed, units, rule).Marginals);
    }

    /// <summary>The iteration from a start of yours, with the residuals of its steps: to see that the solution is unique.</summary>
    /// <param name="start">q of all units, [batch, Σ states].</param>
    /// <param name="options">Of the iteration.</param>
    public (Tensor Marginals, IReadOnlyList<double> Residuals) Iterate(Tensor start, MonotoneIteration? options = null)
    {
        ArgumentNullException.ThrowIfNull(start);
        return ForwardBackward.Solve(Couplings().Plain, Bias.Plain, start, start, Tensor.Zeros(start.Shape) > 0.5, units, options ?? new());
    }

    /// <summary>softmax over the states of each unit, [..., Σ states].</summary>
    public Tensor SoftmaxByUnit(Tensor logits) => UnitSoftmax.Of(logits, units);

    /// <summary>Mean over units that are asked for of −ln q(target).</summary>
    /// <param name="marginals">q [batch, Σ states].</param>
    /// <param name="targets">One-hot [batch, Σ states].</param>
    /// <param name="asked">Bool [batch, Σ states]: true for the units that count.</param>
    public static Tensor CrossEntropy(Tensor marginals, Tensor targets, Tensor asked)
    {
        ArgumentNullException.ThrowIfNull(targets);
        var weights = targets.Cast(marginals.DType) * asked.Cast(marginals.DType);
        return -(marginals.Clamp(1e-12, 1).Log() * weights).Sum() / weights.Sum();
    }

    /// <summary>1/k for each state of a unit of k states, [Σ states].</summary>
    public Tensor Uniform() => Tensor.Of([.. units.SelectMany(k => Enumerable.Repeat(1.0 / k, k))], dtype);

    /// <summary>q with nothing but the input as a start: as a layer, the marginals of a bias that is shifted by x.</summary>
    protected override Tensor Compute(Tensor x)
    {
        Require(x.Rank == 2 && x.Shape[1] == states, x, "MonotoneBoltzmann", $"[N,{states}]");
        var rule = new MonotoneIteration(Memory: 5);
        var none = Tensor.Zeros(x.Shape) > 0.5;
        var start = Uniform().BroadcastTo(x.Shape);
        return Grad.Root((q, p) => SoftmaxByUnit(q.MatMul(p[0]) + p[1]) - q, start, [Couplings(), Bias + x], Linear(rule),
            p => ForwardBackward.Solve(p[0], p[1], start, start, none, units, rule).Marginals);
    }

    /// <inheritdoc/>
    protected internal override void Initialize(Rng rng)
    {
        Factor.Assign(Init.Normal(1 / Math.Sqrt(rank * units.Average()))(Factor.Shape, rng.Stream("factor"), dtype));
        Bias.Assign(0);
    }

    /// <summary>Of the linear system of the derivative: as many digits as the solution has, and no more than the type has.</summary>
    private Iteration Linear(MonotoneIteration rule) => new(Math.Max(rule.Tolerance, dtype == DType.F64 ? 1e-12 : 1e-5));

    /// <summary>x → x less its mean over the states of a unit.</summary>
    private static Tensor Centre(int[] units, DType dtype) => Tensor.Eye(units.Sum(), dtype) - Blocks(units, dtype) / Tensor.Of([.. units.SelectMany(k => Enumerable.Repeat((double)k, k))], dtype);

    /// <summary>Ones where two states belong to one unit.</summary>
    private static Tensor Blocks(int[] units, DType dtype)
    {
        if (units.Length == 0 || units.Min() < 2) throw new ArgumentException("MonotoneBoltzmann: every unit needs two states at least");
        var owner = Tensor.Of([.. units.SelectMany((k, i) => Enumerable.Repeat(i, k))]);
        return owner.Unsqueeze(1).Equal(owner).Cast(dtype);
    }
}
