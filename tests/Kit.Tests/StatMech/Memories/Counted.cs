using Kit.StatMech;
using Kit.Tensors;

namespace Kit.Tests.StatMech.Memories;

/// <summary>A model that counts how many of the numbers beside the variables its proposals and changes go through.</summary>
internal sealed class Counted(IDiscreteModel model) : IDiscreteModel
{
    public long Work { get; set; }

    public string Name => model.Name;

    public int Sites => model.Sites;

    public ReadOnlySpan<sbyte> Alphabet => model.Alphabet;

    public IReadOnlyList<Observable<Configuration>> Observables => model.Observables;

    public IReadOnlyList<Quantity> Quantities => model.Quantities;

    public Configuration Start(Rng rng) => model.Start(rng);

    public double Energy(Configuration state) => model.Energy(state);

    public void Save(Configuration state, BinaryWriter writer) => model.Save(state, writer);

    public Configuration Load(BinaryReader reader) => model.Load(reader);

    public void Refresh(Configuration state) => model.Refresh(state);

    public double Change(Configuration state, int site, sbyte value)
    {
        Work += state.Cache.Length;
        return model.Change(state, site, value);
    }

    public void Set(Configuration state, int site, sbyte value)
    {
        Work += state.Cache.Length;
        model.Set(state, site, value);
    }
}
