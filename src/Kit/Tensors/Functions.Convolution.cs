using Kit.Compute;

namespace Kit.Tensors;

public static partial class Functions
{
    /// <summary>Convolution in 1 to 3 dimensions as networks understand it, y[n,o,t] = b[o] + Σ_{c,k} w[o,c,k] x̃[n, c, t·s + k·d − p], with x continued to x̃ beyond its edges.</summary>
    /// <param name="x">Input [N, C, spatial…], 1 to 3 spatial axes.</param>
    /// <param name="w">Kernels [O, C/groups, K…]; output channel o sees the channels of its own group.</param>
    /// <param name="bias">b [O], or none.</param>
    /// <param name="stride">s ≥ 1, the step of the window; by default 1.</param>
    /// <param name="padding">p, elements beyond each edge; by default 0.</param>
    /// <param name="mode">What stands there; <see cref="PadMode.Constant"/> is zeros.</param>
    /// <param name="dilation">d ≥ 1, the distance of neighbouring kernel elements; by default 1.</param>
    /// <param name="groups">A divisor of C and O; C makes each channel its own group.</param>
    /// <returns>[N, O, T…] with T = ⌊(S + 2p − d(K − 1) − 1)/s⌋ + 1, F32 or F64, C64 or C128 where an operand is complex.</returns>
    /// <exception cref="ArgumentException">Shapes, groups or types that do not fit, or a kernel larger than the padded input.</exception>
    /// <remarks>Dumoulin and Visin, "A guide to convolution arithmetic for deep learning" (2016), arXiv:1603.07285. A NaN or ∞ may spread to outputs that share its rows.</remarks>
    public static Tensor Conv(
        Tensor x, Tensor w, Tensor? bias = null, PerAxis stride = default, Padding padding = default, PadMode mode = PadMode.Constant, PerAxis dilation = default, int groups = 1)
    {
        if (IsComplex(x, w, bias)) return ByParts((a, b, c) => Conv(a, b, c, stride, padding, mode, dilation, groups), x, w, bias);
        var (axes, operands) = ConvOperands("Conv", x, w, bias, groups, own: 1);
        var (s, d) = (stride.Of(axes, 1, 1, "Conv: stride"), dilation.Of(axes, 1, 1, "Conv: dilation"));
        int[] reach = [.. w.Shape.Dims[2..].Select((k, a) => d[a] * (k - 1) + 1)];
        var (before, after) = padding.Of(x.Shape.Dims.AsSpan(2), reach, s, "Conv");
        var dims = new int[axes];
        for (var a = 0; a < axes; a++)
        {
            var padded = x.Shape.Dims[2 + a] + before[a] + after[a];
            if (reach[a] < 1 || padded < reach[a])
                throw new ArgumentException($"Conv: a kernel of {w.Shape[2 + a]} elements reaches over {reach[a]}, the padded input has {padded} ({x.Shape[2 + a]} + {before[a]} + {after[a]}) on spatial axis {a}");
            dims[a] = (padded - reach[a]) / s[a] + 1;
        }

        // A torus that keeps its size is its own edge: no copy is padded.
        var periodic = mode == PadMode.Circular && Array.TrueForAll(s, v => v == 1) && dims.AsSpan().SequenceEqual(x.Shape.Dims.AsSpan(2));
        if (mode != PadMode.Constant && !periodic)
        {
            for (var a = 0; a < axes; a++) operands[0] = operands[0].Pad(before[a], after[a], mode, axis: 2 + a);
            Array.Clear(before);
        }

        return new ConvCall(ConvRole.Output, new(s, d, Ones(axes), before, periodic), new([x.Shape[0], w.Shape[0], .. dims]), groups).Run(operands);
    }

    /// <summary>Transposed convolution, the adjoint of <see cref="Conv"/>: y[n,o,i] = b[o] + Σ w[c,o,k] x[n,c,t] over t·s + k·d − p = i.</summary>
    /// <param name="x">Input [N, C, spatial…], 1 to 3 spatial axes.</param>
    /// <param name="w">Kernels [C, O/groups, K…].</param>
    /// <param name="bias">b [O], or none.</param>
    /// <param name="stride">s ≥ 1, by which the output is finer than the input; by default 1.</param>
    /// <param name="padding">p, elements cut off at each side of the output; by default 0.</param>
    /// <param name="outputPadding">Elements added at the end of each axis, less than the stride or the dilation; by default 0.</param>
    /// <param name="dilation">d ≥ 1, the distance of neighbouring kernel elements; by default 1.</param>
    /// <param name="groups">A divisor of C and O.</param>
    /// <returns>[N, O, (S − 1)s − 2p + d(K − 1) + 1 + output padding], of the types of <see cref="Conv"/>; nothing is conjugated.</returns>
    /// <exception cref="ArgumentException">Shapes, groups or types that do not fit, or nothing is left.</exception>
    public static Tensor ConvTranspose(
        Tensor x, Tensor w, Tensor? bias = null, PerAxis stride = default, Padding padding = default, PerAxis outputPadding = default, PerAxis dilation = default, int groups = 1)
    {
        const string Caller = "ConvTranspose";
        if (IsComplex(x, w, bias)) return ByParts((a, b, c) => ConvTranspose(a, b, c, stride, padding, outputPadding, dilation, groups), x, w, bias);
        var (axes, operands) = ConvOperands(Caller, x, w, bias, groups, own: 0);
        var (s, d, extra) = (stride.Of(axes, 1, 1, $"{Caller}: stride"), dilation.Of(axes, 1, 1, $"{Caller}: dilation"), outputPadding.Of(axes, 0, 0, $"{Caller}: output padding"));
        int[] reach = [.. w.Shape.Dims[2..].Select((k, a) => d[a] * (k - 1) + 1)];
        int[] full = [.. x.Shape.Dims[2..].Select((n, a) => (n - 1) * s[a] + reach[a])];
        var (before, after) = padding.Of(full, reach, Ones(axes), Caller);
        for (var a = 0; a < axes; a++)
        {
            if (extra[a] >= Math.Max(s[a], d[a])) throw new ArgumentException($"{Caller}: output padding {extra[a]} on spatial axis {a} must be less than stride {s[a]} or dilation {d[a]}");
            full[a] += extra[a] - before[a] - after[a];
            if (full[a] < 1 || reach[a] < 1) throw new ArgumentException($"{Caller}: spatial axis {a} would have {full[a]} elements; padding {before[a]} + {after[a]} leaves nothing");
        }

        var call = new ConvCall(ConvRole.Input, new(s, d, Ones(axes), before), new([x.Shape[0], w.Shape[1] * groups, .. full]), groups);
        return call.Run([operands[1], operands[0], .. operands[2..]]);
    }

    private static int[] Ones(int axes) => [.. Enumerable.Repeat(1, axes)];

    /// <summary>The operands in one floating type; axis <paramref name="own"/> of w belongs to the channels of x: 1 to those of a group, 0 to all.</summary>
    private static (int Axes, Tensor[] Operands) ConvOperands(string caller, Tensor x, Tensor w, Tensor? bias, int groups, int own)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(w);
        var axes = x.Rank - 2;
        if (x.Device != w.Device) throw new ArgumentException($"{caller}: tensors on {x.Device} and {w.Device}; move one with .To(device)");
        if (axes is < 1 or > 3 || w.Rank != x.Rank)
            throw new ArgumentException($"{caller}: input {x.Shape} and kernel {w.Shape}; both need two axes of channels and 1 to 3 of space");
        var (channels, given) = (x.Shape[1], w.Shape[own] * (own == 1 ? groups : 1));
        if (groups < 1 || channels % groups != 0 || w.Shape[0] % groups != 0)
            throw new ArgumentException($"{caller}: {groups} groups do not divide {channels} input channels and {w.Shape[0]} kernels");
        if (channels != given)
            throw new ArgumentException($"{caller}: input {x.Shape} has {channels} channels, kernel {w.Shape} with {groups} groups is for {given}");
        var outputs = own == 1 ? w.Shape[0] : w.Shape[1] * groups;
        if (bias is not null && bias.Shape != outputs) throw new ArgumentException($"{caller}: a bias {bias.Shape} for {outputs} output channels");
        var type = Primitive.Common(x, w);
        if (type.IsInteger()) type = DType.F64;
        return (axes, [x.Cast(type), w.Cast(type), .. bias is null ? Array.Empty<Tensor>() : [bias.Cast(type)]]);
    }

    private static bool IsComplex(params Tensor?[] operands) => Array.Exists(operands, x => x?.DType.IsComplex() ?? false);

    /// <summary>(a + ib) ∗ (c + id) = a ∗ c − b ∗ d + i(a ∗ d + b ∗ c) by real convolutions, two where one side is real.</summary>
    private static Tensor ByParts(Func<Tensor, Tensor, Tensor?, Tensor> conv, Tensor x, Tensor w, Tensor? bias)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(w);
        var ((a, b), (c, d)) = (Parts(x), Parts(w));
        (Tensor? shift, Tensor? turn) = bias is null ? default : Parts(bias);
        var real = conv(a, c, shift);
        if (b is not null && d is not null) real -= conv(b, d, null);
        var imaginary = b is not null ? conv(b, c, turn) : d is not null ? conv(a, d, turn) : turn!.Reshape([-1, .. Ones(x.Rank - 2)]).BroadcastTo(real.Shape);
        if (b is not null && d is not null) imaginary += conv(a, d, null);
        return ComplexOf(real, imaginary);

        static (Tensor Real, Tensor? Imaginary) Parts(Tensor z) => z.DType.IsComplex() ? (z.Real(), z.Imag()) : (z, null);
    }
}
