using Kit.Tensors;

namespace Kit.StatMech.MeanField;

/// <summary>A formula of M clauses of K literals over N truth values: true when every clause has a literal that is.</summary>
public sealed class Satisfiability
{
    /// <summary>A formula from its literals.</summary>
    /// <param name="variables">N.</param>
    /// <param name="clauses">Literals of each clause: v + 1 for variable v = 0 … N − 1, −(v + 1) for its negation.</param>
    /// <exception cref="ArgumentException">A literal of no variable, or an empty clause.</exception>
    public Satisfiability(int variables, IReadOnlyList<int[]> clauses)
    {
        ArgumentNullException.ThrowIfNull(clauses);
        foreach (var (k, clause) in clauses.Index())
        {
            if (clause.Length == 0) throw new ArgumentException($"Satisfiability: clause {k} is empty, which nothing satisfies");
            foreach (var literal in clause)
                if (literal == 0 || Math.Abs(literal) > variables) throw new ArgumentException($"Satisfiability: literal {literal} in clause {k}; ±1 … ±{variables} are possible");
        }

        (Variables, Clauses) = (variables, clauses);
    }

    /// <summary>N.</summary>
    public int Variables { get; }

    /// <summary>Literals of each clause, ±(v + 1).</summary>
    public IReadOnlyList<int[]> Clauses { get; }

    /// <summary>The random formula: each clause has K different variables, each negated with probability ½.</summary>
    /// <param name="variables">N.</param>
    /// <param name="clauses">M; α = M/N.</param>
    /// <param name="width">K.</param>
    /// <param name="rng">Random numbers.</param>
    /// <exception cref="ArgumentException">K is not in 1 … N.</exception>
    public static Satisfiability Random(int variables, int clauses, int width, Rng rng)
    {
        ArgumentNullException.ThrowIfNull(rng);
        if (width < 1 || width > variables) throw new ArgumentException($"Satisfiability: clauses of {width} of {variables} variables");
        var all = new int[clauses][];
        foreach (ref var clause in all.AsSpan())
        {
            var chosen = new HashSet<int>();
            while (chosen.Count < width) chosen.Add(rng.NextInt(1, variables + 1));
            clause = [.. chosen.Order().Select(v => rng.NextBits() >> 63 == 0 ? v : -v)];
        }

        return new(variables, all);
    }

    /// <summary>How many clauses an assignment leaves unsatisfied.</summary>
    public int Unsatisfied(ReadOnlySpan<bool> values)
    {
        var count = 0;
        foreach (var clause in Clauses)
        {
            var holds = false;
            foreach (var literal in clause) holds |= values[Math.Abs(literal) - 1] == literal > 0;
            if (!holds) count++;
        }

        return count;
    }
}
