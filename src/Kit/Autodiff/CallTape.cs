using Kit.Tensors;

namespace Kit.Autodiff;

/// <summary>Shows every differentiable application that depends on the arguments to a watcher, as it happens; takes no derivative.</summary>
/// <param name="seen">(what was applied, to what, the result); the tensors are the tape's own and last no longer than the call.</param>
internal sealed class CallTape(Action<Application, Tensor[], Tensor> seen) : Tape
{
    /// <summary>Runs a function of tensors while its applications are watched.</summary>
    public static void Run(Func<Tensor[], Tensor> f, Tensor[] x, Action<Application, Tensor[], Tensor> seen)
    {
        using var scope = Tensor.Scope();
        var tape = new CallTape(seen);
        try
        {
            _ = f(Array.ConvertAll(x, tape.Input));
        }
        finally
        {
            tape.Close();
        }
    }

    protected override Tensor Record(Application application, Rule rule, Watch?[] watches, Tensor[] primals, Tensor y)
    {
        seen(application, primals, y);
        var result = y.Twin(new Seen(this, y.Tracer));
        y.Dispose();
        Drop(watches, primals);
        return result;
    }

    private Tensor Input(Tensor x) => x.Twin(new Seen(this, x.Tracer));

    private sealed class Seen(Tape tape, Tracer? beneath) : Watch(tape, beneath);
}
