using System.Numerics;
using Kit.Numerics.TimeIntegration;
using Kit.Tensors;

namespace Kit.Pde.Spectral;

/// <summary>∂u/∂t = Lu + N(t, u) on a periodic grid, in Fourier modes: dû/dt = L(k) û + N̂. A new equation is these two methods.</summary>
/// <example>
/// <code>
/// sealed class Burgers(Grid grid, double ν) : SpectralEquation(new FourierSpace(grid))   // ∂u/∂t = ν ∂²u/∂x² − ½ ∂(u²)/∂x
/// {
///     public override Tensor Linear(FourierSpace k) => ν * k.Laplacian;
///
///     public override Tensor Nonlinear(FourierSpace k, Tensor u, double t) => k.Modes(-0.5 * k.Values(u).Square(), k.Derivative(0));
/// }
/// </code>
/// </example>
/// <remarks>
/// Fields are [samples…, n_x, …], those of systems [samples…, C, n_x, …]. Steppers keep the modes from step to step; <see cref="Evolve"/> goes there and back.
/// </remarks>
/// <param name="space">Real or complex fields, and what is done about aliases of products.</param>
/// <param name="components">C of a system; 0 for a single field without an axis of components.</param>
public abstract class SpectralEquation(FourierSpace space, int components = 0)
{
    private const int MostKept = 8;
    private Tensor? symbol;
    private bool? grows;

    /// <summary>Wavenumbers and transforms.</summary>
    public FourierSpace Space { get; } = space ?? throw new ArgumentNullException(nameof(space));

    /// <summary>C, or 0 for a single field without an axis of components.</summary>
    public int Components { get; } = components >= 0 ? components : throw new ArgumentOutOfRangeException(nameof(components), $"SpectralEquation: {components} components");

    /// <summary>
    /// Whether <see cref="Nonlinear"/> may be asked for some samples of a batch alone, by several threads at once: no tensor of the equation has an axis of samples, and nothing is
    /// changed in it. Steppers then take samples through all their steps in groups that fit the caches. False unless an equation says so.
    /// </summary>
    public virtual bool IsSampleWise => false;

    /// <summary>L(k): a number a mode, of any shape that broadcasts to [modes] or [C, modes]; or a matrix a mode, [2, 2, modes].</summary>
    public abstract Tensor Linear(FourierSpace k);

    /// <summary>N̂ of the modes û; null if the equation is linear.</summary>
    /// <param name="k">Wavenumbers and transforms; <see cref="FourierSpace.Values"/> and <see cref="FourierSpace.Modes(Tensor, Tensor?)"/> keep products free of aliases.</param>
    /// <param name="u">û, [samples…, C, modes].</param>
    /// <param name="t">Time.</param>
    public virtual Tensor? Nonlinear(FourierSpace k, Tensor u, double t) => null;

    /// <summary>A method of one step, from modes to modes.</summary>
    /// <param name="scheme">By default <see cref="SpectralScheme.Etdrk4"/>.</param>
    public SpectralStepper Stepper(SpectralScheme? scheme = null) => new(this, scheme ?? SpectralScheme.Etdrk4);

    /// <summary>∂u/∂t on the grid, for time integrators that know nothing of modes.</summary>
    public Tensor RightHandSide(double t, Tensor u)
    {
        var modes = Modes(u);
        var linear = Of(z => z) is { } l ? SpectralOperator.Sum([l], [modes]) : null;
        var nonlinear = Nonlinear(Space, modes, t);
        return Space.Inverse(linear is null ? nonlinear ?? Tensor.ZerosLike(modes) : nonlinear is null ? linear : linear + nonlinear);
    }

    /// <summary>N(t, u) on the grid: the part f_E that <see cref="ImexMultistep"/> and <see cref="ImexRungeKutta"/> evaluate.</summary>
    public Tensor ExplicitPart(double t, Tensor u)
    {
        var modes = Modes(u);
        return Space.Inverse(Nonlinear(Space, modes, t) ?? Tensor.ZerosLike(modes));
    }

    /// <summary>Lu by its resolvent (1 − γΔt L)⁻¹ on the grid: the part f_I that they solve for, a division a mode.</summary>
    /// <example><c>Evolution.Final(ImexMultistep.Sbdf2(equation.ExplicitPart, equation.ImplicitPart()), u, 0, 1, 1e-3)</c></example>
    public ImplicitPart ImplicitPart()
    {
        Dictionary<double, SpectralOperator> known = [];
        SpectralOperator Resolvent(double gammaDt)
        {
            lock (known)
            {
                if (known.TryGetValue(gammaDt, out var resolvent)) return resolvent;
                if (known.Count == MostKept) known.Clear();
                return known[gammaDt] = Of(z => 1 / (1 - gammaDt * z))!;
            }
        }

        return Numerics.TimeIntegration.ImplicitPart.Linear((gammaDt, r) => Space.Inverse(SpectralOperator.Sum([Resolvent(gammaDt)], [Modes(r)])));
    }

    /// <summary>The field after equal steps.</summary>
    /// <param name="u">Field at time t.</param>
    /// <param name="dt">Step Δt.</param>
    /// <param name="steps">Number of steps.</param>
    /// <param name="scheme">By default <see cref="SpectralScheme.Etdrk4"/>.</param>
    /// <param name="t">Time at the start.</param>
    /// <param name="token">Stops between steps.</param>
    /// <exception cref="ArgumentException">u is no field of this equation.</exception>
    public Tensor Evolve(Tensor u, double dt, int steps, SpectralScheme? scheme = null, double t = 0, CancellationToken token = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(steps);
        return Space.Inverse(Stepper(scheme).Run(t, Modes(u), dt, steps, token));
    }

    /// <summary>The field at given times: <see cref="Evolution.Run"/> over modes, with fields on the grid to be saved.</summary>
    /// <param name="u">Field at the first time.</param>
    /// <param name="times">The first time and those to be saved, rising.</param>
    /// <param name="dt">Longest step Δt; steps hit every time exactly.</param>
    /// <param name="scheme">By default <see cref="SpectralScheme.Etdrk4"/>.</param>
    /// <param name="token">Stops between steps.</param>
    /// <returns>States [times, samples…, C, n_x, …].</returns>
    /// <exception cref="ArgumentException">u is no field of this equation, times do not rise, or Δt is not positive.</exception>
    /// <exception cref="ArithmeticException">A mode became infinite or NaN; the message names step and time.</exception>
    public Trajectory Run(Tensor u, IReadOnlyList<double> times, double dt, SpectralScheme? scheme = null, CancellationToken token = default)
    {
        var run = Evolution.Run(Stepper(scheme), Modes(u), times, dt, token: token);
        return run with { States = Space.Inverse(run.States) };
    }

    /// <summary>The modes of a field of this equation.</summary>
    /// <exception cref="ArgumentException">u is no field of this equation.</exception>
    public Tensor Modes(Tensor u)
    {
        Space.Grid.Check(u, GetType().Name);
        if (Components > 0 && (u.Rank <= Space.Dimensions || u.Shape[u.Rank - Space.Dimensions - 1] != Components))
            throw new ArgumentException($"{GetType().Name}: fields have {Components} components before the axes of space, [{Components}, {string.Join(", ", Space.Grid.Shape.ToArray())}], not {u.Shape}");
        return Space.Forward(u);
    }

    /// <summary>L(k) over all modes and components.</summary>
    internal Tensor Symbol => symbol ??= Stretched(Linear(Space)).KeepAlways();

    private SpectralOperator? Of(Func<Complex, Complex> function) => SpectralOperator.Of(Symbol, Space.Dimensions, 1, z => [function(z)])[0];

    /// <summary>Whether some mode of a real field in two or three dimensions may grow by the linear part, and its rounding with it.</summary>
    internal bool Grows => grows ??= Space.HasPairs && Symbol.ToArray<Complex>().Any(entry => entry.Real > 0);

    private Tensor Stretched(Tensor linear)
    {
        var (c, modes) = (Components, Space.Shape.ToArray());
        Shape target = linear.Rank == Space.Dimensions + 2 ? [c, c, .. modes] : c > 0 ? [c, .. modes] : modes;
        if (linear.Rank == Space.Dimensions + 2 && c != 2) throw new InvalidOperationException($"{GetType().Name}.Linear: matrices are of two components, this equation has {c}");
        try
        {
            return linear.BroadcastTo(target).Copy();
        }
        catch (ArgumentException e)
        {
            throw new InvalidOperationException($"{GetType().Name}.Linear: a symbol broadcasts to {target}, not {linear.Shape}", e);
        }
    }
}
