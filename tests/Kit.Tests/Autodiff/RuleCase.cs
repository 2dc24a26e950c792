using Kit.Compute;
using Kit.Tensors;
using Kit.Tests.Tensors;
using static Kit.Tensors.Functions;

namespace Kit.Tests.Autodiff;

/// <summary>A differentiable function with the shapes and ranges of its arguments.</summary>
internal sealed partial record RuleCase(string Name, Func<Tensor[], Tensor> F, params (int[] Shape, double Low, double High)[] Arguments)
{
    private static readonly int[] Grid = [2, 3];
    private static readonly int[] Row = [3];
    private static readonly int[] Cube = [2, 3, 2];

    public static RuleCase[] All { get; } = [.. Unary(), .. Binary(), .. Reductions(), .. Views(), .. Products(), .. Composed(), .. Special(), .. Ordered(), .. Convolutions(), .. Fused(), .. Transforms(), .. Algebra(), .. Scans()];

    /// <summary>Views with permuted, stepped, flipped and stretched axes.</summary>
    public Tensor[] Strided(int seed)
    {
        var random = new Random(seed);
        return Array.ConvertAll(Arguments, a => Samples.View(random, a.Shape, DType.F64, a.Low, a.High));
    }

    /// <summary>All arguments in one vector.</summary>
    public Tensor Packed(int seed)
    {
        var random = new Random(seed);
        return Tensor.Concat(Array.ConvertAll(Arguments, a => Samples.Values(random, a.Shape, DType.F64, a.Low, a.High).Flatten()));
    }

    /// <summary>F of the arguments in one vector.</summary>
    public Tensor OfPacked(Tensor z)
    {
        var (x, start) = (new Tensor[Arguments.Length], 0);
        for (var i = 0; i < x.Length; i++)
        {
            var size = Arguments[i].Shape.Aggregate(1, (a, b) => a * b);
            x[i] = z[start..(start + size)].Reshape(Arguments[i].Shape);
            start += size;
        }

        return F(x);
    }

    private static RuleCase On(string name, Func<Tensor, Tensor> f, double low = -2, double high = 2, int[]? shape = null) =>
        new(name, x => f(x[0]), (shape ?? Grid, low, high));

    private static RuleCase On(string name, Func<Tensor, Tensor, Tensor> f, int[] a, int[] b, double low = -2, double high = 2) =>
        new(name, x => f(x[0], x[1]), (a, low, high), (b, low, high));

    private static IEnumerable<RuleCase> Unary() =>
    [
        On("Negate", x => -x), On("Abs", Abs, 0.1), On("Abs of negatives", Abs, -2, -0.1), On("Square", Square), On("Reciprocal", Reciprocal, 0.5),
        On("Sqrt", Sqrt, 0.5), On("Rsqrt", Rsqrt, 0.5), On("Exp", Exp), On("Expm1", Expm1), On("Log", Log, 0.5), On("Log1p", Log1p, -0.4),
        On("Log2", Log2, 0.5), On("Log10", Log10, 0.5), On("Sin", Sin), On("Cos", Cos), On("Tan", Tan, -1, 1), On("Asin", Asin, -0.7, 0.7),
        On("Acos", Acos, -0.7, 0.7), On("Atan", Atan), On("Sinh", Sinh), On("Cosh", Cosh), On("Tanh", Tanh), On("Sigmoid", Sigmoid), On("Erf", Erf),
        On("Floor", x => x + Floor(x), 0.1, 0.9), On("Ceiling", x => x * Ceiling(x), 0.1, 0.9), On("Round", x => x.Sin() - Round(x), 0.6, 1.4),
        On("Truncate", x => x - Truncate(x), 0.1, 0.9), On("Sign", x => x.Square() * Sign(x), 0.1), On("Conj of reals", Conj),
        On("Angle of reals", x => Angle(x) + x, 0.1),
        On("Copy", x => x.Copy().Sin()), On("Cast", x => x.Cast(DType.C128).Real().Sin()),
    ];

    private static IEnumerable<RuleCase> Binary() =>
    [
        On("Add", (a, b) => (a + b).Sin(), Grid, Row), On("Subtract", (a, b) => (a - b).Sin(), [3, 1], [1, 2]),
        On("Multiply", (a, b) => a * b, Grid, Row),
        On("Multiply scalar", (a, b) => a * b, Grid, []), On("Divide", (a, b) => a / b, Grid, [2, 1], 0.5), On("Pow", Pow, Grid, Row, 0.5),
        On("Pow 3", x => x.Pow(3)), On("Pow 2", x => x.Pow(2)), On("Pow 1", x => x.Pow(1).Sin()), On("Pow 0", x => x.Pow(0) + x.Sin()),
        On("Pow -1", x => x.Pow(-1), 0.5),
        On("Pow -1.5", x => x.Pow(-1.5), 0.5), On("Pow 0.5", x => x.Pow(0.5), 0.5), On("2 to the x", x => Pow(2, x)),
        On("Atan2", Atan2, Grid, Row, 0.3),
        On("Maximum", (a, b) => Maximum(a, b).Sin(), Grid, Row), On("Minimum", (a, b) => Minimum(a, b).Sin(), Row, Grid),
        On("Mod", (a, b) => (a * 0.1 + 5.3) % (b * 0.1 + 2), Grid, Row),
        On("Mod number", x => (x % 3).Sin(), 0.1), On("FloorDivide", (a, b) => a * FloorDivide(a * 0.1 + 5.3, b * 0.01 + 2), Grid, Row),
        On("Clamp", x => Clamp(x, -1.5, 0.7) * x),
        On("Where", (a, b) => Where(a > 0, a.Sin() * b, b.Exp()), Grid, Row), On("Where of numbers", x => Where(x > 0.1, x.Square(), 0.5)),
        On("number on the left", x => 2 - 3 / x, 0.5), On("x * x", x => x * x), On("x + x", x => (x + x).Cos()),
    ];

    private static IEnumerable<RuleCase> Reductions() =>
    [
        On("Sum", x => x.Sin().Sum()), On("Sum axis", x => x.Square().Sum(1), shape: Cube),
        On("Sum axes kept", x => x * x.Sum([0, 2], keepDims: true), shape: Cube),
        On("Prod", x => x.Prod(), 0.5), On("Prod axis", x => x.Prod(1), 0.5, shape: Cube), On("Mean", x => x.Exp().Mean(^1)),
        On("Variance", x => x.Variance(0)),
        On("Std", x => x.Std(1, correction: 1)), On("Max", x => x.Square().Max(1), shape: Cube), On("Max of all", x => x.Max().Sin()),
        On("Min", x => (x * x.Min([0, 1], keepDims: true)), shape: Cube),
        On("Norm", x => x.Norm()), On("Norm axis", x => x.Norm(0)), On("LogSumExp", x => x.LogSumExp()),
        On("LogSumExp axis", x => x.LogSumExp(1, keepDims: true), shape: Cube),
        On("CumSum", x => x.Sin().CumSum().Square()), On("CumSum axis", x => x.CumSum(0) * x, shape: Cube),
        On("Any, All, ArgMax are constants", x => x * x.ArgMax(1, keepDims: true) + (x > 0).Any() * x.Square()),
    ];

    private static IEnumerable<RuleCase> Views() =>
    [
        On("Reshape", x => x.Sin().Reshape(3, 2) * x.T), On("Reshape of a transpose", x => x.T.Reshape(2, 3) * x),
        On("Flatten", x => x.Flatten().CumSum().Cos()),
        On("Permute", x => x.Permute(2, 0, 1).Sin() * x.Permute(2, 0, 1), shape: Cube),
        On("Permute negative", x => x.Permute(-1, 0, 1).Sin(), shape: Cube), On("Transpose", x => x.Transpose().Exp()),
        On("MoveAxis", x => x.MoveAxis(0, 2).Sin(), shape: Cube),
        On("Squeeze", x => x.Squeeze().Sin() * x.Squeeze(1), shape: [2, 1, 3]), On("Unsqueeze", x => x.Unsqueeze(1) * x),
        On("BroadcastTo", x => x.BroadcastTo([2, 2, 3]).Sin()),
        On("Flip", x => x.Flip(0) * x), On("Flip all", x => x.Flip().Sin()), On("slice", x => x[1] * x[0, 1..].Sum()),
        On("slice steps", x => x[.., Slice.Step(null, null, -2)].Exp(), shape: Cube[..2]),
        On("slice new axis", x => x[Slice.Ellipsis, Slice.NewAxis, ^1].Square(), shape: Cube),
        On("slice overlap", x => x[..^1] * x[1..], shape: [5]), On("Diagonal", x => x.Diagonal().Sin() * 2, shape: [2, 3, 3]),
        On("Take", x => x.Take(Tensor.Of([2, 0, 2, -1]), 1).Square()), On("index by positions", x => x[.., Tensor.Of([1, 1])].Exp()),
        On("Where mask", x => x.Where(x > 0).Square().Sum()),
        On("Concat", (a, b) => Tensor.Concat([a, b, a * b], 1).Sin(), Grid, Grid), On("Stack", (a, b) => Tensor.Stack([a, b.Exp()], 1), Grid, Grid),
        On("Roll", x => x.Roll(1) * x), On("Roll back", x => x.Roll(-1, 0) * x),
        On("Tile", x => x.Tile(2, 2).CumSum().Sin()), On("Pad", x => x.Pad(1, value: 2).Square()),
        On("Pad circular", x => x.Pad(1, PadMode.Circular, axes: 1).CumSum(1).Sin()),
        On("Pad reflect", x => x.Pad(1, PadMode.Reflect).CumSum(0).Sin()), On("Pad edge", x => x.Pad(2, PadMode.Edge).CumSum(1).Sin()),
        On("Split", x => x.Split(2)[1] * x.Split(2)[0].Sin()),
        On("Meshgrid", (a, b) => Tensor.Meshgrid(a, b) is var g ? g[0] * g[1].Sin() : a, [2], Row),
    ];

    private static IEnumerable<RuleCase> Products() =>
    [
        On("MatMul", MatMul, Grid, [3, 2]), On("MatMul batch", MatMul, Cube, [2, 2, 3]), On("MatMul broadcast left", MatMul, Grid, Cube),
        On("MatMul broadcast both", MatMul, [2, 1, 2, 3], Cube),
        On("MatMul vector right", (a, b) => MatMul(a, b).Sin(), Grid, Row), On("MatMul vector left", MatMul, Row, Cube),
        On("MatMul square of one", x => MatMul(x, x.T)), On("Dot", Dot, Row, Row), On("Outer", (a, b) => Outer(a, b).Sin(), Row, [2]),
    ];

    private static IEnumerable<RuleCase> Composed() =>
    [
        On("softmax", x => x.Exp() / x.Exp().Sum(1, keepDims: true)),
        On("complex parts", (a, b) => (ComplexOf(a, b).Exp() * ComplexOf(b, a)).Imag(), Grid, Row),
        On("complex modulus and phase", (a, b) => ComplexOf(a, b).Abs() * ComplexOf(a, b).Angle(), Grid, Row, 0.3),
        On("complex square norm", (a, b) => ComplexOf(a, b).Norm(0).Square(), Grid, Row),
    ];

    private static IEnumerable<RuleCase> Special() =>
    [
        On("Erfc", Erfc), On("Gamma", Gamma, 0.5), On("Gamma of negatives", x => Gamma(x * 0.1 - 1.5)), On("LogGamma", LogGamma, 0.5, 9),
        On("Digamma", Digamma, 0.6, 9), On("Digamma of negatives", Digamma, -1.7, -1.3),
        On("BesselJ0", BesselJ0, -6, 6), On("BesselJ1", BesselJ1, 0.1, 6), On("BesselI0", BesselI0), On("BesselI1", BesselI1, 0.1),
        On("Sinc", Sinc, 0.1), On("Logit", Logit, 0.2, 0.8),
        On("Relu", x => Relu(x) * x), On("Softplus", Softplus), On("Silu", Silu), On("Gelu", x => Gelu(x)),
        On("Gelu by tanh", x => Gelu(x, approximate: true)), On("Softmax", x => Softmax(x, 0)), On("LogSoftmax", x => LogSoftmax(x)),
    ];

    private static IEnumerable<RuleCase> Ordered() =>
    [
        On("Einsum", (a, b) => Einsum("ij,jk->ki", a, b), Grid, [3, 2]), On("Einsum diagonal", x => Einsum("iij->j", x).Sin(), shape: [3, 3, 2]),
        On("Einsum batch", (a, b) => Einsum("bij,bjk->bik", a, b), Cube, [2, 2, 3]),
        On("TensorDot", (a, b) => TensorDot(a, b, 1), Grid, Row), On("Kron", Kron, Grid, [2, 1]), On("Trace", x => Trace(x).Sin(), shape: [3, 3]),
        On("Diag", x => Diag(x, 1).Exp(), shape: Row), On("Tril", x => Tril(x).MatMul(x.T)), On("Triu", x => Triu(x, 1).Sin()),
        On("CumProd", x => CumProd(x)), On("CumMax", x => CumMax(x).Sin()), On("CumMin", x => CumMin(x, 0).Sin()),
        On("Diff", x => Diff(x, 2).Square()), On("complex Prod", x => ComplexOf(x, 0.5).Prod(1).Imag()),
        On("Sort", x => Sort(x).CumSum().Sin()), On("TopK", x => TopK(x, 2).Values.Square()), On("Median", x => Median(x, 1).Sin()),
        On("Quantile", x => Quantile(x, 0.3).Exp()), On("TakeAlong", x => TakeAlong(x, x.ArgMin(1, keepDims: true), 1).Square()),
    ];

    private static IEnumerable<RuleCase> Convolutions() =>
    [
        On("Conv", (x, w) => Conv(x, w), [2, 2, 5], [3, 2, 3]), On("Conv one", x => Conv(x, x[..1], padding: 1).Sin(), shape: [2, 2, 3]),
        On("Conv stride", (x, w) => Conv(x, w, stride: [2, 1], padding: 1), [1, 1, 4, 3], [2, 1, 2, 3]),
        On("Conv dilation", (x, w) => Conv(x, w, stride: 2, dilation: 3, padding: Padding.Sides(2, 3)), [1, 2, 6], [1, 2, 3]),
        On("Conv groups", (x, w) => Conv(x, w, padding: 1, groups: 2), [1, 4, 3], [2, 2, 3]), On("Conv depthwise", (x, w) => Conv(x, w, groups: 3), [1, 3, 4], [3, 1, 2]),
        On("Conv bias", (x, b) => Conv(x, x[..2, .., 1..], b).Sin(), [2, 1, 4], [2]), On("Conv 3-D", (x, w) => Conv(x, w, padding: Padding.Same), [1, 1, 2, 3, 2], [2, 1, 2, 2, 1]),
        On("Conv torus", (x, w) => Conv(x, w, padding: Padding.Same, mode: PadMode.Circular), [1, 2, 3, 4], [2, 2, 3, 2]),
        On("Conv torus stride", (x, w) => Conv(x, w, stride: 2, padding: 1, mode: PadMode.Circular), [1, 1, 5], [2, 1, 3]),
        On("Conv reflect", (x, w) => Conv(x, w, padding: [1, 2], mode: PadMode.Reflect), [1, 1, 2, 3], [1, 1, 3, 3]),
        On("Conv edge", (x, w) => Conv(x, w, padding: 2, mode: PadMode.Edge), [1, 2, 3], [2, 2, 3]), On("Conv 1x1", (x, w) => Conv(x, w), [2, 3, 2, 2], [2, 3, 1, 1]),
        On("ConvTranspose", (x, w) => ConvTranspose(x, w), [2, 2, 3], [2, 1, 3]), On("ConvTranspose bias", (x, b) => ConvTranspose(x, x.Reshape(2, 1, 3), b, stride: 2).Sin(), [1, 2, 3], [1]),
        On("ConvTranspose stride", (x, w) => ConvTranspose(x, w, stride: [2, 3], padding: 1, outputPadding: [1, 0], dilation: [1, 2]), [1, 1, 2, 3], [1, 2, 3, 2]),
        On("ConvTranspose groups", (x, w) => ConvTranspose(x, w, stride: 2, groups: 2), [1, 4, 2], [4, 1, 3]),
        On("AveragePool", x => AveragePool(x, 2, padding: 1).Sin(), shape: [1, 2, 3, 4]), On("AveragePool overlapping", x => AveragePool(x, 3, 1).Square(), shape: [2, 1, 5]),
        On("MaxPool", x => MaxPool(Apart(x), 2).Sin(), shape: [1, 2, 4, 5]), On("MaxPool overlapping", x => MaxPool(Apart(x), [3, 2], 1, [1, 0]).Sin(), shape: [1, 1, 4, 3]),
        On("AdaptiveAveragePool", x => AdaptiveAveragePool(x, [2, 1]).Sin(), shape: [1, 2, 5, 2]), On("Upsample nearest", x => Upsample(x).Sin(), shape: [1, 2, 2, 3]),
        On("Interpolate", x => Interpolate(x, [5, 2]).Sin(), shape: [1, 1, 3, 4]), On("Interpolate corners", x => Interpolate(x, 4, alignCorners: true).Sin(), shape: [1, 2, 3]),
        On("Conv complex", (a, b) => Conv(ComplexOf(a, a.Sin()), ComplexOf(b.Cos(), b), padding: 1).Abs(), [1, 2, 4], [2, 2, 3]),
    ];

    /// <summary>No two elements near each other: a maximum has a derivative then.</summary>
    private static Tensor Apart(Tensor x) => x + 5 * (Tensor.Arange((int)x.Size) * 7 % x.Size).Reshape(x.Shape);

    private static IEnumerable<RuleCase> Fused() =>
    [
        On("fused", Fuse.Of((Tensor a, Tensor b) => (a * b).Sin() * a.Exp() + Where(a > b, b, a * a)), Grid, Row), On("fused square", Fuse.Of(x => x * x)),
        On("fused with a number", (a, b) => Fuse.Of((Tensor x, Tensor y, Tensor z) => x.Tanh() / (y + z).Cosh())(a, 0.5, b), Grid, [2, 1]),
        On("fused complex", (a, b) => Fuse.Of((Tensor x, Tensor y) => (ComplexOf(x, y).Exp() * ComplexOf(y, x)).Abs())(a, b), Grid, Row, 0.3),
        On("Softmax of rows", x => Softmax(x).Square()), On("LogSoftmax of rows", x => LogSoftmax(x) * x),
        On("LayerNorm", x => LayerNorm(x).Sin(), shape: [2, 2, 4]), On("LayerNorm of axes", x => LayerNorm(x, [1, 2]).Sin(), shape: [2, 2, 3]),
        new("LayerNorm weighted", x => LayerNorm(x[0], -1, x[1], x[2]).Square(), ([3, 4], -2, 2), ([4], -2, 2), ([4], -2, 2)),
        new("fused with two results", x => Fuse.Of(a => [a[0] * a[1], a[0].Sin()]).Run(x) is var y ? y[0] * y[1] : x[0], (Grid, -2, 2), (Row, -2, 2)),
    ];

    public override string ToString() => Name;
}
