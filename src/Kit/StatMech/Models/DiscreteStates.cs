using System.Runtime.InteropServices;
using Kit.Tensors;

namespace Kit.StatMech.Models;

/// <summary>What all models of discrete variables do alike with their states.</summary>
internal static class DiscreteStates
{
    /// <summary>A state of variables drawn uniformly from the alphabet.</summary>
    public static Configuration Uniform(IDiscreteModel model, int cache, Rng rng)
    {
        ArgumentNullException.ThrowIfNull(rng);
        var state = new Configuration(model.Sites, cache);
        var alphabet = model.Alphabet;
        foreach (ref var value in state.Values.AsSpan()) value = alphabet[rng.NextInt(0, alphabet.Length)];
        model.Refresh(state);
        return state;
    }

    /// <summary>Makes one state of a model equal to another.</summary>
    public static void Copy(Configuration from, Configuration to)
    {
        from.Values.CopyTo(to.Values, 0);
        from.Cache.CopyTo(to.Cache, 0);
        to.Energy = from.Energy;
    }

    /// <summary>A state of its own with the same variables, cache and energy.</summary>
    public static Configuration Copy(Configuration from)
    {
        var to = new Configuration(from.Values.Length, from.Cache.Length);
        Copy(from, to);
        return to;
    }

    /// <summary>Variables, cache and energy as they are: a cache computed anew would have other rounding.</summary>
    public static void Save(Configuration state, BinaryWriter writer)
    {
        writer.Write(state.Values.Length);
        writer.Write(MemoryMarshal.AsBytes(state.Values.AsSpan()));
        writer.Write(state.Cache.Length);
        foreach (var number in state.Cache) writer.Write(number);
        writer.Write(state.Energy);
    }

    public static Configuration Load(IDiscreteModel model, int cache, BinaryReader reader)
    {
        Require(reader.ReadInt32(), model.Sites, "variables");
        var state = new Configuration(model.Sites, cache);
        reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(state.Values.AsSpan()));
        foreach (var value in state.Values)
            if (!model.Alphabet.Contains(value)) throw new InvalidDataException($"a saved variable has the value {value}, which {model.Name} does not know");
        Require(reader.ReadInt32(), cache, "numbers beside the variables");
        foreach (ref var number in state.Cache.AsSpan()) number = reader.ReadDouble();
        state.Energy = reader.ReadDouble();
        return state;

        void Require(int count, int expected, string what)
        {
            if (count != expected) throw new InvalidDataException($"the saved state has {count} {what}, {model.Name} has {expected}");
        }
    }
}
