using Kit.Compute;
using Kit.Operators.Training;
using Kit.Pde.DataSets;
using Kit.Tensors;

namespace Kit.Theory.Operators;

/// <summary>A data set that models are compared on, at any resolution.</summary>
/// <param name="Name">As the command calls it.</param>
/// <param name="Dimensions">Axes of space.</param>
/// <param name="Periodic">Whether the domain is a torus.</param>
/// <param name="Data">Points a side → the set and its samples' input and output, or null and the trajectories.</param>
public sealed record ComparisonSet(string Name, int Dimensions, bool Periodic, Func<int, (DataSet Set, string? Input, string Output)> Data)
{
    private const int BurgersPoints = 1024;

    /// <summary>All of them.</summary>
    /// <remarks>
    /// Burgers' equation is solved on 1024 points at least and thinned. Helmholtz waves are as long in grid spacings as those of the source's 101 points, so a coarse grid has fewer of them.
    /// Navier–Stokes has ν = 10⁻³, ten moments a sample and Δt = 0.005; models learn a step of time, on all steps of the training trajectories.
    /// </remarks>
    public static IReadOnlyList<ComparisonSet> All { get; } =
    [
        new("darcy-smooth", 2, false, n => (new DarcySmoothData { Points = n }, "a", "u")),
        new("darcy-rough", 2, false, n => (new DarcyRoughData { Points = n }, "a", "u")),
        new("burgers", 1, true, n => (new BurgersData { Points = n * ((BurgersPoints + n - 1) / n) }, "a", "u")),
        new("navier-stokes", 2, true, n => (new NavierStokesData { Time = 10, Points = n * ((63 + n) / n), Saved = n, Step = 0.005 }, null, "u")),
        new("helmholtz", 2, false, n => (new HelmholtzData { Cells = n - 1, Frequency = Math.Min(1000, 10.0 * (n - 1)) }, "c", "u")),
    ];

    /// <summary>The set of a name.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public static ComparisonSet Get(string name) => All.FirstOrDefault(set => set.Name == name) ?? throw new ArgumentException(
        $"There is no set '{name}' to compare on.{(Words.Near(name ?? "", All.Select(set => set.Name)) is { Count: > 0 } near ? $" Did you mean {string.Join(" or ", near)}?" : "")} There are {string.Join(", ", All.Select(set => set.Name))}.");

    /// <summary>The same first samples for every model and seed.</summary>
    /// <param name="points">Points a side.</param>
    /// <param name="train">Training samples, or trajectories.</param>
    /// <param name="test">Others.</param>
    /// <param name="token">Stops.</param>
    public ComparisonData Make(int points, int train, int test, CancellationToken token = default)
    {
        var (set, input, output) = Data(points);
        var samples = set.Make(train + test, seed: 0, token);
        var u = Field(samples[output]);
        if (input is null)
        {
            var trajectories = u.Reshape([train + test, -1, 1, .. u.Shape.ToArray()[^Dimensions..]]);
            return new(RolloutObjective.Pairs(trajectories[..train]), RolloutObjective.Pairs(trajectories[train..]), trajectories[train..], set.ToString());
        }

        var pairs = new FieldPairs(Field(samples[input]), u);
        return new(pairs[..train], pairs[train..], null, set.ToString());

        Tensor Field(Tensor x)
        {
            var fields = x.Unsqueeze(x.Rank - Dimensions);
            if (fields.Shape[-1] / points is var stride && stride > 1) fields = fields[.., .., Slice.Step(0, null, stride)];
            return fields.Cast(DType.F32);
        }
    }
}

/// <summary>Data of a comparison.</summary>
/// <param name="Train">Training pairs.</param>
/// <param name="Test">Others.</param>
/// <param name="Trajectories">Test trajectories [N, T, C, n…] for rollouts, or null.</param>
/// <param name="Description">The set with its parameters.</param>
public sealed record ComparisonData(FieldPairs Train, FieldPairs Test, Tensor? Trajectories, string Description);
