using System.Diagnostics;
using System.Text.Json.Nodes;

namespace Kit.Bench.Peers;

/// <summary>A Python process that lives as long as the benchmark and answers one line of JSON with one line of JSON.</summary>
internal sealed class PythonWorker
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private static readonly string[] Interpreters = ["/usr/bin/python3", "python3", "python"];
    private static readonly Dictionary<string, PythonWorker?> Started = [];
    private readonly Process process;

    private PythonWorker(Process process) => this.process = process;

    /// <summary>The worker of the first interpreter that can import <paramref name="module"/>.</summary>
    /// <exception cref="PeerMissingException">None can.</exception>
    public static PythonWorker With(string module)
    {
        foreach (var interpreter in Interpreters)
        {
            if (!Started.TryGetValue(interpreter, out var worker))
                Started[interpreter] = worker = Start(interpreter);
            if (worker is not null && worker.Ask(new() { ["do"] = "find", ["module"] = module })["found"]!.GetValue<bool>())
                return worker;
        }
        throw new PeerMissingException($"no Python here imports {module} (tried {string.Join(", ", Interpreters)})");
    }

    /// <summary>Ends every worker that was started.</summary>
    public static void EndAll()
    {
        foreach (var worker in Started.Values.OfType<PythonWorker>())
        {
            worker.process.StandardInput.Close();
            if (!worker.process.WaitForExit(2000))
                worker.process.Kill();
            worker.process.Dispose();
        }
        Started.Clear();
    }

    /// <summary>Sends a request and returns the answer.</summary>
    /// <exception cref="InvalidOperationException">The worker answered with an error, ended, or was silent for two minutes.</exception>
    public JsonNode Ask(JsonObject request)
    {
        process.StandardInput.WriteLine(request.ToJsonString());
        process.StandardInput.Flush();
        var reading = process.StandardOutput.ReadLineAsync();
        if (!reading.Wait(Patience))
            throw new InvalidOperationException($"the Python worker did not answer '{request["do"]}' within {Patience.TotalSeconds:0} s");
        var answer = JsonNode.Parse(reading.Result ?? throw new InvalidOperationException($"the Python worker ended at '{request["do"]}'"))!;
        return answer["error"] is { } error ? throw new InvalidOperationException($"the Python worker at '{request["do"]}': {error}") : answer;
    }

    private static PythonWorker? Start(string interpreter)
    {
        try
        {
            return new(Process.Start(new ProcessStartInfo(interpreter, ["-u", Path.Combine(AppContext.BaseDirectory, "peers", "worker.py")])
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
            })!);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }
}
