using Kit.Compute;
using Kit.Operators.Training;
using Kit.Pde.DataSets;
using Kit.Tensors;

namespace Kit.Theory.Operators;

/// <summary>Coefficients and solutions of Darcy flow with smooth interfaces, as pairs to learn from.</summary>
internal static class DarcyPairs
{
    /// <summary>a and u, each [count, 1, n, n] in F32.</summary>
    public static FieldPairs Draw(int points, int count, Rng rng)
    {
        var data = new DarcySmoothData { Points = points }.Samples(rng, 0, count);
        return new(data["a"].Unsqueeze(1).Cast(DType.F32), data["u"].Unsqueeze(1).Cast(DType.F32));
    }
}
