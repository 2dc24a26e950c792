using Kit.Autodiff;
using Kit.Compute;
using Kit.Tensors;

namespace Kit.Bench.Peers;

/// <summary>Convolutions of single-precision maps, as in networks for partial differential equations; PyTorch with the better of one and two threads.</summary>
internal static class Convolutions
{
    public static IReadOnlyList<Row> All { get; } =
    [
        Row("conv-3x3", 1.8, [8, 24, 128, 128], [24, 24, 3, 3], (x, w) => Functions.Conv(x, w, padding: 1), "F.conv2d(x, w, padding=1)"),
        Row("conv-3x3-backward", 1.6, [8, 24, 128, 128], [24, 24, 3, 3], (x, w) => Functions.Conv(x, w, padding: 1), "F.conv2d(x, w, padding=1)", backward: true),
        Row("conv-3x3-stride", 1, [8, 24, 128, 128], [24, 24, 3, 3], (x, w) => Functions.Conv(x, w, stride: 2, padding: 1), "F.conv2d(x, w, stride=2, padding=1)"),
        Row("conv-4x4-transposed", 1, [8, 24, 64, 64], [24, 24, 4, 4], (x, w) => Functions.ConvTranspose(x, w, stride: 2, padding: 1), "F.conv_transpose2d(x, w, stride=2, padding=1)"),
        Row("conv-1x1", 1, [20, 32, 94, 94], [32, 32, 1, 1], (x, w) => Functions.Conv(x, w), "F.conv2d(x, w)"),
    ];

    /// <param name="name">Of the row.</param>
    /// <param name="bar">Least ratio to PyTorch.</param>
    /// <param name="shape">Of the input.</param>
    /// <param name="kernel">Shape of the weights.</param>
    /// <param name="of">Kit's work.</param>
    /// <param name="call">PyTorch's.</param>
    /// <param name="backward">Whether the derivatives of y·y/2 by input and weights belong to the work, and are the result.</param>
    private static Row Row(string name, double bar, int[] shape, int[] kernel, Func<Tensor, Tensor, Tensor> of, string call, bool backward = false) => new()
    {
        Name = name,
        Inputs = () => new(Input.Uniform("a", seed: 1, shape), Input.Uniform("b", seed: 2, kernel)),
        Kit = inputs =>
        {
            var (x, w) = (Tensor.Of(inputs["a"], DType.F32).Reshape(shape), Tensor.Of(inputs["b"], DType.F32).Reshape(kernel));
            Tensor[] result = [];
            return new(
                Once: () =>
                {
                    foreach (var tensor in result) tensor.Dispose();
                    using (Tensor.Scope())
                    {
                        if (backward)
                        {
                            var (y, pullback) = Grad.Vjp(a => of(a[0], a[1]), [x, w]);
                            result = pullback(y);
                        }
                        else result = [of(x, w)];
                        foreach (var tensor in result) tensor.Keep();
                    }
                },
                Result: () => [.. result.SelectMany(tensor => tensor.ToDoubles())]);
        },
        Peers =
        [
            Torch.Peer(
                bar,
                setup: $"x, w = t(a).requires_grad_({(backward ? "True" : "False")}), t(b).requires_grad_({(backward ? "True" : "False")})",
                work: backward ? $"y = {call}; y = torch.autograd.grad(y, (x, w), y.detach())" : $"y = ({call},)",
                result: "torch.cat([t.detach().flatten() for t in y]).double().numpy()"),
        ],
        // Sums of K products in single precision and another order: of 216, or of 131,072 in the derivative by the weights.
        Tolerance = backward ? 3e-5 : 3e-6,
    };
}
