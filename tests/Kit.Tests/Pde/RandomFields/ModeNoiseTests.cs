using Kit.Compute;
using Kit.Pde;
using Kit.Pde.RandomFields;
using Kit.Tensors;

namespace Kit.Tests.Pde.RandomFields;

/// <summary>Changes the number of threads for the whole process.</summary>
[Collection("threads")]
public sealed class ModeNoiseTests
{
    [Fact]
    public void Fields_have_the_same_bits_on_any_number_of_threads()
    {
        var (before, field) = (Threads.Count, new GaussianField(new Grid(Axis.Cells(33), Axis.Periodic(70)), new Matern(1.5, 0.2)));
        try
        {
            Threads.Count = 1;
            var one = field.Sample(new Rng(11), 6).ToDoubles();
            Threads.Count = 3;
            Assert.Equal(one, field.Sample(new Rng(11), 6).ToDoubles());
        }
        finally
        {
            Threads.Count = before;
        }
    }
}
