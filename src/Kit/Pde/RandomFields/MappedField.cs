using Kit.Tensors;

namespace Kit.Pde.RandomFields;

/// <summary>A function of a random field, point by point: log-normal, two-valued, bounded.</summary>
/// <param name="inner">The field g.</param>
/// <param name="map">g → a, on […, n_x, n_y].</param>
public sealed class MappedField(IRandomField inner, Func<Tensor, Tensor> map) : IRandomField
{
    private readonly IRandomField inner = inner ?? throw new ArgumentNullException(nameof(inner));
    private readonly Func<Tensor, Tensor> map = map ?? throw new ArgumentNullException(nameof(map));

    /// <inheritdoc/>
    public Grid Grid => inner.Grid;

    /// <summary>high where g ≥ 0, low elsewhere: a medium of two phases.</summary>
    public static MappedField TwoValued(IRandomField inner, double high, double low) => new(inner, g => Functions.Where(g >= 0, high, low));

    /// <summary>eᵍ, always positive.</summary>
    public static MappedField LogNormal(IRandomField inner) => new(inner, g => g.Exp());

    /// <summary>centre + amplitude · tanh g, always within (centre ± amplitude).</summary>
    public static MappedField Tanh(IRandomField inner, double centre, double amplitude = 1) => new(inner, g => centre + amplitude * g.Tanh());

    /// <inheritdoc/>
    public Tensor Sample(Rng rng, int count, long first = 0)
    {
        using var scope = Tensor.Scope();
        return map(inner.Sample(rng, count, first)).Keep();
    }
}
