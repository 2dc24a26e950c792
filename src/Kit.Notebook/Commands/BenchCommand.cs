using System.CommandLine;
using Kit.Display;
using Kit.Notebook.Gallery;
using Kit.Operators;
using Kit.Theory.Operators;

namespace Kit.Notebook.Commands;

/// <summary><c>kit bench</c>: comparisons of models that are trained here.</summary>
public static class BenchCommand
{
    private const int Made = 0;
    private const int Diverged = 1;
    private const int BadUsage = 2;

    /// <summary>The command.</summary>
    public static Command Create() => new("bench", "Comparisons of models, trained by one protocol.") { Operators() };

    private static Command Operators()
    {
        var standard = new OperatorComparison();
        var set = new Option<string>("--set") { Description = $"Data set: {string.Join(", ", ComparisonSet.All.Select(one => one.Name))}.", DefaultValueFactory = _ => standard.Set };
        var models = new Option<string>("--models") { Description = $"Models, parted by commas: {string.Join(", ", OperatorZoo.All.Select(one => one.Name))}; by default all that take the set." };
        var points = new Option<int>("--res") { Description = "Points a side.", DefaultValueFactory = _ => standard.Resolution };
        var train = new Option<int>("--train") { Description = "Training samples.", DefaultValueFactory = _ => standard.Train };
        var test = new Option<int>("--test") { Description = "Test samples.", DefaultValueFactory = _ => standard.Test };
        var epochs = new Option<int>("--epochs") { Description = "Passes over the training data, at most so many with --seconds.", DefaultValueFactory = _ => standard.Epochs };
        var seconds = new Option<double?>("--seconds") { Description = "Budget of a training; the numbers then depend on the machine." };
        var seeds = new Option<int>("--seeds") { Description = "Trainings of each model.", DefaultValueFactory = _ => standard.Seeds };
        var batch = new Option<int>("--batch") { Description = "Samples of a batch.", DefaultValueFactory = _ => standard.Batch };
        var rate = new Option<double>("--rate") { Description = "Largest learning rate of the cycle.", DefaultValueFactory = _ => standard.LearningRate };
        var paper = new Option<bool>("--paper") { Description = "Models of the papers' sizes instead of small ones." };
        var folder = new Option<string>("--out") { Description = "Folder of the page, the numbers and the weights.", Required = true };
        var command = new Command("operators", "Trains neural operators and baselines on one data set and writes a page that compares them; what is there is not trained again: exit 0 when all are trained, 1 when one diverged, 2 for bad usage, 130 when interrupted.")
        {
            set, models, points, train, test, epochs, seconds, seeds, batch, rate, paper, folder,
        };
        command.SetAction(async (parse, token) =>
        {
            var (output, error) = (parse.InvocationConfiguration.Output, parse.InvocationConfiguration.Error);
            using var interrupt = new Interrupt(token);
            try
            {
                var comparison = new OperatorComparison
                {
                    Set = parse.GetValue(set)!,
                    Resolution = parse.GetValue(points),
                    Train = parse.GetValue(train),
                    Test = parse.GetValue(test),
                    Epochs = parse.GetValue(epochs),
                    Seconds = parse.GetValue(seconds),
                    Seeds = parse.GetValue(seeds),
                    Batch = parse.GetValue(batch),
                    LearningRate = parse.GetValue(rate),
                    Paper = parse.GetValue(paper),
                    Models = parse.GetValue(models)?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? Taking(parse.GetValue(set)!),
                };
                return await Task.Run(() => Run(comparison, parse.GetValue(folder)!, output, error, interrupt.Token), CancellationToken.None);
            }
            catch (ArgumentException wrong)
            {
                error.WriteLine(wrong.Message);
                return BadUsage;
            }
        });
        return command;
    }

    private static int Run(OperatorComparison comparison, string folder, TextWriter output, TextWriter error, CancellationToken token)
    {
        try
        {
            ComparisonReport report;
            using (Progress.Listen(new ProgressLines("kit bench", error))) report = comparison.Run(folder, token);
            AtomicFile.Write(Path.Combine(folder, "index.html"), ComparisonPage.Render(report));
            output.WriteLine(report.ToString());
            return report.Failures.Count == 0 ? Made : Diverged;
        }
        catch (OperationCanceledException)
        {
            error.WriteLine("Interrupted; the same command goes on from here.");
            return Interrupt.ExitCode;
        }
        catch (Exception wrong) when (wrong is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            error.WriteLine(wrong.Message);
            return BadUsage;
        }
    }

    private static string[] Taking(string set)
    {
        var dimensions = ComparisonSet.Get(set).Dimensions;
        return [.. OperatorZoo.All.Where(model => model.Dimensions.Contains(dimensions)).Select(model => model.Name)];
    }
}
