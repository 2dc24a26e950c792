using Kit.Numerics;
using Kit.Tensors;

namespace Kit.Pde.Incompressible;

/// <summary>Solves Σ_d (φ₊ − 2φ + φ₋)/h_d² = r at the centres of cells with mean 0: ∂φ/∂n = 0 at walls by cosine transforms, periodic axes by Fourier transforms.</summary>
internal sealed class PressureSolver
{
    private readonly Grid grid;
    private readonly int[] walls, circles;
    private readonly Tensor inverse;

    public PressureSolver(Grid grid)
    {
        this.grid = grid;
        walls = [.. Enumerable.Range(0, grid.Dimensions).Where(d => grid.Axes[d].Kind == AxisKind.Cells)];
        circles = [.. Enumerable.Range(0, grid.Dimensions).Except(walls)];
        using var scope = Tensor.Scope();
        Tensor symbol = 0;
        for (var d = 0; d < grid.Dimensions; d++)
        {
            // −(2/h sin(θ/2))² with θ = πk/n between walls and 2πk/n around a circle.
            var (n, h) = (grid.Axes[d].Count, grid.Axes[d].Spacing);
            var sine = Tensor.Of([.. Enumerable.Range(0, n).Select(k => 2 / h * Math.Sin(Math.PI * k / n / (walls.Contains(d) ? 2 : 1)))]);
            symbol -= grid.Spread(sine * sine, d);
        }

        // The mean of a pressure is free: its mode is set to 0.
        var mean = symbol.Equal(0);
        inverse = Functions.Where(mean, 0.0, 1 / Functions.Where(mean, 1.0, symbol)).KeepAlways();
    }

    public Tensor Solve(Tensor r)
    {
        var factor = inverse.Cast(r.DType);
        foreach (var d in walls) r = Fourier.Dct(r, 2, grid.TensorAxis(d));
        if (circles.Length == 0) r *= factor;
        else
        {
            var axes = circles.Select(grid.TensorAxis).ToArray();
            foreach (var axis in axes) r = Fourier.Fft(r, axis);
            r *= factor;
            foreach (var axis in axes) r = Fourier.Ifft(r, axis);
            r = r.Real();
        }

        foreach (var d in walls) r = Fourier.Idct(r, 2, grid.TensorAxis(d));
        return r;
    }
}
