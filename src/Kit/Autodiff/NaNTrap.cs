using Kit.Compute;
using Kit.Tensors;

namespace Kit.Autodiff;

/// <summary>Stops a derivative at the first operation that makes a NaN; open one with <see cref="Grad.TrapNaN"/>.</summary>
public sealed class NaNTrap : IDisposable
{
    [ThreadStatic]
    private static int open;

    private bool ended;

    internal NaNTrap() => open++;

    /// <summary>Throws if the trap is open and the tensor has a NaN.</summary>
    internal static void Check(Tensor x, Application application, string what)
    {
        if (open == 0 || x.DType.IsInteger()) return;
        var plain = x.Plain;
        if (plain.Tracer is not null) return; // a symbol has no value yet
        var nan = plain.DType.IsComplex() ? plain.Real().IsNaN() | plain.Imag().IsNaN() : plain.IsNaN();
        if ((bool)nan.Any())
            throw new ArithmeticException($"{what}{application.Name} made NaN in {(int)nan.Sum().Item()} of {x.Size} elements of shape {x.Shape}");
    }

    /// <summary>Closes the trap.</summary>
    public void Dispose()
    {
        if (ended) return;
        ended = true;
        open--;
    }
}
