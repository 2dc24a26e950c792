using Kit.Compute;
using Kit.Learning;
using Kit.Tensors;

namespace Kit.Bench.Peers;

/// <summary>One training step of a perceptron 256-512-512-64 with tanh, batch 256, F32: forward, mean square, gradients, Adam.</summary>
internal static class MlpStep
{
    private static readonly int[] Widths = [256, 512, 512, 64];
    private const int Batch = 256;
    private const double Rate = 1e-3;

    public static Row Row() => new()
    {
        Name = "mlp-step",
        Inputs = () => new([
            Input.Uniform("x", seed: 1, Batch, Widths[0]),
            Input.Uniform("y", seed: 2, Batch, Widths[^1]),
            .. Enumerable.Range(0, 3).SelectMany(k => (Input[])[Scaled($"w{k}", 3 + k, Widths[k + 1], Widths[k]), Scaled($"b{k}", 9 + k, Widths[k + 1])])]),
        Kit = Kit,
        Peers = [PyTorch],
        // Every call begins at the same weights; the result is the loss of the fourth step. F32 sums of 512 terms differ by some 1e-6 of it, and Adam
        // may turn the smallest gradients around.
        Tolerance = 1e-4,
    };

    private static Input Scaled(string name, int seed, params int[] shape)
    {
        var input = Input.Uniform(name, seed, shape);
        return input with { Values = Array.ConvertAll(input.Values, v => v / 8) };
    }

    private static Work Kit(Inputs inputs)
    {
        Tensor Of(string name) => Tensor.Of(inputs[name]).Cast(DType.F32).Reshape([.. inputs.All.First(i => i.Name == name).Shape]);
        var (x, y) = (Of("x"), Of("y"));
        var layers = Enumerable.Range(0, 3).Select(k => new Linear(Widths[k], Widths[k + 1])).ToArray();
        var net = new Sequential(layers[0], new Lambda(h => h.Tanh()), layers[1], new Lambda(h => h.Tanh()), layers[2]);
        var optimizer = new Adam(net, Rate);
        var start = Model.State(net).ToDictionary(s => s.Key, s => s.Value);
        var state = optimizer.State.ToDictionary(s => s.Key, s => Tensor.ZerosLike(s.Value));
        for (var k = 0; k < 3; k++)
        {
            layers[k].Weight.Assign(Of($"w{k}"));
            layers[k].Bias!.Assign(Of($"b{k}"));
        }

        start = start.ToDictionary(s => s.Key, s => s.Value.Copy());
        var loss = 0.0;
        void Step()
        {
            using var scope = Tensor.Scope();
            var (value, gradients) = Model.ValueAndGradients(optimizer.Parameters, () => Loss.Mse(net.Forward(x), y));
            optimizer.Step(gradients);
            loss = value.Item();
        }

        return new(Once: Step, Result: () =>
        {
            Model.Load(net, start);
            optimizer.Restore(0, state);
            for (var n = 0; n < 4; n++) Step();
            return [loss];
        });
    }

    private static PythonPeer PyTorch => Torch.Peer(
        bar: 1.3,
        setup: $$"""
            tx, ty = t(x), t(y)
            net = torch.nn.Sequential(torch.nn.Linear(256, 512), torch.nn.Tanh(), torch.nn.Linear(512, 512), torch.nn.Tanh(), torch.nn.Linear(512, 64))
            def reset():
                global optimizer
                with torch.no_grad():
                    for layer, w, b in ((0, w0, b0), (2, w1, b1), (4, w2, b2)):
                        net[layer].weight.copy_(t(w)); net[layer].bias.copy_(t(b))
                optimizer = torch.optim.Adam(net.parameters(), lr={{Rate}})
            def step():
                optimizer.zero_grad()
                loss = torch.nn.functional.mse_loss(net(tx), ty)
                loss.backward()
                optimizer.step()
                return loss.item()
            def fourth():
                reset()
                return [step() for _ in range(4)][-1]
            reset()
            """,
        work: "step()",
        result: "[fourth()]");
}
