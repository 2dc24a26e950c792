using System.CommandLine;
using System.Globalization;
using Kit.Display;
using Kit.Notebook.Gallery;
using Kit.Parameters;
using Kit.Theory;

namespace Kit.Notebook.Commands;

/// <summary><c>kit sweep</c>: runs an experiment at every combination of parameters and seeds, in shards that many processes may take, and merges what they measured.</summary>
public static class SweepCommand
{
    private const int Holds = 0;
    private const int DoesNotHold = 1;
    private const int BadUsage = 2;

    /// <summary>The command, over the library's experiments or over others.</summary>
    public static Command Create(IReadOnlyList<Experiment>? experiments = null)
    {
        var all = experiments ?? Experiments.All;
        var id = new Argument<string>("experiment") { Description = "The experiment's id." };
        var settings = new Option<string[]>("--param") { Description = "Values of a parameter: T=2.1,2.2; of a list: Sizes=8,16;8,32.", AllowMultipleArgumentsPerToken = true };
        var seeds = new Option<int>("--seeds") { Description = "Runs of each combination, with seeds that follow each other.", DefaultValueFactory = _ => 1 };
        var seed = new Option<long>("--seed") { Description = "The first seed.", DefaultValueFactory = _ => 0 };
        var shard = new Option<string>("--shard") { Description = "The part of the points that this process runs: 3/8 is the third of eight.", DefaultValueFactory = _ => "1/1" };
        var folder = new Option<string>("--out") { Description = "The folder of the sweep, one for all shards.", Required = true };
        var full = new Option<bool>("--full") { Description = "The sizes of the source instead of the quick ones." };
        var command = new Command("sweep", "Runs an experiment over parameters and seeds; what is there is not run again: exit 0 when all checks hold, 1 when one does not or a point threw, 2 for bad usage, 130 when interrupted.")
        {
            id, settings, seeds, seed, shard, folder, full, Merge(all),
        };
        command.SetAction(async (parse, token) =>
        {
            var (output, error) = (parse.InvocationConfiguration.Output, parse.InvocationConfiguration.Error);
            try
            {
                var name = parse.GetValue(id)!;
                var known = all.FirstOrDefault(one => one.Id == name) ?? throw new ArgumentException(
                    $"There is no experiment '{name}'.{(Words.Near(name, all.Select(one => one.Id)) is { Count: > 0 } near ? $" Did you mean {string.Join(" or ", near)}?" : "")} `kit theory list` names them all.");
                var (part, parts) = Part(parse.GetValue(shard)!);
                var sweep = Sweep.Of(parse.GetValue(full) ? known.Full : known, (parse.GetValue(settings) ?? []).Select(Setting.Parse), parse.GetValue(seed), parse.GetValue(seeds), parse.GetValue(folder)!);
                sweep.Claim();
                using var interrupt = new Interrupt(token);
                return await Task.Run(() => Run(sweep, part, parts, output, error, interrupt.Token), CancellationToken.None);
            }
            catch (ArgumentException wrong)
            {
                error.WriteLine(wrong.Message);
                return BadUsage;
            }
        });
        return command;
    }

    private static int Run(Sweep sweep, int part, int parts, TextWriter output, TextWriter error, CancellationToken token)
    {
        int[] mine = [.. Enumerable.Range(0, sweep.Count).Where(point => point % parts == part - 1)];
        int[] open = [.. mine.Where(point => !sweep.Has(point))];
        output.WriteLine($"{sweep.Experiment.Id}: {mine.Length} of {sweep.Count} points in shard {part}/{parts}, {mine.Length - open.Length} are there.");
        var bad = 0;
        foreach (var (done, point) in open.Index())
        {
            try
            {
                using (Progress.Listen(new ProgressLines($"{sweep.Experiment.Id} {point}", error)))
                {
                    var outcome = sweep.Run(point, token);
                    var (experiment, seed, _) = sweep.At(point);
                    var verdict = outcome.Error ?? (outcome.Passed ? "holds" : $"does not hold: {string.Join("; ", outcome.Checks.Where(check => !check.Passed))}");
                    output.WriteLine($"{point}: {experiment}, seed {seed}: {verdict}");
                    bad += outcome.Passed ? 0 : 1;
                }
            }
            catch (OperationCanceledException)
            {
                error.WriteLine($"Interrupted after {done} of {open.Length} points; the same command goes on from here.");
                return Interrupt.ExitCode;
            }
        }

        return bad == 0 ? Holds : DoesNotHold;
    }

    private static Command Merge(IReadOnlyList<Experiment> all)
    {
        var folder = new Argument<string>("folder") { Description = "The folder of the sweep." };
        var csv = new Option<string?>("--csv") { Description = "Writes the table to this file." };
        var json = new Option<string?>("--json") { Description = "Writes the table to this file." };
        var command = new Command("merge", "Makes one table of all points: exit 0 when it is whole, 1 when points are missing, with their list.") { folder, csv, json };
        command.SetAction(parse =>
        {
            try
            {
                var table = Sweep.Open(parse.GetValue(folder)!, all).Merge();
                if (parse.GetValue(csv) is { } first) AtomicFile.Write(first, table.ToCsv());
                if (parse.GetValue(json) is { } second) AtomicFile.Write(second, Sweep.Json(table));
                if (parse.GetValue(csv) is null && parse.GetValue(json) is null) parse.InvocationConfiguration.Output.Write(table.ToCsv());
                return Holds;
            }
            catch (Exception wrong) when (wrong is IOException or InvalidDataException or UnauthorizedAccessException)
            {
                parse.InvocationConfiguration.Error.WriteLine(wrong.Message);
                return DoesNotHold;
            }
        });
        return command;
    }

    /// <exception cref="ArgumentException">Not i/n with 1 ≤ i ≤ n.</exception>
    private static (int Part, int Parts) Part(string shard) =>
        shard.Split('/') is [var i, var n] && int.TryParse(i, NumberStyles.None, CultureInfo.InvariantCulture, out var part) && int.TryParse(n, NumberStyles.None, CultureInfo.InvariantCulture, out var parts) && part >= 1 && part <= parts
            ? (part, parts)
            : throw new ArgumentException($"--shard '{shard}': it needs i/n with 1 ≤ i ≤ n, such as 3/8.");
}
