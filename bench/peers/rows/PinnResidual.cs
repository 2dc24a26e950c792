using Kit.Autodiff;
using Kit.Compute;
using Kit.Tensors;

namespace Kit.Bench.Peers;

/// <summary>A training step of a physics-informed network: the mean square of the residual ½u_xx − u_t of the heat equation at many points, and its gradient by all weights.</summary>
/// <remarks>The network has two inputs, tanh layers of one width and one output. Kit takes one Taylor pass along (x + s, t − s²), PyTorch two reverse passes, each under the gradient.</remarks>
internal static class PinnResidual
{
    private const int Depth = 5;

    public static Row Row<T>(int points, int width)
    {
        var type = typeof(T) == typeof(double) ? DType.F64 : DType.F32;
        var torch = type == DType.F64 ? "float64" : "float32";
        return new()
        {
            Name = $"pinn-residual-{(type == DType.F64 ? "f64" : "f32")}",
            Inputs = () => new([Input.Uniform("z", seed: 1, points, 2), .. Weights(width)]),
            Kit = inputs => Taylor(inputs, points, width, type),
            Peers = [Torch.Peer(2, InTorch(torch), work: "grads = step()", result: "torch.cat([(torch.zeros_like(w) if g is None else g).reshape(-1) for g, w in zip(grads, ws)]).double().numpy()")],
            // Sums over all points of products of a dozen factors, in another order: a few hundred roundings of the largest gradient's size.
            Tolerance = type == DType.F64 ? 1e-12 : 1e-4,
        };
    }

    private static IEnumerable<Input> Weights(int width)
    {
        for (var k = 0; k <= Depth; k++)
        {
            yield return Input.Uniform($"w{k}", seed: 2 + 2 * k, k == 0 ? 2 : width, k == Depth ? 1 : width);
            yield return Input.Uniform($"b{k}", seed: 3 + 2 * k, k == Depth ? 1 : width);
        }
    }

    private static Work Taylor(Inputs inputs, int points, int width, DType type)
    {
        var z = Tensor.Of(inputs["z"], type).Reshape(points, 2);
        Tensor[] weights = [.. Weights(width).Select(w => Tensor.Of(inputs[w.Name], type).Reshape(w.Shape))];
        Tensor[] curve = [z, Tensor.Of([1.0, 0], type), Tensor.Of([0.0, -1], type)];
        var gradients = Array.ConvertAll(weights, Tensor.ZerosLike);
        var step = Grad.ValueAnd((Tensor[] w) => Grad.Taylor(x =>
        {
            for (var k = 0; k < Depth; k++) x = (x.MatMul(w[2 * k]) + w[2 * k + 1]).Tanh();
            return x.MatMul(w[2 * Depth]) + w[2 * Depth + 1];
        }, curve)[2].Square().Mean());
        return new(
            Once: () =>
            {
                using var scope = Tensor.Scope();
                var now = step(weights).Gradients;
                for (var i = 0; i < now.Length; i++) gradients[i].Assign(now[i]);
            },
            Result: () => [.. gradients.SelectMany(g => g.ToDoubles())]);
    }

    private static string InTorch(string type) => $"""
        x = torch.from_numpy(z).to(torch.{type}).requires_grad_(True)
        ws = [torch.from_numpy(a).to(torch.{type}).requires_grad_(True) for k in range({Depth + 1}) for a in (globals()[f"w{"{k}"}"], globals()[f"b{"{k}"}"])]
        def step():
            h = x
            for k in range({Depth}):
                h = torch.tanh(torch.addmm(ws[2 * k + 1], h, ws[2 * k]))
            u = torch.addmm(ws[{2 * Depth + 1}], h, ws[{2 * Depth}])
            first = torch.autograd.grad(u.sum(), x, create_graph=True)[0]
            second = torch.autograd.grad(first[:, 0].sum(), x, create_graph=True)[0]
            loss = (0.5 * second[:, 0] - first[:, 1]).square().mean()
            return torch.autograd.grad(loss, ws, allow_unused=True)
        """;
}
