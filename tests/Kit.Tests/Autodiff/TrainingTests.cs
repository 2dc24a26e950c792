using Kit.Autodiff;
using Kit.Compute;
using Kit.Tensors;

namespace Kit.Tests.Autodiff;

/// <summary>A small network trained by plain gradient descent.</summary>
[Collection("threads")]
public sealed class TrainingTests
{
    [Fact]
    public void A_network_with_one_hidden_layer_learns_a_sine()
    {
        var x = Tensor.Linspace(-1, 1, 64).Unsqueeze(1);
        var target = (3 * x).Sin();
        var weights = Weights(16);
        var step = Grad.ValueAnd((Tensor[] w) => (Network(w, x) - target).Square().Mean());
        var (first, last) = (0.0, 0.0);
        for (var n = 0; n < 2000; n++)
        {
            using var scope = Tensor.Scope();
            var (loss, gradients) = step(weights);
            if (n == 0) first = loss.Item();
            last = loss.Item();
            for (var i = 0; i < weights.Length; i++) weights[i].AddInPlace(gradients[i], -0.1);
        }

        Assert.True(first > 0.3, $"starts at {first}");
        // The best straight line leaves 1/2 − sin 6/12 − 3(sin 3/9 − cos 3/3)² = 0.165.
        Assert.True(last < 0.01, $"ends at {last}");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Memory_is_flat_over_two_thousand_steps(bool scoped)
    {
        var x = new Rng(1).Normal((32, 1));
        var weights = Weights(64);
        var step = Grad.Of((Tensor[] w) => (Network(w, x) - x.Sin()).Square().Mean());
        Step(10);
        var start = Memory.InUse;
        Memory.ResetPeak();
        Step(2000);
        // A step saves about 0.2 MB; unscoped tensors wait for the collector, which the pool asks at 64 MiB.
        var bound = scoped ? 4L << 20 : 160L << 20;
        Assert.True(Memory.Peak - start < bound, $"peak grew by {Memory.Peak - start >> 10} KiB");
        if (scoped) Assert.True(Memory.InUse - start < 1L << 20, $"{Memory.InUse - start >> 10} KiB left");

        void Step(int count)
        {
            for (var n = 0; n < count; n++)
            {
                using var scope = scoped ? Tensor.Scope() : null;
                var gradients = step(weights);
                for (var i = 0; i < weights.Length; i++) weights[i].AddInPlace(gradients[i], -0.01);
            }
        }
    }

    [Fact]
    public void Nothing_keeps_a_graph_alive_after_the_gradient()
    {
        var (graph, value, gradient) = Differentiate();
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        Assert.False(graph.IsAlive);
        GC.KeepAlive(value);
        GC.KeepAlive(gradient);

        [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
        static (WeakReference, Tensor, Tensor) Differentiate()
        {
            WeakReference? hidden = null;
            var (value, gradient) = Grad.ValueAnd(u =>
            {
                var h = u.Sin();
                hidden = new(h.Tracer);
                return h.Exp().Sum();
            })(Tensor.Ones(100));
            return (hidden!, value, gradient);
        }
    }

    [Fact]
    public void One_and_two_threads_give_the_same_bits()
    {
        var old = Threads.Count;
        try
        {
            Threads.Count = 1;
            var one = Run();
            Threads.Count = 2;
            Assert.Equal(one, Run());
        }
        finally
        {
            Threads.Count = old;
        }

        static long[] Run()
        {
            var x = new Rng(2).Normal((700, 1));
            var weights = Weights(96);
            var gradients = Grad.Of((Tensor[] w) => (Network(w, x) - x.Sin()).Square().Mean() + w[0].LogSumExp())(weights);
            return [.. gradients.SelectMany(g => g.ToDoubles()).Select(BitConverter.DoubleToInt64Bits)];
        }
    }

    private static Tensor Network(Tensor[] w, Tensor x) => (x.MatMul(w[0]) + w[1]).Tanh().MatMul(w[2]) + w[3];

    private static Tensor[] Weights(int width)
    {
        var rng = new Rng(7);
        return [rng.Normal((1, width)), Tensor.Zeros(width), rng.Normal((width, 1)) / Math.Sqrt(width), Tensor.Zeros(1)];
    }
}
