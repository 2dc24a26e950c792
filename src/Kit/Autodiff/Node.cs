using Kit.Tensors;

namespace Kit.Autodiff;

/// <summary>One noted application: its rule and the applications that its operands came of.</summary>
/// <param name="order">Its place among all of its tape; inputs have 0.</param>
/// <param name="call">What the rule reads; null for an input.</param>
/// <param name="rule">The rule; null for an input.</param>
/// <param name="parents">One an operand; null for constants.</param>
internal sealed class Node(long order, Call? call, Rule? rule, Node?[] parents)
{
    private Call? call = call;
    private Node?[] parents = parents;

    private long Order => order;

    /// <summary>The most elements of an operand on the way here.</summary>
    public long Widest => Reachable().SelectMany(n => n.call?.Shapes ?? []).Max(s => s.Size);

    /// <summary>ḡ of each input from ḡ of this output: x̄ᵢ = Σ over the paths of the transposed Jacobians.</summary>
    /// <remarks>
    /// What a rule makes on the way ends with its node, and so does the gradient that the node has passed on; at any time the gradients of the
    /// applications that are still to come are all there is.
    /// </remarks>
    /// <param name="seed">ȳ, of the output's shape and type.</param>
    /// <param name="inputs">The inputs; null comes back for one that the output does not depend on.</param>
    /// <param name="release">Lets go of every application and what it saved once it is passed; the graph serves once then.</param>
    public Tensor?[] Backward(Tensor seed, Node[] inputs, bool release)
    {
        var gradients = new Dictionary<Node, Tensor>(ReferenceEqualityComparer.Instance) { [this] = seed.Twin(seed.Tracer) };
        var nodes = Reachable();
        for (var k = nodes.Count - 1; k >= 0; k--)
        {
            var node = nodes[k];
            if (node.call is not { } call) continue;
            if (gradients.Remove(node, out var gradient))
            {
                using (var scope = Tensor.Scope()) node.Pull(call, gradient, gradients, scope);
                gradient.Dispose();
            }

            if (!release) continue;
            call.Release();
            (node.call, node.parents) = (null, []);
            nodes.RemoveAt(k);
        }

        return Array.ConvertAll(inputs, gradients.GetValueOrDefault);
    }

    private void Pull(Call call, Tensor gradient, Dictionary<Node, Tensor> gradients, TensorScope scope)
    {
        var home = gradient.Home;
        var parts = rule!.PullAll?.Invoke(call, gradient, Array.ConvertAll(parents, p => p is not null));
        for (var i = 0; i < parents.Length; i++)
        {
            if (parents[i] is not { } parent) continue;
            var sum = gradients.GetValueOrDefault(parent);
            if (rule.Plant is { } plant && gradient.Tracer is null && sum?.Tracer is null && call.IsPlain)
            {
                // A part of a tensor: its gradient is added to that part of the whole tensor's, which is made once.
                var whole = sum is { OwnsMemory: true, IsContiguous: true } ? sum : sum?.Copy() ?? Tensor.Zeros(call.Shapes[i], call.Types[i]).To(call.Device);
                plant(call, whole, gradient);
                Replace(whole);
                continue;
            }

            if ((parts is null ? rule.Pull(call, i, gradient) : parts[i]) is not { } pulled) continue;
            var part = Broadcasting.SumTo(pulled, call.Shapes[i], call.Types[i]);
            NaNTrap.Check(part, call.Application, "the derivative of ");
            if (sum is null) Replace(part);
            else if (sum.Tracer is null && part.Tracer is null && sum is { OwnsMemory: true, IsContiguous: true }) sum.AddInPlace(part);
            else Replace(sum + part);

            void Replace(Tensor now)
            {
                if (ReferenceEquals(now, sum)) return;
                gradients[parent] = scope.Own(now, home);
                sum?.Dispose();
            }
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
}
