using System.Text.Json;

namespace Kit.Bench.Peers;

/// <summary>PyTorch as a peer, on one thread or on two, whichever does the work faster.</summary>
internal static class Torch
{
    /// <param name="bar">Smallest accepted ratio of times.</param>
    /// <param name="setup">Statements run once; <c>torch</c>, <c>F</c> and <c>t(array)</c>, a tensor of the type, are there.</param>
    /// <param name="work">Statements, timed.</param>
    /// <param name="result">An expression for what the work computed.</param>
    /// <param name="type">What <c>t</c> makes.</param>
    public static PythonPeer Peer(double bar, string setup, string work, string result, string type = "float32") => new("PyTorch", bar, "torch", work, result, $$"""
        import time, torch
        import torch.nn.functional as F
        t = lambda a: torch.tensor(a, dtype=torch.{{type}})

        """ + setup + $$"""


        __once = compile({{JsonSerializer.Serialize(work)}}, "once", "exec")
        def __took(threads):
            torch.set_num_threads(threads)
            times = []
            for _ in range(5):
                start = time.perf_counter()
                exec(__once, globals())
                times.append(time.perf_counter() - start)
            return min(times)
        torch.set_num_threads(min((1, 2), key=__took))
        """);
}
