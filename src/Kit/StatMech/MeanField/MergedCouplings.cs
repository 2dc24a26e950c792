using Kit.StatMech.Models;

namespace Kit.StatMech.MeanField;

/// <summary>Neighbours of each site with the sum of the couplings of all bonds to them, in ascending order.</summary>
internal static class MergedCouplings
{
    public static (int Site, double Coupling)[][] Of(Ising model)
    {
        var rows = new (int, double)[model.Sites][];
        for (var i = 0; i < rows.Length; i++)
        {
            var row = new SortedDictionary<int, double>();
            for (var k = model.Graph.Starts[i]; k < model.Graph.Starts[i + 1]; k++)
            {
                var j = model.Graph.Neighbors[k];
                row[j] = row.GetValueOrDefault(j) + model.Weights[k];
            }

            rows[i] = [.. row.Select(pair => (pair.Key, pair.Value))];
        }

        return rows;
    }
}
