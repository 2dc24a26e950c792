using Kit.Autodiff;
using Kit.Compute;
using Kit.Learning;
using Kit.Operators.DeepOnets;
using Kit.Operators.Generative;
using Kit.Tensors;

namespace Kit.Tests.Operators.Generative;

public sealed class DgnoTests
{
    private static Dgno Small((double, double)? phases, double precision = 100) =>
        Model.Initialize(new Dgno(new WeakResidual(6, WendlandFunctions.Lattice(3, 2), dtype: DType.F64), new MultiOnet(3, 2, width: 6, layers: 3, dtype: DType.F64), 3, phases, 8, precision, 0.2, DType.F64), new Rng(1));

    private static Tensor Coefficients(bool two)
    {
        var g = new Rng(2).Normal([2, 6, 6]);
        return two ? Functions.Where(g > 0, 10.0, 5.0) : (0.3 * g).Exp();
    }

    [Theory, InlineData(true), InlineData(false)]
    public void Terms_of_the_bound_are_those_of_closed_forms(bool two)
    {
        var model = Small(two ? (5, 10) : null);
        var (a, z) = (Coefficients(two), new Rng(3).Normal([2, 3]));
        var decoded = model.DecodeCoefficient(z).ToDoubles();
        var expected = 0.0;
        foreach (var (seen, mean) in a.ToDoubles().Zip(decoded))
            expected += two ? Math.Log(seen > 7 ? (mean - 5) / 5 : 1 - (mean - 5) / 5) : MathNet.Numerics.Distributions.Normal.PDFLn(Math.Log(mean), 0.2, Math.Log(seen));
        Assert.Equal(expected / 2, model.CoefficientTerm(a, z).Item(), 9);
        var virtualTerm = model.Residuals(a, z).ToDoubles().Sum(r => MathNet.Numerics.Distributions.Normal.PDFLn(0, 0.1, r));
        Assert.Equal(virtualTerm / 2, model.ResidualTerm(a, z).Item(), 9);
    }

    [Fact]
    public void Residuals_take_the_slope_of_the_decoded_solution()
    {
        var (model, residual) = (Small((5, 10)), new WeakResidual(6, WendlandFunctions.Lattice(3, 2), dtype: DType.F64));
        var (a, z, y) = (Coefficients(true), new Rng(3).Normal([2, 3]), residual.Points);
        Tensor Moved(double dx, double dy) => model.Solution.Forward(z, y + Tensor.Of([dx, dy])).Squeeze(1);
        const double H = 1e-5;
        var byDifferences = residual.Of(residual.Interpolate(a), Moved(0, 0), (Moved(H, 0) - Moved(-H, 0)) / (2 * H), (Moved(0, H) - Moved(0, -H)) / (2 * H));
        Assert.True((byDifferences - model.Residuals(a, z)).Abs().Max().Item() < 1e-7); // h² = 1e-10 and rounding 1e-16/h of numbers of order 10
    }

    [Fact]
    public void The_bound_is_differentiated_by_every_weight_and_the_residual_is_not_trained()
    {
        var model = Small((5, 10), 1);
        var parameters = Model.Parameters(model);
        Assert.DoesNotContain(parameters, p => p.Name.StartsWith("residual", StringComparison.Ordinal));
        var a = Coefficients(true);
        foreach (var name in new[] { "encoder.layers.2.weight", "coefficient.weight", "solution.trunk.layers.0.weight" })
        {
            var weight = parameters.Single(p => p.Name == name).Value;
            var check = Grad.Check(w => Grad.Over([weight], () => model.Elbo(a, new Rng(4)).Total)([w]), weight);
            Assert.True(check.Passed, $"{name}: {check}");
        }
    }

    [Fact]
    public void A_solution_is_learned_from_its_equation_alone_and_inverted()
    {
        // a is one number c, ln c ~ N(0, 0.5²), and u = u₁/c: one hidden number, no u shown.
        const int N = 9;
        var residual = new WeakResidual(N, WendlandFunctions.Lattice(4, 2));
        var model = Model.Initialize(new Dgno(residual, new MultiOnet(2, 2, width: 16, layers: 3), 2, null, 16, 1e4), new Rng(1));
        Tensor Constant(Tensor log) => log.Exp().Reshape(-1, 1, 1).BroadcastTo([log.Shape[0], N, N]).Copy();
        var adam = new Adam(model, 5e-3);
        for (var step = 0; step < 500; step++)
        {
            using var scope = Tensor.Scope();
            adam.LearningRate = Schedules.Cosine(5e-3, 500)(step);
            var draw = new Rng(2).Stream(step);
            var a = Constant(draw.Normal([8], 0, 0.5, DType.F32));
            adam.Step(Model.ValueAndGradients(adam.Parameters, () => -model.Elbo(a, draw.Stream("z")).Total).Gradients);
        }

        var logs = Tensor.Of([-0.4f, 0.0f, 0.5f]);
        var test = Constant(logs);
        var u = model.Solve(test);
        // u is linear in 1/c: fields of different c are multiples, and the middle of −Δu = 1 is 0.0737.
        Assert.InRange(u[1, N / 2, N / 2].Item(), 0.0737 * 0.93, 0.0737 * 1.07);
        Assert.InRange(u[0, N / 2, N / 2].Item() / u[2, N / 2, N / 2].Item(), Math.Exp(0.9) * 0.9, Math.Exp(0.9) * 1.1);

        var points = PointOperatorOnGrid.Coordinates([4, 4]) * 0.6f + 0.2f;
        var data = model.DecodeSolution(model.Encode(test).Mean, points);
        var posterior = model.Invert(points, data, 1e-3, new Rng(5), 150);
        var found = model.DecodeCoefficient(posterior.Mean).Mean([1, 2]).Log();
        Assert.True((found - logs).Abs().Max().Item() < 0.15, $"{found}"); // a third of the deviation 0.5 of the prior
    }

    [Fact]
    public void Other_grids_and_data_are_refused()
    {
        var model = Small((5, 10));
        Assert.Contains("[N,6,6]", Assert.Throws<ArgumentException>(() => model.Solve(Tensor.Ones([1, 5, 6]))).Message);
        Assert.Contains("[N,4]", Assert.Throws<ArgumentException>(() => model.Invert(Tensor.Zeros([4, 2]), Tensor.Zeros([1, 3]), 0.1, new Rng(1))).Message);
    }
}
