using System.CommandLine;
using Kit.Notebook.Commands;

var root = new RootCommand("Kit: notebooks and theory experiments.") { RunCommand.Create(), TheoryCommand.Create() };
var parsed = root.Parse(args);
var code = await parsed.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null }); // the commands watch for Ctrl-C themselves
return parsed.Errors.Count > 0 ? 2 : code;
