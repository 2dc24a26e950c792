using System.Text.Json.Nodes;

namespace Kit.Bench.Peers;

/// <summary>A peer in Python. The inputs are there by name as NumPy arrays.</summary>
/// <param name="Module">The module that must be importable, such as <c>numpy</c>; the first interpreter that has it is used.</param>
/// <param name="Work">Statements, timed inside Python.</param>
/// <param name="Result">An expression for what the work computed.</param>
/// <param name="Setup">Statements run once and not timed.</param>
internal sealed record PythonPeer(string Name, double Bar, string Module, string Work, string Result, string Setup = "") : Peer(Name, Bar)
{
    public override IContender Open(Inputs inputs)
    {
        var worker = PythonWorker.With(Module);
        var folder = Directory.CreateTempSubdirectory("kit-bench-").FullName;
        var arrays = new JsonArray();
        foreach (var input in inputs.All)
        {
            var file = Path.Combine(folder, input.Name + ".f64");
            Raw.Write(file, input.Values);
            arrays.Add(new JsonObject { ["name"] = input.Name, ["file"] = file, ["shape"] = new JsonArray([.. input.Shape.Select(n => (JsonNode)n)]) });
        }
        worker.Ask(new() { ["do"] = "open", ["inputs"] = arrays, ["setup"] = Setup, ["work"] = Work, ["result"] = Result });
        return new Contender(worker, folder);
    }

    private sealed class Contender(PythonWorker worker, string folder) : IContender
    {
        public double Milliseconds(int times) => worker.Ask(new() { ["do"] = "run", ["times"] = times })["ms"]!.GetValue<double>();

        public long? Peak() => worker.Ask(new() { ["do"] = "peak" })["bytes"]?.GetValue<long>();

        public double[] Result()
        {
            var file = Path.Combine(folder, "result.f64");
            worker.Ask(new() { ["do"] = "result", ["file"] = file });
            return Raw.Read(file);
        }

        public void Dispose() => Directory.Delete(folder, recursive: true);
    }
}
