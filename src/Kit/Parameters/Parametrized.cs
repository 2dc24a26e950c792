namespace Kit.Parameters;

/// <summary>A record that is known by an id and whose init properties are parameters, changed by name from text.</summary>
/// <typeparam name="TSelf">The family: experiments, data sets.</typeparam>
public abstract record Parametrized<TSelf> where TSelf : Parametrized<TSelf>
{
    /// <summary>The type's name in kebab case: <c>heat-convergence</c>.</summary>
    public virtual string Id => Words.Kebab(GetType().Name);

    /// <summary>What can be changed by name.</summary>
    public IReadOnlyList<Parameter> Parameters => Parameter.Of(this);

    /// <summary>A copy with parameters set from text: <c>("Cells", "8,16")</c>; upper and lower case are alike.</summary>
    /// <exception cref="ArgumentException">A name is unknown, or a value is not of its type or out of its bounds.</exception>
    public TSelf With(params IEnumerable<(string Name, string Value)> settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var changed = this with { };
        foreach (var (name, value) in settings)
        {
            var parameter = Parameters.FirstOrDefault(parameter => parameter.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
                ?? throw new ArgumentException($"{Id} has no parameter '{name}'; it has {string.Join(", ", Parameters.Select(known => known.Name))}.");
            parameter.Write(changed, value);
            parameter.CheckBounds(changed, Id);
        }
        return (TSelf)changed;
    }

    /// <summary>Refuses parameters out of their bounds.</summary>
    /// <exception cref="ArgumentException">The first of them, with its value and bounds.</exception>
    public void CheckParameters()
    {
        foreach (var parameter in Parameters)
            parameter.CheckBounds(this, Id);
    }

    /// <summary>"heat-convergence (Cells = 8,16,32; Courant = 0.2)".</summary>
    public sealed override string ToString() => $"{Id} ({string.Join("; ", Parameters.Select(parameter => $"{parameter.Name} = {parameter.Read(this)}"))})";
}
