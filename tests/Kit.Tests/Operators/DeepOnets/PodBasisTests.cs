using Kit.Operators.DeepOnets;
using Kit.Tensors;
using static Kit.Tests.Operators.DeepOnets.Fixtures;

namespace Kit.Tests.Operators.DeepOnets;

public sealed class PodBasisTests
{
    [Fact]
    public void Modes_are_orthonormal_and_together_give_the_fields()
    {
        var fields = Random(1, 6, 2, 3, 4);
        var basis = PodBasis.Of(fields, 5);
        var modes = basis.Modes.Reshape(5, -1);
        Assert.True(Gap(modes.MatMul(modes.T), Tensor.Eye(5)) < 1e-13);
        Assert.True(Gap(fields, basis.Reconstruct(basis.Project(fields))) < 1e-12); // rounding of a singular value decomposition of 6 × 24 numbers
        Assert.Equal(1, basis.Energy, 12);
        Assert.Empty(Kit.Learning.Model.Parameters(basis));
    }

    [Fact]
    public void What_fewer_modes_leave_out_is_the_energy_of_the_others()
    {
        var fields = Random(1, 8, 1, 20);
        var (all, few) = (PodBasis.Of(fields, 7), PodBasis.Of(fields, 3));
        var left = (fields - few.Reconstruct(few.Project(fields))).Square().Sum().Item() / 8;
        Assert.Equal(all.Deviations[3..].Square().Sum().Item(), left, 10);
        Assert.True(Gap(few.Project(fields).Square().Mean(0).Sqrt(), few.Deviations) < 1e-12);
        Assert.InRange(few.Energy, 0.4, 0.99);
    }

    [Fact]
    public void More_modes_than_there_are_fields_are_refused() =>
        Assert.Contains("7 at most", Assert.Throws<ArgumentException>(() => PodBasis.Of(Random(1, 8, 1, 20), 8)).Message);
}
