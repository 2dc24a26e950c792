using System.CommandLine;
using Kit.Notebook.Commands;

var root = new RootCommand("Kit: notebooks and theory experiments.") { RunCommand.Create() };
return await root.Parse(args).InvokeAsync();
