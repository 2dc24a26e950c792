using System.CommandLine;
using Kit.Display;
using Kit.Notebook.Gallery;
using Kit.Parameters;
using Kit.Pde.DataSets;

namespace Kit.Notebook.Commands;

/// <summary><c>kit data</c>: lists the data sets that Kit can make, and makes them.</summary>
public static class DataCommand
{
    private const int Made = 0;
    private const int Failed = 1;
    private const int BadUsage = 2;

    /// <summary>The command, over the library's data sets or over others.</summary>
    public static Command Create(IReadOnlyList<DataSet>? sets = null)
    {
        var all = sets ?? DataSets.All;
        return new("data", "Data sets of operator learning, made by Kit's solvers.") { List(all), Make(all) };
    }

    private static Command List(IReadOnlyList<DataSet> all)
    {
        var command = new Command("list", "Lists the data sets: id, title, parameters.");
        command.SetAction(parse =>
        {
            var width = all.Max(set => set.Id.Length);
            foreach (var set in all)
            {
                parse.InvocationConfiguration.Output.WriteLine($"{set.Id.PadRight(width)}  {set.Title}");
                parse.InvocationConfiguration.Output.WriteLine($"{new string(' ', width)}  {string.Join(' ', set.Parameters.Select(parameter => $"{parameter.Name}={parameter.Read(set)}"))}");
            }

            return Made;
        });
        return command;
    }

    private static Command Make(IReadOnlyList<DataSet> all)
    {
        var name = new Argument<string>("name") { Description = "The data set's id." };
        var count = new Option<int?>("--n") { Description = "Number of samples; by default as many as the published set has." };
        var seed = new Option<long>("--seed") { Description = "Seed of every random number.", DefaultValueFactory = _ => 0 };
        var path = new Option<string?>("--out") { Description = "The .npz file; by default NAME.npz. Its card and picture lie beside it." };
        var restart = new Option<bool>("--restart") { Description = "Throws away what an interrupted run has made, instead of going on with it." };
        var settings = new Option<string[]>("--param") { Description = "Sets parameters: Name=value.", AllowMultipleArgumentsPerToken = true };
        var command = new Command("make", "Makes a data set, or goes on with one that was interrupted: exit 0 when it is whole, 1 when it could not be made, 2 for bad usage, 130 when interrupted.")
        {
            name, count, seed, path, restart, settings,
        };
        command.SetAction(async (parse, token) =>
        {
            var (output, error) = (parse.InvocationConfiguration.Output, parse.InvocationConfiguration.Error);
            var id = parse.GetValue(name)!;
            if (all.FirstOrDefault(set => set.Id == id) is not { } known)
            {
                var near = Words.Near(id, all.Select(set => set.Id));
                error.WriteLine($"There is no data set '{id}'.{(near.Count > 0 ? $" Did you mean {string.Join(" or ", near)}?" : "")} `kit data list` names them all.");
                return BadUsage;
            }

            using var interrupt = new Interrupt(token);
            return await Task.Run(() => Make(known), CancellationToken.None);

            int Make(DataSet set)
            {
                try
                {
                    set = set.With((parse.GetValue(settings) ?? []).Select(Setting.Parse));
                    using (Progress.Listen(new ProgressLines("kit data", error)))
                        output.Write(DataFile.Make(set, parse.GetValue(path) ?? set.Id + ".npz", parse.GetValue(count) ?? set.Published, parse.GetValue(seed), parse.GetValue(restart), interrupt.Token).ToMarkdown());
                    return Made;
                }
                catch (OperationCanceledException)
                {
                    error.WriteLine("Interrupted; the same command goes on from here.");
                    return Interrupt.ExitCode;
                }
                catch (ArgumentException wrong)
                {
                    error.WriteLine(wrong.Message);
                    return BadUsage;
                }
                catch (Exception wrong) when (wrong is InvalidOperationException or IOException or UnauthorizedAccessException or ArithmeticException)
                {
                    error.WriteLine(wrong.Message);
                    return Failed;
                }
            }
        });
        return command;
    }
}
