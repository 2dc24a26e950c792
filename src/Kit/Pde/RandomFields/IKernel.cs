namespace Kit.Pde.RandomFields;

/// <summary>A stationary, isotropic covariance by its values: E[g(x) g(y)] = C(|x − y|) for fields of mean 0.</summary>
public interface IKernel
{
    /// <summary>C(r).</summary>
    /// <param name="distance">r = |x − y| ≥ 0.</param>
    double At(double distance);
}
