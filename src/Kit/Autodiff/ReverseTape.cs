using Kit.Tensors;

namespace Kit.Autodiff;

/// <summary>Reverse mode: notes a graph of applications while the function runs, then walks it from the output to the inputs.</summary>
/// <remarks>The graph hangs on the tensors that came of it, so what leads nowhere is collected while the function still runs.</remarks>
internal sealed class ReverseTape : Tape
{
    private long applications;

    /// <summary>An input of the function.</summary>
    public Tensor Input(Tensor x, out Node node)
    {
        node = new(0, null, null, []);
        return x.Twin(new Noted(this, Share(x), node));
    }

    /// <summary>The application that an output came of, or null if it does not depend on the inputs.</summary>
    public Node? NodeOf(Tensor y) => (WatchOf(y) as Noted)?.Node;

    protected override Watch Record(Application application, Rule rule, Watch?[] watches, Tensor[] primals, Tensor y)
    {
        var (parents, needs) = (new Node?[watches.Length], Saves.None);
        for (var i = 0; i < parents.Length; i++)
        {
            if (watches[i] is not Noted noted) continue;
            parents[i] = noted.Node;
            needs |= rule.Needs(i);
        }

        var output = Hold(y);
        var inputs = new Tensor?[primals.Length];
        for (var i = 0; i < inputs.Length; i++)
            if (needs.HasFlag(Call.Operand(i))) inputs[i] = watches[i] is null ? Share(primals[i]) : primals[i];
        var call = new Call(application, primals, inputs, needs.HasFlag(Saves.Output) ? output : null);
        return new Noted(this, output, new(++applications, call, rule, parents));
    }

    private sealed class Noted(Tape tape, Tensor primal, Node node) : Watch(tape, primal)
    {
        public Node Node => node;
    }
}

/// <summary>One noted application: its rule and the applications that its operands came of.</summary>
/// <param name="order">Its place among all of its tape; inputs have 0.</param>
/// <param name="call">What the rule reads; null for an input.</param>
/// <param name="rule">The rule; null for an input.</param>
/// <param name="parents">One an operand; null for constants.</param>
internal sealed class Node(long order, Call? call, Rule? rule, Node?[] parents)
{
    private Call? call = call;
    private Node?[] parents = parents;

    /// <summary>ḡ of each input from ḡ of this output: x̄ᵢ = Σ over the paths of the transposed Jacobians.</summary>
    /// <param name="seed">ȳ, of the output's shape and type.</param>
    /// <param name="inputs">The inputs; null comes back for one that the output does not depend on.</param>
    /// <param name="release">Lets go of every application once it is passed; the graph serves once then.</param>
    public Tensor?[] Backward(Tensor seed, Node[] inputs, bool release)
    {
        var gradients = new Dictionary<Node, Tensor>(ReferenceEqualityComparer.Instance) { [this] = seed };
        var nodes = Reachable();
        for (var k = nodes.Count - 1; k >= 0; k--)
        {
            var node = nodes[k];
            if (node.call is null || !gradients.Remove(node, out var gradient)) continue;
            node.Pull(gradient, gradients);
            if (!release) continue;
            (node.call, node.parents) = (null, []);
            nodes.RemoveAt(k);
        }

        return Array.ConvertAll(inputs, gradients.GetValueOrDefault);
    }

    private void Pull(Tensor gradient, Dictionary<Node, Tensor> gradients)
    {
        for (var i = 0; i < parents.Length; i++)
        {
            if (parents[i] is not { } parent) continue;
            var part = Broadcasting.SumTo(rule!.Pull(call!, i, gradient), call!.Shapes[i], call.Types[i]);
            NaNTrap.Check(part, call.Application, "the derivative of ");
            gradients[parent] = gradients.TryGetValue(parent, out var sum) ? sum + part : part;
        }
    }

    /// <summary>This application and all that it came of, in the order in which they were made.</summary>
    private List<Node> Reachable()
    {
        var (seen, nodes) = (new HashSet<Node>(ReferenceEqualityComparer.Instance) { this }, new List<Node> { this });
        for (var k = 0; k < nodes.Count; k++)
            foreach (var parent in nodes[k].parents)
                if (parent is not null && seen.Add(parent)) nodes.Add(parent);
        nodes.Sort((a, b) => a.Order.CompareTo(b.Order));
        return nodes;
    }

    private long Order => order;
}
