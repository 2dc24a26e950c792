using Kit.Learning;
using Kit.Operators.Baselines;
using Kit.Operators.Evaluation;
using Kit.Operators.Spectral;
using Kit.Tensors;
using Kit.Tests.Operators.Training;

namespace Kit.Tests.Operators.Evaluation;

/// <summary>Rollouts, other grids, spreads, cards and maps.</summary>
public sealed class EvaluationTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("kit-cards-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void A_rollout_applies_the_model_to_its_own_results()
    {
        var start = new Rng(1).Normal([3, 1, 8]);
        var run = Rollout.Run(new Lambda(x => x * 2), start, 3);
        Assert.Equal((start * 8).ToDoubles(), run[.., 2].ToDoubles());
        // Truth grows by 2 and the model by 3: the error after t steps is (3/2)^t − 1.
        var trajectories = Tensor.Stack([start, start * 2, start * 4], 1);
        var rollout = Rollout.Of(new Lambda(x => x * 3), trajectories, batch: 2);
        Assert.Equal(0.5, rollout.Relative[0], 1e-12);
        Assert.Equal(1.25, rollout.Relative[1], 1e-12);
    }

    [Fact]
    public void A_window_moves_on_by_a_frame()
    {
        // Fibonacci: the next frame is the sum of two.
        var model = new Lambda(x => x[.., ..1] + x[.., 1..]);
        var run = Rollout.Run(model, Tensor.Ones([1, 2, 4]), 4);
        Assert.Equal([2.0, 3, 5, 8], run[0, .., 0, 0].ToDoubles());
        Assert.Contains("whole part", Assert.Throws<ArgumentException>(() => Rollout.Run(new Lambda(x => x[.., ..2]), Tensor.Ones([1, 3, 4]), 2)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Other_grids_give_errors_or_the_reason_of_a_refusal()
    {
        var fno = Model.Initialize(new Fno(1, 1, [4], 6, 1, head: 8), new Rng(1));
        var sweep = ResolutionSweep.Of(fno, n => Waves.Of(3, n), [16, 32, 64]);
        Assert.All(sweep.Rows, row => Assert.True(row.Error > 0));
        var flat = Model.Initialize(new FlattenedNetwork([1, 16], [1, 16], 8, 1), new Rng(1));
        var rows = ResolutionSweep.Of(flat, n => Waves.Of(3, n), [16, 32]).Rows;
        Assert.True(rows[0].Error > 0 && rows[1].Error is null);
        Assert.Contains("[N,1,16]", rows[1].Refusal, StringComparison.Ordinal);
    }

    [Fact]
    public void A_spread_has_the_deviation_of_samples()
    {
        Assert.Equal((3.0, Math.Sqrt(2.5), 5), Spread.Of(1, 2, 3, 4, 5) is var s ? (s.Mean, s.Deviation, s.Count) : default);
        Assert.Equal("2", Spread.Of(2.0).ToString());
        Assert.Throws<ArgumentException>(() => Spread.Of());
    }

    [Fact]
    public void A_card_lies_beside_its_weights_and_reads_back()
    {
        var model = Model.Initialize(new Fno(1, 1, [4], 6, 1, head: 8), new Rng(1));
        var card = new ModelCard
        {
            Name = "fno",
            Parameters = 12,
            Flops = 3e6,
            Data = "waves (Points = 16)",
            Samples = 8,
            Seed = 1,
            Steps = 5,
            Seconds = 0.25,
            Plan = new Dictionary<string, string> { ["batch"] = "8" },
            Errors = new Dictionary<string, double> { ["test"] = 0.125, ["fRMSE high"] = double.NaN },
        };
        card.Save(model, Path.Combine(folder, "fno"));
        var read = ModelCard.Load(Path.Combine(folder, "fno"));
        Assert.Equal(card.ToJson(), read.ToJson());
        Assert.Contains("3 MFLOP", read.ToString(), StringComparison.Ordinal);
        Model.Load(new Fno(1, 1, [4], 6, 1, head: 8), Path.Combine(folder, "fno.safetensors"));
        File.WriteAllText(Path.Combine(folder, "bad.json"), "{");
        Assert.Throws<InvalidDataException>(() => ModelCard.Load(Path.Combine(folder, "bad.json")));
    }

    [Fact]
    public void An_error_map_has_a_panel_a_field()
    {
        var u = new Rng(1).Normal([1, 12, 12]);
        Assert.Equal(4, ErrorMap.Of(u, u, u * 1.1).Panels.Count);
        Assert.Equal(3, ErrorMap.Of(u[.., 0], u[.., 0], u[.., 0] * 1.1).Panels.Count);
        Assert.Contains("[C, n…]", Assert.Throws<ArgumentException>(() => ErrorMap.Of(u, u[0, 0], u[0, 0])).Message, StringComparison.Ordinal);
    }
}
