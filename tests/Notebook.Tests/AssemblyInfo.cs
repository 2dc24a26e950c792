// The console and the current directory belong to the process: runs of notebooks go one after another.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
