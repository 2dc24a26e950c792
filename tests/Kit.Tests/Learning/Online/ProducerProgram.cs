using System.Diagnostics;
using Kit.Compute;
using Kit.Learning.Online;
using Kit.Tensors;

namespace Kit.Tests.Learning.Online;

/// <summary>A solver as a program of its own: <c>process SIMULATION SAMPLES DIES_AT FILE</c> sends counts to a training on this machine, <c>mpi</c> to rank 0.</summary>
internal static class ProducerProgram
{
    public static readonly SampleLayout Layout = new((DType.F64, 2));

    public static int Main(string[] arguments) => arguments switch
    {
        ["process", var simulation, var samples, var diesAt, var marker] => Simulate(int.Parse(simulation), int.Parse(samples), int.Parse(diesAt), marker),
        ["mpi"] => World(),
        _ => 64,
    };

    public static ProcessStartInfo Start(params string[] arguments) => new("dotnet", [typeof(ProducerProgram).Assembly.Location, .. arguments]);

    /// <summary>The first run dies before sample DIES_AT and leaves the marker; where that is there the run lives.</summary>
    private static int Simulate(int simulation, int samples, int diesAt, string marker)
    {
        using var client = SampleClient.Connect(Environment.GetEnvironmentVariable("KIT_SAMPLES")!, "counter", simulation, Layout);
        for (var i = 0; i < samples; i++)
        {
            if (i == diesAt && !File.Exists(marker))
            {
                File.WriteAllText(marker, "");
                Console.Error.WriteLine("the solver ran out of luck");
                Environment.Exit(3);
            }

            if (!client.Send(Tensor.Of([(double)simulation, i]))) return 0;
        }

        client.Complete();
        return 0;
    }

    private static int World()
    {
        using var world = new MpiWorld();
        if (world.Rank > 0)
        {
            using var client = world.Connect("counter", world.Rank, Layout);
            for (var i = 0; i < 20; i++) client.Send(Tensor.Of([(double)world.Rank, i]));
            client.Complete();
            return 0;
        }

        var reservoir = new Reservoir(Layout, capacity: 4, batch: 10, new Rng(0), Eviction.FirstInFirstOut);
        var sum = 0.0;
        var training = Task.Run(() =>
        {
            for (var step = 0; step < 2 * (world.Size - 1); step++) sum += reservoir.Batch(step)[0].Sum().Item();
        });
        world.Serve(reservoir);
        training.Wait();
        Console.WriteLine($"ranks {world.Size} samples {reservoir.Report.Received} sum {sum}");
        return 0;
    }
}
