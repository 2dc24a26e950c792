using Kit.Compute;
using Kit.StatMech.Models;
using Kit.Tensors;

namespace Kit.StatMech.Updates;

/// <summary>Cools many replicas together: at each step of β they are drawn anew with weights e^{−ΔβE}, then swept. Gives free energies, and says by itself whether there were enough replicas.</summary>
/// <remarks>
/// Hukushima and Iba (2003); Machta, Phys. Rev. E 82, 026704 (2010). ln Z(β') − ln Z(β) = ln ⟨e^{−ΔβE}⟩ is estimated by the mean over the population; Z(0) = qᴺ. Drawing is systematic, so that the population keeps its size and a replica of
/// expected number ν has ⌊ν⌋ or ⌈ν⌉ copies. Replicas have random numbers of their own: any number of threads gives the same bits.
/// </remarks>
public static class PopulationAnnealing
{
    /// <summary>The population at one temperature.</summary>
    /// <param name="Beta">β.</param>
    /// <param name="Energy">The mean energy E.</param>
    /// <param name="LogPartition">ln Z.</param>
    /// <param name="FamilyEntropy">ρ_s = R e^{−S} with S = −Σ ν ln ν over the shares ν of families, all that come from one replica at β = 0: R/ρ_s families are effectively left (Wang, Machta, Katzgraber 2015).</param>
    /// <param name="FamilySize">ρ_t = R Σ ν²: the mean size of the family of a replica; R well above 100 ρ_t is wanted.</param>
    public sealed record Step(double Beta, double Energy, double LogPartition, double FamilyEntropy, double FamilySize)
    {
        /// <summary>F = −T ln Z.</summary>
        public double FreeEnergy => -LogPartition / Beta;
    }

    /// <summary>What a run gives.</summary>
    /// <param name="Steps">One for each β.</param>
    /// <param name="Population">Replicas at the last β.</param>
    public sealed record Result(IReadOnlyList<Step> Steps, IReadOnlyList<Configuration> Population);

    /// <summary>Cools a population.</summary>
    /// <param name="model">Any model of discrete variables.</param>
    /// <param name="update">An update of it.</param>
    /// <param name="betas">β rising from 0 or above; steps with Δβ times the spread of E of about 1.</param>
    /// <param name="replicas">R.</param>
    /// <param name="sweeps">Sweeps of each replica at each β.</param>
    /// <param name="rng">Random numbers.</param>
    /// <exception cref="ArgumentException">Inverse temperatures that do not rise or are not finite, or less than two replicas or one sweep.</exception>
    public static Result Run(IDiscreteModel model, IUpdate<Configuration> update, IReadOnlyList<double> betas, int replicas, int sweeps, Rng rng)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(update);
        ArgumentNullException.ThrowIfNull(betas);
        ArgumentNullException.ThrowIfNull(rng);
        if (replicas < 2 || sweeps < 1) throw new ArgumentException($"PopulationAnnealing: {replicas} replicas of {sweeps} sweeps; at least two replicas and one sweep");
        for (var k = 0; k < betas.Count; k++)
            if (!(betas[k] >= (k == 0 ? 0 : betas[k - 1])) || !double.IsFinite(betas[k])) throw new ArgumentException($"PopulationAnnealing: β = {betas[k]} as number {k}; they must rise from 0 or above");
        var streams = Enumerable.Range(0, replicas).Select(r => rng.Stream(r)).ToArray();
        var states = new Configuration[replicas];
        Threads.For(replicas, r => states[r] = model.Start(streams[r]));
        var (families, log, old, steps) = (Enumerable.Range(0, replicas).ToArray(), model.Sites * Math.Log(model.Alphabet.Length), 0.0, new List<Step>());
        foreach (var beta in betas)
        {
            log += Resample(states, families, beta - old, rng.NextDouble());
            old = beta;
            Threads.For(replicas, r =>
            {
                for (var sweep = 0; sweep < sweeps; sweep++) update.Sweep(states[r], beta, streams[r]);
            });
            steps.Add(Describe(states, families, beta, log));
        }

        return new(steps, states);
    }

    /// <summary>Draws the population anew, and gives ln ⟨e^{−ΔβE}⟩.</summary>
    private static double Resample(Configuration[] states, int[] families, double step, double offset)
    {
        var lowest = states.Min(state => state.Energy);
        var weights = Array.ConvertAll(states, state => Math.Exp(-step * (state.Energy - lowest)));
        var mean = weights.Average();
        // Replica r has as many copies as there are marks offset + 0, 1, 2 … between the sums before and after it.
        var (copies, sum, marks) = (new int[states.Length], 0.0, 0);
        for (var r = 0; r < copies.Length; r++)
        {
            sum += weights[r] / mean;
            var upTo = r == copies.Length - 1 ? copies.Length : Math.Clamp((int)Math.Ceiling(sum - offset), marks, copies.Length);
            (copies[r], marks) = (upTo - marks, upTo);
        }

        // Whoever has no copies makes room for somebody who has more than one.
        for (var (r, free) = (0, 0); r < copies.Length; r++)
            for (; copies[r] > 1; copies[r]--)
            {
                while (copies[free] > 0) free++;
                DiscreteStates.Copy(states[r], states[free]);
                (families[free], copies[free]) = (families[r], 1);
            }

        return Math.Log(mean) - step * lowest;
    }

    private static Step Describe(Configuration[] states, int[] families, double beta, double log)
    {
        var (shares, entropy, square) = (new double[states.Length], 0.0, 0.0);
        foreach (var family in families) shares[family] += 1.0 / states.Length;
        foreach (var share in shares)
        {
            if (share == 0) continue;
            entropy -= share * Math.Log(share);
            square += share * share;
        }

        return new(beta, states.Average(state => state.Energy), log, states.Length * Math.Exp(-entropy), states.Length * square);
    }
}
