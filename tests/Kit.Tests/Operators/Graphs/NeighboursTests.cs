using Kit.Operators.FunctionSpaces;
using Kit.Operators.Graphs;

namespace Kit.Tests.Operators.Graphs;

public sealed class NeighboursTests
{
    [Fact]
    public void On_a_circle_the_nearest_are_on_both_sides_and_offsets_go_the_shortest_way()
    {
        var graph = PointCloud.Of(Domain.Periodic(1).Square(10)).Nearest(4);
        Assert.Equal([1, 9, 2, 8], graph.Index[0].ToArray<int>());
        Assert.Equal([0.1, -0.1, 0.2, -0.2], graph.Offsets[0, .., 0].ToDoubles().Select(z => Math.Round(z, 12)));
        Assert.Equal(40, graph.Present.Sum().Item());
    }

    [Fact]
    public void A_ball_holds_the_point_itself_and_rows_are_filled_up_at_the_sides()
    {
        var graph = PointCloud.Of(Domain.Nodes(1).Square(11)).Within(0.25);
        Assert.Equal(5, graph.Degree);
        Assert.Equal([0, 1, 2, 0, 0], graph.Index[0].ToArray<int>());
        Assert.Equal([1, 1, 1, 0, 0], graph.Present[0].ToDoubles());
        Assert.Equal([3, 4, 5, 6, 7], graph.Index[5].ToArray<int>());
    }

    [Fact]
    public void Points_of_a_plane_stand_in_the_order_of_the_field()
    {
        var cloud = PointCloud.Of(Domain.Cells(2).Grid(2, 3));
        Assert.Equal([0.25, 0.5], cloud.Points[1].ToDoubles());
        Assert.Equal(1, cloud.Weights.Sum().Item(), 1e-14);
        Assert.Contains("1 to 5", Assert.Throws<ArgumentException>(() => cloud.Nearest(6)).Message, StringComparison.Ordinal);
    }
}
