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
    private TensorScope? Home { get; } = TensorScope.Current;

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

        if (top is null) return application.Run(operands);
        var watches = Array.ConvertAll(operands, top.WatchOf);
        var primals = new Tensor[operands.Length];
        for (var i = 0; i < primals.Length; i++) primals[i] = watches[i]?.Primal ?? operands[i];
        var y = application.Run(primals);
        if (top.WatchOf(y) is not null)
            throw new InvalidOperationException($"{application.Name}: the function closes over a tensor that is being differentiated, whose part in the derivative its rule cannot know; close over Grad.Stop of it");
        NaNTrap.Check(y, application, "");
        return y.DType.IsInteger() || Rules.Of(application) is not { } rule ? y : y.Twin(top.Record(application, rule, watches, primals, y));
    }

    /// <summary>How this tape watches the tensor, or null if it does not.</summary>
    public Watch? WatchOf(Tensor x) => x.Tracer is Watch watch && watch.Tape == this ? watch : null;

    /// <summary>Notes one application; <paramref name="watches"/> are null where an operand is a constant to this tape.</summary>
    protected abstract Watch Record(Application application, Rule rule, Watch?[] watches, Tensor[] primals, Tensor y);

    /// <summary>A second owner of what the user's code may dispose of, in the scope that outlives the function.</summary>
    public Tensor Share(Tensor x) => x.IsWeak ? x : Settle(x.Twin(x.Tracer));

    /// <summary>What this tape made itself, safe from a scope inside the function.</summary>
    protected Tensor Hold(Tensor x) => TensorScope.Current == Home ? x : Share(x);

    private Tensor Settle(Tensor x)
    {
        if (TensorScope.Current != Home) TensorScope.Move(x, Home);
        return x;
    }
}

/// <summary>A tape's wrapping of a value.</summary>
internal abstract class Watch(Tape tape, Tensor primal) : Tracer
{
    public Tape Tape => tape;

    /// <summary>The value beneath.</summary>
    public Tensor Primal => primal;

    public override Tracer? Bottom => primal.Tracer?.Bottom;

    public override Tracer? Live => tape.IsOpen ? this : primal.Tracer;

    public override Tensor Apply(Application application, params Tensor[] operands) => Tape.Apply(application, operands);
}
