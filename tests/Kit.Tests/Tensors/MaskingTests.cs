using Kit.Compute;
using Kit.Tensors;

namespace Kit.Tests.Tensors;

public sealed class MaskingTests
{
    [Fact]
    public void A_list_fills_the_true_places_in_row_major_order()
    {
        var random = new Random(71);
        for (var trial = 0; trial < 30; trial++)
        {
            var dims = new[] { random.Next(1, 5), random.Next(1, 5), random.Next(1, 5) };
            var type = trial % 2 == 0 ? DType.F64 : DType.I32;
            var u = Samples.Values(random, dims, type, -9, 9);
            if (trial % 3 == 0) u = u.T.Copy().T;
            if (trial % 3 == 1) u = u.Flip(1)[.., .., Slice.Step(null, null, 2)];
            var mask = Samples.View(random, [.. u.Shape.ToArray()[..random.Next(1, 4)]], DType.Bool);
            var (before, places) = (u.Copy(), mask.ToArray<bool>());
            var list = Samples.View(random, u[mask].Shape.ToArray(), DType.F64, 20, 30);
            u[mask] = list;
            var (expected, inner, next) = (before.Reshape([places.Length, -1]), (int)(u.Size / places.Length), 0);
            var values = list.Reshape([list.Shape[0], inner]);
            for (var i = 0; i < places.Length; i++)
                if (places[i]) expected[i] = values[next++];
            Assert.Equal(expected.ToDoubles(), u.ToDoubles());
            Samples.Agree(list.Cast(type), u[mask], 0);
        }
    }

    [Fact]
    public void Scalars_and_values_of_the_whole_shape_go_to_their_places()
    {
        var u = Tensor.Arange(6).Reshape(2, 3);
        u[u > 3] = 0;
        Assert.Equal([0, 1, 2, 3, 0, 0], u.ToDoubles());
        u[u.Equal(0)] = -Tensor.Arange(6).Reshape(2, 3);
        Assert.Equal([0, 1, 2, 3, -4, -5], u.ToDoubles());
        u[Tensor.Of([false, true])] = Tensor.Of([7, 8, 9]);
        Assert.Equal([0, 1, 2, 7, 8, 9], u.ToDoubles());
        u[u > 100] = Tensor.Zeros(0);
        u[u > 6] = Tensor.Of([5.0]);
        Assert.Equal([0, 1, 2, 5, 5, 5], u.ToDoubles());
        u[u > 1] = u[1, ..].Flip().Tile(2)[..4];
        Assert.Equal([0, 1, 5, 5, 5, 5], u.ToDoubles());
    }

    [Fact]
    public void Lists_of_another_length_are_refused()
    {
        var u = Tensor.Arange(6).Reshape(2, 3);
        Assert.Contains("a value of shape [3] is neither of shape [2,3] nor a list for the 2 places of the mask, [2]", Assert.Throws<ArgumentException>(() => u[u > 3] = Tensor.Ones(3)).Message);
        Assert.Contains("drop the imaginary part", Assert.Throws<ArgumentException>(() => u[u > 3] = Tensor.Ones(2, DType.C64)).Message);
        Assert.Contains("a mask of shape [3] does not fit shape [2,3]", Assert.Throws<ArgumentException>(() => u[Tensor.Of([true, true, false])] = 1).Message);
        Assert.Contains("share memory", Assert.Throws<InvalidOperationException>(() => Tensor.Ones((1, 3)).BroadcastTo((2, 3))[u > 3] = Tensor.Ones(2)).Message);
        Assert.Equal([0, 1, 2, 3, 4, 5], u.ToDoubles());
    }
}
