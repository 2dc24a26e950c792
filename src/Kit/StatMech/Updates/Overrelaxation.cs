using Kit.StatMech.Models;
using Kit.Tensors;

namespace Kit.StatMech.Updates;

/// <summary>Mirrors every vector of an O(n) model at its local field, S → 2 (S · F) F/F² − S, which leaves the energy as it is.</summary>
/// <remarks>Creutz (1987); Brown and Woch (1987). It stays on a surface of constant energy: combine it with <see cref="VectorHeatBath"/> or <see cref="VectorWolff"/> in <see cref="Combined{TState}"/>.</remarks>
/// <param name="model">Any O(n) model.</param>
public sealed class Overrelaxation(VectorModel model) : IUpdate<VectorConfiguration>
{
    /// <inheritdoc/>
    public string Name => "overrelaxation";

    /// <inheritdoc/>
    public void Sweep(VectorConfiguration state, double beta, Rng rng)
    {
        ArgumentNullException.ThrowIfNull(state);
        Span<double> field = stackalloc double[model.Components];
        for (var i = 0; i < model.Sites; i++)
        {
            var spin = state[i];
            model.LocalField(state, i, field);
            var square = UnitVectors.Dot(field, field);
            if (square == 0) continue;
            var factor = 2 * UnitVectors.Dot(spin, field) / square;
            for (var c = 0; c < spin.Length; c++) spin[c] = factor * field[c] - spin[c];
            UnitVectors.Normalize(spin);
        }
    }
}
