using Kit.Tensors;

namespace Kit.Numerics.TimeIntegration;

/// <summary>A right-hand side that counts how often it is asked and says when its shape is wrong.</summary>
internal sealed class Field
{
    private readonly Func<double, Tensor, Tensor> f;

    public Field(Func<double, Tensor, Tensor> f)
    {
        ArgumentNullException.ThrowIfNull(f);
        this.f = f;
    }

    public long Calls { get; private set; }

    public Tensor At(double t, Tensor u)
    {
        Calls++;
        var slope = f(t, u) ?? throw new InvalidOperationException("the right-hand side f(t, u) gave null");
        if (slope.Shape == u.Shape) return slope;
        var fits = slope.Rank <= u.Rank;
        for (var k = 1; fits && k <= slope.Rank; k++) fits = slope.Shape[^k] == u.Shape[^k] || slope.Shape[^k] == 1;
        return fits ? slope.BroadcastTo(u.Shape)
            : throw new ArgumentException($"the right-hand side f(t, u) gave shape {slope.Shape} for a state of shape {u.Shape}; du/dt has the shape of u");    }
}

/// <summary>A method that knows how often it has asked for its right-hand side.</summary>
public interface ICountsEvaluations
{
    /// <summary>Evaluations of f since the method was made.</summary>
    long Evaluations { get; }
}
