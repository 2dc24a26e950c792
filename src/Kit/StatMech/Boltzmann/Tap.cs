using Kit.Tensors;

namespace Kit.StatMech.Boltzmann;

/// <summary>Thouless, Anderson and Palmer's free energy of a restricted Boltzmann machine, second order in the weights, and the magnetisations where it is stationary.</summary>
/// <remarks>
/// For units 0/1 with means m and variances V = m − m²: F = Σ [m ln m + (1 − m) ln(1 − m)] − a·m_v − b·m_h − Σ_ij (W_ij m_i m_j + ½ W_ij² V_i V_j).
/// ∂F/∂m = 0 gives m_i = σ(a_i + Σ_j [W_ij m_j − W_ij² (m_i − ½) V_j]) and the same for h; the last term is Onsager's reaction.
/// Gabrié, Tramel, Krzakala, NeurIPS 2015, eq. 6 to 9. The order matters: the m on the right is that of the sweep before, Bolthausen (2014).
/// </remarks>
public static class Tap
{
    /// <summary>F of magnetisations [batch, visible] and [batch, hidden], [batch].</summary>
    public static Tensor FreeEnergy(Rbm machine, Tensor visible, Tensor hidden)
    {
        ArgumentNullException.ThrowIfNull(machine);
        var (w, v, h) = (machine.Weight, Variance(visible), Variance(hidden));
        var coupled = (visible.MatMul(w) * hidden).Sum([-1]) + (v.MatMul(w.Square()) * h).Sum([-1]) * 0.5;
        return NegativeEntropy(visible) + NegativeEntropy(hidden) - visible.MatMul(machine.VisibleBias) - hidden.MatMul(machine.HiddenBias) - coupled;
    }

    /// <summary>Sweeps, layer by layer, damped by half. A machine that has learned has many solutions; which is found depends on the start.</summary>
    /// <param name="machine">The machine.</param>
    /// <param name="start">Magnetisations of visible units, [batch, visible], such as data; ½ for the solution of a machine without memory.</param>
    /// <param name="iterations">How many sweeps.</param>
    /// <returns>Magnetisations, and the largest change of the last sweep.</returns>
    public static (Tensor Visible, Tensor Hidden, double Change) Solve(Rbm machine, Tensor start, int iterations = 100)
    {
        ArgumentNullException.ThrowIfNull(machine);
        ArgumentNullException.ThrowIfNull(start);
        var (w, squares) = (machine.Weight.Plain, machine.Weight.Plain.Square());
        var (a, b) = (machine.VisibleBias.Plain, machine.HiddenBias.Plain);
        var (v, change) = (start.Plain, double.PositiveInfinity);
        var h = (v.MatMul(w) + b).Sigmoid();
        for (var k = 0; k < iterations; k++)
        {
            var hidden = (b + v.MatMul(w) - (h - 0.5) * Variance(v).MatMul(squares)).Sigmoid() * 0.5 + h * 0.5;
            var visible = (a + hidden.MatMul(w.T) - (v - 0.5) * Variance(hidden).MatMul(squares.T)).Sigmoid() * 0.5 + v * 0.5;
            change = Math.Max((visible - v).Abs().Max().Item(), (hidden - h).Abs().Max().Item());
            (v, h) = (visible, hidden);
        }

        return (v, h, change);
    }

    private static Tensor Variance(Tensor m) => m - m.Square();

    private static Tensor NegativeEntropy(Tensor m)
    {
        // Means of 0 or 1 in rounding have no entropy.
        var inside = m.Clamp(1e-30, 1);
        var outside = (1 - m).Clamp(1e-30, 1);
        return (inside * inside.Log() + outside * outside.Log()).Sum([-1]);
    }
}
