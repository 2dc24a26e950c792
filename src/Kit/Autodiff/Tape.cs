using Kit.Compute;
using Kit.Tensors;

namespace Kit.Autodiff;

/// <summary>One derivative being taken, forward or reverse, from the call of the function to its return.</summary>
/// <remarks>
/// Every tape has a level, later ones a higher one. A watched tensor wraps its value, which may itself be watched by a tape of a lower level.
/// An operation is met by the highest tape among its operands: it takes off its own wrapping, applies the operation to what is beneath, where the lower
/// tapes meet it in turn, and notes the rule. So nested derivatives never mix their perturbations, and derivatives of any order are derivatives of rules.
/// </remarks>
internal abstract class Tape
{
    private static long levels;

    /// <summary>Higher for a tape that began later, so inner derivatives are above outer ones.</summary>
    public long Level { get; } = Interlocked.Increment(ref levels);

    /// <summary>False once the function has returned: what it left behind is a constant from then on.</summary>
    public bool IsOpen { get; private set; } = true;

    /// <summary>The scope that the derivative was asked for in; what is saved lives there, not in a scope inside the function.</summary>
    protected TensorScope? Home { get; } = TensorScope.Current;

    public void Close() => IsOpen = false;

    /// <summary>Applies a primitive at the highest level among its operands.</summary>
    public static Tensor Apply(Application application, Tensor[] operands)
    {
        Tape? top = null;
        foreach (var x in operands)
        {
            x.RequireLive();
            if (x.Tracer is Watch { Tape: var tape } && tape.Level > (top?.Level ?? 0)) top = tape;
        }

        return top is null ? application.Run(operands) : top.Meet(application, operands);
    }

    /// <summary>Applies a primitive beneath this tape, the highest among the operands, and notes it.</summary>
    protected virtual Tensor Meet(Application application, Tensor[] operands)
    {
        var (watches, primals) = (new Watch?[operands.Length], new Tensor[operands.Length]);
        for (var i = 0; i < primals.Length; i++)
        {
            watches[i] = WatchOf(operands[i]);
            primals[i] = watches[i] is { } watch ? operands[i].Twin(watch.Beneath) : operands[i];
        }

        var y = application.Run(primals);
        if (y.Tracer is Watch { Tape: var above } && above.Level >= Level)
            throw new InvalidOperationException($"{application.Name}: the function closes over a tensor that is being differentiated, whose part in the derivative its rule cannot know; make it an argument, or close over Grad.Stop of it");
        NaNTrap.Check(y, application, "");
        if (Array.IndexOf(primals, y) >= 0) y = y.Twin(y.Tracer);
        if (!y.DType.IsInteger() && Rules.Of(application) is { } rule) return Record(application, rule, watches, primals, y);
        Drop(watches, primals);
        return y;
    }

    /// <summary>How this tape watches the tensor, or null if it does not.</summary>
    public Watch? WatchOf(Tensor x) => x.Tracer is Watch watch && watch.Tape == this ? watch : null;

    /// <summary>Notes one application and gives the result to be watched.</summary>
    /// <param name="application">The primitive.</param>
    /// <param name="rule">Its rule.</param>
    /// <param name="watches">Null where an operand is a constant to this tape.</param>
    /// <param name="primals">The values beneath; where there is a watch, this tape's own handle, to save or to dispose of.</param>
    /// <param name="y">The result beneath, this tape's own handle.</param>
    protected abstract Tensor Record(Application application, Rule rule, Watch?[] watches, Tensor[] primals, Tensor y);

    /// <summary>A second owner of what the user's code may dispose of, in the scope that outlives the function.</summary>
    protected Tensor Share(Tensor x) => x.IsWeak ? x : Settle(x.Twin(x.Tracer));

    /// <summary>A handle of this tape's own, safe from a scope inside the function.</summary>
    protected Tensor Settle(Tensor x)
    {
        if (TensorScope.Current != Home) TensorScope.Move(x, Home);
        return x;
    }

    /// <summary>Disposes of the handles that were made to look beneath the watches.</summary>
    protected static void Drop(Watch?[] watches, Tensor[] primals)
    {
        for (var i = 0; i < primals.Length; i++)
            if (watches[i] is not null) primals[i].Dispose();
    }
}

/// <summary>A tape's wrapping of a value.</summary>
internal abstract class Watch : Tracer
{
    private readonly Tracer? beneath; // who watches the value beneath

    protected Watch(Tape tape, Tracer? beneath)
    {
        (Tape, this.beneath) = (tape, beneath);
        beneath?.Attach();
    }

    public Tape Tape { get; }

    public Tracer? Beneath => beneath?.Live;

    public override Tracer? Bottom => beneath?.Bottom;

    public override Tracer? Live => Tape.IsOpen ? this : Beneath;

    public override Tensor Plain(Tensor x) => Beneath is { } below ? below.Plain(x.Twin(below)) : x.Twin(null);

    public override Tensor[] Leading(Tensor x, Func<Tensor, Tensor[]> f) => Plain(x).Leading(f);

    public override Tensor Apply(Application application, params Tensor[] operands) => Tape.Apply(application, operands);

    protected override void Free() => beneath?.Detach();
}
