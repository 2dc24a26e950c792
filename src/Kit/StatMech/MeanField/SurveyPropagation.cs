using Kit.Tensors;

namespace Kit.StatMech.MeanField;

/// <summary>Surveys of a formula: η of a clause to a variable is the share of clusters of solutions in which all other literals of the clause are frozen false, so that it needs this one.</summary>
/// <remarks>
/// Mézard, Parisi, Zecchina, Science 297, 812 (2002); Braunstein, Mézard, Zecchina, Random Struct. Algorithms 27, 201 (2005): the zero-temperature cavity method with one step of replica symmetry breaking.
/// For variable j in clause a, with products over the other clauses b of j of 1 − η_{b→j}: s over those where j has the sign that it has in a, u over those of the other sign,
/// Π⁰ = su, Πᵘ = (1 − u)s, Πˢ = (1 − s)u, and η_{a→i} = Π_{j∈a∖i} Πᵘ/(Πᵘ + Πˢ + Π⁰). All η = 0 is a solution; where another one is found, the number of clusters is e^{Σ},
/// Σ = Σ_a ln(Π_j (Πᵘ + Πˢ + Π⁰) − Π_j Πᵘ) − Σ_i (n_i − 1) ln(Π⁺ + Π⁻ + Π⁰). For random 3-SAT clusters appear at α = 3.927 and Σ vanishes, and with it all solutions, at 4.267.
/// </remarks>
public sealed class SurveyPropagation
{
    private readonly Satisfiability formula;
    private readonly int[] starts, variables, order;
    private readonly int[][] slots;

    /// <summary>Surveys of a formula, not yet computed.</summary>
    public SurveyPropagation(Satisfiability formula)
    {
        ArgumentNullException.ThrowIfNull(formula);
        this.formula = formula;
        starts = new int[formula.Variables + 1];
        foreach (var literal in formula.Clauses.SelectMany(c => c)) starts[Math.Abs(literal)]++;
        for (var v = 0; v < formula.Variables; v++) starts[v + 1] += starts[v];
        (variables, slots, order) = (new int[starts[^1]], new int[formula.Clauses.Count][], [.. Enumerable.Range(0, formula.Clauses.Count)]);
        Positive = new bool[starts[^1]];
        Surveys = new double[starts[^1]];
        var next = starts[..^1];
        foreach (var (a, clause) in formula.Clauses.Index())
        {
            slots[a] = [.. clause.Select(literal => next[Math.Abs(literal) - 1]++)];
            for (var k = 0; k < clause.Length; k++) (variables[slots[a][k]], Positive[slots[a][k]]) = (Math.Abs(clause[k]) - 1, clause[k] > 0);
        }
    }

    /// <summary>η of every pair of clause and variable, variable after variable.</summary>
    public double[] Surveys { get; }

    private bool[] Positive { get; }

    /// <summary>Sweeps from random surveys, clauses in a random order each time.</summary>
    /// <param name="rng">Of the start and the orders.</param>
    /// <param name="tolerance">Largest change of a survey at rest.</param>
    /// <param name="maxSweeps">Gives up after so many.</param>
    /// <returns>Number of sweeps.</returns>
    /// <exception cref="ArithmeticException">Surveys do not rest, as beyond the threshold of satisfiability on small graphs; or a contradiction: every solution is excluded by warnings alone.</exception>
    public int Solve(Rng rng, double tolerance = 1e-3, int maxSweeps = 1000)
    {
        ArgumentNullException.ThrowIfNull(rng);
        foreach (ref var eta in Surveys.AsSpan()) eta = rng.NextDouble();
        for (var sweep = 1; sweep <= maxSweeps; sweep++)
        {
            var change = 0.0;
            for (var k = order.Length - 1; k > 0; k--)
            {
                var other = rng.NextInt(0, k + 1);
                (order[k], order[other]) = (order[other], order[k]);
            }

            foreach (var a in order) change = Math.Max(change, Update(a));
            if (change <= tolerance) return sweep;
        }

        throw new ArithmeticException($"SurveyPropagation: surveys still change after {maxSweeps} sweeps; there may be no solution, or the formula is too small for its loops to be long");
    }

    /// <summary>Σ, the logarithm of the number of clusters, over N.</summary>
    public double Complexity()
    {
        var sum = 0.0;
        for (var a = 0; a < slots.Length; a++)
        {
            var (total, forced) = (1.0, 1.0);
            foreach (var slot in slots[a])
            {
                var (u, s, free) = Cavity(slot);
                (total, forced) = (total * (u + s + free), forced * u);
            }

            sum += Math.Log(total - forced);
        }

        for (var v = 0; v < formula.Variables; v++)
        {
            var (plus, minus) = Products(v, -1);
            sum -= (starts[v + 1] - starts[v] - 1) * Math.Log(plus + minus - plus * minus);
        }

        return sum / formula.Variables;
    }

    /// <summary>Shares of clusters in which a variable is frozen true, frozen false, or free.</summary>
    public (double True, double False, double Free) Bias(int variable)
    {
        var (plus, minus) = Products(variable, -1);
        var total = plus + minus - plus * minus;
        // Clauses that need it true forbid false: Π⁺ = (1 − Π_{+}(1 − η)) Π_{−}(1 − η).
        return ((1 - plus) * minus / total, (1 - minus) * plus / total, plus * minus / total);
    }

    private double Update(int a)
    {
        var own = slots[a];
        Span<double> ratios = own.Length <= 64 ? stackalloc double[own.Length] : new double[own.Length];
        for (var k = 0; k < own.Length; k++)
        {
            var (u, s, free) = Cavity(own[k]);
            var total = u + s + free;
            ratios[k] = total > 0 ? u / total : throw new ArithmeticException($"SurveyPropagation: clauses that all need variable {variables[own[k]]} contradict each other");
        }

        var change = 0.0;
        for (var k = 0; k < own.Length; k++)
        {
            var eta = 1.0;
            for (var j = 0; j < own.Length; j++)
                if (j != k) eta *= ratios[j];
            change = Math.Max(change, Math.Abs(eta - Surveys[own[k]]));
            Surveys[own[k]] = eta;
        }

        return change;
    }

    /// <summary>Πᵘ, Πˢ, Π⁰ of the variable of a slot without that slot's clause.</summary>
    private (double U, double S, double Free) Cavity(int slot)
    {
        var (plus, minus) = Products(variables[slot], slot);
        var (s, u) = Positive[slot] ? (plus, minus) : (minus, plus);
        return ((1 - u) * s, (1 - s) * u, s * u);
    }

    /// <summary>Π (1 − η) over clauses in which a variable stands plainly, and over those where it is negated, one slot left out.</summary>
    private (double Plus, double Minus) Products(int variable, int without)
    {
        var (plus, minus) = (1.0, 1.0);
        for (var slot = starts[variable]; slot < starts[variable + 1]; slot++)
        {
            if (slot == without) continue;
            if (Positive[slot]) plus *= 1 - Surveys[slot];
            else minus *= 1 - Surveys[slot];
        }

        return (plus, minus);
    }
}
