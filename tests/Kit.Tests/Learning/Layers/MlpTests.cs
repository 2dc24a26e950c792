using Kit.Compute;
using Kit.Learning;
using Kit.Tensors;
using static Kit.Tests.Operators.DeepOnets.Fixtures;

namespace Kit.Tests.Learning.Layers;

public sealed class MlpTests
{
    [Fact]
    public void It_has_as_many_weights_as_its_formula_says() => Assert.Equal(Mlp.Size(5, 7, 7, 3), Size(new Mlp([5, 7, 7, 3])));

    [Fact]
    public void The_last_layer_is_activated_only_when_asked()
    {
        var (plain, active) = (new Mlp([2, 3, 1], x => x.Relu(), dtype: DType.F64), new Mlp([2, 3, 1], x => x.Relu(), activateLast: true, DType.F64));
        Model.Initialize(plain, new Rng(1));
        Model.Initialize(active, new Rng(1));
        var x = Random(2, 20, 2);
        Assert.Equal(0, Gap(plain.Forward(x).Relu(), active.Forward(x)));
        Assert.True(plain.Forward(x).Min().Item() < 0);
        Assert.Equal([3, 1], active.Outputs(x).Select(v => v.Shape[1]));
    }

    [Fact]
    public void Widths_that_make_no_network_are_refused() => Assert.Contains("[4]", Assert.Throws<ArgumentException>(() => new Mlp([4])).Message);
}
