using Kit.Tensors;

namespace Kit.Autodiff;

/// <summary>Forward mode: carries with every value y the change ẏ that a change ẋ of the inputs makes.</summary>
internal sealed class ForwardTape : Tape
{
    /// <summary>An input of the function that changes by this tangent.</summary>
    public Tensor Input(Tensor x, Tensor tangent) => x.Twin(new Dual(this, Share(x), Share(tangent)));

    /// <summary>ẏ, or null if the output does not depend on the inputs.</summary>
    public Tensor? TangentOf(Tensor y) => (WatchOf(y) as Dual)?.Tangent;

    protected override Watch Record(Application application, Rule rule, Watch?[] watches, Tensor[] primals, Tensor y)
    {
        var tangents = Array.ConvertAll(watches, w => (w as Dual)?.Tangent);
        var tangent = Broadcasting.StretchTo(rule.Push(new(application, primals, primals, y), tangents), y.Shape, y.DType);
        NaNTrap.Check(tangent, application, "the derivative of ");
        return new Dual(this, Hold(y), Hold(tangent));
    }

    private sealed class Dual(Tape tape, Tensor primal, Tensor tangent) : Watch(tape, primal)
    {
        public Tensor Tangent => tangent;
    }
}
