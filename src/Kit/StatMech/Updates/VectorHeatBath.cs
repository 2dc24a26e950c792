using Kit.StatMech.Models;
using Kit.Tensors;

namespace Kit.StatMech.Updates;

/// <summary>Draws one vector of an O(n) model anew from its law given all others, p(S) ∝ e^{κ w} with κ = β|F| and w the cosine between S and its local field F.</summary>
/// <remarks>
/// w has the density e^{κw}(1 − w²)^{(n−3)/2}, drawn by its inverse for n = 3 and by the rejection of Wood, Commun. Stat. Simul. 23, 157 (1994), for other n; what is across F has any direction.
/// Mixes much better together with <see cref="Overrelaxation"/> or <see cref="VectorWolff"/>.
/// </remarks>
/// <param name="model">Any O(n) model.</param>
/// <param name="order">Which vector is next.</param>
public sealed class VectorHeatBath(VectorModel model, SiteOrder order = SiteOrder.Random) : IUpdate<VectorConfiguration>
{
    /// <inheritdoc/>
    public string Name => "heat bath";

    /// <inheritdoc/>
    public void Sweep(VectorConfiguration state, double beta, Rng rng)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(rng);
        Boltzmann.RequireBeta(beta, "VectorHeatBath");
        var n = model.Components;
        Span<double> field = stackalloc double[n];
        for (var attempt = 0; attempt < model.Sites; attempt++)
        {
            var site = order == SiteOrder.Random ? rng.NextInt(0, model.Sites) : attempt;
            var spin = state[site];
            model.LocalField(state, site, field);
            var strength = Math.Sqrt(UnitVectors.Dot(field, field));
            var before = UnitVectors.Dot(field, spin);
            if (beta * strength == 0) UnitVectors.Draw(spin, rng);
            else
            {
                var sign = beta < 0 ? -1 : 1;
                foreach (ref var component in field) component *= sign / strength;
                Turn(spin, field, Cosine(n, Math.Abs(beta) * strength, rng), rng);
                foreach (ref var component in field) component *= sign * strength;
            }

            state.Energy += before - UnitVectors.Dot(field, spin);
        }
    }

    /// <summary>Draws the cosine to the field.</summary>
    internal static double Cosine(int n, double kappa, Rng rng)
    {
        if (n == 3)
        {
            var u = 1 - rng.NextDouble();
            return Math.Max(-1, 1 + Math.Log(u + (1 - u) * Math.Exp(-2 * kappa)) / kappa);
        }

        // Wood's b, written so that nothing cancels when κ is large; x has the law of w at κ = 0.
        var b = (n - 1) / (2 * kappa + Math.Sqrt(4 * kappa * kappa + (n - 1.0) * (n - 1)));
        var best = (1 - b) / (1 + b);
        var bound = kappa * best + (n - 1) * Math.Log(1 - best * best);
        Span<double> direction = stackalloc double[n];
        while (true)
        {
            double x;
            if (n == 2) x = Math.Cos(Math.PI * rng.NextDouble());
            else
            {
                UnitVectors.Draw(direction, rng);
                x = direction[0];
            }

            var z = (1 + x) / 2;
            var w = (1 - (1 + b) * z) / (1 - (1 - b) * z);
            if (kappa * w + (n - 1) * Math.Log(1 - best * w) - bound >= Math.Log(1 - rng.NextDouble())) return w;
        }
    }

    /// <summary>A vector with this cosine to an axis, any direction across it.</summary>
    private static void Turn(Span<double> spin, ReadOnlySpan<double> axis, double cosine, Rng rng)
    {
        double length;
        do
        {
            foreach (ref var component in spin) component = rng.NextNormal();
            var along = UnitVectors.Dot(spin, axis);
            for (var c = 0; c < spin.Length; c++) spin[c] -= along * axis[c];
            length = Math.Sqrt(UnitVectors.Dot(spin, spin));
        }
        while (length == 0);
        var across = Math.Sqrt(Math.Max(0, 1 - cosine * cosine)) / length;
        for (var c = 0; c < spin.Length; c++) spin[c] = cosine * axis[c] + across * spin[c];
        UnitVectors.Normalize(spin);
    }
}
