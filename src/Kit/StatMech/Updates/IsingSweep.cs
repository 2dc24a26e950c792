using System.Runtime.CompilerServices;
using Kit.Compute;
using Kit.StatMech.Models;
using Kit.Tensors;

namespace Kit.StatMech.Updates;

/// <summary>A sweep of single flips of Ising spins, without calls of the model: flips that are refused cost a local field and a random number.</summary>
internal static class IsingSweep
{
    public static void Run<TRule>(Ising model, Configuration state, double beta, Rng rng, SiteOrder order) where TRule : struct, ISpinRule
    {
        if (order == SiteOrder.Random) Run<TRule, AnyOrder>(model, state, beta, rng);
        else Run<TRule, InOrder>(model, state, beta, rng);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static unsafe void Run<TRule, TOrder>(Ising model, Configuration state, double beta, Rng rng) where TRule : struct, ISpinRule where TOrder : struct, IOrder
    {
        Span<ulong> words = stackalloc ulong[RandomWords.Batch];
        var (sites, next, energy) = ((uint)state.Values.Length, words.Length, state.Energy);
        fixed (sbyte* spins = state.Values)
        fixed (double* local = state.Cache, weights = model.Weights)
        fixed (int* starts = model.Graph.Starts, neighbors = model.Graph.Neighbors)
        {
            for (uint attempt = 0; attempt < sites; attempt++)
            {
                if (next > words.Length - 2)
                {
                    RandomWords.Return(rng, words.Length - next);
                    RandomWords.Take(rng, words);
                    next = 0;
                }

                var site = TOrder.IsRandom ? (uint)((words[next++] >> 32) * sites >> 32) : attempt;
                var (old, field) = (spins[site], local[site]);
                if (!TRule.Flips(2 * beta * old * field, Philox.ToUnit(words[next++]))) continue;
                energy += 2 * old * field;
                spins[site] = (sbyte)-old;
                double step = -2 * old;
                for (var (k, end) = (starts[site], starts[site + 1]); k < end; k++) local[neighbors[k]] += step * weights[k];
            }
        }

        RandomWords.Return(rng, words.Length - next);
        state.Energy = energy;
    }

    private interface IOrder
    {
        static abstract bool IsRandom { get; }
    }

    private readonly struct AnyOrder : IOrder
    {
        public static bool IsRandom => true;
    }

    private readonly struct InOrder : IOrder
    {
        public static bool IsRandom => false;
    }
}
