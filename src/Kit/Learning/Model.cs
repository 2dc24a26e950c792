using Kit.Autodiff;
using Kit.Compute;
using Kit.Tensors;

namespace Kit.Learning;

/// <summary>What can be asked of any model: an object whose fields, and the fields, lists, arrays and dictionaries they lead to, hold tensors.</summary>
/// <remarks>
/// Nothing is registered. Real and complex tensors are trained unless a <see cref="BufferAttribute"/> marks them; one that is held twice counts once,
/// under its first name. What only a lambda captures is not found. Whoever trains writes to the tensors in place and never replaces them.
/// </remarks>
public static class Model
{
    /// <summary>The tensors that are trained, in the order of declaration.</summary>
    public static IReadOnlyList<Parameter> Parameters(object model) =>
        [.. ModelWalk.Of(model).Where(m => !m.Buffer && m.Value is Tensor x && !x.DType.IsInteger()).Select(m => new Parameter(m.Name, (Tensor)m.Value))];

    /// <summary>All tensors by name, those that are not trained too: what a file of the model holds.</summary>
    public static IReadOnlyDictionary<string, Tensor> State(object model) =>
        ModelWalk.Of(model).Where(m => m.Value is Tensor).ToDictionary(m => m.Name, m => (Tensor)m.Value);

    /// <summary>Random streams of the model by name, such as those of dropout.</summary>
    internal static IReadOnlyDictionary<string, Rng> Streams(object model) =>
        ModelWalk.Of(model).Where(m => m.Value is Rng).ToDictionary(m => m.Name, m => (Rng)m.Value);

    /// <summary>Draws the initial weights of every layer from a stream of its name, so that they depend on seed and name alone.</summary>
    /// <returns>The model.</returns>
    public static T Initialize<T>(T model, Rng rng) where T : notnull
    {
        ArgumentNullException.ThrowIfNull(rng);
        foreach (var (name, value, _) in ModelWalk.Of(model))
            if (value is Layer layer) layer.Initialize(rng.Stream(name));
        return model;
    }

    /// <summary>Sets <see cref="Layer.Training"/> of every layer: true for training, false for use.</summary>
    public static void SetTraining(object model, bool training)
    {
        foreach (var (_, value, _) in ModelWalk.Of(model))
            if (value is Layer layer) layer.Training = training;
    }

    /// <summary>The loss and ∂loss/∂p for every parameter p.</summary>
    /// <param name="parameters">Of the model, from <see cref="Parameters"/>.</param>
    /// <param name="loss">→ a real scalar, computed with the model.</param>
    public static (Tensor Loss, Tensor[] Gradients) ValueAndGradients(IReadOnlyList<Parameter> parameters, Func<Tensor> loss)
    {
        var values = Values(parameters);
        return Grad.ValueAnd(Grad.Over(values, loss))(values);
    }

    /// <summary>Writes all tensors of the model to a .safetensors file.</summary>
    public static void Save(object model, string path) => SafeTensors.Save(path, State(model));

    /// <summary>Reads the tensors of a .safetensors file into the model; nothing is changed unless everything fits.</summary>
    /// <param name="model">Of the same names and shapes.</param>
    /// <param name="path">The file.</param>
    /// <param name="strict">Names must agree; else those that both have are read.</param>
    /// <exception cref="InvalidDataException">A damaged file, or one of another model.</exception>
    public static void Load(object model, string path, bool strict = true) => Load(model, SafeTensors.Load(path).Tensors, strict);

    /// <inheritdoc cref="Load(object, string, bool)"/>
    public static void Load(object model, IReadOnlyDictionary<string, Tensor> tensors, bool strict = true) => Matching(State(model), tensors, "Load", strict)();

    internal static Tensor[] Values(IReadOnlyList<Parameter> parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        return parameters.Count > 0 ? [.. parameters.Select(p => p.Value)] : throw new ArgumentException("the model has no tensor to train; it must be an object with Tensor fields");
    }

    /// <summary>Checks that tensors fit their targets; the result copies them.</summary>
    internal static Action Matching(IReadOnlyDictionary<string, Tensor> targets, IReadOnlyDictionary<string, Tensor> tensors, string caller, bool strict = true)
    {
        var missing = targets.Keys.Where(name => !tensors.ContainsKey(name)).ToArray();
        var unknown = tensors.Keys.Where(name => !targets.ContainsKey(name)).ToArray();
        if (strict && missing.Length + unknown.Length > 0) throw new InvalidDataException($"{caller}: missing are {Some(missing)}; unknown are {Some(unknown)}");
        var pairs = targets.Where(t => tensors.ContainsKey(t.Key)).Select(t => (t.Key, Target: t.Value, Source: tensors[t.Key])).ToArray();
        foreach (var (name, target, source) in pairs)
            if (target.Shape != source.Shape || target.DType != source.DType)
                throw new InvalidDataException($"{caller}: {name} is {source.DType} {source.Shape}, the model has {target.DType} {target.Shape}");
        return () =>
        {
            foreach (var (_, target, source) in pairs) target.Assign(source);
        };
    }

    private static string Some(string[] names) => names.Length == 0 ? "none" : string.Join(", ", names.Take(5)) + (names.Length > 5 ? $" and {names.Length - 5} more" : "");
}
