using Kit.Tensors;

namespace Kit.Autodiff;

/// <summary>Reverse mode: notes a graph of applications while the function runs, so that it can be walked from the output to the inputs.</summary>
/// <remarks>
/// The graph hangs on the tensors that came of it, so what leads nowhere is collected while the function still runs. Of the values it keeps those that
/// a rule reads, in handles of its own: all else that the function makes ends with the scope that it was made in.
/// </remarks>
internal sealed class ReverseTape : Tape
{
    private long applications;

    /// <summary>An input of the function.</summary>
    public Tensor Input(Tensor x, out Node node)
    {
        node = new(0, null, null, []);
        return x.Twin(new Noted(this, x.Tracer, node));
    }

    /// <summary>The application that an output came of, or null if it does not depend on the inputs.</summary>
    public Node? NodeOf(Tensor y) => (WatchOf(y) as Noted)?.Node;

    protected override Tensor Record(Application application, Rule rule, Watch?[] watches, Tensor[] primals, Tensor y)
    {
        var (parents, needs) = (new Node?[watches.Length], Saves.None);
        for (var i = 0; i < parents.Length; i++)
        {
            if (watches[i] is not Noted noted) continue;
            parents[i] = noted.Node;
            needs |= rule.Needs(i);
        }

        Tensor?[]? inputs = null;
        for (var i = 0; i < primals.Length; i++)
            if ((needs & Call.Operand(i)) != 0) (inputs ??= new Tensor?[primals.Length])[i] = watches[i] is null ? Share(primals[i]) : Settle(primals[i]);
        var call = new Call(application, primals, inputs, (needs & Saves.Output) != 0 ? Settle(y) : null);
        var result = y.Twin(new Noted(this, y.Tracer, new(++applications, call, rule, parents)));
        for (var i = 0; i < primals.Length; i++)
            if (watches[i] is not null && inputs?[i] is null) primals[i].Dispose();
        if ((needs & Saves.Output) == 0) y.Dispose();
        return result;
    }

    private sealed class Noted(Tape tape, Tracer? beneath, Node node) : Watch(tape, beneath)
    {
        public Node Node => node;
    }
}
