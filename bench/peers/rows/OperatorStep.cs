using Kit.Compute;
using Kit.Learning;
using Kit.Operators.Multigrid;
using Kit.Tensors;

namespace Kit.Bench.Peers;

/// <summary>One training step of a neural operator in F32: forward, relative L2 loss, gradients, Adam with weight decay.</summary>
internal static class OperatorStep
{
    private const int Steps = 3;

    /// <summary>The Fourier neural operator on Darcy flow as in its paper: 85 × 85 points, width 32, 12 modes, padding 9, batch 20.</summary>
    public static Row Fno() => Row("fno-step", bar: 5, batch: 20, points: 85, () => Operators.Spectral.Fno.Darcy(), FnoInTorch);

    /// <summary>The multigrid neural operator: 64 × 64 points, 24 channels, 4 layers, 5 levels, batch 8.</summary>
    public static Row MgNo() => Row("mgno-step", bar: 3, batch: 8, points: 64, () => new MgNo(1, 1, (64, 64), cycle: new(1, 1, 1, 1, 2)), MgNoInTorch);

    private static Row Row(string name, double bar, int batch, int points, Func<Layer> build, string network) => new()
    {
        Name = name,
        Inputs = () => new([Input.Uniform("x", 1, batch, 1, points, points), Input.Uniform("y", 2, batch, 1, points, points), .. Weights(build())]),
        Kit = inputs => Work(inputs, build()),
        Peers = [Torch.Peer(bar, network + Training, work: "step()", result: $"[last({Steps})]")],
        // The loss of the third step. F32 sums of ten thousand terms differ by some 1e-6 of it, and Adam may turn the smallest gradients around.
        Tolerance = 1e-4,
        Memory = true,
    };

    /// <summary>Weights of the size that layers start with, by the parameters' places.</summary>
    private static IEnumerable<Input> Weights(Layer model) => Model.Parameters(model).Select((p, i) =>
    {
        var scale = 2 / Math.Sqrt(Math.Max(1, p.Value.Size / p.Value.Shape[0]));
        var input = Input.Uniform($"p{i}", 3 + i, [.. p.Value.Shape]);
        return input with { Values = Array.ConvertAll(input.Values, v => v * scale) };
    });

    private static Work Work(Inputs inputs, Layer model)
    {
        Tensor Of(string name) => Tensor.Of(inputs[name], DType.F32).Reshape(inputs.All.First(i => i.Name == name).Shape);
        var (x, y) = (Of("x"), Of("y"));
        var optimizer = new Adam(model, 1e-3, weightDecay: 1e-4);
        var start = optimizer.Parameters.Select((_, i) => Of($"p{i}")).ToArray();
        var rest = optimizer.State.ToDictionary(s => s.Key, s => Tensor.ZerosLike(s.Value));
        Reset();
        return new(Once: () => Step(), Result: () =>
        {
            Reset();
            for (var n = 1; n < Steps; n++) Step();
            return [Step()];
        });

        void Reset()
        {
            for (var i = 0; i < start.Length; i++) optimizer.Parameters[i].Value.Assign(start[i]);
            optimizer.Restore(0, rest);
        }

        double Step()
        {
            using var scope = Tensor.Scope();
            var (loss, gradients) = Model.ValueAndGradients(optimizer.Parameters, () => Loss.RelativeL2(model.Forward(x), y));
            optimizer.Step(gradients);
            return loss.Item();
        }
    }

    private const string FnoInTorch = """
        C, M, K = 32, 12, 24
        def spectral(x, w):  # w [M·K, C, 2, O], the last axis of space first
            w = w.reshape(M, K, C, 2, C).permute(2, 4, 1, 0, 3)
            w = torch.complex(w[..., 0], w[..., 1])
            s = torch.fft.rfft2(x)
            r = torch.zeros(x.shape[0], C, x.shape[-2], x.shape[-1] // 2 + 1, dtype=torch.cfloat)
            r[:, :, :M, :M] = torch.einsum("bixy,ioxy->boxy", s[:, :, :M, :M], w[:, :, :M])
            r[:, :, -M:, :M] = torch.einsum("bixy,ioxy->boxy", s[:, :, -M:, :M], w[:, :, M:])
            return torch.fft.irfft2(r, s=x.shape[-2:])
        def net(x):
            n = x.shape[-1]
            line = torch.linspace(0, 1, n)
            rows = line.view(1, 1, n, 1).expand(x.shape[0], 1, n, n)
            v = F.conv2d(torch.cat([x, rows, rows.transpose(2, 3)], 1), P[0], P[1])
            v = F.pad(v, [0, 9, 0, 9])
            for l in range(4):
                v = spectral(v, P[2 + l]) + F.conv2d(v, P[6 + 2 * l], P[7 + 2 * l])
                if l < 3: v = F.gelu(v)
            v = F.gelu(F.conv2d(v[..., :-9, :-9], P[14], P[15]))
            return F.conv2d(v, P[16], P[17])
        """;

    private const string MgNoInTorch = """
        def multigrid(f, take):
            smooth, coarse, u = [], [], None
            for level in range(5):
                last = level == 4
                S, A = [], []
                for i in range(2 if last else 1):
                    S.append(take())
                    A.append(None if level == i == 0 else take())
                R, Pi, Pr = (None, None, None) if last else (take(), take(), take())
                for i, s in enumerate(S):
                    u = F.conv2d(f, s, padding=1) if u is None else u + F.conv2d(f - F.conv2d(u, A[i], padding=1), s, padding=1)
                smooth.append(u); coarse.append(Pr)
                if not last: f, u = F.conv2d(f, R, padding=1, stride=2), F.conv2d(u, Pi, padding=1, stride=2)
            for level in (3, 2, 1, 0): smooth[level] = smooth[level] + F.conv_transpose2d(smooth[level + 1], coarse[level], padding=1, stride=2)
            return smooth[0]
        def net(x):
            for l in range(4):
                own = iter(P[23 * l:])
                x = F.gelu(multigrid(x, lambda: next(own)) + F.conv2d(x, P[92 + 2 * l], P[93 + 2 * l]))
            return F.conv2d(x, P[100])
        """;

    private const string Training = """

        P = [torch.nn.Parameter(t(globals()[f"p{i}"])) for i in range(sum(1 for k in list(globals()) if k[0] == "p" and k[1:].isdigit()))]
        start = [p.detach().clone() for p in P]
        tx, ty = t(x), t(y)
        flat = ty.reshape(len(ty), -1)
        def reset():
            global optimizer
            with torch.no_grad():
                for p, s in zip(P, start): p.copy_(s)
            optimizer = torch.optim.Adam(P, lr=1e-3, weight_decay=1e-4)
        def step():
            optimizer.zero_grad()
            loss = ((net(tx).reshape(len(ty), -1) - flat).norm(dim=1) / flat.norm(dim=1)).mean()
            loss.backward()
            optimizer.step()
            return loss.item()
        def last(n):
            reset()
            return [step() for _ in range(n)][-1]
        reset()
        """;
}
