using Kit.Autodiff;
using Kit.Compute;
using Kit.Tensors;

namespace Kit.Tests.Autodiff;

/// <summary>What a derivative holds while it is taken, in bytes. Other tests must not run beside it: the counters are of the process.</summary>
[Collection("memory")]
public sealed class MemoryTests
{
    private const int Elements = 1 << 16;
    private const long Block = Elements * sizeof(double);

    [Fact]
    public void The_backward_pass_of_a_deep_chain_holds_what_was_saved_and_a_few_gradients()
    {
        const int depth = 40;
        var x = Tensor.Full(Elements, 0.3);
        var peak = Peak(() => Grad.Of(u =>
        {
            for (var k = 0; k < depth; k++)
            {
                using var layer = Tensor.Scope();
                u = ((u.Sin() - 0.05) * 1.01 + 0.1).Keep();
            }

            return u.Sum();
        })(x));
        // Sin saves its operand, which is the layer's input: one block a layer. At most a handful of blocks are under way beside them.
        Assert.InRange(peak, depth * Block, (depth + 6) * Block);
    }

    [Fact]
    public void The_forward_mode_of_a_deep_chain_holds_no_more_than_one_step()
    {
        var x = Tensor.Full(Elements, 0.3);
        var peak = Peak(() => Grad.Taylor(u =>
        {
            for (var k = 0; k < 40; k++)
            {
                using var layer = Tensor.Scope();
                var next = (u * 1.01).Sin().Keep();
                if (k > 0) u.Dispose();
                u = next;
            }

            return u;
        }, x, x, 2));
        // Series of three blocks: u, u · 1.01 and the next, and what the recurrence makes on the way; all 40 steps would be 240 blocks.
        Assert.InRange(peak, 0, 16 * Block);
    }

    [Fact]
    public void Slices_of_one_tensor_add_up_in_one_gradient()
    {
        const int parts = 64;
        var x = Tensor.Full((parts, Elements / parts), 0.5);
        Func<Tensor, Tensor> loop = u =>
        {
            Tensor sum = 0;
            for (var k = 0; k < parts; k++) sum += u[k].Square().Sum() * k + u.Take(Tensor.Of([k, k])).Sum();
            return sum;
        };
        var peak = Peak(() => Grad.Of(loop)(x));
        // One gradient of the whole, the squares, the rows that Take copies (two), and some 400 scalars of 2 KiB; zeros for each slice would be 64 blocks.
        Assert.InRange(peak, Block, 6 * Block);
        var expected = Tensor.Arange(parts).Reshape(parts, 1) * x * 2 + 2;
        Assert.Equal(expected.ToDoubles(), Grad.Of(loop)(x).ToDoubles());
        Assert.Equal(expected.ToDoubles(), Grad.Vjp(loop, x).Pullback(1).ToDoubles());
        var small = x[..4, ..2];
        Func<Tensor, Tensor> few = u => (u[0] * u[1] * u[2] + u[0]).Sum() + u[3].Take(Tensor.Of([1, 1])).Prod();
        Assert.True((Grad.Hessian(few, small) - Grad.Jacobian(z => Grad.Of(few)(z), small)).Abs().Max().Item() < 1e-15);
        Assert.True(Grad.Check(Grad.Of(few), small).Passed);
    }

    [Fact]
    public void Parts_of_a_complex_tensor_add_up_in_one_gradient()
    {
        var z = Functions.ComplexOf(Tensor.Of([1.0, 2, 3]), Tensor.Of([4.0, 5, 6]));
        var g = Grad.Of(u => (u.Real() * u.Imag()).Sum() + u[1].Real() * 10 + u[^1].Abs().Square())(z);
        Assert.Equal([4, 15, 12], g.Real().ToDoubles(), (a, b) => Math.Abs(a - b) < 1e-14);
        Assert.Equal([1, 2, 15], g.Imag().ToDoubles(), (a, b) => Math.Abs(a - b) < 1e-14);
    }

    [Fact]
    public void Checkpoints_hold_their_arguments_only()
    {
        var x = Tensor.Full(Elements, 0.3);
        Func<Tensor, Tensor> segment = u =>
        {
            for (var k = 0; k < 8; k++)
            {
                using var layer = Tensor.Scope();
                u = (u.Sin() * 1.01).Keep();
            }

            return u;
        };
        var (plain, kept) = (Chain(segment), Chain(Grad.Checkpoint(segment)));
        // 64 layers against 8 arguments and the 8 layers of one segment, with a few gradients.
        Assert.InRange(Peak(() => Grad.Of(plain)(x)), 64 * Block, 72 * Block);
        Assert.InRange(Peak(() => Grad.Of(kept)(x)), 16 * Block, 24 * Block);
        Assert.Equal(Grad.Of(plain)(x).ToDoubles(), Grad.Of(kept)(x).ToDoubles());

        static Func<Tensor, Tensor> Chain(Func<Tensor, Tensor> segment) => u =>
        {
            for (var k = 0; k < 8; k++) u = segment(u);
            return u.Sum();
        };
    }

    [Fact]
    public void The_steps_of_an_iteration_are_not_held()
    {
        var x = Tensor.Full(Elements, 0.5);
        var peak = Peak(() => Grad.Of(t => Grad.FixedPoint((z, p) => (z * 0.9).Cos() * 0.9 + p, x, t, new(Memory: 0)).Sum())(x));
        // Some eighty steps of four operations would be 320 blocks. The solver holds a point, its image and their temporaries; the linear system of the derivative
        // has every multiple of the vector of ones for its space, so that GMRES needs one direction.
        Assert.InRange(peak, Block, 20 * Block);
    }

    [Fact]
    public void A_batch_holds_what_its_function_holds_and_leaves_nothing_behind()
    {
        var x = Tensor.Full((16, Elements / 16), 0.3);
        Func<Tensor, Tensor> chain = u =>
        {
            for (var k = 0; k < 40; k++)
            {
                using var layer = Tensor.Scope();
                var next = (u * 1.01).Sin().Keep();
                if (k > 0) u.Dispose();
                u = next;
            }

            return u;
        };
        // u, u · 1.01 and the next.
        Assert.InRange(Peak(() => Grad.Batch(chain)(x)), Block, 4 * Block);
        // Twice a layer's operand is saved, for one sample after the other in chunks of two.
        var gradient = Grad.Of((Tensor u) => u.Sin().Sin().Sum());
        Assert.InRange(Peak(() => Grad.Batch(gradient, chunk: 2)(x)), 2 * Block, 3 * Block);
        Settle();
        var use = Memory.InUse;
        for (var k = 0; k < 100; k++)
        {
            using var scope = Tensor.Scope();
            _ = Grad.Batch(gradient)(x);
            _ = Grad.Batch((Tensor u) => Grad.Jvp(chain, u, u).Tangent)(x);
            _ = Grad.Batch((Tensor u) => u.Sum().Item() > 0 ? u : -u)(x * Tensor.Linspace(-1, 1, 16).Unsqueeze(1));
        }

        Assert.InRange(Memory.InUse, 0, use);
    }

    [Fact]
    public void Ten_thousand_training_steps_leave_nothing_behind()
    {
        var rng = new Rng(1);
        Tensor[] w = [rng.Normal((3, 4)), rng.Normal(4), rng.Normal((4, 1))];
        var x = rng.Normal((8, 3));
        Func<Tensor[], (Tensor, Tensor[] Gradients)> step = Grad.ValueAnd((Tensor[] a) => (x.MatMul(a[0]) + a[1]).Tanh().MatMul(a[2]).Square().Mean());
        Run(500);
        Settle();
        var (use, heap) = (Memory.InUse, GC.GetTotalMemory(forceFullCollection: true));
        Memory.ResetPeak();
        Run(1);
        var peak = Memory.Peak;
        Run(10_000);
        Assert.InRange(Memory.InUse, 0, use);
        Assert.InRange(Memory.Peak, 0, peak);
        // The runtime's own tables may grow by a little; one tensor left a step would be a megabyte.
        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - heap, long.MinValue, 200_000);

        void Run(int steps)
        {
            for (var k = 0; k < steps; k++)
            {
                using var scope = Tensor.Scope();
                var gradients = step(w).Gradients;
                for (var i = 0; i < w.Length; i++) w[i].AddInPlace(gradients[i], -1e-4);
            }
        }
    }

    [Fact]
    public void Without_a_scope_the_saved_values_go_with_the_backward_pass()
    {
        var x = Tensor.Full(Elements, 0.3);
        var before = Memory.InUse;
        var gradient = Grad.Of(u =>
        {
            using var a = u.Sin();
            using var b = a.Exp();
            using var c = b * a;
            return c.Sum();
        })(x);
        Assert.InRange(Memory.InUse - before, Block, Block + Block / 8);
        gradient.Dispose();
    }

    /// <summary>Lets the finalizers return what other tests dropped.</summary>
    private static void Settle()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
    }

    private static long Peak(Func<object> work)
    {
        Settle();
        using var scope = Tensor.Scope();
        var before = Memory.InUse;
        Memory.ResetPeak();
        work();
        return Memory.Peak - before;
    }
}

/// <summary>Runs alone.</summary>
[CollectionDefinition("memory", DisableParallelization = true)]
public sealed class MemoryCollection;
