using Kit.Tensors;

namespace Kit.StatMech.Boltzmann;

/// <summary>softmax over the states of each unit, where one-hot vectors of units stand one after the other.</summary>
internal static class UnitSoftmax
{
    /// <summary>Neighbouring units of as many states are taken together.</summary>
    public static Tensor Of(Tensor logits, IReadOnlyList<int> units) => ByGroup(logits, units, group => group.Softmax());

    /// <summary>Applies a function of the last axis to the states of each unit, [..., count, k] for count units of k states.</summary>
    public static Tensor ByGroup(Tensor x, IReadOnlyList<int> units, Func<Tensor, Tensor> of)
    {
        List<Tensor> parts = [];
        int[] lead = [.. x.Shape.ToArray().AsSpan()[..^1]];
        for (var (first, at) = (0, 0); first < units.Count;)
        {
            var count = units.Skip(first).TakeWhile(k => k == units[first]).Count();
            var width = count * units[first];
            parts.Add(of(x.Along(x.Rank - 1, at, at + width).Reshape([.. lead, count, units[first]])).Reshape([.. lead, width]));
            (first, at) = (first + count, at + width);
        }

        return parts.Count == 1 ? parts[0] : Tensor.Concat([.. parts], axis: -1);
    }
}
