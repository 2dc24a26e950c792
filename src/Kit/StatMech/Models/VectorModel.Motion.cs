using Kit.Tensors;

namespace Kit.StatMech.Models;

public sealed partial class VectorModel
{
    /// <inheritdoc/>
    public Span<double> Coordinates(VectorConfiguration state)
    {
        ArgumentNullException.ThrowIfNull(state);
        return state.Components;
    }

    /// <inheritdoc/>
    public double Refresh(VectorConfiguration state) => state.Energy = Energy(state);

    /// <inheritdoc/>
    /// <remarks>−F_i + (F_i · S_i) S_i for each vector. For n = 2 its length is ∂E/∂θ.</remarks>
    public void Gradient(VectorConfiguration state, Span<double> gradient)
    {
        ArgumentNullException.ThrowIfNull(state);
        for (var i = 0; i < Sites; i++)
        {
            var spin = state[i];
            var slope = gradient.Slice(i * Components, Components);
            LocalField(state, i, slope);
            var along = UnitVectors.Dot(slope, spin);
            for (var c = 0; c < Components; c++) slope[c] = along * spin[c] - slope[c];
        }
    }

    /// <inheritdoc/>
    public void Momenta(VectorConfiguration state, Span<double> momenta, Rng rng)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(rng);
        for (var i = 0; i < Sites; i++)
        {
            var spin = state[i];
            var p = momenta.Slice(i * Components, Components);
            foreach (ref var component in p) component = rng.NextNormal();
            var along = UnitVectors.Dot(p, spin);
            for (var c = 0; c < Components; c++) p[c] -= along * spin[c];
        }
    }

    /// <inheritdoc/>
    /// <remarks>Along a great circle, S(t) = S cos ωt + (p/ω) sin ωt with ω = |p|: Byrne and Girolami (2013). For n = 2 this is θ + p t.</remarks>
    public void Drift(VectorConfiguration state, Span<double> momenta, double time)
    {
        ArgumentNullException.ThrowIfNull(state);
        for (var i = 0; i < Sites; i++)
        {
            var spin = state[i];
            var p = momenta.Slice(i * Components, Components);
            var speed = Math.Sqrt(UnitVectors.Dot(p, p));
            if (speed == 0) continue;
            var (sin, cos) = Math.SinCos(speed * time);
            for (var c = 0; c < Components; c++) (spin[c], p[c]) = (spin[c] * cos + p[c] / speed * sin, p[c] * cos - speed * spin[c] * sin);
            UnitVectors.Normalize(spin);
        }
    }
}
