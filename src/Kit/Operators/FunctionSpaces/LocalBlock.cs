using Kit.Compute;
using Kit.Learning;
using Kit.Tensors;
using static Kit.Tensors.Functions;

namespace Kit.Operators.FunctionSpaces;

/// <summary>σ(Kv + Wv + b) with a local K and pointwise W: K is an <see cref="IntegralConv"/>, or, for comparison, a convolution whose kernel is counted in points.</summary>
/// <param name="inputs">Channels in.</param>
/// <param name="outputs">Channels out.</param>
/// <param name="domain">Where the points lie.</param>
/// <param name="spacing">Of the kernel's splines.</param>
/// <param name="nodes">Splines, or points, of the kernel along an axis; odd where it is counted in points.</param>
/// <param name="degree">Of the splines.</param>
/// <param name="inPoints">The convolution in points, with as many weights.</param>
/// <param name="dtype">F32 or F64.</param>
public sealed class LocalBlock(int inputs, int outputs, Domain domain, double spacing, int nodes, int degree, bool inPoints, DType dtype) : FieldLayer("LocalBlock", inputs, domain)
{
    private static readonly Func<Tensor, Tensor, Tensor> Activate = Fuse.Of((Tensor a, Tensor b) => Gelu(a + b));

    /// <summary>K of functions, or null.</summary>
    public IntegralConv? Integral { get; } = inPoints ? null : new(inputs, outputs, domain, spacing, nodes, degree, bias: false, dtype: dtype);

    /// <summary>K of points, or null.</summary>
    public Conv? Points { get; } = !inPoints ? null : new(
        domain.Dimensions, inputs, outputs, nodes % 2 == 1 ? nodes : throw new ArgumentException($"LocalBlock: a kernel of {nodes} points has no middle; give an odd number"),
        padding: nodes / 2, mode: domain.Square(2).Axes[0].Period is null ? PadMode.Constant : PadMode.Circular, bias: false, dtype: dtype);

    /// <summary>W and b.</summary>
    public Conv Pointwise { get; } = new(domain.Dimensions, inputs, outputs, 1, dtype: dtype);

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor x, QuadratureGrid grid) => Activate(Integral?.Forward(x, grid) ?? Points!.Forward(x), Pointwise.Forward(x));
}
