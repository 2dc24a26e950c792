using System.Globalization;
using Kit.Compute;
using Kit.Tensors;

namespace Kit.Autodiff;

/// <summary>Notes every operation for a picture; takes no derivative.</summary>
internal sealed class GraphTape : Tape
{
    private readonly List<GraphNode> nodes = [];

    public Tensor Input(Tensor x, string name) => x.Twin(new Noted(this, x.Tracer, Note(GraphNodeKind.Argument, name, [], x)));

    /// <summary>The graph of what led to y; nodes that lead nowhere are left out.</summary>
    public ComputationGraph Graph(Tensor y)
    {
        if (WatchOf(y) is not Noted last) return new([]);
        var used = new SortedSet<int> { last.Index };
        for (var k = last.Index; k >= 0; k--)
            if (used.Contains(k)) used.UnionWith(nodes[k].Inputs);
        foreach (var k in Enumerable.Range(0, nodes.Count))
            if (nodes[k].Kind == GraphNodeKind.Argument) used.Add(k);
        var order = used.ToList();
        return new([.. order.Select(k => nodes[k] with
        {
            Kind = k == last.Index && nodes[k].Kind == GraphNodeKind.Operation ? GraphNodeKind.Result : nodes[k].Kind,
            Inputs = [.. nodes[k].Inputs.Select(i => order.IndexOf(i))],
        })]);
    }

    protected override Tensor Record(Application application, Rule rule, Watch?[] watches, Tensor[] primals, Tensor y)
    {
        var inputs = primals.Select((x, i) => watches[i] is Noted noted ? noted.Index : Note(GraphNodeKind.Constant, Value(x), [], x)).ToArray();
        var result = y.Twin(new Noted(this, y.Tracer, Note(GraphNodeKind.Operation, application.Name, inputs, y)));
        y.Dispose();
        Drop(watches, primals);
        return result;
    }

    private int Note(GraphNodeKind kind, string name, int[] inputs, Tensor x)
    {
        nodes.Add(new(kind, name, inputs, x.Shape, x.DType));
        return nodes.Count - 1;
    }

    private static string Value(Tensor x) => x.Size == 1 && x.Rank == 0
        ? x.DType.IsComplex() ? "z" : x.ToDoubles()[0].ToString("G4", CultureInfo.InvariantCulture)
        : "constant";

    private sealed class Noted(Tape tape, Tracer? beneath, int index) : Watch(tape, beneath)
    {
        public int Index => index;
    }
}
