using System.CommandLine;
using Kit.Notebook.Commands;

var root = new RootCommand("Kit: notebooks, theory experiments and data sets.") { RunCommand.Create(), TheoryCommand.Create(), SweepCommand.Create(), DataCommand.Create(), BenchCommand.Create() };
var parsed = root.Parse(args);
var code = await parsed.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null }); // the commands watch for Ctrl-C themselves
return parsed.Errors.Count > 0 ? 2 : code;
