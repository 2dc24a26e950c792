using Kit.StatMech.Lattices;

namespace Kit.StatMech.Models;

/// <summary>A model of discrete variables that know each other along the bonds of a graph alone: a change at one site alters the energy differences of its neighbours and of nobody else.</summary>
public interface IGraphModel : IDiscreteModel
{
    /// <summary>Sites and bonds.</summary>
    Graph Graph { get; }

    /// <summary>J of each bond, signs of antiperiodic sides included.</summary>
    ReadOnlySpan<double> Couplings { get; }
}
