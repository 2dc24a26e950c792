using System.CommandLine;

var root = new RootCommand("Kit: run notebooks and theory experiments.");
return root.Parse(args).Invoke();
