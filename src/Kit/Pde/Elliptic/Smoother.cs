namespace Kit.Pde.Elliptic;

/// <summary>What damps the short waves of an error before and after the coarser grid.</summary>
public enum Smoother
{
    /// <summary>Gauss–Seidel on every second point, then on the others: the fastest here, μ = 1/4 in the plane.</summary>
    RedBlack,

    /// <summary>u += ω D⁻¹ r with ω = 2d/(2d + 1) in d dimensions, which makes all short waves fall by μ = (2d − 1)/(2d + 1) or more: 2/3, 4/5, 6/7 and 1/3, 3/5, 5/7.</summary>
    Jacobi,

    /// <summary>A polynomial in D⁻¹A, the smallest on [λ/4, λ] with λ ≥ all eigenvalues: in the plane μ = 1/T_m(5/3), 0.22, 0.074 and 0.025 for m = 2, 3, 4. Needs no order of the points.</summary>
    Chebyshev,

    /// <summary>Whole lines at a time, every second one, along x and then along y, in a plane without rings: for strong coupling along either axis, however strong; both axes are coarsened always.</summary>
    Lines,
}
