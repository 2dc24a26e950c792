using Kit.Numerics.TimeIntegration;

namespace Kit.Tests.Numerics.TimeIntegration;

/// <summary>A rooted tree by its branches: a Runge–Kutta method is of order p when Σ bᵢ Φᵢ(τ) = 1/γ(τ) for all trees of at most p nodes.</summary>
/// <remarks>J. C. Butcher, Numerical Methods for Ordinary Differential Equations (2016), §3.1.</remarks>
internal sealed record RootedTree(params RootedTree[] Branches)
{
    /// <summary>Nodes.</summary>
    public int Order { get; } = 1 + Branches.Sum(branch => branch.Order);

    /// <summary>γ: the number of nodes times the densities of the branches.</summary>
    public double Density { get; } = (1 + Branches.Sum(branch => branch.Order)) * Branches.Aggregate(1.0, (product, branch) => product * branch.Density);

    /// <summary>Φᵢ for every stage; a branch is hung on by A.</summary>
    public double[] Weights(double[][] a)
    {
        var phi = Enumerable.Repeat(1.0, a.Length).ToArray();
        foreach (var branch in Branches)
        {
            var inner = branch.Weights(a);
            for (var i = 0; i < phi.Length; i++) phi[i] *= a[i].Zip(inner, (x, y) => x * y).Sum();
        }

        return phi;
    }

    /// <summary>All trees of an order: 1, 1, 2, 4, 9, 20, … of them.</summary>
    public static IEnumerable<RootedTree> Of(int order) => Forests(order - 1, int.MaxValue).Select(forest => new RootedTree([.. forest]));

    // Branches in falling order of (nodes, place in the list), so that no forest comes twice.
    private static IEnumerable<IEnumerable<RootedTree>> Forests(int nodes, int last)
    {
        if (nodes == 0)
        {
            yield return [];
            yield break;
        }

        var all = Enumerable.Range(1, nodes).SelectMany(Of).ToArray();
        for (var k = Math.Min(last, all.Length - 1); k >= 0; k--)
            foreach (var rest in Forests(nodes - all[k].Order, k))
                yield return [all[k], .. rest];
    }
}

public sealed class TableauTests
{
    public static TheoryData<string> Names => [.. All.Keys];

    private static readonly Dictionary<string, Tableau> All = new[]
    {
        Tableau.Euler, Tableau.Heun, Tableau.Midpoint, Tableau.Ralston, Tableau.Rk4, Tableau.SspRk3, Tableau.BogackiShampine, Tableau.DormandPrince, Tableau.Tsit5,
        Tableau.BackwardEuler, Tableau.CrankNicolson, Tableau.Sdirk2, Tableau.Sdirk3, Tableau.Sdirk4,
        ImexTableau.Ars222.Explicit, ImexTableau.Ars222.Implicit, ImexTableau.Ars232.Explicit, ImexTableau.Ars232.Implicit, ImexTableau.Ars343.Explicit, ImexTableau.Ars343.Implicit,
    }.ToDictionary(tableau => tableau.Name);

    [Fact]
    public void There_are_as_many_trees_as_Cayley_counted() =>
        Assert.Equal([1, 1, 2, 4, 9, 20], Enumerable.Range(1, 6).Select(order => RootedTree.Of(order).Count()));

    /// <summary>16-digit coefficients of size below 100 leave 1e-13.</summary>
    [Theory, MemberData(nameof(Names))]
    public void Weights_meet_the_conditions_of_all_trees_up_to_their_order_and_not_of_the_next(string name)
    {
        var tableau = All[name];
        Assert.True(Defect(tableau, tableau.B, tableau.Order) < 1e-13);
        Assert.True(Defect(tableau, tableau.B, tableau.Order + 1) > 1e-4);
        if (tableau.Embedded is not { } hat) return;
        Assert.True(Defect(tableau, hat, tableau.EmbeddedOrder) < 1e-13);
        Assert.True(Defect(tableau, hat, tableau.EmbeddedOrder + 1) > 1e-4);
    }

    [Theory, InlineData("Dormand–Prince 5(4)"), InlineData("Tsit5")]
    public void Interpolants_are_of_order_4_everywhere_and_end_in_the_weights(string name)
    {
        var tableau = All[name];
        for (var θ = 0.1; θ < 1; θ += 0.1)
        {
            var b = tableau.DenseWeights(θ);
            foreach (var tree in Enumerable.Range(1, 4).SelectMany(RootedTree.Of))
                Assert.Equal(Math.Pow(θ, tree.Order) / tree.Density, b.Zip(tree.Weights(tableau.A), (x, y) => x * y).Sum(), 1e-13);
        }

        Assert.All(tableau.DenseWeights(1).Zip(tableau.B), pair => Assert.Equal(pair.Second, pair.First, 1e-13));
    }

    [Theory, InlineData("ARS(2,2,2)"), InlineData("ARS(2,3,2)"), InlineData("ARS(3,4,3)")]
    public void Pairs_meet_the_coupling_conditions(string name)
    {
        var pair = new[] { ImexTableau.Ars222, ImexTableau.Ars232, ImexTableau.Ars343 }.Single(pair => pair.Name == name);
        var (e, i) = (pair.Explicit, pair.Implicit);
        double[][][] tables = [e.A, i.A];
        // The nodes agree, so up to order 3 only Σ bᵢ aᵢⱼ cⱼ = 1/6 mixes the two.
        Assert.All(e.C.Zip(i.C), c => Assert.Equal(c.First, c.Second, 1e-14));
        if (pair.Order < 3) return;
        foreach (var b in new[] { e.B, i.B })
            foreach (var a in tables)
                Assert.Equal(1 / 6.0, b.Select((weight, row) => weight * a[row].Zip(e.C, (x, y) => x * y).Sum()).Sum(), 1e-13);
    }

    [Fact]
    public void Stability_limits_are_the_known_ones()
    {
        // Runge–Kutta of s = p stages: R(z) is the exponential series to zᵖ, whose size reaches 1 at −2.785293563… and 2√2 i.
        Assert.Equal(2.7852935634052818, Limit(Tableau.Rk4, -1), 1e-9);
        Assert.Equal(2 * Math.Sqrt(2), Limit(Tableau.Rk4, System.Numerics.Complex.ImaginaryOne), 1e-9);
        Assert.Equal(Math.Sqrt(3), Limit(Tableau.SspRk3, System.Numerics.Complex.ImaginaryOne), 1e-9);
        Assert.Equal(2, Limit(Tableau.Euler, -1), 1e-9);
        Assert.Equal(2, Limit(Tableau.Heun, -1), 1e-9);
    }

    [Theory, InlineData("backward Euler"), InlineData("Crank–Nicolson"), InlineData("SDIRK2"), InlineData("SDIRK3"), InlineData("SDIRK4"), InlineData("ARS(2,2,2) implicit"), InlineData("ARS(3,4,3) implicit")]
    public void Implicit_methods_damp_the_left_half_plane(string name)
    {
        var tableau = All[name];
        for (var y = -300.0; y <= 300; y += 0.25) Assert.True(tableau.Stability(new(0, y)).Magnitude <= 1 + 1e-12);
        var far = tableau.Stability(-1e9).Magnitude;
        if (name == "Crank–Nicolson") Assert.Equal(1, far, 1e-8);
        else Assert.True(far < 1e-7);
    }

    [Fact]
    public void A_wrong_table_is_refused()
    {
        Assert.Contains("add up to 0.9", Assert.Throws<ArgumentException>(() => new Tableau("x", 1, [[]], [0.9])).Message);
        Assert.Contains("row 0", Assert.Throws<ArgumentException>(() => new Tableau("x", 1, [[1, 2]], [1])).Message);
        Assert.Contains("implicit", Assert.Throws<ArgumentException>(() => new RungeKutta(Tableau.Sdirk2, (_, u) => u)).Message);
    }

    private static double Defect(Tableau tableau, double[] b, int order) => Enumerable.Range(1, order).SelectMany(RootedTree.Of)
        .Max(tree => Math.Abs(b.Zip(tree.Weights(tableau.A), (x, y) => x * y).Sum() - 1 / tree.Density));

    private static double Limit(Tableau tableau, System.Numerics.Complex direction)
    {
        var (low, high) = (1.0, 4.0);
        while (high - low > 1e-12)
        {
            var middle = (low + high) / 2;
            if (tableau.Stability(middle * direction).Magnitude <= 1) low = middle;
            else high = middle;
        }

        return low;
    }
}
