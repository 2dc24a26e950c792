using System.Text.Json.Nodes;
using Kit.Plotting;

namespace Kit.Tests.Plotting;

public sealed class FigureAnimationTests
{
    private static readonly double[] X = [0, 1, 2];

    [Fact]
    public void Frames_hold_only_what_changes_and_the_slider_names_them()
    {
        var spec = JsonNode.Parse(Figure.Animate("t = ", [0.0, 0.5, 1.0], t => new Figure("Wave", "x", "u")
            .Line(X, [t, 2 * t, 3 * t], name: "moving").Line(X, [1, 1, 1], name: "at rest")).ToJson())!;
        var frames = spec["frames"]!.AsArray();
        Assert.Equal(3, frames.Count);
        foreach (var frame in frames)
        {
            Assert.Equal("[0]", frame!["traces"]!.ToJsonString());
            Assert.Equal(["type", "y"], frame["data"]![0]!.AsObject().Select(field => field.Key));
            Assert.Null(frame["layout"]);
        }
        Assert.Equal("[0.5,1,1.5]", frames[1]!["data"]![0]!["y"]!.ToJsonString());
        var slider = spec["layout"]!["sliders"]![0]!;
        Assert.Equal("t = ", (string?)slider["currentvalue"]!["prefix"]);
        Assert.Equal(["0", "0.5", "1"], slider["steps"]!.AsArray().Select(step => (string?)step!["label"]));
        Assert.Equal(frames.Select(frame => (string?)frame!["name"]), slider["steps"]!.AsArray().Select(step => (string?)step!["args"]![0]![0]));
        Assert.Equal(2, spec["layout"]!["updatemenus"]![0]!["buttons"]!.AsArray().Count);
    }

    [Fact]
    public void Axes_and_colours_hold_still_over_all_frames()
    {
        var figure = Figure.Animate("k = ", [1, 2], k => Figure.Grid(1, 2,
            new Figure().Line(X, [0, k, 10.0 * k]), new Figure().Heatmap(new double[,] { { 0, k } })));
        Assert.All(figure.Frames, frame => Assert.Equal((-1, 21), frame.Panels[0].Y.Range));
        Assert.All(figure.Frames, frame => Assert.Equal((0, 2), ((HeatmapTrace)frame.Panels[1].Traces[0]).Colors.Range));
    }

    [Fact]
    public void A_title_that_changes_goes_into_every_frame()
    {
        var spec = JsonNode.Parse(Figure.Animate("n = ", [1, 2], n => Figure.Grid(1, 2, new Figure($"n is {n}").Line(X, X), new Figure().Line(X, X))).ToJson())!;
        Assert.Equal(["n is 1", "n is 2"], spec["frames"]!.AsArray().Select(frame => (string?)frame!["layout"]!["annotations"]![0]!["text"]));
    }

    [Fact]
    public void Frames_of_different_structure_are_refused()
    {
        var error = Assert.Throws<ArgumentException>(() => Figure.Animate("", [1, 2], n => n == 1 ? new Figure().Line(X, X) : new Figure().Bar(X, X)));
        Assert.Contains("curve", error.Message);
        Assert.Contains("bars", error.Message);
        Assert.Throws<ArgumentException>(() => Figure.Animate("", Array.Empty<int>(), _ => new Figure()));
    }
}
