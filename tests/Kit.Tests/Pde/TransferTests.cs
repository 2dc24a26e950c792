using Kit.Pde;
using Kit.Tensors;

namespace Kit.Tests.Pde;

public sealed class TransferTests
{
    public static TheoryData<int> Kinds => [0, 1, 2];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Restriction_is_the_adjoint_of_prolongation_and_keeps_integrals(int kind)
    {
        var coarse = Mixed(kind);
        var fine = Transfer.Fine(coarse);
        Assert.Equal(coarse.Shape, Transfer.Coarse(fine).Shape);
        var constant = coarse.Axes.All(axis => axis.Kind == AxisKind.Cells);
        Tensor u = new Rng(1).Normal([3, .. fine.Shape]), v = new Rng(2).Normal([3, .. coarse.Shape]);
        double[] left = coarse.Integrate(Transfer.Restrict(u, fine) * v).ToDoubles(), right = fine.Integrate(u * Transfer.Prolong(v, coarse, constant ? Prolongation.Constant : Prolongation.Linear)).ToDoubles();
        for (var i = 0; i < 3; i++) Assert.Equal(left[i], right[i], 1e-13);
        Assert.True((coarse.Integrate(Transfer.Restrict(u, fine)) - fine.Integrate(u)).Abs().Max().Item() < 1e-13);
    }

    [Fact]
    public void Linear_prolongation_is_exact_for_linear_functions()
    {
        var coarse = new Grid(Axis.Nodes(4, 0, 2), Axis.Cells(5));
        Tensor F(Tensor x, Tensor y) => 1 + 2 * x - y + 3 * x * y;
        var fine = Transfer.Fine(coarse);
        Assert.True((Transfer.Prolong(coarse.Sample(F), coarse) - fine.Sample(F)).Abs().Max().Item() < 1e-14);
        Assert.True((Transfer.Restrict(fine.Sample(F), fine) - coarse.Sample(F))[1..^1].Abs().Max().Item() < 1e-14);
    }

    [Fact]
    public void Fourier_prolongation_and_injection_undo_each_other()
    {
        var coarse = Grid.Periodic(7, dimensions: 2);
        var u = new Rng(1).Normal((7, 7));
        Assert.True((Transfer.Inject(Transfer.Prolong(u, coarse, Prolongation.Fourier), Transfer.Fine(coarse)) - u).Abs().Max().Item() < 1e-13);
        var linear = Transfer.Prolong(u, coarse);
        Assert.True((Transfer.Inject(linear, Transfer.Fine(coarse)) - u).Abs().Max().Item() == 0);
    }

    [Fact]
    public void Axes_without_a_coarse_grid_are_named()
    {
        Assert.Contains("axis 1", Assert.Throws<ArgumentException>(() => Transfer.Coarse(new Grid(Axis.Cells(4), Axis.Nodes(4)))).Message, StringComparison.Ordinal);
        Assert.Contains("Cells", Assert.Throws<ArgumentException>(() => Transfer.Inject(Tensor.Zeros(4), new Grid(Axis.Cells(4)))).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Transfer.Prolong(Tensor.Zeros(4), new Grid(Axis.Cells(4)), Prolongation.Fourier));
    }

    private static Grid Mixed(int kind) => kind switch
    {
        0 => new(Axis.Periodic(4, 0, 3), Axis.Nodes(5)),
        1 => new(Axis.Cells(3), Axis.Cells(4, 0, 2)),
        _ => new(Axis.Nodes(3)),
    };
}
