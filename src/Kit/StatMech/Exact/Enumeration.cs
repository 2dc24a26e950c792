using Kit.Tensors;

namespace Kit.StatMech.Exact;

/// <summary>All qᴺ states of a small model: the truth that every simulation has to meet.</summary>
/// <remarks>State number n has the value <c>Alphabet[(n / qⁱ) mod q]</c> at site i.</remarks>
public sealed class Enumeration
{
    /// <summary>The most states that are visited.</summary>
    public const int MaxStates = 1 << 24;

    private readonly IDiscreteModel model;
    private readonly double[] energies;

    /// <summary>Visits all states.</summary>
    /// <exception cref="ArgumentException">There are more than 2²⁴.</exception>
    public Enumeration(IDiscreteModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        var count = Math.Pow(model.Alphabet.Length, model.Sites);
        if (count > MaxStates) throw new ArgumentException($"Enumeration: {model.Sites} variables of {model.Alphabet.Length} values have {count:G3} states; {MaxStates} at most");
        (this.model, energies) = (model, new double[(int)Math.Round(count)]);
        Visit((n, state) => energies[n] = model.Energy(state));
    }

    /// <summary>E of every state.</summary>
    public ReadOnlySpan<double> Energies => energies;

    /// <summary>ln Z = ln Σ e^{−βE}.</summary>
    public double LogPartition(double beta)
    {
        var lowest = beta >= 0 ? energies.Min() : energies.Max();
        return Math.Log(energies.Sum(e => Math.Exp(-beta * (e - lowest)))) - beta * lowest;
    }

    /// <summary>Probabilities e^{−βE}/Z of all states.</summary>
    public double[] Probabilities(double beta)
    {
        var log = LogPartition(beta);
        return [.. energies.Select(e => Math.Exp(-beta * e - log))];
    }

    /// <summary>The mean of a function of states.</summary>
    public double Mean(double beta, Func<Configuration, double> of)
    {
        ArgumentNullException.ThrowIfNull(of);
        var (p, sum) = (Probabilities(beta), 0.0);
        Visit((n, state) => sum += p[n] * of(state));
        return sum;
    }

    /// <summary>The number of a state.</summary>
    public int IndexOf(Configuration state)
    {
        ArgumentNullException.ThrowIfNull(state);
        var (index, q) = (0, model.Alphabet.Length);
        for (var i = model.Sites - 1; i >= 0; i--) index = index * q + model.Alphabet.IndexOf(state.Values[i]);
        return index;
    }

    private void Visit(Action<int, Configuration> visitor)
    {
        var (state, q) = (model.Start(new Rng(0)), model.Alphabet.Length);
        for (var n = 0; n < energies.Length; n++)
        {
            // Sites whose digit differs from that of n − 1: the first, and the next for every carry.
            for (var (i, rest) = (0, n); i < model.Sites; i++, rest /= q)
            {
                model.Set(state, i, model.Alphabet[rest % q]);
                if (n > 0 && rest % q != 0) break;
            }

            visitor(n, state);
        }
    }
}
