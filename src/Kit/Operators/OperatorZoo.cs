using Kit.Learning;
using Kit.Operators.Baselines;
using Kit.Operators.DeepOnets;
using Kit.Operators.FunctionSpaces;
using Kit.Operators.Latent;
using Kit.Operators.Multigrid;
using Kit.Operators.Spectral;
using Kit.Parameters;
using Kit.Tensors;

namespace Kit.Operators;

/// <summary>A model by name, in the sizes of its paper and in such as two cores train in minutes.</summary>
/// <param name="Name">Short, in small letters.</param>
/// <param name="Title">What it is.</param>
/// <param name="Small">For two cores.</param>
/// <param name="Paper">As in the paper.</param>
public sealed record ZooModel(string Name, string Title, Func<OperatorTask, Layer> Small, Func<OperatorTask, Layer> Paper)
{
    /// <summary>The numbers of axes of space that it takes.</summary>
    public IReadOnlyList<int> Dimensions { get; init; } = [1, 2, 3];

    /// <summary>A new model for a task.</summary>
    /// <param name="task">Channels and grid.</param>
    /// <param name="paper">The paper's sizes instead of the small ones.</param>
    /// <exception cref="ArgumentException">The model takes no field of so many axes.</exception>
    public Layer Make(OperatorTask task, bool paper = false)
    {
        ArgumentNullException.ThrowIfNull(task);
        if (!Dimensions.Contains(task.Dimensions)) throw new ArgumentException($"{Name}: fields of {task.Dimensions} axes of space; it takes {string.Join(" or ", Dimensions)}");
        return paper ? Paper(task) : Small(task);
    }
}

/// <summary>The models that can be compared by name.</summary>
public static class OperatorZoo
{
    /// <summary>All of them; a new one is a line here.</summary>
    public static IReadOnlyList<ZooModel> All { get; } =
    [
        new("fno", "Fourier neural operator", t => Fourier(t, 8, 16, 64), t => Fourier(t, t.Dimensions == 1 ? 16 : 12, t.Dimensions == 1 ? 64 : 32, 128)),
        new("mgno", "multigrid neural operator", t => Multigrid(t, 12, 3), t => Multigrid(t, 24, 5)) { Dimensions = [2] },
        new("lsm", "latent spectral model", t => Lsm.Small(t.Inputs, t.Outputs, (t.Points[0], t.Points[1])), t => Lsm.Small(t.Inputs, t.Outputs, (t.Points[0], t.Points[1]), 32)) { Dimensions = [2] },
        new("tfno", "Fourier neural operator with Tucker weights", t => Fno.Tensorized(t.Inputs, t.Outputs, Modes(t, 8), 16, 0.1), t => Fno.Tensorized(t.Inputs, t.Outputs, Modes(t, 12))),
        new("f-fno", "factorised Fourier neural operator", t => FactorizedFno.Small(t.Inputs, t.Outputs, Modes(t, 12)), t => new FactorizedFno(t.Inputs, t.Outputs, Modes(t, 16), 64)),
        new("u-no", "U-shaped neural operator", t => UShaped(t, 12, 8), t => UShaped(t, 32, 12)),
        new("t1", "transform once", t => TransformOnce.Small(t.Inputs, t.Outputs, Modes(t, 16)), t => new TransformOnce(Modes(t, 24), new CosineNetwork(t.Inputs, t.Outputs, Modes(t, 24), 48, 8))),
        new("deeponet", "deep operator network", t => DeepOnet.OnGrid(t.Inputs, t.Outputs, t.Points, fourier: 10), t => DeepOnet.OnGrid(t.Inputs, t.Outputs, t.Points, 256, 256, convolutional: true, fourier: 32)),
        new("multionet", "deep operator network, every layer read", t => Multi(t, 128, 10), t => Multi(t, 256, 32)),
        new("unet", "U-Net", t => UNet.Small(t.Dimensions, t.Inputs, t.Outputs, Sides(t)), t => new UNet(t.Dimensions, t.Inputs, t.Outputs, mode: Sides(t))),
        new("unet-operator", "U-Net of local integrals", t => UNetOperator.Small(t.Inputs, t.Outputs, Domain(t), Least(t)), t => new UNetOperator(t.Inputs, t.Outputs, Domain(t), Least(t))),
        new("vit-operator", "transformer of patches in physical units", t => PatchOperator.Transformer(t.Inputs, t.Outputs, Domain(t), Least(t) / 2, 32, 2, 4), t => PatchOperator.Transformer(t.Inputs, t.Outputs, Domain(t), Least(t) / 2, 64, 4, 4)),
        new("mixer-operator", "mixer of patches in physical units", t => PatchOperator.Mixer(t.Inputs, t.Outputs, Domain(t), Least(t) / 2, 32, 2), t => PatchOperator.Mixer(t.Inputs, t.Outputs, Domain(t), Least(t) / 2, 64, 4)),
        new("cnn", "dilated residual network", t => DilatedResNet.Small(t.Dimensions, t.Inputs, t.Outputs, Sides(t)), t => new DilatedResNet(t.Dimensions, t.Inputs, t.Outputs, mode: Sides(t))),
        new("fnn", "fully connected network on the grid", t => Flattened(t, 128), t => Flattened(t, 512)),
        new("kernel", "kernel regression of principal components", t => Kernel(t, 128), t => Kernel(t, 1024)),
    ];

    /// <summary>The model of a name.</summary>
    /// <exception cref="ArgumentException">There is none; the message names those that are near, or all.</exception>
    public static ZooModel Get(string name) => All.FirstOrDefault(model => model.Name == name) ?? throw new ArgumentException(
        $"There is no model '{name}'.{(Words.Near(name ?? "", All.Select(model => model.Name)) is { Count: > 0 } near ? $" Did you mean {string.Join(" or ", near)}?" : "")} There are {string.Join(", ", All.Select(model => model.Name))}.");

    private static Domain Domain(OperatorTask task) => task.Periodic ? FunctionSpaces.Domain.Periodic(task.Dimensions) : FunctionSpaces.Domain.Cells(task.Dimensions);

    /// <summary>Half of the points: the coarsest grid that such an operator is to take.</summary>
    private static int Least(OperatorTask task) => Math.Max(8, task.Points.Min() / 2);

    private static PadMode Sides(OperatorTask task) => task.Periodic ? PadMode.Circular : PadMode.Constant;

    /// <summary>As many modes as the grid carries.</summary>
    private static int[] Modes(OperatorTask task, int modes) => [.. task.Points.Select(n => Math.Min(modes, n / 2))];

    /// <summary>A margin where the field is not periodic, as a part of the points.</summary>
    private static double Margin(OperatorTask task) => task.Periodic ? 0 : 0.125;

    private static Fno Fourier(OperatorTask task, int modes, int width, int head) =>
        new(task.Inputs, task.Outputs, Modes(task, modes), width, padding: task.Periodic ? 0 : Math.Min(9, task.Points.Min() / 4), head: head);

    /// <summary>Of a width that the channels divide.</summary>
    private static PointOperatorOnGrid Multi(OperatorTask task, int width, int waves) =>
        MultiOnet.OnGrid(task.Inputs, task.Outputs, task.Points, (width + task.Outputs - 1) / task.Outputs * task.Outputs, fourier: waves);

    private static Uno UShaped(OperatorTask task, int width, int modes) => Uno.Small(task.Inputs, task.Outputs, task.Dimensions, width, Math.Min(modes, task.Points.Min() / 4), Margin(task));

    private static MgNo Multigrid(OperatorTask task, int width, int layers) => MgNo.Small(task.Inputs, task.Outputs, (task.Points[0], task.Points[1]), width, layers, Sides(task));

    private static FlattenedNetwork Flattened(OperatorTask task, int width) => new([task.Inputs, .. task.Points], [task.Outputs, .. task.Points], width);

    private static KernelOperator Kernel(OperatorTask task, int rank) => new([task.Inputs, .. task.Points], [task.Outputs, .. task.Points], task.Samples, rank, rank);
}
