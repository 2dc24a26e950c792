using Kit.Tensors;

namespace Kit.Autodiff;

/// <summary>Forward mode to some order K: carries with every value y₀ the coefficients of y(t) = y₀ + y₁t + … + y_K tᴷ that a curve x(t) through the inputs makes.</summary>
/// <remarks>The coefficients belong to the tensors that carry them and go with the last of these.</remarks>
/// <param name="order">K; 1 is the ordinary forward mode, y₁ = ẏ.</param>
internal sealed class ForwardTape(int order) : Tape
{
    /// <summary>An input x₀ of the function that moves along x₀ + x₁t + …; null is 0.</summary>
    /// <param name="x">x₀, x₁, …, not more than K + 1 of them.</param>
    public Tensor Input(params Tensor?[] x)
    {
        using var scope = Tensor.Scope();
        return Watched(x[0]!, x, scope);
    }

    /// <summary>y₀, …, y_K beneath this tape, null for 0; handles that belong to y, but for y₀.</summary>
    public Tensor?[] SeriesOf(Tensor y)
    {
        var series = new Tensor?[order + 1];
        if (WatchOf(y) is not Moving watch)
        {
            series[0] = y;
            return series;
        }

        watch.Terms.CopyTo(series, 0);
        series[0] = y.Twin(watch.Beneath);
        return series;
    }

    protected override Tensor Record(Application application, Rule rule, Watch?[] watches, Tensor[] primals, Tensor y)
    {
        using var scope = Tensor.Scope();
        var x = new Tensor?[primals.Length][];
        for (var i = 0; i < x.Length; i++)
        {
            x[i] = (Tensor?[]?)(watches[i] as Moving)?.Terms.Clone() ?? new Tensor?[order + 1];
            x[i][0] = primals[i];
        }

        var series = Series.Of(application, rule, x, y, order);
        for (var k = 1; k < series.Length; k++)
            if (series[k] is { } term) NaNTrap.Check(term, application, "the derivative of ");
        var result = Watched(y, series, scope);
        y.Dispose();
        Drop(watches, primals);
        return result;
    }

    private Tensor Watched(Tensor y, Tensor?[] series, TensorScope scope)
    {
        var terms = new Tensor?[order + 1];
        for (var k = 1; k < series.Length; k++) terms[k] = series[k] is { } term ? scope.Own(term, Home) : null;
        var result = y.Twin(Array.Exists(terms, t => t is not null) ? new Moving(this, y.Tracer, terms) : y.Tracer);
        scope.Release(result);
        return result;
    }

    private sealed class Moving(Tape tape, Tracer? beneath, Tensor?[] terms) : Watch(tape, beneath)
    {
        public Tensor?[] Terms => terms;

        protected override void Free()
        {
            foreach (var term in terms) term?.Dispose();
            base.Free();
        }
    }
}
