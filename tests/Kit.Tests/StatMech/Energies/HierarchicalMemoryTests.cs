using Kit.Autodiff;
using Kit.Compute;
using Kit.Learning;
using Kit.StatMech.Attention;
using Kit.StatMech.Energies;
using Kit.Tensors;

namespace Kit.Tests.StatMech.Energies;

public class HierarchicalMemoryTests
{
    public static TheoryData<string> Names => [.. All.Keys];

    private static Dictionary<string, Lagrangian> All { get; } = new[]
    {
        Lagrangian.Identity, Lagrangian.Relu, Lagrangian.Sigmoid(1.5), Lagrangian.Tanh(0.7), Lagrangian.Softmax(2), Lagrangian.LayerNorm(1.3), Lagrangian.Spherical(), Lagrangian.Power(3),
    }.ToDictionary(l => l.Name);

    [Theory]
    [MemberData(nameof(Names))]
    public void Activation_IsTheGradientOfAConvexLagrangian(string name)
    {
        var (lagrangian, rng) = (All[name], new Rng(1));
        var x = rng.Normal((3, 4)) + 0.3;
        Assert.True((Grad.Of((Tensor y) => lagrangian.Of(y).Sum())(x) - lagrangian.Activation(x)).Abs().Max().Item() < 1e-10);
        for (var k = 0; k < 3; k++)
        {
            var hessian = Grad.Hessian((Tensor y) => lagrangian.Of(y.Unsqueeze(0)).Sum(), x[k]);
            Assert.True(Kit.Numerics.LinearAlgebra.Eigh(hessian).Values.Min().Item() > -1e-9);
        }
    }

    [Fact]
    public void Descent_NeverRaisesTheEnergy_InANetworkOfAllSynapses()
    {
        var rng = new Rng(2);
        var memory = new HierarchicalMemory(
            [new("image", (2, 5, 5), Lagrangian.Tanh()), new("features", (3, 5, 5), Lagrangian.Relu, Tau: 2), new("hidden", 7, Lagrangian.Sigmoid()), new("tokens", (4, 6), Lagrangian.LayerNorm())],
            [
                new(Model.Initialize(new ConvSynapse(2, 3, dtype: DType.F64), rng.Stream(0)), 0, 1), new(Model.Initialize(new DenseSynapse(75, 7, DType.F64), rng.Stream(1)), 1, 2),
                new(Model.Initialize(new MemorySynapse(50, 9, dtype: DType.F64), rng.Stream(2)), 0), new(Model.Initialize(new AttentionSynapse(6, 3, 2, dtype: DType.F64), rng.Stream(3)), 3),
                new(Model.Initialize(new DenseSynapse(7, 24, DType.F64), rng.Stream(4)), 2, 3),
            ]);
        Tensor[] states = [.. memory.Rest(4, DType.F64).Select((x, k) => rng.Stream(10 + k).Normal(x.Shape))];
        var energy = memory.Energy(states);
        var first = energy;
        memory.Descend(states, 0.02, 100, observe: (_, now) =>
        {
            var next = memory.Energy(now);
            Assert.True((next - energy).Max().Item() <= 1e-9);
            energy = next;
        });
        Assert.True((first - energy).Min().Item() > 0.1);
    }

    [Fact]
    public void ModernHopfield_IsTheMemoryWithLogSumExp_StepOne()
    {
        var rng = new Rng(3);
        var synapse = Model.Initialize(new MemorySynapse(6, 12, Lagrangian.Softmax(1.7), DType.F64), rng);
        var memory = new HierarchicalMemory([new("ξ", 6, Lagrangian.Identity)], [new(synapse, 0)]);
        var (modern, state) = (new ModernHopfield(synapse.Patterns, 1.7), rng.Normal((5, 6)));
        Assert.True((memory.Descend([state], 1, 1)[0] - modern.Update(state)).Abs().Max().Item() < 1e-13);
        var difference = memory.Energy([state]) - modern.Energy(state);
        Assert.True((difference - difference[0]).Abs().Max().Item() < 1e-12); // the same but for a constant
    }

    [Fact]
    public void ClampedLayers_StayWhereTheyAre_AndStepsCanBeDifferentiated()
    {
        var rng = new Rng(4);
        var synapse = Model.Initialize(new DenseSynapse(3, 4, DType.F64), rng);
        var memory = new HierarchicalMemory([new("seen", 3, Lagrangian.Identity), new("hidden", 4, Lagrangian.Tanh())], [new(synapse, 0, 1)]);
        var seen = rng.Normal((2, 3));
        var end = memory.Descend([seen, Tensor.Zeros((2, 4))], 0.5, 30, clamped: [0]);
        Assert.True(ReferenceEquals(seen, end[0]));
        Assert.True((end[1] - seen.MatMul(synapse.Weight)).Abs().Max().Item() < 1e-8); // x₂ = Wᵀg₁ at rest
        Assert.True(Grad.Check((Tensor x) => memory.Descend([x, Tensor.Zeros((2, 4))], 0.5, 3, clamped: [0])[1].Square().Sum(), seen).Passed);
    }

    [Fact]
    public void BadInput_IsNamed()
    {
        Assert.Contains("τ = 0", Assert.Throws<ArgumentException>(() => new HierarchicalMemory([new("a", 2, Lagrangian.Identity, 0)], [])).Message);
        Assert.Contains("connects layer 1", Assert.Throws<ArgumentException>(() => new HierarchicalMemory([new("a", 2, Lagrangian.Identity)], [new(new DenseSynapse(2, 2), 0, 1)])).Message);
        Assert.Contains("[batch, 2] is right", Assert.Throws<ArgumentException>(() => new HierarchicalMemory([new("a", 2, Lagrangian.Identity)], []).Energy([Tensor.Ones((4, 3))])).Message);
        Assert.Contains("connects 2 layers", Assert.Throws<ArgumentException>(() => new DenseSynapse(2, 2).Energy([Tensor.Ones((1, 2))])).Message);
    }
}
