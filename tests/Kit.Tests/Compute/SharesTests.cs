using Kit.Compute;

namespace Kit.Tests.Compute;

[Collection("threads")]
public sealed class SharesTests
{
    [Theory]
    [InlineData(1, 2)]
    [InlineData(7, 3)]
    [InlineData(1000, 4)]
    public void Every_piece_is_taken_once(int pieces, int threads)
    {
        var shares = new Shares(pieces, threads);
        var taken = new int[pieces];
        var takers = Enumerable.Range(0, threads).Select(t => new Thread(() =>
        {
            for (var i = shares.Next(t); i >= 0; i = shares.Next(t)) Interlocked.Increment(ref taken[i]);
        })).ToArray();
        foreach (var taker in takers) taker.Start();
        foreach (var taker in takers) taker.Join();
        Assert.All(taken, n => Assert.Equal(1, n));
    }

    [Fact]
    public void A_thread_takes_its_own_pieces_in_order_and_then_the_last_of_others()
    {
        var shares = new Shares(6, 2);
        Assert.Equal([3, 4, 5, 2, 1, 0, -1], Enumerable.Range(0, 7).Select(_ => shares.Next(1)));
    }

    [Fact]
    public void Nobody_waits_for_a_thread_that_is_held_up()
    {
        var before = Threads.Count;
        try
        {
            Threads.Count = 2;
            // Piece 0 lasts until all others are done: with fixed halves the first would wait for ever.
            var done = 0;
            Threads.For(10, i =>
            {
                if (i == 0) Assert.True(SpinWait.SpinUntil(() => Volatile.Read(ref done) == 9, TimeSpan.FromSeconds(30)));
                else Interlocked.Increment(ref done);
            });
            Assert.Equal(9, done);
        }
        finally
        {
            Threads.Count = before;
        }
    }

    [Fact]
    public void The_error_of_the_first_piece_is_thrown()
    {
        var error = Assert.Throws<InvalidOperationException>(() => Threads.For(20, i =>
        {
            if (i % 7 == 3) throw new InvalidOperationException($"piece {i}");
        }));
        Assert.Equal("piece 3", error.Message);
    }
}
