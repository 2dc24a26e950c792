using Kit.StatMech;
using Kit.Tensors;

namespace Kit.Tests.StatMech.Memories;

/// <summary>What every model of discrete variables has to keep: changes, energies and caches that agree.</summary>
internal static class Consistency
{
    /// <summary>Along 300 random changes: E is that of a direct sum, ΔE foretells it, and what is kept equals what is computed anew.</summary>
    public static void OfChanges(IDiscreteModel model, Rng rng, Func<Configuration, double> direct)
    {
        var state = model.Start(rng);
        for (var step = 0; step < 300; step++)
        {
            var (site, before) = (rng.NextInt(0, model.Sites), state.Energy);
            var value = (sbyte)-state.Values[site];
            var change = model.Change(state, site, value);
            model.Set(state, site, value);
            Assert.Equal(before + change, state.Energy, 1e-9);
            Assert.Equal(0, model.Change(state, site, value));
        }

        // Energies below 100 with 16 digits, after 300 additions.
        Assert.Equal(direct(state), state.Energy, 1e-9);
        Assert.Equal(direct(state), model.Energy(state), 1e-9);
        var kept = state.Cache.ToArray();
        model.Refresh(state);
        for (var i = 0; i < kept.Length; i++) Assert.Equal(state.Cache[i], kept[i], 1e-9);

        using var stream = new MemoryStream();
        using (var writer = new BinaryWriter(stream, System.Text.Encoding.UTF8, leaveOpen: true)) model.Save(state, writer);
        stream.Position = 0;
        using var reader = new BinaryReader(stream);
        Assert.Equal(state.Cache, model.Load(reader).Cache);
    }
}
