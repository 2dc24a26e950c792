using Kit.Autodiff;
using Kit.Compute;
using Kit.Learning;
using Kit.Operators.FunctionSpaces;
using Kit.Tensors;

namespace Kit.Tests.Operators.FunctionSpaces;

/// <summary>U-Net, transformer and mixer of functions: limits under refinement, derivatives, and what their plain counterparts lack.</summary>
public sealed class FunctionSpaceOperatorTests
{
    private static FieldLayer Make(string name, Domain domain, bool inPoints = false, DType dtype = DType.F64) => Model.Initialize<FieldLayer>(name switch
    {
        "unet" => new UNetOperator(1, 2, domain, 8, 4, 2, inPoints: inPoints, dtype: dtype),
        "vit" => PatchOperator.Transformer(1, 2, domain, 4, 8, 2, 2, inPoints ? 4 : 0, dtype),
        _ => PatchOperator.Mixer(1, 2, domain, 4, 8, 2, inPoints ? 4 : 0, dtype),
    }, new Rng(1));

    private static Tensor Field(QuadratureGrid grid)
    {
        var x = grid.Axes.Select((axis, d) => (2 * Math.PI * Tensor.Of(axis.Points)).Sin().Reshape([.. grid.Axes.Select((a, k) => k == d ? a.Count : 1)]));
        return x.Aggregate((a, b) => a + 0.5 * b + a * b).Exp().Reshape([1, 1, .. grid.Shape.ToArray()]);
    }

    [Theory, InlineData("unet", 1), InlineData("vit", 1), InlineData("mixer", 1), InlineData("unet", 2), InlineData("vit", 2), InlineData("mixer", 2)]
    public void Refinement_brings_a_limit_for_functions(string name, int dimensions)
    {
        foreach (var domain in new[] { Domain.Periodic(dimensions), Domain.Cells(dimensions) })
        {
            var model = Make(name, domain);
            // Averages over the domain: of cells they have order 2 at least.
            int[] counts = dimensions == 1 ? [32, 64, 128, 256] : [16, 32, 64];
            var values = counts.Select(n => Mean(model, domain.Square(n))).ToArray();
            var changes = values.Zip(values.Skip(1), (a, b) => (a - b).Abs().Max().Item()).ToArray();
            // Order 2 halves a change to a quarter; on circles it is at once below 1e-8.
            Assert.True(changes[^1] < 0.4 * changes[^2] || changes[^1] < 1e-8, string.Join(' ', changes));
        }

        static Tensor Mean(FieldLayer model, QuadratureGrid grid) => (model.Forward(Field(grid)) * grid.Weights(DType.F64)).Reshape(2, -1).Sum(-1);
    }

    [Theory, InlineData("unet"), InlineData("vit"), InlineData("mixer")]
    public void Uneven_points_see_the_same_function(string name)
    {
        var (domain, model) = (Domain.Periodic(1), Make(name, Domain.Periodic(1)));
        var exact = Total(domain.Square(512));
        var uneven = new[] { 64, 256 }.Select(n => (Total(new(QuadratureAxis.Trapezoid([.. Enumerable.Range(0, n).Select(i => (i + 0.25 * (i % 2)) / n)], 1))) - exact).Abs().Max().Item()).ToArray();
        // Order 2 in the spacing: 16 times less.
        Assert.True(uneven[1] < uneven[0] / 10 && uneven[0] < 0.01, string.Join(' ', uneven));

        Tensor Total(QuadratureGrid grid) => (model.Forward(Field(grid), grid) * grid.Weights(DType.F64)).Sum([0, 2]);
    }

    [Theory, InlineData("unet"), InlineData("vit"), InlineData("mixer")]
    public void Derivatives_are_those_of_differences(string name)
    {
        foreach (var inPoints in new[] { false, true })
        {
            var model = Make(name, Domain.Periodic(1), inPoints);
            var x = new Rng(2).Normal((2, 1, 16));
            var byField = Grad.Check(z => model.Forward(z).Square().Sum(), x);
            Assert.True(byField.Passed, $"field: {byField}");
            foreach (var parameter in Model.Parameters(model).Where((_, k) => k % 3 == 0))
            {
                var check = Grad.Check(w => Grad.Over([parameter.Value], () => model.Forward(x).Square().Sum())([w]), parameter.Value);
                Assert.True(check.Passed, $"{parameter.Name}: {check}");
            }
        }
    }

    [Fact]
    public void Plain_counterparts_have_as_many_weights_in_their_kernels_and_tables_of_grids_are_none()
    {
        var (functions, points) = (Make("unet", Domain.Periodic(1)), Make("unet", Domain.Periodic(1), true));
        var before = Size(functions);
        Assert.Equal(before, Size(points));
        functions.Forward(Tensor.Zeros((1, 1, 32)));
        Assert.Equal(before, Size(functions));

        static long Size(object model) => Model.Parameters(model).Sum(p => p.Value.Size);
    }

    [Fact]
    public void Grids_that_they_cannot_take_are_refused_with_the_numbers()
    {
        Assert.Contains("at least 8", Refusal("unet", 6), StringComparison.Ordinal);
        Assert.Contains("at least 8", Refusal("vit", 6), StringComparison.Ordinal);
        Assert.Contains("multiples of 4", Refusal("vit", 18, true), StringComparison.Ordinal);
        Assert.Contains("tokens [4]", Refusal("mixer", 32, true), StringComparison.Ordinal);
        Assert.Contains("multiple of 4", Assert.Throws<ArgumentException>(() => new UNetOperator(1, 1, Domain.Periodic(1), 10, levels: 3)).Message, StringComparison.Ordinal);

        static string Refusal(string name, int n, bool inPoints = false) =>
            Assert.Throws<ArgumentException>(() => Make(name, Domain.Periodic(1), inPoints).Forward(Tensor.Zeros((1, 1, n)))).Message;
    }
}
