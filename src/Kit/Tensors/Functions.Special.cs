using Kit.Compute;

namespace Kit.Tensors;

public static partial class Functions
{
    /// <summary>erfc x = 1 − erf x, accurate also where it is tiny.</summary>
    public static Tensor Erfc(Tensor x) => Primitive.Smooth(UnaryOp.Erfc, Real(x, "Erfc"));

    /// <summary>Γ(x) = ∫₀^∞ t^(x−1) e⁻ᵗ dt, continued to negative x; Γ(n + 1) = n!. Relative error below 5·10⁻¹⁵; NaN at negative integers.</summary>
    public static Tensor Gamma(Tensor x) => Primitive.Smooth(UnaryOp.Gamma, Real(x, "Gamma"));

    /// <summary>ln |Γ(x)|, finite where Γ overflows. Error below 5·10⁻¹⁵ max(1, |ln Γ|); ∞ at 0 and negative integers.</summary>
    public static Tensor LogGamma(Tensor x) => Primitive.Smooth(UnaryOp.LogGamma, Real(x, "LogGamma"));

    /// <summary>ψ(x) = d ln Γ(x)/dx; NaN at negative integers.</summary>
    public static Tensor Digamma(Tensor x) => Primitive.Smooth(UnaryOp.Digamma, Real(x, "Digamma"));

    /// <summary>J₀(x) = 1/π ∫₀^π cos(x sin θ) dθ. Error about 10⁻¹⁵.</summary>
    public static Tensor BesselJ0(Tensor x) => Primitive.Smooth(UnaryOp.BesselJ0, Real(x, "BesselJ0"));

    /// <summary>J₁(x) = 1/π ∫₀^π cos(θ − x sin θ) dθ = −J₀′(x). Error about 10⁻¹⁵.</summary>
    public static Tensor BesselJ1(Tensor x) => Primitive.Smooth(UnaryOp.BesselJ1, Real(x, "BesselJ1"));

    /// <summary>I₀(x) = 1/π ∫₀^π e^(x cos θ) dθ. Relative error about 10⁻¹⁵; overflows beyond |x| = 713.</summary>
    public static Tensor BesselI0(Tensor x) => Primitive.Smooth(UnaryOp.BesselI0, Real(x, "BesselI0"));

    /// <summary>I₁(x) = 1/π ∫₀^π e^(x cos θ) cos θ dθ = I₀′(x). Relative error about 10⁻¹⁵; overflows beyond |x| = 713.</summary>
    public static Tensor BesselI1(Tensor x) => Primitive.Smooth(UnaryOp.BesselI1, Real(x, "BesselI1"));

    /// <summary>sin(πx)/(πx), 1 at x = 0.</summary>
    public static Tensor Sinc(Tensor x)
    {
        var angle = Float(Real(x, "Sinc")) * Math.PI;
        var zero = angle.Equal(0);
        var safe = Where(zero, 1, angle);
        return Where(zero, 1, safe.Sin() / safe);
    }

    /// <summary>ln(p/(1 − p)), the inverse of <see cref="Sigmoid"/>; ∓∞ at 0 and 1.</summary>
    public static Tensor Logit(Tensor p)
    {
        var x = Float(Real(p, "Logit"));
        return x.Log() - (-x).Log1p();
    }
}
