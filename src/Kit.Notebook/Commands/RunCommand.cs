using System.CommandLine;
using Kit.Notebook.Documents;
using Kit.Notebook.Running;

namespace Kit.Notebook.Commands;

/// <summary><c>kit run NOTEBOOK</c>.</summary>
internal static class RunCommand
{
    public static Command Create()
    {
        var notebook = new Argument<string>("notebook") { Description = "An .ipynb (nbformat 4) or .dib file." };
        var output = new Option<string>("--out") { Description = "Folder for the executed notebook and its page.", DefaultValueFactory = _ => "out", HelpName = "DIR" };
        var parameter = new Option<string[]>("--param", "-p") { Description = "Value for a variable of the cell tagged `parameters`; may be repeated.", HelpName = "NAME=VALUE" };
        var timeout = new Option<double>("--timeout") { Description = "The longest that one cell may take.", DefaultValueFactory = _ => 600, HelpName = "SECONDS" };
        var trx = new Option<string?>("--trx") { Description = "Also write a test-result file, one test a cell.", HelpName = "FILE" };
        var noHtml = new Option<bool>("--no-html") { Description = "Write the executed notebook only." };
        var command = new Command("run", "Run a notebook; write the executed notebook and one self-contained page.") { notebook, output, parameter, timeout, trx, noHtml };
        command.SetAction(async (parse, token) =>
        {
            using var interrupt = new Interrupt(token);
            try
            {
                var options = new RunOptions(
                    parse.GetRequiredValue(notebook),
                    parse.GetRequiredValue(output),
                    Parameters(parse.GetValue(parameter) ?? []),
                    Limit(parse.GetRequiredValue(timeout)),
                    parse.GetValue(trx),
                    WritePage: !parse.GetValue(noHtml));
                return await NotebookRun.RunAsync(options, new Terminal(Console.Out, live: !Console.IsOutputRedirected), interrupt.Token);
            }
            catch (Exception fault) when (fault is NotebookFormatException or ArgumentException or IOException or UnauthorizedAccessException)
            {
                Console.Error.WriteLine($"kit run: {fault.Message}");
                return 2;
            }
        });
        return command;
    }

    private static Dictionary<string, string> Parameters(string[] assignments)
    {
        var parameters = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var assignment in assignments)
        {
            var split = assignment.Split('=', 2);
            if (split.Length < 2 || !Microsoft.CodeAnalysis.CSharp.SyntaxFacts.IsValidIdentifier(split[0]))
            {
                throw new ArgumentException($"--param {assignment}: expected NAME=VALUE with a C# variable's name, such as n=128.");
            }

            parameters[split[0]] = split[1];
        }

        return parameters;
    }

    private static TimeSpan Limit(double seconds) => seconds is > 0 and <= 1e6
        ? TimeSpan.FromSeconds(seconds)
        : throw new ArgumentException($"--timeout {seconds}: expected seconds between 0 and 1000000.");
}
