using Kit.Tensors;

namespace Kit.Learning;

/// <summary>Running means of a model's parameters: a ← a + (1 − d)(p − a) after every step.</summary>
public sealed class Ema
{
    private static readonly Fused Rule = Fuse.Of(a => [a[0] + (a[1] - a[0]) * a[2]]);
    private readonly IReadOnlyList<Parameter> parameters;
    private readonly double decay;
    private readonly Dictionary<string, Tensor> means;

    /// <summary>Starts at the present parameters.</summary>
    /// <param name="model">Any object with tensors in its fields.</param>
    /// <param name="decay">d in [0, 1): 0.999 averages over about 1000 steps.</param>
    public Ema(object model, double decay = 0.999)
    {
        (parameters, this.decay) = (Model.Parameters(model), decay);
        means = parameters.ToDictionary(p => p.Name, p => p.Value.Copy());
    }

    /// <summary>The means by the parameters' names.</summary>
    public IReadOnlyDictionary<string, Tensor> Means => means;

    /// <summary>Takes the present parameters in.</summary>
    public void Update()
    {
        using var scope = Tensor.Scope();
        foreach (var (name, value) in parameters) Rule.Into([means[name], value, 1 - decay], [means[name]]);
    }

    /// <summary>Exchanges parameters and means; call it again to go back.</summary>
    public void Swap()
    {
        using var scope = Tensor.Scope();
        foreach (var (name, value) in parameters)
        {
            var mean = means[name].Copy();
            means[name].Assign(value);
            value.Assign(mean);
        }
    }
}
