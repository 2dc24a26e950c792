namespace Kit.Tests.Compute;

/// <summary>Tests that set the thread count or read the memory counters run alone.</summary>
[CollectionDefinition("threads", DisableParallelization = true)]
public sealed class ThreadsCollection;
