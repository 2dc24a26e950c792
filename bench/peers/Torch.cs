namespace Kit.Bench.Peers;

/// <summary>PyTorch as a peer, on one thread and on two: the better of both counts.</summary>
internal static class Torch
{
    /// <param name="bar">Smallest accepted ratio of times.</param>
    /// <param name="setup">Statements run once; <c>torch</c> and <c>t(array)</c>, a float32 tensor, are there.</param>
    /// <param name="work">Statements, timed.</param>
    /// <param name="result">An expression for what the work computed.</param>
    /// <param name="type">What <c>t</c> makes.</param>
    public static IReadOnlyList<Peer> Peers(double bar, string setup, string work, string result, string type = "float32") =>
        [.. new[] { 1, 2 }.Select(threads => new PythonPeer($"PyTorch {threads} thr", bar, "torch", work, result, $$"""
            import torch
            torch.set_num_threads({{threads}})
            t = lambda a: torch.tensor(a, dtype=torch.{{type}})

            """ + setup))];
}
