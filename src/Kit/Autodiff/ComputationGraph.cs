using System.Globalization;
using System.Text;
using Kit.Compute;
using Kit.Display;
using Kit.Tensors;

namespace Kit.Autodiff;

/// <summary>What a function does to its arguments, operation by operation: the graph that derivatives walk. It draws itself in a page.</summary>
/// <remarks>Only what depends on the arguments is there, with the numbers and tensors that meet it. Take <see cref="Grad.Graph(Func{Tensor, Tensor}, Tensor)"/> of a gradient to see the backward pass.</remarks>
[TypeFormatterSource(typeof(HtmlViewFormatterSource))]
public sealed class ComputationGraph : IHtmlView
{
    internal ComputationGraph(IReadOnlyList<GraphNode> nodes) => Nodes = nodes;

    /// <summary>The nodes, every one after those that it is made of.</summary>
    public IReadOnlyList<GraphNode> Nodes { get; }

    /// <summary>The picture as SVG: arguments above, the result below.</summary>
    public string ToSvg() => new LayeredGraph([.. Nodes.Select(Box)]).ToSvg();

    /// <inheritdoc/>
    public string ToHtml() => $"""<div style="overflow-x:auto">{ToSvg()}</div>""";

    private static GraphBox Box(GraphNode node)
    {
        var colour = node.Kind switch
        {
            GraphNodeKind.Argument => "#2f7ed8",
            GraphNodeKind.Constant => "#888888",
            GraphNodeKind.Result => "#2e9e5b",
            _ => "#d98c1f",
        };
        return new(node.Name, node.Shape.Rank == 0 ? "scalar" : node.Shape.ToString(), colour, node.Inputs, node.Kind == GraphNodeKind.Constant);
    }

    /// <summary>One line a node: <c>%3 = Multiply(%1, %2) : (4, 3) F64</c>.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        for (var i = 0; i < Nodes.Count; i++)
        {
            var node = Nodes[i];
            if (node.Kind == GraphNodeKind.Constant) continue;
            var operands = string.Join(", ", node.Inputs.Select(k => Nodes[k].Kind == GraphNodeKind.Constant ? Nodes[k].Name : $"%{k}"));
            text.Append(CultureInfo.InvariantCulture, $"%{i} = {node.Name}{(node.Inputs.Count > 0 ? $"({operands})" : "")} : {node.Shape} {node.Type}\n");
        }

        return text.ToString().TrimEnd();
    }
}

/// <summary>An argument, a constant or an operation of a <see cref="ComputationGraph"/>.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Name">The operation, the argument, or the value of a number.</param>
/// <param name="Inputs">Positions in <see cref="ComputationGraph.Nodes"/> of what it is applied to.</param>
/// <param name="Shape">The shape of its result.</param>
/// <param name="Type">The type of its result.</param>
public sealed record GraphNode(GraphNodeKind Kind, string Name, IReadOnlyList<int> Inputs, Shape Shape, DType Type);

/// <summary>Kinds of <see cref="GraphNode"/>.</summary>
public enum GraphNodeKind
{
    /// <summary>An argument of the function.</summary>
    Argument,

    /// <summary>A number or tensor that does not depend on the arguments.</summary>
    Constant,

    /// <summary>An operation.</summary>
    Operation,

    /// <summary>The operation whose result the function gave.</summary>
    Result,
}
