using Kit.Compute;
using Kit.StatMech.Lattices;
using Kit.StatMech.Models;
using Kit.Tensors;

namespace Kit.StatMech.Boltzmann;

/// <summary>What machines of layers of 0/1 units have in common.</summary>
internal static class LayeredBoltzmann
{
    /// <summary>Units that are 1 with given probabilities.</summary>
    public static Tensor Draw(Tensor means, Rng rng) => (rng.Uniform(means.Shape, dtype: means.DType) < means).Cast(means.DType);

    /// <summary>All states of n units, [2ⁿ, n]; unit 0 changes fastest.</summary>
    public static Tensor AllStates(int units, DType dtype)
    {
        var states = new double[units << units];
        for (var n = 0; n < 1 << units; n++)
            for (var i = 0; i < units; i++) states[n * units + i] = n >> i & 1;
        return Tensor.Of(states, dtype).Reshape(1 << units, units);
    }

    /// <summary>x = (1 + s)/2: couplings W/4 between neighbouring layers, fields b/2 + Σ W/4.</summary>
    public static Ising ToIsing(IReadOnlyList<Tensor> weights, IReadOnlyList<Tensor> biases)
    {
        var starts = new int[biases.Count + 1];
        for (var l = 0; l < biases.Count; l++) starts[l + 1] = starts[l] + biases[l].Shape[0];
        var (edges, couplings, fields) = (new List<(int, int)>(), new List<double>(), biases.SelectMany(b => b.ToDoubles()).Select(b => b / 2).ToArray());
        for (var l = 0; l < weights.Count; l++)
        {
            var (w, n, m) = (weights[l].ToDoubles(), weights[l].Shape[0], weights[l].Shape[1]);
            for (var i = 0; i < n; i++)
                for (var j = 0; j < m; j++)
                {
                    edges.Add((starts[l] + i, starts[l + 1] + j));
                    couplings.Add(w[i * m + j] / 4);
                    fields[starts[l] + i] += w[i * m + j] / 4;
                    fields[starts[l + 1] + j] += w[i * m + j] / 4;
                }
        }

        return new(Graph.FromEdges(starts[^1], edges, connected: false), [.. couplings], fields);
    }
}
