using System.Collections.Concurrent;
using Kit.Tensors;

namespace Kit.Operators.FunctionSpaces;

/// <summary>Tables that belong to grids and not to weights: computed once a grid, and no part of the model's state.</summary>
internal static class Memo
{
    private const int Most = 256;

    /// <summary>A function that remembers its results. Being a delegate, it is nothing that a walk over a model's tensors finds.</summary>
    public static Func<TKey, Tensor> Of<TKey>(Func<TKey, Tensor> make) where TKey : notnull
    {
        var made = new ConcurrentDictionary<TKey, Tensor>();
        return key =>
        {
            if (made.TryGetValue(key, out var known)) return known;
            if (made.Count >= Most) made.Clear();
            return made.GetOrAdd(key, k =>
            {
                using var scope = Tensor.Scope();
                return make(k).Contiguous().KeepAlways();
            });
        };
    }
}
