using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Kit.StatMech.Models;

/// <summary>F_i = Σ_j J_ij s_j + h_i of all sites at once.</summary>
internal static class LocalFields
{
    /// <summary>Sites for which sums of neighbours are added at once; small enough for the first-level cache.</summary>
    private const int Strip = 2048;

    public static void Compute(Ising model, ReadOnlySpan<sbyte> spins, Span<double> into)
    {
        if (model.IsUniform && model.Stencil is { Offsets.Length: < 127 }) ByStencil(model, spins, into);
        else
            for (var i = 0; i < into.Length; i++) into[i] = At(model, spins, i);
    }

    /// <summary>The field at one site, from its list of neighbours.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double At(Ising model, ReadOnlySpan<sbyte> spins, int site)
    {
        var neighbors = model.Graph.Neighbors;
        var weights = model.Weights;
        var field = model.Fields[site];
        for (var (k, end) = (model.Graph.Starts[site], model.Graph.Starts[site + 1]); k < end; k++) field += weights[k] * spins[neighbors[k]];
        return field;
    }

    /// <summary>E = −½ Σ_i s_i (F_i + h_i): every bond stands in two fields, every h in one.</summary>
    public static double Energy(ReadOnlySpan<sbyte> spins, ReadOnlySpan<double> local, ReadOnlySpan<double> fields)
    {
        var (even, odd, i) = (0.0, 0.0, 0);
        for (; i + 1 < spins.Length; i += 2)
        {
            even += spins[i] * (local[i] + fields[i]);
            odd += spins[i + 1] * (local[i + 1] + fields[i + 1]);
        }

        if (i < spins.Length) even += spins[i] * (local[i] + fields[i]);
        return -0.5 * (even + odd);
    }

    private static void ByStencil(Ising model, ReadOnlySpan<sbyte> spins, Span<double> into)
    {
        var (stencil, coupling) = (model.Stencil!, model.Couplings[0]);
        Span<sbyte> sums = stackalloc sbyte[Strip];
        for (var start = 0; start < spins.Length; start += Strip)
        {
            var count = Math.Min(Strip, spins.Length - start);
            sums.Clear();
            foreach (var offset in stencil.Offsets)
            {
                // Places before the first and after the last site belong to sites that do not follow the rule.
                var low = Math.Max(0, -(start + offset));
                var high = Math.Min(count, spins.Length - start - offset);
                if (low < high) Add(sums[low..high], spins[(start + offset + low)..(start + offset + high)]);
            }

            var fields = model.Fields.Slice(start, count);
            var part = into.Slice(start, count);
            for (var i = 0; i < count; i++) part[i] = fields[i] + coupling * sums[i];
        }

        for (var word = 0; word < stencil.Others.Length; word++)
            for (var rest = stencil.Others[word]; rest != 0; rest &= rest - 1)
            {
                var site = 64 * word + BitOperations.TrailingZeroCount(rest);
                into[site] = At(model, spins, site);
            }
    }

    private static void Add(Span<sbyte> sums, ReadOnlySpan<sbyte> spins)
    {
        var wide = MemoryMarshal.Cast<sbyte, Vector<sbyte>>(sums);
        var narrow = MemoryMarshal.Cast<sbyte, Vector<sbyte>>(spins);
        for (var k = 0; k < wide.Length; k++) wide[k] += narrow[k];
        for (var i = wide.Length * Vector<sbyte>.Count; i < sums.Length; i++) sums[i] += spins[i];
    }
}
