using System.CommandLine;
using Kit.Display;
using Kit.Notebook.Gallery;
using Kit.Theory;

namespace Kit.Notebook.Commands;

// `kit theory run`.
public static partial class TheoryCommand
{
    private static Command Run(IReadOnlyList<Experiment> all)
    {
        var ids = new Argument<string[]>("id") { Description = "Experiments to run.", Arity = ArgumentArity.ZeroOrMore };
        var chapter = new Option<string?>("--chapter") { Description = "Every experiment of this chapter." };
        var everything = new Option<bool>("--all") { Description = "Every experiment." };
        var full = new Option<bool>("--full") { Description = "The sizes of the source instead of the quick ones." };
        var seed = new Option<long>("--seed") { Description = "Seed of every random number.", DefaultValueFactory = _ => 0 };
        var json = new Option<string?>("--json") { Description = "Writes the checks to this file." };
        var folder = new Option<string?>("--out") { Description = "Writes a page with figures for each experiment to this folder." };
        var settings = new Option<string[]>("--param") { Description = "Sets parameters: Name=value, a list as Name=1,2,3.", AllowMultipleArgumentsPerToken = true };
        var command = new Command("run", "Runs experiments: exit 0 when all checks hold, 1 when one does not, 2 for bad usage, 130 when interrupted.")
        {
            ids, chapter, everything, full, seed, json, folder, settings,
        };
        command.SetAction(async (parse, token) =>
        {
            var (output, error) = (parse.InvocationConfiguration.Output, parse.InvocationConfiguration.Error);
            var chosen = Select(all, parse.GetValue(ids) ?? [], parse.GetValue(chapter), parse.GetValue(everything), error);
            if (chosen is null || Prepare(chosen, parse.GetValue(full), parse.GetValue(settings) ?? [], error) is not { } prepared)
                return BadUsage;
            using var interrupt = new Interrupt(token);
            return await Task.Run(() => Run(prepared, parse.GetValue(seed), parse.GetValue(json), parse.GetValue(folder), output, error, interrupt.Token), CancellationToken.None);
        });
        return command;
    }

    private static int Run(IReadOnlyList<Experiment> experiments, long seed, string? json, string? folder, TextWriter output, TextWriter error, CancellationToken token)
    {
        List<Outcome> outcomes = [];
        try
        {
            foreach (var experiment in experiments)
            {
                using (Progress.Listen(new ProgressLines(experiment.Id, error)))
                    outcomes.Add(Outcome.Of(experiment, seed, token));
                if (folder is not null)
                    AtomicFile.Write(Path.Combine(folder, experiment.Id + ".html"), ExperimentPage.Render(outcomes[^1], seed));
            }
        }
        catch (OperationCanceledException)
        {
            error.WriteLine($"Interrupted after {outcomes.Count} of {experiments.Count} experiments.");
            return Interrupt.ExitCode;
        }
        if (json is not null)
            AtomicFile.Write(json, CheckRows.Json(outcomes));
        output.WriteLine(Check.Tabulate(outcomes.SelectMany(outcome => outcome.Checks.Select(check => ((string?)outcome.Experiment.Id, check)))));
        return outcomes.All(outcome => outcome.Passed) ? Holds : DoesNotHold;
    }

    /// <summary>The experiments at the asked sizes and settings, or null after a message on <paramref name="error"/>.</summary>
    private static IReadOnlyList<Experiment>? Prepare(IReadOnlyList<Experiment> chosen, bool full, string[] settings, TextWriter error)
    {
        try
        {
            var pairs = settings.Select(Setting.Parse).ToArray();
            return [.. chosen.Select(experiment => (full ? experiment.Full : experiment).With(pairs))];
        }
        catch (ArgumentException wrong)
        {
            error.WriteLine(wrong.Message);
            return null;
        }
    }
}
