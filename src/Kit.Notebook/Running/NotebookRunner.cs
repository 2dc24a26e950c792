using System.Diagnostics;
using Kit.Display;
using Kit.Notebook.Documents;
using Kit.Notebook.Engine;

namespace Kit.Notebook.Running;

/// <summary>Runs the code cells of a notebook in order and fills in their outputs.</summary>
/// <remarks>Cell tags: <c>skip-execution</c>; <c>raises-exception</c> (a fault is kept and the run goes on); <c>parameters</c> (see <see cref="ParameterCell"/>).</remarks>
internal sealed class NotebookRunner : IDisposable
{
    /// <summary>How long a cell may take to notice that its time is over.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(2);

    private readonly NotebookDocument document;
    private readonly ScriptEngine engine;
    private readonly Terminal terminal;
    private readonly object gate = new();
    private int executed;

    public NotebookRunner(NotebookDocument document, string folder, Terminal terminal)
    {
        this.document = document;
        this.terminal = terminal;
        engine = new ScriptEngine(folder);
        foreach (var cell in document.Cells)
        {
            cell.Outputs.Clear();
            cell.ExecutionCount = null;
            cell.Run = null;
        }
    }

    /// <summary>The cell that ended the run: its number, counted from one over all cells, and what happened.</summary>
    public (int Number, Cell Cell, string Reason)? Failure { get; private set; }

    /// <summary>The number of the cell that runs now, or zero.</summary>
    public int Running { get; private set; }

    public IReadOnlyList<string> Packages => engine.Packages;

    /// <summary>The notebook's top-level variable, or null.</summary>
    public object? Variable(string name) => engine.Variable(name);

    /// <summary>Runs until the end, the first failure, or a cancellation.</summary>
    /// <param name="cellTimeout">The longest that one cell may take.</param>
    /// <param name="afterCell">Called after each code cell, for saving.</param>
    /// <param name="token">Interrupts the running cell.</param>
    public async Task RunAsync(TimeSpan cellTimeout, Action afterCell, CancellationToken token)
    {
        using var console = new ConsoleCapture();
        using var listening = Progress.Listen(terminal);
        for (var i = 0; i < document.Cells.Count && Failure is null; i++)
        {
            var cell = document.Cells[i];
            if (cell.Kind != CellKind.Code)
            {
                continue;
            }

            Running = i + 1;
            terminal.Begin(Running, document.Cells.Count, cell);
            if (Skip(cell) is { } reason)
            {
                cell.Run = new CellRun(CellStatus.Skipped, TimeSpan.Zero, reason);
            }
            else
            {
                await RunCellAsync(i + 1, cell, cellTimeout, token);
            }

            terminal.End(cell, cell.Run!);
            afterCell();
        }

        ProcessGuard.FlushTasks();
        Running = 0;
    }

    /// <summary>Takes an exception that a thread or an unawaited task of some cell threw; that cell has failed.</summary>
    public void FailInBackground(Exception exception)
    {
        lock (gate)
        {
            var number = Fault.CellOf(exception) is { } name && int.TryParse(name.AsSpan(name.LastIndexOf(' ') + 1), out var parsed) && parsed <= document.Cells.Count ? parsed : Running;
            if (number < 1 || CellOutputs.Current is null)
            {
                return;
            }

            var fault = Fault.Of(exception);
            var reason = $"background work of this cell failed: {fault.Name}: {fault.Message}";
            if (document.Cells[number - 1] is { Run: not null } ended)
            {
                ended.Outputs.Add(new ErrorOutput(fault.Name, fault.Message, fault.Traceback));
            }
            else
            {
                CellOutputs.Current.Fail(fault);
            }

            Fail(number, reason);
        }
    }

    /// <summary>Keeps what the running cell showed so far, when the process is going down under it.</summary>
    public void Abandon(string reason)
    {
        lock (gate)
        {
            if (Running > 0 && CellOutputs.Current is { } outputs)
            {
                var cell = document.Cells[Running - 1];
                outputs.Fail(new Fault("ProcessExit", reason, [$"cell {Running}: {reason}"]));
                Collect(cell, outputs);
                Fail(Running, reason);
            }
        }
    }

    public void Dispose() => engine.Dispose();

    private async Task RunCellAsync(int number, Cell cell, TimeSpan timeout, CancellationToken token)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(token);
        var outputs = new CellOutputs(limit.Token);
        CellOutputs.Current = outputs;
        cell.ExecutionCount = ++executed;
        var clock = Stopwatch.GetTimestamp();
        var work = Task.Run(() => RunLanguageAsync(cell, $"cell {number}", outputs, limit.Token), CancellationToken.None);
        var ended = await Task.WhenAny(work, Task.Delay(timeout, token)) == work;
        if (!ended)
        {
            limit.Cancel();
            await Task.WhenAny(work, Task.Delay(Grace, CancellationToken.None));
        }

        var elapsed = Stopwatch.GetElapsedTime(clock);
        var fault = ended ? await work
            : token.IsCancellationRequested ? new Fault("Interrupted", "interrupted by the user", [$"cell {number} was interrupted."])
            : new Fault("Timeout", $"took longer than {Stamp.Seconds(timeout)}", [$"cell {number} took longer than {Stamp.Seconds(timeout)} (--timeout) and was given up."]);
        if (fault is not null)
        {
            outputs.Fail(fault);
        }

        lock (gate)
        {
            Collect(cell, outputs);
            var background = Failure is { } earlier && earlier.Number == number ? earlier.Reason : null;
            var note = fault is null ? background : $"{fault.Name}: {fault.Message}";
            cell.Run = new CellRun(!ended && !token.IsCancellationRequested ? CellStatus.TimedOut : note is null ? CellStatus.Succeeded : CellStatus.Failed, elapsed, note);
            if (fault is not null && (!ended || !cell.Tags.Contains("raises-exception")))
            {
                Fail(number, note!);
            }
        }
    }

    private async Task<Fault?> RunLanguageAsync(Cell cell, string name, CellOutputs outputs, CancellationToken token)
    {
        if (cell.Language == "html")
        {
            outputs.Display(new MimeText("text/html", cell.Body), []);
            return null;
        }

        try
        {
            var submission = await engine.RunAsync(cell.Body, name, note => outputs.Write("stderr", note), token);
            if (submission.HasValue)
            {
                outputs.Return(submission.Value, cell.ExecutionCount!.Value);
            }

            return submission.Fault;
        }
        catch (OperationCanceledException) when (token.IsCancellationRequested)
        {
            return new Fault("Interrupted", "interrupted", [$"{name} was interrupted."]);
        }
    }

    private static string? Skip(Cell cell) =>
        cell.Tags.Contains("skip-execution") ? "tagged skip-execution"
        : cell.Language is not ("csharp" or "html") ? $"{cell.Language}: Kit runs C# cells"
        : string.IsNullOrWhiteSpace(cell.Body) ? "empty"
        : null;

    private static void Collect(Cell cell, CellOutputs outputs)
    {
        cell.Outputs.Clear();
        cell.Outputs.AddRange(outputs.Snapshot());
    }

    private void Fail(int number, string reason)
    {
        var cell = document.Cells[number - 1];
        Failure ??= (number, cell, reason);
        if (cell.Run is { Status: CellStatus.Succeeded } run)
        {
            cell.Run = run with { Status = CellStatus.Failed, Note = reason };
        }
    }
}
