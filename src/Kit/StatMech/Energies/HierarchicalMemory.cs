using Kit.Autodiff;
using Kit.Tensors;

namespace Kit.StatMech.Energies;

/// <summary>A layer of neurons.</summary>
/// <param name="Name">By which tables and messages call it.</param>
/// <param name="Shape">Of one sample.</param>
/// <param name="Lagrangian">L, and so the activation.</param>
/// <param name="Tau">Time constant τ > 0.</param>
public sealed record Neurons(string Name, Shape Shape, Lagrangian Lagrangian, double Tau = 1);

/// <summary>A synapse and the layers that it connects, by their numbers.</summary>
public sealed record Connection(Synapse Synapse, params int[] Layers);

/// <summary>Layers of neurons and synapses that descend one energy: E = Σ_layers (x·g − L(x)) + Σ_synapses E_s(g…), τ dx/dt = −∂E/∂g.</summary>
/// <remarks>
/// Krotov, Hierarchical associative memory (2021); the construction by neurons and synapses follows Hoover, Chau, Strobelt, Krotov, A universal abstraction for hierarchical Hopfield networks (2022).
/// As ∂(x·g − L)/∂g = x, the dynamics are τ dx/dt = −x − ∂E_s/∂g, and dE/dt = −τ⁻¹ (∂E/∂g)ᵀ (∂²L/∂x²)(∂E/∂g) ≤ 0.
/// Everything can be differentiated through the steps, by Grad or by a Trainer on the weights of the synapses.
/// </remarks>
public sealed class HierarchicalMemory
{
    private readonly double[] pace;

    /// <summary>Layers and their connections.</summary>
    /// <exception cref="ArgumentException">A connection to a layer that is not there, or τ that is not positive.</exception>
    public HierarchicalMemory(IReadOnlyList<Neurons> layers, IReadOnlyList<Connection> connections)
    {
        ArgumentNullException.ThrowIfNull(layers);
        ArgumentNullException.ThrowIfNull(connections);
        if (layers.FirstOrDefault(layer => !(layer.Tau > 0)) is { } still) throw new ArgumentException($"HierarchicalMemory: {still.Name} has τ = {still.Tau}; it must be positive");
        foreach (var layer in connections.SelectMany(c => c.Layers))
            if (layer < 0 || layer >= layers.Count) throw new ArgumentException($"HierarchicalMemory: a synapse connects layer {layer}; there are 0 … {layers.Count - 1}");
        (Layers, Connections, pace) = (layers, connections, [.. layers.Select(layer => 1 / layer.Tau)]);
    }

    /// <summary>The neurons.</summary>
    public IReadOnlyList<Neurons> Layers { get; }

    /// <summary>The synapses.</summary>
    public IReadOnlyList<Connection> Connections { get; }

    /// <summary>States x = 0 for a batch.</summary>
    public Tensor[] Rest(int batch, Compute.DType dtype = Compute.DType.F32) => [.. Layers.Select(layer => Tensor.Zeros([batch, .. layer.Shape.ToArray()], dtype))];

    /// <summary>g of every layer.</summary>
    public Tensor[] Activations(IReadOnlyList<Tensor> states) => [.. Checked(states).Select((x, k) => Layers[k].Lagrangian.Activation(x))];

    /// <summary>E of a batch, [batch].</summary>
    public Tensor Energy(IReadOnlyList<Tensor> states)
    {
        var activations = Activations(states);
        var neurons = states.Select((x, k) => Layers[k].Lagrangian.Energy(x, activations[k])).Aggregate((a, b) => a + b);
        return Connections.Count == 0 ? neurons : neurons + SynapseEnergy(activations);
    }

    /// <summary>∂E/∂g = x + ∂E_s/∂g of every layer.</summary>
    public Tensor[] Forces(IReadOnlyList<Tensor> states)
    {
        var activations = Activations(states);
        if (Connections.Count == 0) return [.. states];
        var pulls = Grad.Of((Tensor[] g) => SynapseEnergy(g).Sum())(activations);
        return [.. states.Select((x, k) => x + pulls[k])];
    }

    /// <summary>Steps x ← x − (Δt/τ) ∂E/∂g.</summary>
    /// <param name="states">One tensor a layer, [batch, …].</param>
    /// <param name="dt">Δt in units of τ; E falls for Δt small enough.</param>
    /// <param name="steps">How many.</param>
    /// <param name="clamped">Layers that keep their states, such as what is seen.</param>
    /// <param name="observe">Is told the states after each step.</param>
    public Tensor[] Descend(IReadOnlyList<Tensor> states, double dt, int steps, int[]? clamped = null, Action<int, IReadOnlyList<Tensor>>? observe = null)
    {
        if (!(dt > 0)) throw new ArgumentException($"Descend: Δt = {dt}; it must be positive");
        Tensor[] now = [.. Checked(states)];
        for (var step = 1; step <= steps; step++)
        {
            var forces = Forces(now);
            now = [.. now.Select((x, k) => clamped?.Contains(k) == true ? x : x - forces[k] * (dt * pace[k]))];
            observe?.Invoke(step, now);
        }

        return now;
    }

    private Tensor SynapseEnergy(IReadOnlyList<Tensor> activations) =>
        Connections.Select(c => c.Synapse.Energy([.. c.Layers.Select(layer => activations[layer])])).Aggregate((a, b) => a + b);

    private IReadOnlyList<Tensor> Checked(IReadOnlyList<Tensor> states)
    {
        ArgumentNullException.ThrowIfNull(states);
        if (states.Count != Layers.Count) throw new ArgumentException($"HierarchicalMemory: {states.Count} states for {Layers.Count} layers");
        for (var k = 0; k < states.Count; k++)
            if (states[k].Rank == 0 || states[k].Shape != new Shape([states[k].Shape[0], .. Layers[k].Shape.ToArray()]))
                throw new ArgumentException($"HierarchicalMemory: {Layers[k].Name} has states of shape {states[k].Shape}; [batch, {string.Join(", ", Layers[k].Shape.ToArray())}] is right");
        return states;
    }
}
