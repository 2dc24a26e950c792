using Kit.Autodiff;
using Kit.Compute;
using Kit.Learning;
using Kit.Tensors;

namespace Kit.Tests.Learning;

[Collection("threads")]
public sealed class ModelTests
{
    private record Base(Tensor First);

    private sealed record Nested(Tensor First, Tensor[] Many) : Base(First)
    {
        [Buffer]
        public Tensor Mean { get; } = Tensor.Ones(2);

        private readonly Dictionary<string, (Tensor, int)> named = new() { ["a"] = (Tensor.Ones(3), 1) };
        private readonly Tensor labels = Tensor.Arange(3);
        private readonly Tensor half = 0.5;

        public object Used => (named, labels, half);
    }

    private sealed class Holder(Nested inner, Tensor tied)
    {
        public List<object?> Parts { get; } = [inner, null, "text", new Linear(2, 3)];

        public Holder? Self { get; set; }

        public Tensor Tied => tied;
    }

    [Fact]
    public void Parameters_are_found_in_order_once_with_dotted_names()
    {
        var shared = Tensor.Ones(4);
        var model = new Holder(new(shared, [Tensor.Ones(1), Tensor.Ones(1)]), shared);
        model.Self = model;
        Assert.Equal(["tied", "parts.0.many.0", "parts.0.many.1", "parts.0.named.a.item1", "parts.3.weight", "parts.3.bias"], Model.Parameters(model).Select(p => p.Name));
        Assert.Equal(["tied", "parts.0.many.0", "parts.0.many.1", "parts.0.mean", "parts.0.named.a.item1", "parts.0.labels", "parts.3.weight", "parts.3.bias"], Model.State(model).Keys);
        Assert.Equal(["layers.0.weight", "layers.0.bias", "layers.1.inner.weight"], Model.Parameters(new Sequential(new Linear(1, 1), new Residual(new Linear(1, 1, bias: false)))).Select(p => p.Name));
        Assert.Equal(["first", "many.0"], Model.Parameters(new Nested(shared, [Tensor.Ones(1)])).Select(p => p.Name).Take(2));
    }

    [Fact]
    public void Tied_weights_get_the_sum_of_both_gradients()
    {
        var w = Tensor.Of([3.0]);
        var model = new { A = w, B = w };
        var (loss, gradients) = Model.ValueAndGradients(Model.Parameters(model), () => (model.A * model.B * model.B).Sum());
        Assert.Equal(27, loss.Item());
        Assert.Equal(27, Assert.Single(gradients).Item());
    }

    [Fact]
    public void Weights_are_ordinary_again_after_a_gradient_and_after_an_exception()
    {
        var net = Model.Initialize(new Linear(2, 2, dtype: DType.F64), new Rng(1));
        var parameters = Model.Parameters(net);
        var (x, stolen) = (Tensor.Ones((1, 2)), default(Tensor));
        Assert.Throws<InvalidTimeZoneException>(() => Model.ValueAndGradients(parameters, () => throw new InvalidTimeZoneException()));
        Assert.Contains("in place", Assert.Throws<InvalidOperationException>(() => Model.ValueAndGradients(parameters, () => net.Weight.AddInPlace(1).Sum())).Message);
        var (_, gradients) = Model.ValueAndGradients(parameters, () => (stolen = net.Bias!).Sum());
        Assert.Equal([0, 0, 0, 0], gradients[0].ToDoubles());
        Assert.Equal([1, 1], gradients[1].ToDoubles());
        Assert.Null(stolen!.Tracer);
        net.Weight.AddInPlace(0);
        Assert.Contains("no tensor to train", Assert.Throws<ArgumentException>(() => Model.ValueAndGradients(Model.Parameters("text"), () => x.Sum())).Message);
    }

    [Fact]
    public void Second_derivatives_with_respect_to_weights_exist()
    {
        var w = Tensor.Of([2.0, 3.0]);
        var hessian = Grad.Hessian(v => Grad.Over([w], () => w[0] * w[0] * w[1])([v]), w);
        Assert.Equal([6, 4, 4, 0], hessian.ToDoubles());
        Assert.Equal([2, 3], w.ToDoubles());
        Assert.Throws<ArgumentException>(() => Grad.Over([w], () => w.Sum())([Tensor.Ones(3)]));
        Assert.Equal(8, Grad.Over([w], () => w.Sum())([Tensor.Of([4.0, 4.0])]).Item());
        Assert.Equal([2, 3], w.ToDoubles());
    }

    [Fact]
    public void Initial_weights_depend_on_seed_and_name_only()
    {
        var small = Model.Initialize(new Sequential(new Linear(3, 4), new Linear(4, 5)), new Rng(7));
        var large = Model.Initialize(new Sequential(new Linear(8, 9), new Linear(4, 5), new Linear(5, 5)), new Rng(7));
        Assert.Equal(Model.State(small)["layers.1.weight"].ToDoubles(), Model.State(large)["layers.1.weight"].ToDoubles());
        Assert.NotEqual(Model.State(small)["layers.1.weight"].ToDoubles(), Model.State(Model.Initialize(small, new Rng(8)))["layers.1.weight"].ToDoubles());
    }

    [Fact]
    public void A_model_is_read_back_whole_or_not_at_all()
    {
        using var folder = new TemporaryFolder();
        var path = folder["net.safetensors"];
        var (net, other) = (Model.Initialize(new Sequential(new Linear(3, 4)), new Rng(1)), Model.Initialize(new Sequential(new Linear(3, 4)), new Rng(2)));
        Model.Save(net, path);
        Model.Load(other, path);
        Assert.Equal(Model.State(net)["layers.0.weight"].ToDoubles(), Model.State(other)["layers.0.weight"].ToDoubles());
        var wider = Model.Initialize(new Sequential(new Linear(3, 4), new Linear(4, 1)), new Rng(3));
        Assert.Contains("missing are layers.1.weight, layers.1.bias; unknown are none", Assert.Throws<InvalidDataException>(() => Model.Load(wider, path)).Message);
        Model.Load(wider, path, strict: false);
        Assert.Equal(Model.State(net)["layers.0.bias"].ToDoubles(), Model.State(wider)["layers.0.bias"].ToDoubles());
        var bent = Model.Initialize(new Sequential(new Linear(2, 4)), new Rng(3));
        var before = Model.State(bent)["layers.0.bias"].ToDoubles();
        Assert.Contains("layers.0.weight is F32 [4,3], the model has F32 [4,2]", Assert.Throws<InvalidDataException>(() => Model.Load(bent, path)).Message);
        Assert.Equal(before, Model.State(bent)["layers.0.bias"].ToDoubles());
    }
}
