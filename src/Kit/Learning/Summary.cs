using System.Globalization;
using Kit.Compute;
using Kit.Display;
using Kit.Tensors;

namespace Kit.Learning;

/// <summary>The layers of a model with output shapes, parameters and memory, as a table.</summary>
[TypeFormatterSource(typeof(HtmlViewFormatterSource))]
public sealed class Summary : IHtmlView
{
    private Summary(Table table, long parameters, long bytes) => (Table, Parameters, Bytes) = (table, parameters, bytes);

    /// <summary>A row a layer and one for the whole.</summary>
    public Table Table { get; }

    /// <summary>Number of trained elements; a complex one counts once.</summary>
    public long Parameters { get; }

    /// <summary>Bytes of all tensors of the model.</summary>
    public long Bytes { get; }

    /// <summary>Of a layer, with the shapes that come of a sample.</summary>
    public static Summary Of(Layer model, Tensor sample) => Of(model, () => model.Forward(sample));

    /// <summary>Of any model.</summary>
    /// <param name="model">Any object with tensors in its fields.</param>
    /// <param name="forward">Runs it on a sample, so that the layers show their shapes; in the mode of use, not of training.</param>
    public static Summary Of(object model, Func<Tensor>? forward = null)
    {
        using var scope = Tensor.Scope();
        var outputs = new Dictionary<Layer, Shape>(ReferenceEqualityComparer.Instance);
        var walk = ModelWalk.Of(model);
        var modes = walk.Select(w => w.Value).OfType<Layer>().Select(l => (Layer: l, l.Training)).ToArray();
        Model.SetTraining(model, false);
        try
        {
            if (forward is not null) Layer.Watch((layer, y) => outputs[layer] = y.Shape, () => forward());
        }
        finally
        {
            foreach (var (layer, training) in modes) layer.Training = training;
        }

        var parameters = Model.Parameters(model);
        var table = new Table("layer", "type", "output", "parameters");
        foreach (var (name, value, _) in walk)
            if (value is Layer layer && name.Length > 0)
                table.Row(new string(' ', 2 * (name.Count(c => c == '.') / 2)) + name, layer.GetType().Name, outputs.TryGetValue(layer, out var shape) ? shape.ToString() : "", Count(name + "."));
        var bytes = Model.State(model).Values.Sum(t => t.Size * t.DType.Bytes());
        table.Row("all", model.GetType().Name, model is Layer whole && outputs.TryGetValue(whole, out var last) ? last.ToString() : "", Count(""));
        return new(table, Count(""), bytes);

        long Count(string prefix) => parameters.Where(p => p.Name.StartsWith(prefix, StringComparison.Ordinal)).Sum(p => p.Value.Size);
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Table}\n{Memory}";

    /// <inheritdoc/>
    public string ToHtml() => $"{Table.ToHtml()}<div>{Html.Escape(Memory)}</div>";

    private string Memory => string.Create(CultureInfo.InvariantCulture, $"{Parameters:N0} parameters, {Bytes / 1024.0:N1} KiB of weights and buffers");
}
