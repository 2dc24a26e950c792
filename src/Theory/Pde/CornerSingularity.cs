using Kit.Display;
using Kit.Pde.FiniteElements;
using Kit.Plotting;
using Kit.Tensors;
using MathNet.Numerics;

namespace Kit.Theory.Pde;

/// <summary>What a corner of 270° does to linear finite elements: Δu = 0 on an L with the solution u = r^{2/3} sin(2θ/3).</summary>
/// <remarks>
/// The gradient grows like r^{−1/3} towards the corner, so that u is in H^{5/3} but no better: on meshes of one size everywhere the energy error
/// falls like h^{2/3} instead of h, and the error in L² like h^{4/3} instead of h² (twice the exponent, by duality with a problem as singular).
/// </remarks>
public sealed record CornerSingularity : Experiment
{
    /// <summary>Cells along an edge of length 1, one entry a mesh.</summary>
    [Bounds(2, 256)]
    public int[] Cells { get; init; } = [8, 16, 32, 64];

    /// <inheritdoc/>
    public override string Title => "A corner that points inwards spoils the order";

    /// <inheritdoc/>
    public override string Claim => "On the L-shaped domain with u = r^{2/3} sin(2θ/3), uniform meshes of linear triangles converge with order 2/3 in H¹ and 4/3 in L²; on the square a smooth solution has 1 and 2.";

    /// <inheritdoc/>
    public override string Source => "Strang and Fix (1973), An Analysis of the Finite Element Method, chapter 8; Grisvard (1985), Elliptic Problems in Nonsmooth Domains";

    /// <inheritdoc/>
    public override CornerSingularity Full => this with { Cells = [8, 16, 32, 64, 128] };

    /// <inheritdoc/>
    protected override Findings Measure(Rng rng, CancellationToken token)
    {
        using var progress = Progress.Start("meshes", Cells.Length);
        var count = Cells.Length;
        var (corner, smooth) = (new (double L2, double H1)[count], new (double L2, double H1)[count]);
        for (var i = 0; i < count; i++)
        {
            token.ThrowIfCancellationRequested();
            using (Tensor.Scope())
            {
                corner[i] = Errors(Mesh.LShape(Cells[i]), Singular, SingularGradient);
                smooth[i] = Errors(Mesh.Square(Cells[i]), Smooth, SmoothGradient);
            }

            progress.Report(i + 1);
        }

        double[] h = [.. Cells.Select(n => 1.0 / n)];
        double[] Of(IEnumerable<double> errors) => [.. errors];
        var (energy, mean) = (Of(corner.Select(e => e.H1)), Of(corner.Select(e => e.L2)));
        var (smoothEnergy, smoothMean) = (Of(smooth.Select(e => e.H1)), Of(smooth.Select(e => e.L2)));
        return new()
        {
            Checks =
            [
                Check.Near("order in H¹, corner", Order(h, energy), 2.0 / 3, 0.1, "u is in H^{5/3}: interpolation error O(h^{2/3})"),
                Check.Near("order in L², corner", Order(h, mean), 4.0 / 3, 0.1, "duality doubles the exponent"),
                Check.Near("order in H¹, smooth", Order(h, smoothEnergy), 1, 0.05, "u is in H²"),
                Check.Near("order in L², smooth", Order(h, smoothMean), 2, 0.05, "duality doubles the exponent"),
            ],
            Figures =
            [
                Picture("A corner of 270°", h, (energy, "H¹", 2.0 / 3), (mean, "L²", 4.0 / 3)),
                Picture("A smooth solution on the square", h, (smoothEnergy, "H¹", 1), (smoothMean, "L²", 2)),
            ],
        };
    }

    private static (double L2, double H1) Errors(Mesh mesh, Func<Tensor, Tensor, Tensor> u, Func<Tensor, Tensor, (Tensor, Tensor)> gradient)
    {
        var space = new FiniteElementSpace(mesh);
        var edge = space.Interpolate(u).Take(Tensor.Of(mesh.BoundaryNodes));
        var solution = new DirichletProblem(space.Stiffness(), mesh.BoundaryNodes, mesh.Nodes).Solve(Tensor.Zeros(mesh.NodeCount), edge);
        return (space.L2Error(solution, u), space.H1Error(solution, gradient));
    }

    // Theory: harmonic functions in polar coordinates round the corner, 0 ≤ θ ≤ 3π/2.

    private static Tensor Singular(Tensor x, Tensor y) => (x * x + y * y).Pow(1.0 / 3) * (2.0 / 3 * Angle(x, y)).Sin();

    private static (Tensor X, Tensor Y) SingularGradient(Tensor x, Tensor y)
    {
        // ∇ Im z^{2/3} = (Im, Re) of ⅔ z^{−1/3}.
        var (size, angle) = (2.0 / 3 * (x * x + y * y).Pow(-1.0 / 6), Angle(x, y) / -3);
        return (size * angle.Sin(), size * angle.Cos());
    }

    private static Tensor Angle(Tensor x, Tensor y)
    {
        var angle = y.Atan2(x);
        return angle + 2 * Math.PI * (angle < 0).Cast(angle.DType);
    }

    private static Tensor Smooth(Tensor x, Tensor y) => (2 * x).Exp() * (2 * y).Sin();

    private static (Tensor X, Tensor Y) SmoothGradient(Tensor x, Tensor y) => (2 * (2 * x).Exp() * (2 * y).Sin(), 2 * (2 * x).Exp() * (2 * y).Cos());

    // Comparison.

    private static double Order(double[] step, double[] error) =>
        Fit.Line(Array.ConvertAll(step, Math.Log), Array.ConvertAll(error, Math.Log)).B;

    private static Figure Picture(string title, double[] h, params (double[] Error, string Norm, double Order)[] curves)
    {
        var figure = new Figure(title, "h", "error").LogLog();
        foreach (var (error, norm, order) in curves)
        {
            figure.Scatter(h, error, name: norm);
            figure.Line(h, h.Select(s => error[^1] * Math.Pow(s / h[^1], order)).ToArray(), name: FormattableString.Invariant($"order {order:0.##}"), dash: Dash.Dashed);
        }

        return figure;
    }
}
