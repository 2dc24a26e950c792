using System.CommandLine;
using Kit.Parameters;
using Kit.Theory;

namespace Kit.Notebook.Commands;

/// <summary><c>kit theory</c>: lists and runs the experiments.</summary>
public static partial class TheoryCommand
{
    private const int Holds = 0;
    private const int DoesNotHold = 1;
    private const int BadUsage = 2;

    /// <summary>The command, over the library's experiments or over others.</summary>
    public static Command Create(IReadOnlyList<Experiment>? experiments = null)
    {
        var all = experiments ?? Experiments.All;
        return new("theory", "Experiments that hold theory against simulation.") { List(all), Run(all) };
    }

    private static Command List(IReadOnlyList<Experiment> all)
    {
        var chapter = new Option<string?>("--chapter") { Description = "Only this chapter." };
        var command = new Command("list", "Lists the experiments: id, chapter, title.") { chapter };
        command.SetAction(parse =>
        {
            var (output, error) = (parse.InvocationConfiguration.Output, parse.InvocationConfiguration.Error);
            if (Select(all, [], parse.GetValue(chapter), everything: true, error) is not { } chosen)
                return BadUsage;
            var width = chosen.Max(experiment => experiment.Id.Length);
            foreach (var group in chosen.GroupBy(experiment => experiment.Chapter).OrderBy(group => group.Key, StringComparer.Ordinal))
            {
                output.WriteLine(group.Key);
                foreach (var experiment in group)
                    output.WriteLine($"  {experiment.Id.PadRight(width)}  {experiment.Title}");
            }
            return Holds;
        });
        return command;
    }

    /// <summary>The experiments that were asked for, or null after a message on <paramref name="error"/>.</summary>
    private static IReadOnlyList<Experiment>? Select(IReadOnlyList<Experiment> all, string[] ids, string? chapter, bool everything, TextWriter error)
    {
        var unknown = ids.Where(id => all.All(experiment => experiment.Id != id)).ToArray();
        foreach (var id in unknown)
            error.WriteLine($"There is no experiment '{id}'.{Suggest(id, all.Select(experiment => experiment.Id))} `kit theory list` names them all.");
        if (unknown.Length > 0)
            return null;
        if (chapter is not null && all.All(experiment => experiment.Chapter != chapter))
        {
            var chapters = all.Select(experiment => experiment.Chapter).Distinct().Order(StringComparer.Ordinal);
            error.WriteLine($"There is no chapter '{chapter}'; there are {string.Join(", ", chapters)}.");
            return null;
        }
        var chosen = all.Where(experiment => (chapter is null ? everything : experiment.Chapter == chapter) || ids.Contains(experiment.Id)).ToArray();
        if (chosen.Length == 0)
            error.WriteLine("Say which experiments to run: ids, --chapter or --all.");
        return chosen.Length > 0 ? chosen : null;
    }

    private static string Suggest(string word, IEnumerable<string> names) =>
        Words.Near(word, names) is { Count: > 0 } near ? $" Did you mean {string.Join(" or ", near)}?" : "";
}
