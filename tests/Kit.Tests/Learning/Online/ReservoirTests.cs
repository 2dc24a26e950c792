using Kit.Compute;
using Kit.Learning;
using Kit.Learning.Online;
using Kit.Tensors;

namespace Kit.Tests.Learning.Online;

public sealed class ReservoirTests
{
    private static readonly SampleLayout Number = new((DType.F64, new Shape([])));

    private static Reservoir Of(int capacity, int batch, Eviction eviction = Eviction.Seen, int threshold = 1) =>
        new(Number, capacity, batch, new Rng(5), eviction) { Threshold = threshold };

    private static double[] Draw(Reservoir reservoir, long step = 0) => reservoir.Batch(step)[0].ToDoubles();

    [Fact]
    public void First_in_first_out_gives_every_sample_once_in_order()
    {
        var reservoir = Of(10, 5, Eviction.FirstInFirstOut);
        for (var i = 0; i < 10; i++) reservoir.Put(Tensor.Of((double)i));
        Assert.Equal([0, 1, 2, 3, 4], Draw(reservoir));
        Assert.Equal([5, 6, 7, 8, 9], Draw(reservoir));
        Assert.Equal((0, 0, 0L), (reservoir.Report.Unseen, reservoir.Report.Seen, reservoir.Report.Repeats));
    }

    [Fact]
    public void First_in_random_out_gives_every_sample_once_in_another_order()
    {
        var reservoir = Of(40, 40, Eviction.FirstInRandomOut);
        for (var i = 0; i < 40; i++) reservoir.Put(Tensor.Of((double)i));
        var drawn = Draw(reservoir);
        Assert.NotEqual(Enumerable.Range(0, 40).Select(i => (double)i), drawn);
        Assert.Equal(Enumerable.Range(0, 40).Select(i => (double)i), drawn.Order());
    }

    [Fact]
    public void The_reservoir_never_loses_an_unseen_sample_and_evicts_seen_ones()
    {
        var reservoir = Of(8, 1);
        var drawn = new HashSet<double>();
        for (var i = 0; i < 500; i++)
        {
            while (reservoir.Report.Unseen == 8) drawn.Add(Draw(reservoir)[0]);
            reservoir.Put(Tensor.Of((double)i));
        }

        while (reservoir.Report.Unseen > 0) drawn.Add(Draw(reservoir)[0]);
        var report = reservoir.Report;
        Assert.Equal(500, drawn.Count);
        Assert.Equal((500L, 8, 492L), (report.Received, report.Seen, report.Evicted));
        Assert.Equal(500, report.Drawn - report.Repeats);
    }

    [Fact]
    public void Draws_are_uniform_over_seen_and_unseen_samples()
    {
        var reservoir = Of(4, 4000);
        for (var i = 0; i < 4; i++) reservoir.Put(Tensor.Of((double)i));
        var counts = Draw(reservoir).GroupBy(x => x).Select(g => g.Count()).ToArray();
        // 1000 ± 5 standard deviations of a binomial count, √(4000 · ¼ · ¾) = 27.
        Assert.Equal(4, counts.Length);
        Assert.All(counts, c => Assert.InRange(c, 865, 1135));
        Assert.Equal(3996, reservoir.Report.Repeats);
    }

    [Fact]
    public void A_full_reservoir_holds_its_producer_until_a_sample_was_seen()
    {
        var reservoir = Of(3, 1);
        using var producers = new ProducerThreads(reservoir, _ => Enumerable.Range(0, 5).Select(i => new[] { Tensor.Of((double)i) }), simulations: 1);
        Assert.True(SpinWait.SpinUntil(() => reservoir.Report.Received == 3, 5000));
        Thread.Sleep(50);
        Assert.Equal(3, reservoir.Report.Received);
        Draw(reservoir);
        Assert.True(SpinWait.SpinUntil(() => reservoir.Report.Received == 4, 5000));
        Thread.Sleep(20);
        Assert.Equal(4, reservoir.Report.Received);
        // It waited through the first sleep at least.
        Assert.InRange(reservoir.Report.Held, 0.04, 60);
    }

    [Fact]
    public void Starvation_is_the_time_that_the_trainer_waits_after_its_first_batch()
    {
        IEnumerable<Tensor[]> Slow(long simulation)
        {
            for (var i = 0; i < 6; i++)
            {
                Thread.Sleep(i == 0 ? 1 : 30);
                yield return [Tensor.Of((double)i)];
            }
        }

        var reservoir = Of(10, 1, Eviction.FirstInFirstOut);
        using var producers = new ProducerThreads(reservoir, Slow, simulations: 1);
        for (var step = 0; step < 6; step++) Assert.Equal([step], Draw(reservoir, step));
        // Five waits of 30 ms, and the trainer does nothing else.
        Assert.InRange(reservoir.Report.Starved, 0.1, 60);
        Assert.InRange(reservoir.Report.Starvation, 0.8, 1);
        Assert.Contains("trainer starved", reservoir.Report.ToString());
    }

    [Fact]
    public async Task Nothing_is_drawn_below_the_threshold_while_more_will_come()
    {
        var reservoir = Of(10, 1, threshold: 3);
        reservoir.Put(Tensor.Of(1.0));
        var batch = Task.Run(() => Draw(reservoir));
        await Task.Delay(30);
        Assert.False(batch.IsCompleted);
        reservoir.Complete();
        Assert.Equal(new[] { 1.0 }, await batch.WaitAsync(TimeSpan.FromSeconds(30)));
    }

    [Fact]
    public void A_producer_that_throws_is_reported_with_its_message()
    {
        static IEnumerable<Tensor[]> Failing(long simulation)
        {
            yield return [Tensor.Of(1.0)];
            if (simulation == 1) throw new ArithmeticException("the step fell to 0");
        }

        var strict = Of(10, 5, Eviction.FirstInFirstOut);
        using (new ProducerThreads(strict, Failing, simulations: 3))
            Assert.Contains("simulation 1: the step fell to 0", Assert.Throws<InvalidOperationException>(() => Draw(strict)).Message);
        var tolerant = new Reservoir(Number, 10, 3, new Rng(0), Eviction.FirstInFirstOut) { ToleratedFailures = 1 };
        using var producers = new ProducerThreads(tolerant, Failing, simulations: 3);
        Assert.Equal([1, 1, 1], Draw(tolerant));
        Assert.Contains("ended after 3 samples", Assert.Throws<InvalidOperationException>(() => Draw(tolerant)).Message);
        Assert.Equal(["simulation 1: the step fell to 0"], tolerant.Report.Failures);
    }

    [Fact]
    public void A_trainer_learns_from_it_as_from_any_stream()
    {
        IEnumerable<Tensor[]> Line(long simulation)
        {
            var rng = new Rng(3).Stream(simulation);
            for (var i = 0; i < 20; i++)
            {
                var x = rng.Uniform([1], -1, 1);
                yield return [x, 3 * x];
            }
        }

        var net = Model.Initialize(new Linear(1, 1, bias: false, dtype: DType.F64), new Rng(0));
        var reservoir = new Reservoir(new((DType.F64, 1), (DType.F64, 1)), 64, 8, new Rng(1));
        using (new ProducerThreads(reservoir, Line, threads: 2))
            new Trainer(net, new Adam(net, 0.1), b => Loss.Mse(net.Forward(b[0]), b[1])).Fit(reservoir, 150);
        // 150 steps of size 0.1 with decreasing gradients.
        Assert.Equal(3, net.Weight.Item(), 0.1);
    }

    [Fact]
    public void Bad_sizes_and_samples_are_refused_with_the_numbers()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Of(0, 1));
        Assert.Contains("capacity of 4", Assert.Throws<ArgumentOutOfRangeException>(() => Of(4, 1, threshold: 5)).Message);
        Assert.Contains("was declared", Assert.Throws<ArgumentException>(() => Of(4, 1).Put(Tensor.Of([1.0, 2.0]))).Message);
        Assert.Throws<ArgumentException>(() => new SampleLayout());
        Assert.Contains("1 to", Assert.Throws<ArgumentException>(() => new SampleLayout((DType.F64, new Shape([100000, 100000])))).Message);
    }
}
