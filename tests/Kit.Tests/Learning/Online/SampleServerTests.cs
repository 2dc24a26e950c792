using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Kit.Compute;
using Kit.Learning.Online;
using Kit.Tensors;
using Kit.Testing;

namespace Kit.Tests.Learning.Online;

public sealed class SampleServerTests
{
    private static Reservoir Room(int capacity = 100, int batch = 5, int tolerated = 0) =>
        new(ProducerProgram.Layout, capacity, batch, new Rng(0), Eviction.FirstInFirstOut) { ToleratedFailures = tolerated };

    [Fact]
    public async Task Samples_cross_a_socket_unchanged_and_a_full_reservoir_holds_the_sender()
    {
        var reservoir = Room(capacity: 2, batch: 1);
        using var server = new SampleServer(reservoir);
        var sending = Task.Run(() =>
        {
            using var client = SampleClient.Connect(server.Address, "solver", 7, ProducerProgram.Layout);
            for (var i = 0; i < 4; i++) client.Send(Tensor.Of([Math.PI, i]));
            client.Complete();
        });
        Assert.True(SpinWait.SpinUntil(() => reservoir.Report.Received == 2, 5000));
        await Task.Delay(50);
        Assert.False(sending.IsCompleted);
        for (var i = 0; i < 4; i++) Assert.Equal([Math.PI, i], reservoir.Batch(i)[0].ToDoubles());
        await sending.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal(1, server.Completed);
    }

    [Fact]
    public void A_simulation_that_is_run_again_passes_over_what_has_come()
    {
        var reservoir = Room(tolerated: 1);
        using var server = new SampleServer(reservoir);
        using (var client = SampleClient.Connect(server.Address, "solver", 0, ProducerProgram.Layout))
            for (var i = 0; i < 2; i++) client.Send(Tensor.Of([0.0, i]));
        Assert.True(SpinWait.SpinUntil(() => reservoir.Report.Failures.Count == 1, 5000));
        Assert.Contains("solver, simulation 0: the line closed", reservoir.Report.Failures[0]);
        using var again = SampleClient.Connect(server.Address, "solver", 0, ProducerProgram.Layout);
        Assert.Equal(2, again.AlreadyThere);
        for (var i = 0; i < 5; i++) again.Send(Tensor.Of([0.0, i]));
        Assert.Equal([0, 0, 0, 1, 0, 2, 0, 3, 0, 4], reservoir.Batch(0)[0].ToDoubles());
    }

    [Fact]
    public void Other_layouts_tokens_and_twins_are_refused_with_the_reason()
    {
        using var server = new SampleServer(Room());
        Assert.Contains("this training takes F64", Refusal(server.Address, 0, new((DType.F32, 2))));
        Assert.Contains("wrong token", Refusal(server.Address[..^1] + "x", 0, ProducerProgram.Layout));
        using var first = SampleClient.Connect(server.Address, "a", 3, ProducerProgram.Layout);
        Assert.Contains("simulation 3 is running", Refusal(server.Address, 3, ProducerProgram.Layout));
        Assert.Throws<ArgumentException>(() => SampleClient.Connect("nowhere", "a", 0, ProducerProgram.Layout));

        static string Refusal(string address, long simulation, SampleLayout layout) =>
            Assert.Throws<InvalidOperationException>(() => SampleClient.Connect(address, "b", simulation, layout)).Message;
    }

    [Fact]
    public void Hostile_bytes_are_refused_and_the_server_lives_on()
    {
        var reservoir = Room();
        using var server = new SampleServer(reservoir);
        var port = int.Parse(server.Address.Split('/')[0]);
        Speak([0xFF, 0xFF, 0xFF, 0x7F, 1]);
        Speak([0xFF, 0xFF, 0xFF, 0xFF]);
        Speak("GET / HTTP/1.1\r\n\r\n"u8);
        Speak([1, 0, 0, 0, (byte)Frame.Sample]);
        Speak([9, 0, 0, 0, (byte)Frame.Hello, 0x4B, 0x54, 0x53, 0x31, 0xFF, 0xFF, 0xFF, 0xFF]);
        var rng = new Rng(1);
        for (var i = 0; i < 50; i++)
        {
            var noise = rng.Integers(0, 256, 40).ToArray<int>().Select(b => (byte)b).ToArray();
            Speak([36, 0, 0, 0, (byte)Frame.Hello, 0x4B, 0x54, 0x53, 0x31, .. noise[..31]]);
        }

        Assert.Equal(0, reservoir.Report.Received);
        Assert.Empty(reservoir.Report.Failures);
        using var client = SampleClient.Connect(server.Address, "solver", 0, ProducerProgram.Layout);
        Assert.True(client.Send(Tensor.Of([1.0, 2.0])));

        void Speak(ReadOnlySpan<byte> bytes)
        {
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            socket.Connect(IPAddress.Loopback, port);
            socket.Send(bytes);
        }
    }

    [Fact]
    public void A_sample_of_a_wrong_length_ends_its_conversation()
    {
        var reservoir = Room();
        using var server = new SampleServer(reservoir);
        var address = server.Address.Split('/');
        using var link = SocketLink.To(int.Parse(address[0]));
        link.Ask(SampleFrames.Hello(address[1], "liar", 0, ProducerProgram.Layout));
        var answer = link.Ask([(byte)Frame.Sample, 1, 2, 3]);
        Assert.Equal((byte)Frame.Refused, answer[0]);
        Assert.Contains("3 bytes; 16 were declared", SampleFrames.Text(answer));
        Assert.Contains("liar, simulation 0", reservoir.Report.Failures[0]);
    }

    [Fact]
    public void Processes_send_their_samples_and_one_that_dies_is_started_again()
    {
        var marker = Path.Combine(Path.GetTempPath(), $"kit-{Guid.NewGuid():N}");
        try
        {
            var reservoir = Room(batch: 12, tolerated: 1);
            using var server = new SampleServer(reservoir);
            using var processes = new ProducerProcesses(reservoir, server, i => ProducerProgram.Start("process", $"{i}", "6", i == 1 ? "4" : "-1", marker), simulations: 2, restarts: 1);
            var rows = reservoir.Batch(0)[0].ToDoubles().Chunk(2).Select(r => (r[0], r[1])).Order().ToArray();
            Assert.Equal([.. Enumerable.Range(0, 12).Select(i => ((double)(i / 6), (double)(i % 6)))], rows);
            var failure = Assert.Single(reservoir.Report.Failures);
            Assert.Contains("simulation 1: the line closed", failure);
            Assert.Contains("code 3 the solver ran out of luck", failure);
            Assert.True(SpinWait.SpinUntil(() => server.Completed == 2, 10_000));
        }
        finally
        {
            File.Delete(marker);
        }
    }

    [Fact]
    public void Processes_that_would_run_for_ever_end_with_the_training()
    {
        var reservoir = Room(capacity: 5, batch: 2);
        using (var server = new SampleServer(reservoir))
        using (new ProducerProcesses(reservoir, server, i => ProducerProgram.Start("process", $"{i}", $"{int.MaxValue}", "-1", "-"), simulations: 1))
            reservoir.Batch(0);
        Assert.True(reservoir.IsClosed);
        Assert.Empty(reservoir.Report.Failures);
    }

    [Fact]
    public void A_program_that_is_not_there_is_a_failure()
    {
        var reservoir = Room();
        using var server = new SampleServer(reservoir);
        using var processes = new ProducerProcesses(reservoir, server, _ => new("/no/such/solver"), simulations: 1);
        Assert.Contains("/no/such/solver did not start", Assert.Throws<InvalidOperationException>(() => reservoir.Batch(0)).Message);
    }

    [RequiresFact("mpirun")]
    public void Ranks_of_a_message_passing_world_send_their_samples()
    {
        var start = new ProcessStartInfo("mpirun", ["-n", "3", "--oversubscribe", "--allow-run-as-root", "dotnet", typeof(ProducerProgram).Assembly.Location, "mpi"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var run = Process.Start(start)!;
        var error = run.StandardError.ReadToEndAsync();
        var output = run.StandardOutput.ReadToEnd();
        Assert.True(run.WaitForExit(60_000));
        // Ranks 1 and 2 send (rank, i), i = 0 … 19: 20 · 1 + 20 · 2 + 2 · 190.
        Assert.True(output.Contains("ranks 3 samples 40 sum 440"), output + error.Result);
    }
}
