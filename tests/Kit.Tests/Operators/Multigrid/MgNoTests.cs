using Kit.Autodiff;
using Kit.Compute;
using Kit.Learning;
using Kit.Operators.Multigrid;
using Kit.Tensors;

namespace Kit.Tests.Operators.Multigrid;

/// <summary>The models of the paper's code, and what each form and option computes.</summary>
public sealed class MgNoTests
{
    public static TheoryData<string, long> Published => new()
    {
        { "smooth", 678_093 },
        { "rough", 572_661 },
        { "pipe", 783_876 },
        { "navier-stokes", 2_885_194 },
        { "helmholtz", 5_351_806 },
    };

    [Theory, MemberData(nameof(Published))]
    public void Numbers_of_weights_are_those_of_the_papers_code(string name, long published)
    {
        var model = name switch
        {
            "smooth" => MgNo.DarcySmooth(),
            "rough" => MgNo.Darcy(),
            "pipe" => MgNo.Pipe(),
            "navier-stokes" => MgNo.NavierStokes(),
            _ => MgNo.Helmholtz(),
        };

        // A of the very first iteration is there in the Helmholtz code, but u = 0: 20 → 1, three times 20 → 20 and 1 → 20 channels, with biases.
        var unused = name == "helmholtz" ? (9 * 20 + 1) + 3 * (9 * 20 * 20 + 20) + (9 * 20 + 20) : 0;
        Assert.Equal(published, Size(model) + unused);
    }

    [Fact]
    public void Layer_norms_are_most_of_the_navier_stokes_model() =>
        Assert.Equal(1_740_800, MgNo.NavierStokes().Multigrid.SelectMany(w => w.Levels).Sum(level => level.Norm is { } norm ? Size(norm) : 0));

    public static TheoryData<string> Forms => ["pointwise", "increment", "normalized", "residual", "reflect", "edge"];

    private static (MgNo Model, int Height, int Width) Small(string name) => name switch
    {
        "pointwise" => (new(1, 1, (8, 12), 2, 2, new(1, 1, 2) { After = [1, 1] }, dtype: DType.F64), 8, 12),
        "increment" => (new(1, 1, (8, 8), 2, 2, new(1, 1, 2) { Mode = PadMode.Circular, Bias = true, Normalize = true }, MgNoForm.Increment, DType.F64), 8, 8),
        "normalized" => (new(1, 2, (11, 12), 2, 1, new(1, 1, 2) { Mode = PadMode.Reflect, Bias = true, Growing = true, Interior = true }, MgNoForm.Normalized, DType.F64), 11, 12),
        "residual" => (new(2, 1, (7, 8), 2, 2, new(1, 0, 1) { After = [1], Residual = true, Bias = true }, dtype: DType.F64), 7, 8),
        "reflect" => (new(1, 1, (7, 8), 2, 1, new(2, 1) { Mode = PadMode.Reflect }, dtype: DType.F64), 7, 8),
        _ => (new(1, 1, (5, 6), 2, 1, new(1, 1, 1) { Mode = PadMode.Edge }, dtype: DType.F64), 5, 6),
    };

    [Theory, MemberData(nameof(Forms))]
    public void The_gradient_by_field_and_weights_is_that_of_differences(string name)
    {
        var (model, height, width) = Small(name);
        Model.Initialize(model, new Rng(1));
        var inputs = name == "residual" ? 2 : 1;
        var x = new Rng(2).Normal((2, inputs, height, width));
        Tensor Loss() => (model.Forward(x) * 3).Sin().Sum();
        var byField = Grad.Check(z => (model.Forward(z) * 3).Sin().Sum(), x);
        Assert.True(byField.Passed, $"field: {byField}");
        foreach (var parameter in Model.Parameters(model).Where(p => p.Value.Size < 200))
        {
            var check = Grad.Check(w => Grad.Over([parameter.Value], Loss)([w]), parameter.Value);
            Assert.True(check.Passed, $"{parameter.Name}: {check}");
        }
    }

    [Fact]
    public void An_increment_of_zero_weights_is_the_field_itself()
    {
        var (model, _, _) = Small("increment");
        Model.Initialize(model, new Rng(1));
        ((Conv)model.Project).Weight.Assign(0);
        var x = new Rng(2).Normal((1, 1, 8, 8));
        Assert.Equal(x.ToDoubles(), model.Forward(x).ToDoubles());
    }

    [Fact]
    public void The_same_weights_act_on_grids_that_halve_alike()
    {
        // 211, 106, 53, 27, 14, 7: odd, even, odd, odd, even. 32 more points a side leave that as it is.
        var model = Model.Initialize(MgNo.Small(1, 1, (19, 19), 2, 1), new Rng(1));
        Assert.Equal([1, 1, 35, 51], model.Forward(new Rng(2).Normal((1, 1, 35, 51), dtype: DType.F32)).Shape.ToArray());
        var message = Assert.Throws<ArgumentException>(() => model.Forward(new Rng(2).Normal((1, 1, 34, 51), dtype: DType.F32))).Message;
        Assert.Contains("[N,1,16k+3,16k+3]", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_grid_of_normalisations_is_fixed()
    {
        var (model, _, _) = Small("increment");
        Model.Initialize(model, new Rng(1));
        var message = Assert.Throws<ArgumentException>(() => model.Forward(Tensor.Zeros([1, 1, 16, 16]))).Message;
        Assert.Contains("[N,1,8,8]", message, StringComparison.Ordinal);
        Assert.Contains("weights for every point", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(8, PadMode.Constant, "take 4 levels at most, or 17 points a side at least")]
    [InlineData(16, PadMode.Reflect, "take 4 levels at most, or 33 points a side at least")]
    public void Too_many_levels_are_refused_with_what_fits(int n, PadMode mode, string remedy)
    {
        var message = Assert.Throws<ArgumentException>(() => new MgNo(1, 1, (n, 64), cycle: new(1, 1, 1, 1, 1, 1) { Mode = mode, })).Message;
        Assert.Contains($"{n} × 64 points cannot be halved to 6 levels", message, StringComparison.Ordinal);
        Assert.Contains(remedy, message, StringComparison.Ordinal);
    }

    [Fact]
    public void Bad_cycles_and_channels_are_refused()
    {
        Assert.Contains("1 or more on the first", Assert.Throws<ArgumentException>(() => new MultigridConv(1, 1, (8, 8), new(0, 1))).Message, StringComparison.Ordinal);
        Assert.Contains("the coarsest has no correction", Assert.Throws<ArgumentException>(() => new MultigridConv(1, 1, (8, 8), new(1, 1) { After = [1, 1] })).Message, StringComparison.Ordinal);
        Assert.Contains("2 channels of a and 1 of u", Assert.Throws<ArgumentException>(() => new MgNo(2, 1, (8, 8), cycle: new(1, 1), form: MgNoForm.Increment)).Message, StringComparison.Ordinal);
    }

    private static long Size(object model) => Model.Parameters(model).Sum(p => p.Value.Size);
}
