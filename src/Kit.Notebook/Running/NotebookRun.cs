using System.Diagnostics;
using Kit.Notebook.Documents;
using Kit.Notebook.Pages;

namespace Kit.Notebook.Running;

/// <summary>One `kit run`: reads the notebook, runs it, writes what came of it.</summary>
internal static class NotebookRun
{
    /// <summary>The share of the time that may go into saving while the notebook runs, so that a crash of the process loses little.</summary>
    private const double SavingShare = 0.1;

    /// <summary>Runs one notebook.</summary>
    /// <returns>0, or 1 when a cell failed, or 130 when the user interrupted.</returns>
    /// <exception cref="NotebookFormatException">The file is no notebook that Kit can read.</exception>
    public static async Task<int> RunAsync(RunOptions options, Terminal terminal, CancellationToken token)
    {
        var start = DateTimeOffset.Now;
        var clock = Stopwatch.GetTimestamp();
        var document = NotebookFile.Read(options.Path);
        ParameterCell.Inject(document, options.Parameters);

        var folder = Path.GetDirectoryName(Path.GetFullPath(options.Path))!;
        var name = Path.GetFileNameWithoutExtension(options.Path);
        var output = Path.Combine(Path.GetFullPath(options.OutputFolder), name);
        var trx = options.TrxFile is null ? null : Path.GetFullPath(options.TrxFile);
        var notebook = output + ".ipynb";
        RefuseToOverwrite(options.Path, notebook);
        Directory.CreateDirectory(Path.GetDirectoryName(output)!);

        // Relative paths in a cell mean the notebook's folder, as under Jupyter.
        var previousFolder = Environment.CurrentDirectory;
        Environment.CurrentDirectory = folder;
        try
        {
            using var runner = new NotebookRunner(document, folder, terminal);
            void Save() => NotebookFile.Write(document, notebook);
            using var guard = new ProcessGuard(runner.FailInBackground, () =>
            {
                runner.Abandon("the cell ended the process (Environment.Exit)");
                Save();
                Report(runner, terminal, notebook, page: null);
                Environment.ExitCode = 1;
            });

            var (saved, saving) = (clock, TimeSpan.Zero);
            await runner.RunAsync(options.CellTimeout, () =>
            {
                if (Stopwatch.GetElapsedTime(saved) * SavingShare > saving)
                {
                    var start = Stopwatch.GetTimestamp();
                    Save();
                    (saved, saving) = (Stopwatch.GetTimestamp(), Stopwatch.GetElapsedTime(start));
                }
            }, token);

            Save();
            var page = options.WritePage ? output + ".html" : null;
            if (page is not null)
            {
                WritePage(page, document, runner, options, Stopwatch.GetElapsedTime(clock), terminal);
            }

            if (trx is not null)
            {
                TrxFile.Write(trx, Path.GetFileName(options.Path), document, start);
            }

            Report(runner, terminal, notebook, page);
            return token.IsCancellationRequested ? Commands.Interrupt.ExitCode : runner.Failure is null ? 0 : 1;
        }
        finally
        {
            Environment.CurrentDirectory = previousFolder;
        }
    }

    private static void RefuseToOverwrite(string input, string notebook)
    {
        if (Path.GetFullPath(input) == notebook)
        {
            throw new ArgumentException($"--out: the executed notebook would overwrite its source {input}; name another folder.");
        }
    }

    private static void WritePage(string path, NotebookDocument document, NotebookRunner runner, RunOptions options, TimeSpan elapsed, Terminal terminal)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(options.Path))!;
        List<KeyValuePair<string, string>> stamp =
        [
            new("Notebook", Path.GetFileName(options.Path)),
            .. options.Parameters.Select(parameter => new KeyValuePair<string, string>($"Parameter {parameter.Key}", parameter.Value)),
            .. Seed(runner),
            .. Stamp.Of(folder),
            .. runner.Packages.Count > 0 ? [new KeyValuePair<string, string>("Packages", string.Join(", ", runner.Packages))] : Array.Empty<KeyValuePair<string, string>>(),
            new("Wall time", Stamp.Seconds(elapsed)),
        ];
        AtomicFile.Write(path, NotebookPage.Render(document, new PageOptions { Stamp = stamp, Folder = folder, HeadHtml = PlotHead.For(document, terminal) }));
    }

    private static IEnumerable<KeyValuePair<string, string>> Seed(NotebookRunner runner) =>
        runner.Variable("seed") is { } seed ? [new("Seed", Convert.ToString(seed, System.Globalization.CultureInfo.InvariantCulture)!)] : [];

    private static void Report(NotebookRunner runner, Terminal terminal, string notebook, string? page)
    {
        if (runner.Failure is { } failure)
        {
            terminal.Say("");
            terminal.Say($"cell {failure.Number} ({failure.Cell.Title}) failed: {failure.Reason}");
            foreach (var line in failure.Cell.Outputs.OfType<ErrorOutput>().LastOrDefault()?.Traceback.Take(12) ?? [])
            {
                terminal.Say("  " + line);
            }

            terminal.Say("");
        }

        terminal.Say($"wrote {notebook}");
        if (page is not null)
        {
            terminal.Say($"wrote {page}");
        }
    }
}
