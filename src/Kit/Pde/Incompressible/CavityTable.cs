namespace Kit.Pde.Incompressible;

/// <summary>Velocities on the centre lines of the square cavity whose lid moves with velocity 1: a classical reference, on 129 × 129 points by multigrid.</summary>
/// <remarks>Ghia, Ghia and Shin (1982), J. Comput. Phys. 48, 387, tables I and II. Re is the lid's velocity times the side over the viscosity.</remarks>
public static class CavityTable
{
    /// <summary>Heights y of the values of u on x = ½.</summary>
    public static IReadOnlyList<double> Y { get; } =
        [0, 0.0547, 0.0625, 0.0703, 0.1016, 0.1719, 0.2813, 0.4531, 0.5, 0.6172, 0.7344, 0.8516, 0.9531, 0.9609, 0.9688, 0.9766, 1];

    /// <summary>Places x of the values of v on y = ½.</summary>
    public static IReadOnlyList<double> X { get; } =
        [0, 0.0625, 0.0703, 0.0781, 0.0938, 0.1563, 0.2266, 0.2344, 0.5, 0.8047, 0.8594, 0.9063, 0.9453, 0.9531, 0.9609, 0.9688, 1];

    /// <summary>u at (½, <see cref="Y"/>).</summary>
    /// <param name="reynolds">100 or 1000.</param>
    /// <exception cref="ArgumentOutOfRangeException">Another Reynolds number.</exception>
    public static IReadOnlyList<double> U(int reynolds) => reynolds switch
    {
        100 => [0, -0.03717, -0.04192, -0.04775, -0.06434, -0.10150, -0.15662, -0.21090, -0.20581, -0.13641, 0.00332, 0.23151, 0.68717, 0.73722, 0.78871, 0.84123, 1],
        1000 => [0, -0.18109, -0.20196, -0.22220, -0.29730, -0.38289, -0.27805, -0.10648, -0.06080, 0.05702, 0.18719, 0.33304, 0.46604, 0.51117, 0.57492, 0.65928, 1],
        _ => throw Missing(reynolds),
    };

    /// <summary>v at (<see cref="X"/>, ½).</summary>
    /// <inheritdoc cref="U"/>
    public static IReadOnlyList<double> V(int reynolds) => reynolds switch
    {
        100 => [0, 0.09233, 0.10091, 0.10890, 0.12317, 0.16077, 0.17507, 0.17527, 0.05454, -0.24533, -0.22445, -0.16914, -0.10313, -0.08864, -0.07391, -0.05906, 0],
        1000 => [0, 0.27485, 0.29012, 0.30353, 0.32627, 0.37095, 0.33075, 0.32235, 0.02526, -0.31966, -0.42665, -0.51550, -0.39188, -0.33714, -0.27669, -0.21388, 0],
        _ => throw Missing(reynolds),
    };

    /// <summary>u at (½, <see cref="Y"/>) for Re = 1000 by a Chebyshev method of 160 × 160 modes, to 7 digits.</summary>
    /// <remarks>Botella and Peyret (1998), Comput. Fluids 27, 421, tables 9 and 10. Ghia's u is up to 0.005 off, and his v up to 0.019 in the jet along the wall x = 1.</remarks>
    public static IReadOnlyList<double> SpectralU { get; } =
        [0, -0.1812881, -0.2023300, -0.2228955, -0.3004561, -0.3885691, -0.2803696, -0.1081999, -0.0620561, 0.0570178, 0.1886747, 0.3372212, 0.4723329, 0.5169277, 0.5808359, 0.6644227, 1];

    /// <summary>v at (<see cref="X"/>, ½) for Re = 1000 by the same.</summary>
    /// <inheritdoc cref="SpectralU" path="/remarks"/>
    public static IReadOnlyList<double> SpectralV { get; } =
        [0, 0.2807056, 0.2962703, 0.3099097, 0.3330442, 0.3769189, 0.3339924, 0.3253592, 0.0257995, -0.3202137, -0.4264545, -0.5264392, -0.4103754, -0.3553213, -0.2936869, -0.2279225, 0];

    private static ArgumentOutOfRangeException Missing(int reynolds) => new(nameof(reynolds), $"CavityTable: Reynolds number {reynolds}; there are 100 and 1000");
}
