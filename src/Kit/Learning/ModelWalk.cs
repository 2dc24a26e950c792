using System.Collections;
using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.CompilerServices;
using Kit.Tensors;

namespace Kit.Learning;

/// <summary>What a model is made of: every object that its fields lead to, each once, in the order of declaration.</summary>
internal static class ModelWalk
{
    private static readonly ConcurrentDictionary<Type, Member[]> Members = new();

    private sealed record Member(string Name, FieldInfo Field, bool Buffer);

    /// <summary>Everything reachable with its dotted name, an object before what it holds.</summary>
    public static IReadOnlyList<(string Name, object Value, bool Buffer)> Of(object model)
    {
        ArgumentNullException.ThrowIfNull(model);
        var (found, seen) = (new List<(string, object, bool)>(), new HashSet<object>(ReferenceEqualityComparer.Instance));
        Visit("", model, false);
        return found;

        void Visit(string name, object? value, bool buffer)
        {
            // A C# number in the place of a tensor is a constant.
            if (value is null or string or Delegate or Type or Tensor { IsWeak: true } || value.GetType() is { IsPrimitive: true } or { IsEnum: true }) return;
            if (!value.GetType().IsValueType && !seen.Add(value)) return;
            if (value is not (ITuple or IEnumerable)) found.Add((name, value, buffer));
            switch (value)
            {
                case Tensor or Rng:
                    return;
                case IDictionary map:
                    foreach (DictionaryEntry entry in map) Visit(Join(name, entry.Key.ToString()!), entry.Value, buffer);
                    return;
                case IList list:
                    for (var i = 0; i < list.Count && (i > 0 || list[0] is { } first && !first.GetType().IsPrimitive); i++) Visit(Join(name, $"{i}"), list[i], buffer);
                    return;
                case not ITuple when value.GetType().Namespace is { } space && (space == "System" || space.StartsWith("System.", StringComparison.Ordinal)):
                    return;
            }

            foreach (var member in Members.GetOrAdd(value.GetType(), Declared)) Visit(Join(name, member.Name), member.Field.GetValue(value), buffer || member.Buffer);
        }
    }

    private static string Join(string name, string part) => name.Length == 0 ? part : $"{name}.{part}";

    /// <summary>Instance fields, those of base classes first.</summary>
    private static Member[] Declared(Type type)
    {
        const BindingFlags Own = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;
        var fields = type.GetFields(Own).OrderBy(f => f.MetadataToken).Where(f => !f.FieldType.IsPrimitive && !f.FieldType.IsPointer && !f.FieldType.IsByRefLike).Select(f =>
        {
            // <Weight>k__BackingField of an automatic property, <weight>P of a primary constructor's parameter.
            var name = f.Name is ['<', ..] ? f.Name[1..f.Name.IndexOf('>')] : f.Name;
            var property = type.GetProperty(name, Own);
            return new Member(char.ToLowerInvariant(name[0]) + name[1..], f, f.IsDefined(typeof(BufferAttribute)) || property?.IsDefined(typeof(BufferAttribute)) == true);
        });
        return [.. type.BaseType is { } parent && parent != typeof(object) ? Declared(parent) : [], .. fields];
    }
}
