using Kit.Compute;

namespace Kit.Tensors;

/// <summary>y = op(x).</summary>
internal sealed record UnaryCall(UnaryOp Op, DType? Result) : Application
{
    public override string Name => Op.ToString();

    public override Tensor Run(Tensor[] x) => Primitive.Unary(Op, x[0], Result);
}

/// <summary>y = op(a, b) with broadcasting.</summary>
internal sealed record BinaryCall(BinaryOp Op, DType Operands, DType? Result) : Application
{
    public override string Name => Op.ToString();

    public override Tensor Run(Tensor[] x) => Primitive.Binary(Op, x[0], x[1], Operands, Result);
}

/// <summary>Operands (condition, a, b): condition ? a : b with broadcasting.</summary>
internal sealed record SelectCall : Application
{
    public override string Name => "Where";

    public override Tensor Run(Tensor[] x) => Primitive.Select(x[0], x[1], x[2]);
}

/// <summary>A reduction over axes.</summary>
internal sealed record ReduceCall(ReduceOp Op, Axes Axes, bool KeepDims, DType? Result) : Application
{
    public override string Name => Op.ToString();

    public override Tensor Run(Tensor[] x) => Tensor.Reduce(Op, x[0], Axes, KeepDims, Name, Result);
}

/// <summary>Running sums along an axis.</summary>
internal sealed record CumSumCall(int Axis) : Application
{
    public override string Name => "CumSum";

    public override Tensor Run(Tensor[] x) => x[0].CumSum(Axis);
}

/// <summary>[B,M,K]·[B,K,N] → [B,M,N].</summary>
internal sealed record MatMulCall : Application
{
    public override string Name => "MatMul";

    public override Tensor Run(Tensor[] x) => Primitive.MatMul(x[0], x[1]);
}

/// <summary>Operands (x, index): y[i, …] = x[index[i], …].</summary>
internal sealed record GatherCall : Application
{
    public override string Name => "Take";

    public override Tensor Run(Tensor[] x) => Primitive.Gather(x[0], x[1]);
}

/// <summary>A copy in this type.</summary>
internal sealed record CastCall(DType Type) : Application
{
    public override string Name => "Cast";

    public override Tensor Run(Tensor[] x) => x[0].DType == Type ? x[0].Copy() : x[0].Cast(Type);
}

/// <summary>A copy on this device.</summary>
internal sealed record MoveCall(Device Device) : Application
{
    public override string Name => "To";

    public override Tensor Run(Tensor[] x) => x[0].To(Device);
}

/// <summary>The operands one after the other along an axis.</summary>
internal sealed record ConcatCall(int Axis) : Application
{
    public override string Name => "Concat";

    public override Tensor Run(Tensor[] x) => Tensor.Concat(x, Axis);
}

/// <summary>Another shape.</summary>
internal sealed record ReshapeCall(Shape Target) : Application
{
    public override string Name => "Reshape";

    public override Tensor Run(Tensor[] x) => x[0].Reshape(Target);
}

/// <summary>Another order of axes.</summary>
internal sealed record PermuteCall(int[] Order) : Application
{
    public override string Name => "Permute";

    public override Tensor Run(Tensor[] x) => x[0].Permute(Order);
}

/// <summary>Axes of extent 1 stretched.</summary>
internal sealed record BroadcastCall(Shape Target) : Application
{
    public override string Name => "BroadcastTo";

    public override Tensor Run(Tensor[] x) => x[0].BroadcastTo(Target);
}

/// <summary>Axes reversed.</summary>
internal sealed record FlipCall(int[] Axes) : Application
{
    public override string Name => "Flip";

    public override Tensor Run(Tensor[] x) => x[0].Flip(Axes);
}

/// <summary>A view of some of the elements, each at most once.</summary>
/// <param name="Of">What it is called.</param>
/// <param name="Cut">The same cut of any tensor of the operand's shape and kind.</param>
internal sealed record CutCall(string Of, Func<Tensor, Tensor> Cut) : Application
{
    public override string Name => Of;

    /// <summary>The same cut of each sample along a leading axis.</summary>
    public CutCall OfEach => new(Of, x => x.OfEach(this));

    public override Tensor Run(Tensor[] x) => Cut(x[0]);
}

/// <summary>Softmax along the last axis, whose derivative needs the result alone.</summary>
internal sealed record SoftmaxCall : Application
{
    public override string Name => "Softmax";

    public override Tensor Run(Tensor[] x) => x[0].Softmax();
}
