using System.Diagnostics;
using Kit.Notebook.Documents;
using Kit.Notebook.Tests.Documents;
using Kit.StatMech.Lattices;
using Kit.StatMech.Models;
using Kit.StatMech.Running;
using Kit.StatMech.Updates;
using Kit.Tensors;

namespace Kit.Notebook.Tests.Running;

/// <summary>A Monte Carlo run in a notebook whose process is killed goes on from its checkpoint.</summary>
public sealed class KilledRunTests
{
    private const string Cell = """
        #r "KIT"
        using Kit.StatMech.Lattices; using Kit.StatMech.Models; using Kit.StatMech.Updates; using Kit.StatMech.Running;
        var model = new Ising(Graph.Square(16));
        var results = MonteCarlo.Run(model, new Metropolis(model), new()
        {
            Temperatures = [2, 2.3, 2.7], Exchange = 5, Replicas = 2, Sweeps = 40_000, Seed = 7,
            Checkpoint = "FILE", CheckpointEvery = TimeSpan.FromMilliseconds(20),
        });
        Console.Write(results.ToTable().ToCsv());
        """;

    [Fact]
    public async Task Kill_in_the_middle_and_run_again_gives_the_same_bits()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Path("run.checkpoint");
        var code = Cell.Replace("KIT", typeof(Tensor).Assembly.Location, StringComparison.Ordinal).Replace("FILE", file, StringComparison.Ordinal);
        folder.Add("n.dib", "#!csharp\n\n" + code);
        using (var process = Start(folder))
        {
            var clock = Stopwatch.StartNew();
            while (!File.Exists(file) && clock.Elapsed < TimeSpan.FromMinutes(1)) await Task.Delay(5);
            process.Kill(); // SIGKILL: nothing in the process can answer
            await process.WaitForExitAsync();
            Assert.Equal(137, process.ExitCode);
        }

        Assert.True(File.Exists(file), "no checkpoint in a minute");
        Assert.False(File.Exists(folder.Path("out/n.ipynb")), "the run was over before it was killed");
        using (var process = Start(folder))
        {
            var text = process.StandardOutput.ReadToEndAsync();
            var error = await process.StandardError.ReadToEndAsync();
            await process.WaitForExitAsync();
            Assert.True(process.ExitCode == 0, await text + error);
        }

        var model = new Ising(Graph.Square(16));
        var whole = MonteCarlo.Run(model, new Metropolis(model), new() { Temperatures = [2, 2.3, 2.7], Exchange = 5, Replicas = 2, Sweeps = 40_000, Seed = 7 });
        var output = string.Concat(NotebookFile.Read(folder.Path("out/n.ipynb")).Cells.SelectMany(cell => cell.Outputs).OfType<StreamOutput>().Select(stream => stream.Text));
        Assert.Equal(whole.ToTable().ToCsv(), output);
    }

    private static Process Start(TemporaryFolder folder) =>
        Process.Start(new ProcessStartInfo("dotnet", [typeof(NotebookFile).Assembly.Location, "run", folder.Path("n.dib"), "--out", folder.Path("out")]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
}
