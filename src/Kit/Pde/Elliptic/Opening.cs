using System.Globalization;
using System.Numerics;

namespace Kit.Pde.Elliptic;

/// <summary>How waves leave through a side of a grid: into an absorbing layer, or by an impedance that lets waves of normal incidence pass.</summary>
/// <remarks>Waves are u e^{−iωt}: what goes out behaves as e^{ikr}.</remarks>
public sealed record Opening
{
    private Opening(int cells, double reflection) => (Cells, Reflection) = (cells, reflection);

    /// <summary>∂u/∂n − i k u = g with the g of the side's Neumann condition: A. Sommerfeld's condition at finite distance, first order. Needs a node axis.</summary>
    /// <remarks>A plane wave that meets the side at the angle θ to its normal comes back with the amplitude (1 − cos θ)/(1 + cos θ).</remarks>
    public static Opening Impedance { get; } = new(0, 0);

    /// <summary>Number of cells of the layer, which are the outermost of the grid; 0 for an impedance.</summary>
    public int Cells { get; }

    /// <summary>R₀, what comes back of a plane wave of normal incidence, of the equations before they are discretised.</summary>
    public double Reflection { get; }

    /// <summary>A perfectly matched layer: in the outermost cells x is stretched to complex values, dx̃ = (1 + iσ/k) dx, and waves decay there whatever their direction.</summary>
    /// <param name="cells">Cells that it takes of the grid, about a wavelength or 10 to 20.</param>
    /// <param name="reflection">R₀ in (0, 1), 10⁻⁴ to 10⁻⁸; smaller needs more cells, for differences see a steeper profile.</param>
    /// <remarks>
    /// σ(d) = σ₀ (d/δ)² at depth d of a layer of width δ with σ₀ = 3 ln(1/R₀)/(2δ), so that R₀ = exp(−2∫σ).
    /// J.-P. Bérenger, J. Comput. Phys. 114 (1994) 185; F. Collino and C. Tsogka, Geophysics 66 (2001) 294, equations 17 and 18.
    /// </remarks>
    /// <exception cref="ArgumentException">No cells, or R₀ outside (0, 1).</exception>
    public static Opening Layer(int cells = 16, double reflection = 1e-6)
    {
        if (cells < 1) throw new ArgumentException($"Opening.Layer: {cells} cells; 10 to 20 are usual");
        if (!(reflection > 0 && reflection < 1)) throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"Opening.Layer: the reflection {reflection} is not in (0, 1)"));
        return new(cells, reflection);
    }

    /// <summary>1 + iσ/k at a distance from the side.</summary>
    /// <param name="distance">From the side, 0 at it.</param>
    /// <param name="spacing">h.</param>
    /// <param name="waveNumber">k.</param>
    internal Complex Stretch(double distance, double spacing, double waveNumber)
    {
        var width = Cells * spacing;
        if (distance >= width) return 1;
        var depth = (width - distance) / width;
        return new(1, -1.5 * Math.Log(Reflection) / width * depth * depth / waveNumber);
    }
}
