using Kit.StatMech.Lattices;
using Kit.StatMech.Models;
using Kit.StatMech.Running;
using Kit.StatMech.Updates;

namespace Kit.Tests.StatMech.Running;

public class PlanTests
{
    public static TheoryData<string, Plan> Bad => new()
    {
        { "no temperatures", new() { Temperatures = [] } },
        { "the temperature 0 is not positive", new() { Temperatures = [1, 0] } },
        { "the temperature NaN", new() { Temperatures = [double.NaN] } },
        { "exchange needs ascending temperatures; 1.5 follows 2", new() { Temperatures = [2, 1.5], Exchange = 1 } },
        { "exchange needs two temperatures", new() { Temperatures = [2], Exchange = 1 } },
        { "0 sweeps; one at least", new() { Temperatures = [2], Sweeps = 0 } },
        { "-1 sweeps of thermalization", new() { Temperatures = [2], Thermalization = -1 } },
        { "a measurement every 0 sweeps", new() { Temperatures = [2], Every = 0 } },
        { "0 replicas", new() { Temperatures = [2], Replicas = 0 } },
        { "1 bins", new() { Temperatures = [2], Bins = 1 } },
        { "10 measurements (100 sweeps, one every 10) do not fill 64 bins", new() { Temperatures = [2], Sweeps = 100, Every = 10 } },
        { "4611686018427387904 sweeps of 16 sites are more attempts than 2⁶³ − 1", new() { Temperatures = [2], Sweeps = 1L << 62, Every = 1 << 30 } },
        { "series of 9600000000000 numbers", new() { Temperatures = [2], Sweeps = 1_600_000_000_000, Every = 1, KeepSeries = true } },
        { "the name of the checkpoint is empty", new() { Temperatures = [2], Checkpoint = "" } },
    };

    [Theory]
    [MemberData(nameof(Bad), DisableDiscoveryEnumeration = true)]
    public void Bad_plans_are_named_with_their_numbers(string message, Plan plan)
    {
        var model = new Ising(Graph.Square(4));
        Assert.Contains(message, Assert.Throws<ArgumentException>(() => MonteCarlo.Run(model, new Metropolis(model), plan)).Message, StringComparison.Ordinal);
    }
}
