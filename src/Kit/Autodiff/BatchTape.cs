using Kit.Tensors;

namespace Kit.Autodiff;

/// <summary>Carries a leading axis of samples through a function of one sample: a watched tensor has the shape of one and owns the values of all.</summary>
/// <param name="count">The number of samples, 1 or more.</param>
internal sealed class BatchTape(int count) : Tape
{
    /// <summary>One sample, standing for all along the leading axis.</summary>
    public Tensor Input(Tensor x)
    {
        using var scope = Tensor.Scope();
        return Standing(x, scope);
    }

    /// <summary>All samples along a new leading axis, in memory that may be written to.</summary>
    public Tensor Output(Tensor y) => WatchOf(y) is Samples samples
        ? samples.All.Twin(samples.All.Tracer)
        : y.BroadcastTo([count, .. y.Shape]).Copy();

    protected override Tensor Meet(Application application, Tensor[] operands)
    {
        if (!IsOpen) throw new InvalidOperationException($"Batch: {application.Name} met a tensor of one sample after the function of samples had returned; make it a result of the function");
        using var scope = Tensor.Scope();
        var batched = Array.ConvertAll(operands, x => WatchOf(x) is not null);
        var values = Array.ConvertAll(operands, x => (WatchOf(x) as Samples)?.All ?? x);
        var y = BatchRules.Apply(application, operands, values, batched, count);
        NaNTrap.Check(y, application, "");
        return Standing(y, scope);
    }

    protected override Tensor Record(Application application, Rule rule, Watch?[] watches, Tensor[] primals, Tensor y) => throw new NotSupportedException();

    private Tensor Standing(Tensor all, TensorScope scope)
    {
        var own = scope.Own(all, Home);
        var sample = own.Sample(new Samples(this, own));
        scope.Release(sample);
        return sample;
    }

    private sealed class Samples(BatchTape tape, Tensor all) : Watch(tape, null)
    {
        public Tensor All => all;

        public override Tracer Live => this;

        public override Tensor Plain(Tensor x) => all.Tracer is null ? x : tape.Input(all.Plain);

        public override Tensor[] Leading(Tensor x, Func<Tensor, Tensor[]> f) => Array.ConvertAll(all.Leading(f), tape.Input);

        /// <summary>The value of every sample, where it is the same for all.</summary>
        public override Tensor Read(Tensor x)
        {
            var read = all.Tracer?.Read(all) ?? all;
            var first = read.Along(0, 0, 1);
            if (read.Shape[0] > 1 && !(bool)read.Equal(first).All()) throw new SamplesDifferException(tape);
            return first.Reshape(x.Shape);
        }

        protected override void Free()
        {
            all.Dispose();
            base.Free();
        }
    }
}

/// <summary>A function of one sample asked for a value, such as a branch needs, that is not the same for all samples: they are taken one by one then.</summary>
internal sealed class SamplesDifferException(BatchTape tape) : InvalidOperationException("Batch: a value that differs between the samples was asked for")
{
    public BatchTape Tape => tape;
}
