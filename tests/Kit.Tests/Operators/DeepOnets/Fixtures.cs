using Kit.Autodiff;
using Kit.Compute;
using Kit.Learning;
using Kit.Tensors;

namespace Kit.Tests.Operators.DeepOnets;

internal static class Fixtures
{
    public static long Size(object model) => Model.Parameters(model).Sum(p => p.Value.Size);

    public static double Gap(Tensor a, Tensor b) => (a - b).Abs().Max().Item();

    /// <summary>The derivative by every weight and by the input is that of differences.</summary>
    public static void DerivativesHold(object model, Func<Tensor, Tensor> forward, Tensor u)
    {
        var byInput = Grad.Check(x => forward(x).Square().Sum(), u);
        Assert.True(byInput.Passed, $"input: {byInput}");
        foreach (var parameter in Model.Parameters(model))
        {
            var check = Grad.Check(w => Grad.Over([parameter.Value], () => forward(u).Square().Sum())([w]), parameter.Value);
            Assert.True(check.Passed, $"{parameter.Name}: {check}");
        }
    }

    public static Tensor Random(long seed, params int[] shape) => new Rng(seed).Normal(shape, dtype: DType.F64);
}
