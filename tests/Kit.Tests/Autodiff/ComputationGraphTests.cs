using System.Xml.Linq;
using Kit.Autodiff;
using Kit.Tensors;
using static Kit.Tensors.Functions;

namespace Kit.Tests.Autodiff;

public sealed class ComputationGraphTests
{
    private static readonly Tensor X = Tensor.Linspace(0.1, 1, 3);

    [Fact]
    public void The_graph_lists_operations_in_order_and_numbers_as_they_are()
    {
        var graph = Grad.Graph(x => Sin(2 * x).Sum(), X);
        Assert.Equal(["x", "Multiply", "Sin", "Sum"], graph.Nodes.Where(n => n.Kind != GraphNodeKind.Constant).Select(n => n.Name));
        Assert.Equal(GraphNodeKind.Result, graph.Nodes[^1].Kind);
        Assert.Contains("Multiply(2, %", graph.ToString());
        Assert.All(graph.Nodes, (node, i) => Assert.All(node.Inputs, k => Assert.InRange(k, 0, i - 1)));
    }

    [Fact]
    public void What_leads_nowhere_is_left_out_and_arguments_are_kept()
    {
        var graph = Grad.Graph(a =>
        {
            _ = Exp(a[0]);
            return Square(a[0]).Sum();
        }, [X, X], "x", "unused");
        Assert.Equal(["x", "unused", "Square", "Sum"], graph.Nodes.Select(n => n.Name));
    }

    [Fact]
    public void The_graph_of_a_gradient_holds_the_backward_pass()
    {
        var forward = Grad.Graph(x => Sin(x).Sum(), X);
        var backward = Grad.Graph(Grad.Of(x => Sin(x).Sum()), X);
        Assert.DoesNotContain(forward.Nodes, n => n.Name == "Cos");
        Assert.Contains(backward.Nodes, n => n.Name == "Cos");
    }

    [Fact]
    public void The_picture_is_well_formed_and_boxes_do_not_overlap()
    {
        var graph = Grad.Graph(a => Tanh(Sin(a[0]) * a[0] + Exp(a[1]) / (1 + a[0])).Sum() + Log(a[1]).Sum(), [X, X]);
        var boxes = XDocument.Parse(graph.ToSvg()).Descendants("g").Select(g =>
        {
            var at = g.Attribute("transform")!.Value["translate(".Length..^1].Split(' ').Select(double.Parse).ToArray();
            return (X: at[0], Y: at[1], Width: (double)g.Element("rect")!.Attribute("width")!);
        }).ToList();
        Assert.Equal(graph.Nodes.Count, boxes.Count);
        foreach (var row in boxes.GroupBy(b => b.Y))
        {
            var inOrder = row.OrderBy(b => b.X).ToList();
            for (var k = 1; k < inOrder.Count; k++) Assert.True(inOrder[k].X - inOrder[k - 1].X >= (inOrder[k].Width + inOrder[k - 1].Width) / 2);
        }
    }

    [Fact]
    public void A_result_that_does_not_depend_on_the_arguments_has_no_graph() => Assert.Empty(Grad.Graph(_ => Tensor.Zeros([2]), X).Nodes);
}
