using Kit.Autodiff;
using Kit.Compute;
using Kit.Tensors;

namespace Kit.Learning;

/// <summary>All real parameters of a model as one vector of F64, for methods of second order.</summary>
internal sealed class ParameterVector
{
    private readonly Tensor[] tensors;

    public ParameterVector(object model)
    {
        tensors = Model.Values(Model.Parameters(model));
        if (Array.Find(tensors, t => t.DType.IsComplex()) is { } z) throw new ArgumentException($"a complex parameter {z.DType} {z.Shape}; this method takes real ones");
    }

    public Tensor Read() => Tensor.Concat([.. tensors.Select(t => t.Flatten().Cast(DType.F64))]);

    public void Write(Tensor x)
    {
        using var scope = Tensor.Scope();
        foreach (var (tensor, part) in tensors.Zip(Split(x))) tensor.Assign(part);
    }

    /// <summary>A function of the model as one of the vector.</summary>
    public Func<Tensor, Tensor> Of(Func<Tensor> f)
    {
        var inner = Grad.Over(tensors, f);
        return x => inner(Split(x)).Cast(DType.F64);
    }

    private Tensor[] Split(Tensor x)
    {
        var at = 0;
        return Array.ConvertAll(tensors, t =>
        {
            var first = at;
            return x[first..(at += (int)t.Size)].Reshape(t.Shape).Cast(t.DType);
        });
    }
}

/// <summary>Where a minimisation ended.</summary>
/// <param name="Value">The loss there.</param>
/// <param name="Slope">Largest |∂loss/∂pᵢ| there.</param>
/// <param name="Iterations">How many were made.</param>
/// <param name="Converged">Whether a bound was met, not the number of iterations.</param>
public sealed record Minimum(double Value, double Slope, int Iterations, bool Converged);
