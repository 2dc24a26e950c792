using Kit.Autodiff;
using Kit.Compute;
using Kit.Learning;
using Kit.Numerics;
using Kit.Tensors;

namespace Kit.Operators.Evaluation;

/// <summary>Floating-point operations of a forward pass, counted from the primitives that it applies: a multiplication and an addition are two.</summary>
/// <remarks>
/// Conventions: a product [M, K]·[K, N] is 2MKN; a convolution 2 for each of its products, those with zeros of the padding among them, and 1 for each bias;
/// a complex transform of n points 5n log₂ n and a real one half of it; every elementwise function 1 an element, GELU as much as +, and complex × 6; a reduction 1
/// an element that it reads; softmax 5. Copies, slices and changes of type or shape are free. Kit's <c>SpectralConv</c> transforms by products of matrices, and so it is counted.
/// </remarks>
/// <param name="Convolutions">Of convolutions and transposed ones.</param>
/// <param name="Products">Of products of matrices.</param>
/// <param name="Transforms">Of fast transforms.</param>
/// <param name="Pointwise">Of elementwise functions and reductions.</param>
/// <param name="Uncounted">Names of what was applied and has no formula here, such as a solver.</param>
public sealed record FlopCount(double Convolutions, double Products, double Transforms, double Pointwise, IReadOnlyList<string> Uncounted)
{
    /// <summary>All together.</summary>
    public double Total => Convolutions + Products + Transforms + Pointwise;

    /// <summary>Of a model in use, not in training.</summary>
    /// <param name="model">Any.</param>
    /// <param name="sample">What it is applied to: a batch of one gives operations a sample.</param>
    public static FlopCount Of(Layer model, Tensor sample)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(sample);
        var (convolutions, products, transforms, pointwise) = (0.0, 0.0, 0.0, 0.0);
        var uncounted = new SortedSet<string>(StringComparer.Ordinal);
        Tensor[] weights = [.. Model.Parameters(model).Select(p => p.Value)];
        Model.SetTraining(model, false);
        CallTape.Run(x => Grad.Over(weights, () => model.Forward(x[0]))(x[1..]), [sample, .. weights], Add);
        return new(convolutions, products, transforms, pointwise, [.. uncounted]);

        void Add(Application application, Tensor[] x, Tensor y)
        {
            switch (application)
            {
                case ConvCall call:
                    convolutions += Convolution(call, x, y);
                    break;
                case MatMulCall:
                    products += (y.DType.IsComplex() ? 8.0 : 2.0) * y.Size * x[0].Shape[2];
                    break;
                case FourierCall call:
                    var real = !x[0].DType.IsComplex() || !y.DType.IsComplex();
                    transforms += Lines(x[0].DType.IsComplex() ? y : x[0], call.Axis) * (real ? 0.5 : 1);
                    break;
                case TrigonometricCall call:
                    transforms += Lines(x[0], call.Axis) / 2;
                    break;
                case FusedCall call:
                    pointwise += (double)call.Function.Operations(call.Signature) * y.Size;
                    break;
                case BinaryCall call:
                    pointwise += y.Size * (y.DType.IsComplex() ? call.Op == BinaryOp.Multiply ? 6 : 2 : 1);
                    break;
                case UnaryCall or SelectCall or CumSumCall:
                    pointwise += y.Size;
                    break;
                case ReduceCall:
                    pointwise += x[0].Size;
                    break;
                case SoftmaxCall:
                    pointwise += 5 * y.Size;
                    break;
                case not (CastCall or MoveCall or GatherCall or ConcatCall or ReshapeCall or PermuteCall or BroadcastCall or FlipCall or CutCall or PlantCall or ScatterCall):
                    uncounted.Add(application.Name);
                    break;
            }
        }
    }

    /// <summary>As text: <c>12.3 MFLOP</c>.</summary>
    public override string ToString() => Total switch
    {
        >= 1e9 => FormattableString.Invariant($"{Total / 1e9:G4} GFLOP"),
        >= 1e6 => FormattableString.Invariant($"{Total / 1e6:G4} MFLOP"),
        _ => FormattableString.Invariant($"{Total:F0} FLOP"),
    };

    /// <summary>Every element of the output role meets every kernel element of its channel once, whichever of the three is the result.</summary>
    private static double Convolution(ConvCall call, Tensor[] x, Tensor y)
    {
        Tensor kernel = y, output = y;
        for (var i = 0; i < 2; i++)
            if (call.Role(i) == ConvRole.Kernel) kernel = x[i];
            else if (call.Role(i) == ConvRole.Output) output = x[i];
        return 2.0 * output.Size * kernel.Size / kernel.Shape[0] + (x.Length > 2 ? y.Size : 0);
    }

    /// <summary>5n log₂ n a line.</summary>
    private static double Lines(Tensor x, int axis) => 5.0 * x.Size * Math.Log2(Math.Max(1, x.Shape[axis]));
}
