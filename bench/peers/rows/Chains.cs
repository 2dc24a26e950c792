using Kit.Autodiff;
using Kit.Compute;
using Kit.Tensors;

namespace Kit.Bench.Peers;

/// <summary>Elementwise functions and chains of them on 4096 x 1024 numbers, all threads on every side.</summary>
internal static class Chains
{
    private const int Rows = 4096, Columns = 1024;

    // Ten roundings of F32; both sides round along the chain.
    private const double Single = 10 * 1.2e-7;

    /// <summary>y = f(x) of one function.</summary>
    public static Row Function(string name, Func<Tensor, Tensor> f, DType type) =>
        Row($"{name}-{(type == DType.F32 ? "f32" : "f64")}", type, f, type == DType.F32 ? Single : 1e-14, InTorch(type, $"y = torch.{name}(x)", 1), Numpy(type, name));

    /// <summary>x Φ(x).</summary>
    public static Row Gelu() => Row("chain-gelu", DType.F32, x => x.Gelu(), Single, InTorch(DType.F32, "y = torch.nn.functional.gelu(x)"));

    /// <summary>e^xᵢ / Σⱼ e^xⱼ along rows.</summary>
    public static Row Softmax() => Row("chain-softmax", DType.F32, x => x.Softmax(), Single, InTorch(DType.F32, "y = torch.softmax(x, -1)"));

    /// <summary>Rows with mean 0 and variance 1.</summary>
    public static Row LayerNorm() => Row("chain-layernorm", DType.F32, x => Functions.LayerNorm(x), Single, InTorch(DType.F32, "y = torch.nn.functional.layer_norm(x, (1024,))"));

    /// <summary>The gradient of Σ w·f(x), where w is x with its rows in reverse order, for an f among those above.</summary>
    public static Row Gradient(string name, Func<Tensor, Tensor> f, string torch) =>
        Row($"chain-{name}-grad", DType.F32, x => Grad.Vjp(f, x).Pullback(x.Flip(0)), 3 * Single, InTorch(DType.F32, $"y, = torch.autograd.grad({torch}, x, torch.flip(x.detach(), (0,)))", setup: "x.requires_grad_()"));

    /// <summary>Step number 1, 2, … of Adam in place.</summary>
    public static Row Adam() => new()
    {
        Name = "chain-adam",
        Inputs = () => new(Input.Uniform("p", seed: 1, Rows, Columns), Input.Uniform("g", seed: 2, Rows, Columns)),
        Kit = inputs =>
        {
            var (p, g) = (Tensor.Of(inputs["p"], DType.F32), Tensor.Of(inputs["g"], DType.F32));
            var (m, v, t) = (Tensor.ZerosLike(p), Tensor.ZerosLike(p), 0);
            return new(
                Once: () =>
                {
                    t++;
                    AdamStep.Into([p, g, m, v, -1e-3 / (1 - Math.Pow(0.9, t)), 1 / Math.Sqrt(1 - Math.Pow(0.999, t))], [p, m, v]);
                },
                // The sides have done different numbers of steps when the clock stops; before it starts both have done one.
                Result: () => t == 1 ? p.ToDoubles() : []);
        },
        Peers =
        [
            new PythonPeer("PyTorch", 1.2, "torch",
                Setup: "import os, torch\ntorch.set_num_threads(os.cpu_count())\np = torch.nn.Parameter(torch.tensor(p, dtype=torch.float32))\np.grad = torch.tensor(g, dtype=torch.float32)\nadam = torch.optim.Adam([p])",
                Work: "adam.step()", Result: "p.detach().flatten().numpy()"),
        ],
        Tolerance = Single,
    };

    private static readonly Fused AdamStep = Fuse.Of(a =>
    {
        var (p, g, m, v, rate, root) = (a[0], a[1], a[2], a[3], a[4], a[5]);
        m = m * 0.9 + g * 0.1;
        v = v * 0.999 + g * g * 0.001;
        return [p + rate * m / (v.Sqrt() * root + 1e-8), m, v];
    });

    private static Row Row(string name, DType type, Func<Tensor, Tensor> f, double tolerance, params Peer[] peers) => new()
    {
        Name = name,
        Inputs = () => new(Input.Uniform("x", seed: 1, Rows, Columns)),
        Kit = inputs =>
        {
            var x = Tensor.Of(inputs["x"], type).Reshape(Rows, Columns) * 8;
            var y = f(x);
            return new(
                Once: () =>
                {
                    y.Dispose();
                    using var scope = Tensor.Scope();
                    y = f(x).Keep();
                },
                Result: () => y.ToDoubles());
        },
        Peers = peers,
        Tolerance = tolerance,
    };

    private static PythonPeer InTorch(DType type, string work, double bar = 1.2, string setup = "") =>
        Torch.Peer(bar, $"x = t(8 * x)\n{setup}", work, "y.detach().flatten().numpy()", type == DType.F32 ? "float32" : "float64");

    private static PythonPeer Numpy(DType type, string name) =>
        new("NumPy", 1, "numpy", Setup: $"import numpy as np\nx = (8 * x).astype(np.{(type == DType.F32 ? "float32" : "float64")})", Work: $"y = np.{name}(x)", Result: "y.ravel()");
}
