namespace Kit.Numerics;

/// <summary>Which norm of a matrix.</summary>
public enum MatrixNorm
{
    /// <summary>√Σ aᵢⱼ².</summary>
    Frobenius,

    /// <summary>The largest sum of |aᵢⱼ| over a column, max ‖A·x‖₁ / ‖x‖₁.</summary>
    One,

    /// <summary>The largest singular value, max ‖A·x‖₂ / ‖x‖₂.</summary>
    Two,

    /// <summary>The largest sum of |aᵢⱼ| over a row, max ‖A·x‖∞ / ‖x‖∞.</summary>
    Infinity,

    /// <summary>Σ σᵢ, the sum of the singular values.</summary>
    Nuclear,
}
