using Kit.Compute;
using Kit.Learning;
using Kit.Operators.Spectral;
using Kit.Operators.Training;
using Kit.Tensors;

namespace Kit.Tests.Operators.Training;

public sealed class OperatorTrainingTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("kit-operators-").FullName;

    private string Place => Path.Combine(folder, "state.safetensors");

    private static OperatorPlan Plan => new() { Epochs = 6, Batch = 8, LearningRate = 1e-2 };

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static Fno Small(int width = 6) => new(1, 1, [4], width, 2, head: 8);

    [Fact]
    public void A_stop_and_a_resumption_leave_no_trace_in_the_bits()
    {
        var (train, test) = (Waves.Of(20), Waves.Of(8, seed: 3));
        var straight = OperatorTraining.Train(Noisy(), train, test, Plan, new Rng(1));
        using var stop = new CancellationTokenSource();
        var steps = 0;
        var plan = Plan with { Checkpoint = Place, Resume = true };
        Assert.Throws<OperationCanceledException>(() => OperatorTraining.Train(Noisy(), train, test, plan with
        {
            Loss = (y, t) =>
            {
                if (++steps == 8) stop.Cancel();
                return Loss.RelativeL2(y, t);
            },
        }, new Rng(1), stop.Token));
        var resumed = OperatorTraining.Train(Noisy(), train, test, plan, new Rng(1));
        Assert.Equal((18L, 18L), (straight.Steps, resumed.Steps));
        Assert.Equal(straight.History.Losses.ToDoubles(), resumed.History.Losses.ToDoubles());
        Assert.Equal(straight.History.Validations.ToDoubles(), resumed.History.Validations.ToDoubles());
        Assert.Equal((straight.TestError, straight.TrainError), (resumed.TestError, resumed.TrainError));
        foreach (var (name, x) in Model.State(straight.Model)) Assert.Equal(x.ToDoubles(), Model.State(resumed.Model)[name].ToDoubles());

        static Sequential Noisy() => new(Small(), new Dropout(0.1, new Rng(7)));
    }

    [Fact]
    public void A_loss_that_is_not_finite_stops_with_the_step_and_the_last_good_checkpoint_stays()
    {
        var (train, test, steps) = (Waves.Of(16), Waves.Of(4, seed: 3), 0);
        var plan = Plan with { Checkpoint = Place, Loss = (y, t) => Loss.RelativeL2(y, t) * (steps++ == 5 ? double.NaN : 1) };
        var error = Assert.Throws<ArithmeticException>(() => OperatorTraining.Train(Small(), train, test, plan, new Rng(1)));
        Assert.Contains("step 5", error.Message, StringComparison.Ordinal);
        var tensors = SafeTensors.Load(Place).Tensors;
        Assert.All(tensors.Where(t => t.Key.StartsWith("model/", StringComparison.Ordinal)), t => Assert.True(double.IsFinite(t.Value.Sum().Item()), t.Key));
        Assert.Equal(4, tensors["history/rows"].Shape[0]); // two epochs of two batches
        var good = OperatorTraining.Train(Small(), train, test, Plan with { Checkpoint = Place, Resume = true }, new Rng(1));
        Assert.Equal(12, good.Steps);
    }

    [Fact]
    public void A_checkpoint_of_another_architecture_is_refused()
    {
        var (train, test) = (Waves.Of(8), Waves.Of(4, seed: 3));
        var plan = Plan with { Epochs = 1, Checkpoint = Place, Resume = true };
        OperatorTraining.Train(Small(), train, test, plan, new Rng(1));
        Assert.Contains("the model has", Assert.Throws<InvalidDataException>(() => OperatorTraining.Train(Small(width: 5), train, test, plan, new Rng(1))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Pointwise_statistics_refuse_another_grid_and_those_of_channels_serve_it()
    {
        var (train, test) = (Waves.Of(8), Waves.Of(4, seed: 3));
        var plan = Plan with { Epochs = 1 };
        var channel = OperatorTraining.Train(Small(), train, test, plan, new Rng(1));
        // A function of few modes and a model of few modes: the finer grid gives nearly the same error.
        Assert.Equal(channel.TestError, OperatorTraining.Error(channel.Model, Waves.Of(4, 32, seed: 3)), 0.2 * channel.TestError);
        var pointwise = OperatorTraining.Train(Small(), train, test, plan with { InputStatistics = Statistics.Pointwise }, new Rng(1));
        Assert.Throws<ArgumentException>(() => OperatorTraining.Error(pointwise.Model, Waves.Of(4, 32)));
    }

    [Fact]
    public void A_budget_of_time_is_turned_into_steps_that_a_resumption_keeps()
    {
        var (train, test) = (Waves.Of(16), Waves.Of(4, seed: 3));
        var plan = Plan with { Epochs = 1000, Seconds = 1e-9, Checkpoint = Place, Resume = true };
        Assert.Equal(1, OperatorTraining.Train(Small(), train, test, plan, new Rng(1)).Steps);
        File.WriteAllText(Place + ".steps", "5");
        Assert.Equal(5, OperatorTraining.Train(Small(), train, test, plan with { Seconds = 1e9 }, new Rng(1)).Steps);
        Assert.Equal(2, OperatorTraining.Train(Small(), train, test, Plan with { Epochs = 1, Seconds = 1e9 }, new Rng(1)).Steps);
    }

    [Fact]
    public void Timing_steps_leaves_weights_statistics_and_streams_as_they_were()
    {
        var (train, test) = (Waves.Of(16), Waves.Of(4, seed: 3));
        var (timed, plain) = (Layered(), Layered());
        var first = OperatorTraining.Train(timed, train, test, Plan with { Epochs = 1, Seconds = 1e9 }, new Rng(1));
        var second = OperatorTraining.Train(plain, train, test, Plan with { Epochs = 1 }, new Rng(1));
        Assert.Equal(second.TestError, first.TestError);
        foreach (var (name, x) in Model.State(plain)) Assert.Equal(x.ToDoubles(), Model.State(timed)[name].ToDoubles());

        static Sequential Layered() => new(Small(), new BatchNorm(1), new Dropout(0.1, new Rng(7)));
    }

    [Fact]
    public void Bad_input_is_refused_with_numbers_and_remedy()
    {
        var (train, test) = (Waves.Of(8), Waves.Of(4, seed: 3));
        Assert.Contains("Cast the data to F32", Refusal(Waves.Of(8, dtype: DType.F64), Waves.Of(4, dtype: DType.F64), Plan), StringComparison.Ordinal);
        Assert.Contains("one shape of both", Refusal(train, Waves.Of(4, 32), Plan), StringComparison.Ordinal);
        Assert.Contains("Epochs = 0", Refusal(train, test, Plan with { Epochs = 0 }), StringComparison.Ordinal);
        Assert.Contains("Batch = 0", Refusal(train, test, Plan with { Batch = 0 }), StringComparison.Ordinal);
        Assert.Contains("LearningRate = -1", Refusal(train, test, Plan with { LearningRate = -1 }), StringComparison.Ordinal);
        Assert.Contains("Seconds = 0", Refusal(train, test, Plan with { Seconds = 0 }), StringComparison.Ordinal);
        Assert.Contains("name the file", Refusal(train, test, Plan with { Resume = true }), StringComparison.Ordinal);

        static string Refusal(FieldPairs train, FieldPairs test, OperatorPlan plan) => Assert.Throws<ArgumentException>(() => OperatorTraining.Train(Small(), train, test, plan, new Rng(1))).Message;
    }
}
