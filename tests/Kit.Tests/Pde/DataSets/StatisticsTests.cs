using Kit.Numerics;
using Kit.Numerics.Interpolation;
using Kit.Pde;
using Kit.Pde.DataSets;
using Kit.Pde.FiniteElements;
using Kit.Tensors;

namespace Kit.Tests.Pde.DataSets;

/// <summary>Samples against the laws that they are drawn from, and against solvers of another kind.</summary>
public sealed class StatisticsTests
{
    [Fact]
    public void Modes_of_Burgers_starts_have_the_variance_of_their_law()
    {
        // u = Σ √S (ξ √2 cos + η √2 sin), S = 625/(4π²k² + 25)²: E|û_k|²/n² = S, twice χ² of n samples.
        const int samples = 2000;
        var a = new BurgersData { Points = 64, Time = 0 }.Make(samples, seed: 9)["a"];
        var power = (Fourier.Rfft(a).Abs().Square() / (64.0 * 64)).Mean(0).ToDoubles();
        Assert.True(power[0] < 1e-25);
        for (var k = 1; k <= 12; k++)
        {
            var law = 625 / Math.Pow(4 * Math.PI * Math.PI * k * k + 25, 2);
            // |û|² is exponential: the relative standard error of the mean is 1/√samples; five of them.
            Assert.InRange(power[k] / law, 1 - 5 / Math.Sqrt(samples), 1 + 5 / Math.Sqrt(samples));
        }
    }

    [Fact]
    public void Vorticity_starts_have_the_spectrum_of_their_law()
    {
        const int samples = 400;
        var made = new NavierStokesData { Points = 32, Saved = 32, Time = 1, Step = 0.1 }.Make(samples, seed: 3)["a"];
        var power = (Fourier.Fft2(made).Abs().Square() / Math.Pow(32, 4)).Mean(0);
        foreach (var (p, q) in new[] { (0, 1), (1, 0), (1, 1), (2, 3), (5, 0), (4, 4) })
        {
            var law = Math.Pow(7, 3) * Math.Pow(4 * Math.PI * Math.PI * (p * p + q * q) + 49, -2.5);
            Assert.InRange(power[p, q].Item() / law, 1 - 5 / Math.Sqrt(samples), 1 + 5 / Math.Sqrt(samples));
        }
    }

    [Fact]
    public void Both_phases_of_a_Darcy_medium_fill_half_of_it()
    {
        var a = new DarcySmoothData { Points = 16 }.Make(400, seed: 2)["a"];
        var share = (a > 6).Cast(Kit.Compute.DType.F64).Mean([1, 2]);
        // By the symmetry g → −g; the standard error of the mean over samples, five times.
        Assert.InRange(share.Mean().Item(), 0.5 - 5 * share.Std().Item() / 20, 0.5 + 5 * share.Std().Item() / 20);
    }

    [Fact]
    public void Smooth_Darcy_samples_approach_finite_element_solutions()
    {
        double Difference(int s)
        {
            var made = new DarcySmoothData { Points = s, Clip = true }.Make(2, seed: 6);
            var total = 0.0;
            for (var i = 0; i < 2; i++)
            {
                // Bilinear elements on the cells, each with its own coefficient: the medium itself, without splines.
                var space = new FiniteElementSpace(Mesh.Quadrilaterals(s, s));
                var cell = made["a"][i];
                Tensor Medium(Tensor x, Tensor y)
                {
                    Tensor Index(Tensor z) => (z * s).Floor().Clamp(0, s - 1).Cast(Kit.Compute.DType.I32);
                    return cell.Flatten().Take((Index(x) * s + Index(y)).Flatten()).Reshape(x.Shape);
                }

                var edge = space.BoundaryNodes((x, y) => x is 0 or 1 || y is 0 or 1);
                var u = new DirichletProblem(space.Stiffness(Medium), edge, space.Mesh.Nodes).Solve(space.Load((x, _) => Tensor.OnesLike(x)), Tensor.Zeros(edge.Length));
                var weights = CubicSpline.NotAKnot(Axis.Nodes(s + 1).Points, Axis.Cells(s).Points);
                var xFirst = space.Interpolate((x, _) => x).Reshape(s + 1, s + 1)[1, 0].Item() > 0;
                var field = u.Reshape(s + 1, s + 1);
                var atCentres = weights.MatMul(xFirst ? field : field.T).MatMul(weights.T);
                total += ((made["u"][i] - atCentres).Norm() / atCentres.Norm()).Item() / 2;
            }

            return total;
        }

        // Splines blur the interfaces over a cell, an error of first order in h.
        var (coarse, fine) = (Difference(32), Difference(64));
        Assert.InRange(fine, 0, 0.02);
        Assert.True(fine < 0.75 * coarse, $"{coarse:G3} at 32, {fine:G3} at 64");
    }
}
