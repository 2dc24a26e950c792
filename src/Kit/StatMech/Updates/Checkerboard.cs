using Kit.Compute;
using Kit.StatMech.Models;
using Kit.Tensors;

namespace Kit.StatMech.Updates;

/// <summary>Heat bath of all white and then all black spins of an Ising model, each colour at once and on all threads.</summary>
/// <remarks>
/// Spins of one colour do not know each other, so that drawing them together is the same as one after the other. The sites of a colour are cut into fixed pieces with random numbers of their own, so that any number of threads gives the same
/// bits. Heat bath, not Metropolis: that would only turn everything over and back at high temperature.
/// </remarks>
public sealed class Checkerboard : IUpdate<Configuration>
{
    private const int Piece = 4096;
    private readonly Ising model;
    private readonly int[][] sites;

    /// <summary>Binds the update to a model.</summary>
    /// <exception cref="InvalidOperationException">The graph has a loop of odd length.</exception>
    public Checkerboard(Ising model)
    {
        ArgumentNullException.ThrowIfNull(model);
        var colors = model.Graph.Coloring.ToArray();
        (this.model, sites) = (model, [.. new[] { 0, 1 }.Select(color => Enumerable.Range(0, model.Sites).Where(i => colors[i] == color).ToArray())]);
    }

    /// <inheritdoc/>
    public string Name => "checkerboard heat bath";

    /// <inheritdoc/>
    public void Sweep(Configuration state, double beta, Rng rng)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(rng);
        Boltzmann.RequireBeta(beta, "Checkerboard");
        for (var color = 0; color < 2; color++)
        {
            var (own, other, seed) = (sites[color], sites[1 - color], rng.NextBits());
            Threads.For(Pieces(own), piece => Draw(state, beta, Part(own, piece), new Rng(seed, (ulong)piece)));
            Threads.For(Pieces(other), piece =>
            {
                foreach (var i in Part(other, piece)) state.Cache[i] = LocalFields.At(model, state.Values, i);
            });
        }

        state.Energy = LocalFields.Energy(state.Values, state.Cache, model.Fields);
    }

    private static int Pieces(int[] sites) => (sites.Length + Piece - 1) / Piece;

    private static ReadOnlySpan<int> Part(int[] sites, int piece) => sites.AsSpan(piece * Piece, Math.Min(Piece, sites.Length - piece * Piece));

    private static void Draw(Configuration state, double beta, ReadOnlySpan<int> sites, Rng rng)
    {
        foreach (var i in sites)
            if (HeatBathRule.Flips(2 * beta * state.Values[i] * state.Cache[i], rng.NextDouble())) state.Values[i] = (sbyte)-state.Values[i];
    }
}
