using System.Reflection;

namespace Kit.Theory;

/// <summary>Every experiment, found by reflection, in ordinal order of id.</summary>
public static class Experiments
{
    /// <summary>The experiments of this library at their quick sizes.</summary>
    public static IReadOnlyList<Experiment> All { get; } = In(typeof(Experiments).Assembly);

    /// <summary>The experiments of an assembly: its public sealed records that derive from <see cref="Experiment"/>.</summary>
    /// <exception cref="InvalidOperationException">Two experiments have the same id.</exception>
    public static IReadOnlyList<Experiment> In(Assembly assembly)
    {
        ArgumentNullException.ThrowIfNull(assembly);
        var found = assembly.GetExportedTypes()
            .Where(type => type is { IsSealed: true, IsAbstract: false } && type.IsAssignableTo(typeof(Experiment)))
            .Select(type => (Experiment)Activator.CreateInstance(type)!)
            .OrderBy(experiment => experiment.Id, StringComparer.Ordinal)
            .ToArray();
        var twin = found.GroupBy(experiment => experiment.Id).FirstOrDefault(group => group.Count() > 1);
        return twin is null ? found : throw new InvalidOperationException($"Two experiments are called {twin.Key}: {string.Join(" and ", twin.Select(experiment => experiment.GetType().FullName))}.");
    }
}
