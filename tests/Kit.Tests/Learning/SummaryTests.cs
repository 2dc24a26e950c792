using Kit.Compute;
using Kit.Learning;
using Kit.Tensors;

namespace Kit.Tests.Learning;

public sealed class SummaryTests
{
    [Fact]
    public void A_summary_names_layers_shapes_and_counts()
    {
        var net = Model.Initialize(new Sequential(new Linear(3, 8), new Lambda(x => x.Tanh()), new Residual(new Linear(8, 8)), new BatchNorm(8)), new Rng(1));
        var summary = Summary.Of(net, Tensor.Ones((5, 3), DType.F32));
        Assert.Equal(32 + 72 + 16, summary.Parameters);
        Assert.Equal(4 * (32 + 72 + 16 + 16), summary.Bytes);
        Assert.Equal(["layers.0", "layers.1", "layers.2", "  layers.2.inner", "layers.3", "all"], summary.Table.Rows.Select(r => (string)r[0]!));
        Assert.Equal(["[5,8]", "[5,8]", "[5,8]", "[5,8]", "[5,8]", "[5,8]"], summary.Table.Rows.Select(r => (string)r[2]!));
        Assert.Equal([32L, 0L, 72L, 72L, 16L, 120L], summary.Table.Rows.Select(r => (long)r[3]!));
        Assert.Contains("120 parameters, 0.5 KiB", summary.ToString());
        Assert.Contains("<table", summary.ToHtml());
        Assert.True(net.Training);
        Assert.Equal(2, Summary.Of(new { W = Tensor.Ones(2) }).Parameters);
    }
}
