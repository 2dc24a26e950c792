using Kit.Tensors;

namespace Kit.Operators.DeepOnets;

/// <summary>An operator u ↦ G(u) whose result can be asked for at any points y.</summary>
public interface IPointOperator
{
    /// <summary>Channels O of G(u).</summary>
    int Outputs { get; }

    /// <summary>d, the number of coordinates of a point.</summary>
    int Dimensions { get; }

    /// <summary>G(u)(y).</summary>
    /// <param name="u">What the input functions are at the sensors: [N, m], or whatever the branch takes.</param>
    /// <param name="y">Points: [P, d], the same for all functions (aligned data, for which the trunk runs once), or [N, P, d], each function's own.</param>
    /// <returns>[N, O, P].</returns>
    Tensor Forward(Tensor u, Tensor y);
}
