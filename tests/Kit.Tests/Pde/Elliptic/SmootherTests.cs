using Kit.Compute;
using Kit.Pde;
using Kit.Pde.Elliptic;
using Kit.Tensors;
using MathNet.Numerics.LinearAlgebra;

namespace Kit.Tests.Pde.Elliptic;

public class SmootherTests
{
    [Theory]
    [InlineData(1, 2.0 / 3, 1.0 / 3)]
    [InlineData(2, 0.8, 0.6)]
    [InlineData(3, 6.0 / 7, 5.0 / 7)]
    public void Damping_OfJacobi_HasTheSmoothingFactorOfItsSymbol(int dimensions, double omega, double factor)
    {
        Assert.Equal(omega, JacobiSmoother.Damping(dimensions), 1e-15);
        // Short waves: at least one angle in [π/2, π], the others anywhere; 1 − cos θ of these goes through [1, 2] and [0, 2].
        double[] short1 = [1, 2], any = [0, 2];
        var worst = 0.0;
        foreach (var first in short1)
            foreach (var rest in any) worst = Math.Max(worst, Math.Abs(1 - omega * (first + (dimensions - 1) * rest) / dimensions));
        Assert.Equal(factor, worst, 1e-12);
    }

    // W cycles solve the coarser problem almost exactly, so that two grids are what remains; walls and the missing longest waves of finite grids change it by up to 6 % on 65² points: 8 %.
    [Theory]
    [InlineData(Smoother.Jacobi, 2, 1, 0)]
    [InlineData(Smoother.Jacobi, 2, 1, 1)]
    [InlineData(Smoother.Jacobi, 2, 2, 1)]
    [InlineData(Smoother.Chebyshev, 2, 1, 0)]
    [InlineData(Smoother.Chebyshev, 3, 1, 0)]
    [InlineData(Smoother.Chebyshev, 2, 1, 1)]
    public void Factor_OfAWCycle_IsThatOfLocalFourierAnalysis(Smoother smoother, int degree, int before, int after)
    {
        var predicted = TwoGrids(smoother == Smoother.Jacobi ? λ => 1 - 0.8 * λ : λ => Chebyshev(degree, λ), before + after);
        foreach (var n in (int[])[65, 129])
        {
            var residuals = new Multigrid(Boundaries.Dirichlet(Problems.Square(AxisKind.Nodes, n, n)), options: new(CycleKind.W, before, after, 1e-11, Smoother: smoother, Degree: degree))
                .Run(new Rng(1).Normal((n, n))).Residuals;
            Assert.Equal(predicted, residuals[^1] / residuals[^2], 0.08 * predicted);
        }
    }

    [Fact]
    public void TwoGridFactors_OfJacobi_AreThePowersOfTheSmoothingFactor()
    {
        // Trottenberg, Oosterlee and Schüller (2001): 0.6 and 0.36 for one and two sweeps with ω = 4/5.
        Assert.Equal(0.6, TwoGrids(λ => 1 - 0.8 * λ, 1), 1e-6);
        Assert.Equal(0.36, TwoGrids(λ => 1 - 0.8 * λ, 2), 1e-6);
        Assert.Equal(9.0 / 41, Math.Abs(Chebyshev(2, 2)), 1e-12);
    }

    // Zebra lines alone have μ ≤ 1/4 across strong couplings and the other lines do not harm: V(1,1) is below 1/8 for any ratio and size, with both axes coarsened.
    [Theory]
    [InlineData(1)]
    [InlineData(30)]
    [InlineData(1000)]
    public void Lines_WithCouplingsOfAnyRatio_ConvergeAtOneFactor(double ratio)
    {
        foreach (var n in (int[])[33, 65, 129])
            foreach (var grid in (Grid[])[new(Axis.Nodes(n), Axis.Nodes(n, 0, Math.Sqrt(ratio))), new(Axis.Cells(n, 0, Math.Sqrt(ratio)), Axis.Nodes(n))])
            {
                var result = new Multigrid(Boundaries.Dirichlet(grid), options: new(Before: 1, After: 1, Smoother: Smoother.Lines)).Run(new Rng(2).Normal((n, n)));
                Assert.True(result.Converged && result.Factor < 0.125, $"{grid}: {result}");
            }
    }

    [Fact]
    public void Lines_CoarsenBothAxes_ThoughOneIsWeaklyCoupled()
    {
        var grid = new Grid(Axis.Nodes(33), Axis.Nodes(33, 0, 30));
        EllipticOperator op = new(Boundaries.Dirichlet(grid), FaceAverage.Arithmetic, 0, "test");
        using var lines = Coefficients.Hierarchy(op, Tensor.Of(1.0), 0, new(Smoother: Smoother.Lines));
        using var points = Coefficients.Hierarchy(op, Tensor.Of(1.0), 0, new());
        Assert.Equal([16, 1, 16], lines.Finest.Coarser!.Counts);
        Assert.Equal([16, 1, 31], points.Finest.Coarser!.Counts);
    }

    public static TheoryData<Smoother, int> Kinds => new() { { Smoother.RedBlack, 3 }, { Smoother.Jacobi, 3 }, { Smoother.Chebyshev, 2 }, { Smoother.Chebyshev, 4 }, { Smoother.Lines, 3 } };

    // ⟨v, M w⟩ = ⟨M v, w⟩ to rounding: the sweeps after the coarse grid are the adjoint of those before, on cells, on long cells and with coarser grids of nine points.
    [Theory]
    [MemberData(nameof(Kinds))]
    public void ACycle_WithEverySmoother_IsSymmetricAndPreconditionsConjugateGradients(Smoother smoother, int degree)
    {
        foreach (var grid in (Grid[])[new(Axis.Cells(30), Axis.Cells(37)), new(Axis.Cells(30), Axis.Cells(37, 0, 20))])
        {
            var a = (1.5 * grid.Sample((x, y) => (7 * x).Sin() * (5 * y).Cos())).Exp();
            var solver = new Multigrid(Boundaries.OnSides(grid, Boundary.Robin(1, 0.2, 0)), a, FaceAverage.Harmonic, 0.3, new(Before: 1, After: 1, Smoother: smoother, Degree: degree));
            Tensor v = new Rng(3).Normal((30, 37)), w = new Rng(4).Normal((30, 37));
            var (left, right) = ((v * solver.Precondition(w)).Sum().Item(), (w * solver.Precondition(v)).Sum().Item());
            Assert.Equal(left, right, 1e-11 * Math.Sqrt((v * solver.Precondition(v)).Sum().Item() * (w * solver.Precondition(w)).Sum().Item()));
            var result = solver.Run(v);
            Assert.True(result.Converged && result.Cycles <= 25, $"{smoother} {grid}: {result}");
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Solve_WithEverySmoother_EqualsDenseElimination(Smoother smoother, int degree)
    {
        var grid = new Grid(Axis.Nodes(13), Axis.Cells(10));
        Boundaries sides = new(grid, (Boundary.Dirichlet(), Boundary.Neumann()), (Boundary.Robin(1, 2, 0), Boundary.Dirichlet()));
        Check(new(sides, 0.3, new(Tolerance: 1e-12, Smoother: smoother, Degree: degree)), grid);
        if (smoother == Smoother.Lines) return;
        foreach (var other in (Grid[])[new(Axis.Nodes(37)), new(Axis.Nodes(6), Axis.Cells(5), Axis.Periodic(8)), new(Axis.Periodic(7), Axis.Periodic(12))])
            Check(new(Boundaries.OnSides(other, Boundary.Robin(2, 1, 0)), 0.5, new(Tolerance: 1e-12, Smoother: smoother, Degree: degree)), other);

        static void Check(Multigrid solver, Grid grid)
        {
            var f = new Rng(2).Normal([.. grid.Shape]);
            Assert.True(Problems.Distance(solver.Solve(f), Problems.Dense(solver.Apply, f)) < 1e-10, grid.ToString());
        }
    }

    [Fact]
    public void BadInput_IsNamed()
    {
        var ring = Boundaries.Periodic(new Grid(Axis.Periodic(8), Axis.Periodic(8)));
        Assert.Contains("2 of them rings", Assert.Throws<ArgumentException>(() => new Multigrid(ring, 1, new(Smoother: Smoother.Lines))).Message);
        Assert.Contains("1 axes", Assert.Throws<ArgumentException>(() => new Multigrid(Boundaries.Dirichlet(new Grid(Axis.Nodes(9))), 1, new(Smoother: Smoother.Lines))).Message);
        Assert.Contains("degree 5", Assert.Throws<ArgumentException>(() => new Multigrid(ring, 1, new(Degree: 5))).Message);
        Assert.Contains("Algebraic", Assert.Throws<ArgumentException>(() => new Multigrid(ring, 1, new(Coarsening: Coarsening.Algebraic, Smoother: Smoother.Jacobi))).Message);
    }

    /// <summary>T_m((5/4 − λ)/(3/4))/T_m(5/3), the polynomial on [1/2, 2].</summary>
    private static double Chebyshev(int degree, double λ)
    {
        double T(double x) => degree == 2 ? 2 * x * x - 1 : 4 * x * x * x - 3 * x;
        return T((1.25 - λ) / 0.75) / T(5.0 / 3);
    }

    /// <summary>The largest |eigenvalue| of smoothing and correction on two grids in the whole plane, over all waves that the coarse grid has, each with the three that it takes them for.</summary>
    /// <param name="smoothing">The error polynomial of a sweep in λ = 1 − (cos θ₁ + cos θ₂)/2.</param>
    /// <param name="sweeps">ν₁ + ν₂.</param>
    private static double TwoGrids(Func<double, double> smoothing, int sweeps)
    {
        const int Angles = 16;
        var largest = 0.0;
        for (var at = 1; at < (Angles + 1) * (Angles + 1); at++)
        {
            double x = Math.Cos(at / (Angles + 1) * Math.PI / 2 / Angles), y = Math.Cos(at % (Angles + 1) * Math.PI / 2 / Angles);
            (double X, double Y)[] waves = [(x, y), (-x, -y), (x, -y), (-x, y)];
            var λ = waves.Select(w => 1 - (w.X + w.Y) / 2).ToArray();
            var weights = waves.Select(w => (1 + w.X) * (1 + w.Y) / 4).ToArray();
            var coarse = (2 - (2 * x * x - 1) - (2 * y * y - 1)) / 8;
            var both = Matrix<double>.Build.Dense(4, 4, (p, q) => ((p == q ? 1 : 0) - weights[p] * weights[q] * λ[q] / coarse) * Math.Pow(smoothing(λ[q]), sweeps));
            largest = Math.Max(largest, both.Evd().EigenValues.Max(e => e.Magnitude));
        }

        return largest;
    }

    [Collection("threads")]
    public class Threading
    {
        [Fact]
        public void Bits_DoNotDependOnThreads()
        {
            var before = Threads.Count;
            var f = new Rng(9).Normal((201, 301));
            try
            {
                foreach (var smoother in (Smoother[])[Smoother.Jacobi, Smoother.Chebyshev, Smoother.Lines])
                {
                    double[][] results = [.. ((int[])[1, 2, 5]).Select(threads =>
                    {
                        Threads.Count = threads;
                        return new Multigrid(Boundaries.Neumann(Problems.Square(AxisKind.Nodes, 201, 301)), 1, new(Tolerance: 1e-6, Smoother: smoother)).Solve(f).ToDoubles();
                    })];
                    Assert.Equal(results[0], results[1]);
                    Assert.Equal(results[0], results[2]);
                }
            }
            finally
            {
                Threads.Count = before;
            }
        }
    }
}
