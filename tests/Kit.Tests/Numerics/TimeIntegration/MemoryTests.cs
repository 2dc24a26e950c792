using Kit.Numerics.TimeIntegration;
using Kit.Tensors;

namespace Kit.Tests.Numerics.TimeIntegration;

public sealed class MemoryTests
{
    [Theory, InlineData("Tsit5"), InlineData("Adams–Bashforth 3"), InlineData("SDIRK2"), InlineData("ROS2")]
    public void States_of_earlier_steps_are_given_back(string name)
    {
        // Every state that is still alive after its step would throw nothing here; a disposed one does.
        var stepper = Integrators.All.Single(method => method.Name == name).Of((_, u) => -u);
        var seen = new List<Tensor>();
        var run = Evolution.Run(stepper, Tensor.Ones(10), [0, 0.5, 1], 0.1, (_, u) => seen.Add(u));
        Assert.Equal(11, seen.Count);
        foreach (var u in seen.Skip(1)) Assert.Throws<ObjectDisposedException>(() => u.ToDoubles());
        Assert.Equal(1, seen[0][0].Item());
        Assert.Equal(Math.Exp(-1), run.Last[0].Item(), 1e-2);
    }

    [Fact]
    public void A_constant_slope_and_a_slope_that_is_the_state_stay_the_callers()
    {
        var slope = Tensor.Ones(2);
        foreach (var method in Integrators.All)
        {
            Assert.Equal(1.5, Evolution.Final(method.Of((_, _) => slope), Tensor.Ones(2), 0, 0.5, 0.1)[1].Item(), 1e-12);
            Evolution.Final(method.Of((_, u) => u), slope, 0, 0.5, 0.1);
            if (method.Name is "Tsit5" or "RODAS4" or "SDIRK4")
                Assert.Equal(1.5, Evolution.Adapt((IEmbeddedStepper)method.Of((_, _) => slope), Tensor.Ones(2), [0, 0.5]).Last[1].Item(), 1e-12);
            Assert.Equal([1, 1], slope.ToDoubles());
        }
    }
}
