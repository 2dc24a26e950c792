using Kit.Compute;
using Kit.Compute.Cpu;
using Kit.Tensors;

namespace Kit.Tests.Compute;

[Collection("threads")]
public sealed class MemoryTests
{
    [Fact]
    public void Ten_thousand_allocations_are_flat_with_and_without_a_scope()
    {
        var x = Tensor.Ones((256, 256));
        Memory.ResetPeak();
        var start = Memory.Peak;
        for (var i = 0; i < 10_000; i++)
            using (Tensor.Scope()) _ = Tensor.Empty(x.Shape, DType.F64, Device.Cpu);
        Assert.True(Memory.Peak - start < 64L << 20, $"scoped: {Memory.Peak - start >> 20} MiB");
        for (var i = 0; i < 10_000; i++) _ = Tensor.Empty(x.Shape, DType.F64, Device.Cpu);
        // 10,000 × 0.5 MiB are 5 GiB; the pool asks the collector at 64 MiB + twice what survives.
        Assert.True(Memory.Peak - start < 1L << 30, $"dropped: {Memory.Peak - start >> 20} MiB");
    }

    [Fact]
    public void Scope_frees_what_is_not_kept_and_views_keep_memory_alive()
    {
        Tensor kept, lost;
        var before = Memory.InUse;
        using (Tensor.Scope())
        {
            var x = Tensor.Ones((100, 100));
            lost = x + 1;
            using (Tensor.Scope()) kept = (x * 2)[0].Keep().Keep();
            kept.Keep();
        }

        Assert.Equal(200, kept.Sum().Item());
        Assert.Contains("Keep()", Assert.Throws<ObjectDisposedException>(() => lost + 1).Message);
        kept.Dispose();
        kept.Dispose();
        Assert.StartsWith("disposed Tensor", kept.ToString());
        Assert.True(Memory.InUse - before < 100_000, $"{Memory.InUse - before} bytes left");
    }

    [Fact]
    public unsafe void Blocks_are_aligned_padded_and_reused()
    {
        foreach (var n in new long[] { 0, 1, 255, 257, 100_000 })
        {
            var storage = HostStorage.Rent(n, DType.F32);
            var pointer = (nint)storage.Pointer;
            Assert.Equal(0, pointer % 64);
            Assert.Equal((Math.Max(n, 1) + 255) / 256 * 1024, storage.Bytes);
            storage.Release();
        }
    }

    [Fact]
    public void Pieces_run_once_each_on_all_threads_and_errors_come_back()
    {
        var old = Threads.Count;
        Threads.Count = 3;
        var (seen, threads) = (new int[100], new int[100]);
        using var meeting = new CountdownEvent(3);
        Threads.For(100, i =>
        {
            Interlocked.Increment(ref seen[i]);
            threads[i] = Environment.CurrentManagedThreadId;
            Threads.For(2, _ => Thread.Sleep(0));
            // The first piece of each thread's share waits for the others, so that nobody does the work of a thread that is slow to wake.
            if (i is not (0 or 33 or 66)) return;
            meeting.Signal();
            Assert.True(meeting.Wait(TimeSpan.FromSeconds(30)));
        });
        Assert.All(seen, n => Assert.Equal(1, n));
        Assert.Equal(3, threads.Distinct().Count());
        Assert.Equal("piece 70", Assert.Throws<InvalidOperationException>(() => Threads.For(100, i =>
        {
            if (i == 70) throw new InvalidOperationException("piece 70");
        })).Message);
        Threads.Count = old;
        Assert.Contains("1 … 256", Assert.Throws<ArgumentOutOfRangeException>(() => Threads.Count = 0).Message);
    }
}
