using Kit.Compute;
using Kit.Tensors;

namespace Kit.Tests.Tensors;

public sealed class IndexingTests
{
    private static readonly Tensor Grid = Tensor.Arange(12).Reshape(3, 4);

    [Fact]
    public void Brackets_mean_what_they_mean_in_NumPy()
    {
        Assert.Equal([4, 5, 6, 7], Grid[1].ToArray<int>());
        Assert.Equal([8, 9, 10, 11], Grid[^1].ToArray<int>());
        Assert.Equal([8, 9, 10, 11], Grid[-1].ToArray<int>());
        Assert.Equal([2, 6, 10], Grid[.., 2].ToArray<int>());
        Assert.Equal([5, 6], Grid[1..^1, 1..^1].ToArray<int>());
        Assert.Equal([0, 2, 8, 10], Grid[Slice.Step(null, null, 2), Slice.Step(null, null, 2)].ToArray<int>());
        Assert.Equal([3, 2, 1, 0], Grid[0, Slice.Step(null, null, -1)].ToArray<int>());
        Assert.Equal([3, 1], Grid[0, Slice.Step(^1, 0, -2)].ToArray<int>());
        Assert.Equal([3, 7, 11], Grid[Slice.Ellipsis, 3].ToArray<int>());
        Assert.Equal((3, 1, 4), Grid[Slice.All, Slice.NewAxis].Shape);
        Assert.Equal(6, (int)Grid[1, 2]);
        Assert.Equal((0, 4), Grid[2..2].Shape);
    }

    [Fact]
    public void Setting_writes_through_views_with_broadcasting()
    {
        var u = Tensor.Zeros((3, 4));
        u[0, ..] = 1.0;
        u[1..] = Tensor.Of([1, 2, 3, 4]);
        u[.., ^1][1] = 9;
        Assert.Equal([1, 1, 1, 1, 1, 2, 3, 9, 1, 2, 3, 4], u.ToDoubles());
    }

    [Fact]
    public void Overlapping_source_and_target_behave_as_if_the_source_were_copied()
    {
        var u = Tensor.Arange(0, 6, 1.0);
        u[1..] = u[..^1];
        Assert.Equal([0, 0, 1, 2, 3, 4], u.ToDoubles());
        u[..] = u[Slice.Step(null, null, -1)];
        Assert.Equal([4, 3, 2, 1, 0, 0], u.ToDoubles());
    }

    [Fact]
    public void Masks_and_positions_select_and_set()
    {
        var u = Grid.Copy();
        Assert.Equal([8, 9, 10, 11], u[u > 7].ToArray<int>());
        Assert.Equal([0, 1, 2, 3, 8, 9, 10, 11], u[Tensor.Of([true, false, true])].ToArray<int>());
        Assert.Equal([3, 0, 7, 4, 11, 8], u[.., Tensor.Of([-1, 0])].ToArray<int>());
        Assert.Equal((2, 2, 4), u[Tensor.Of(new[,] { { 0, 1 }, { 2, 0 } })].Shape);
        Assert.Equal((3, 2, 2), u.Take(Tensor.Of(new[,] { { 0, 1 }, { 2, 0 } }), 1).Shape);
        Assert.Equal([4, 6], u[1, Tensor.Of([0, 2])].ToArray<int>());
        u[u > 7] = 0;
        u[.., Tensor.Of([1, 2])] = -1;
        Assert.Equal([0, -1, -1, 3, 4, -1, -1, 7, 0, -1, -1, 0], u.ToArray<int>());
        Assert.Equal([0, 3, 1], Tensor.Zeros(3).Put(Tensor.Of([1, 1, 2]), Tensor.Of([1.0, 2, 1]), add: true).ToDoubles());
    }

    [Fact]
    public void Large_transposes_are_copied_in_squares_rightly()
    {
        foreach (var type in new[] { DType.F64, DType.F32, DType.Bool, DType.C128 })
            foreach (var (a, b) in new[] { (100, 77), (33, 200), (64, 64) })
            {
                var x = Tensor.Arange(3 * a * b).Reshape(3, a, b).Cast(type);
                var copy = x.Transpose().Copy();
                for (var i = 0; i < 3; i++)
                    for (var j = 0; j < b; j += 19) Assert.Equal(x[i, .., j].ToArray<System.Numerics.Complex>(), copy[i, j].ToArray<System.Numerics.Complex>());
                Assert.Equal(x.ToArray<System.Numerics.Complex>(), copy.Transpose().Flip(1).Copy().Flip(1).ToArray<System.Numerics.Complex>());
            }
    }

    [Fact]
    public void Errors_name_the_index_and_the_shape()
    {
        Assert.Contains("index 3 is outside axis 0 of shape [3,4]", Assert.Throws<ArgumentOutOfRangeException>(() => Grid[3]).Message);
        Assert.Contains("outside axis 1", Assert.Throws<ArgumentOutOfRangeException>(() => Grid[0, ..5]).Message);
        Assert.Contains("3 indices for shape [3,4]", Assert.Throws<ArgumentException>(() => Grid[0, 0, 0]).Message);
        Assert.Contains("does not fit [3]", Assert.Throws<ArgumentException>(() => Tensor.Zeros(3).Assign(Tensor.Zeros((2, 3)))).Message);
        Assert.Contains("broadcast", Assert.Throws<InvalidOperationException>(() => Tensor.Zeros(1).BroadcastTo(3).Assign(1)).Message);
        Assert.Contains("position 4", Assert.Throws<ArgumentOutOfRangeException>(() => Grid.Take(Tensor.Of([4]), 1)).Message);
        Assert.Contains("does not fit shape", Assert.Throws<ArgumentException>(() => Grid.Where(Tensor.Of([true]))).Message);
        Assert.Contains("12 elements", Assert.Throws<InvalidOperationException>(() => Grid.Item()).Message);
    }

    /// <summary>500 programs of random view operations, each step against a plain array with explicit index arithmetic.</summary>
    [Fact]
    public void Random_programs_of_views_equal_index_arithmetic()
    {
        var random = new Random(11);
        for (var program = 0; program < 500; program++)
        {
            var dims = Enumerable.Range(0, random.Next(1, 5)).Select(_ => random.Next(1, 6)).ToArray();
            var values = Enumerable.Range(0, dims.Aggregate(1, (a, b) => a * b)).ToArray();
            var tensor = Tensor.Of(values).Reshape(dims);
            var trace = $"[{string.Join(',', dims)}]";
            for (var step = random.Next(1, 6); step > 0; step--)
            {
                (tensor, dims, values, var what) = Step(random, tensor, dims, values);
                trace += what;
                Assert.True(dims.AsSpan().SequenceEqual(tensor.Shape), $"{trace}: shape {tensor.Shape}");
                Assert.True(values.AsSpan().SequenceEqual(tensor.ToArray<int>()), $"{trace}: values");
            }
        }
    }

    private static (Tensor, int[], int[], string) Step(Random random, Tensor x, int[] dims, int[] values)
    {
        var axis = random.Next(Math.Max(1, dims.Length));
        switch (dims.Length == 0 ? 3 : random.Next(7))
        {
            case 0:
                var (start, by) = (random.Next(dims[axis]), random.Next(2) == 0 ? random.Next(1, 3) : -random.Next(1, 3));
                var count = by > 0 ? (dims[axis] - start + by - 1) / by : (start - by) / -by;
                int[] cut = [.. dims];
                cut[axis] = count;
                Slice[] slices = [.. Enumerable.Repeat(Slice.All, dims.Length)];
                slices[axis] = Slice.Step(start, null, by);
                return (x[slices], cut, Map(cut, dims, values, i => i[axis] = start + by * i[axis]), $".step({axis},{start},{by})");
            case 1:
                var order = Enumerable.Range(0, dims.Length).ToArray();
                random.Shuffle(order);
                var turned = order.Select(k => dims[k]).ToArray();
                return (x.Permute(order), turned, Map(turned, dims, values, i =>
                {
                    var old = (int[])i.Clone();
                    for (var k = 0; k < order.Length; k++) i[order[k]] = old[k];
                }), $".permute({string.Join(',', order)})");
            case 2:
                return (x.Flip(axis), dims, Map(dims, dims, values, i => i[axis] = dims[axis] - 1 - i[axis]), $".flip({axis})");
            case 3:
                var (rest, shape) = (values.Length, new List<int>());
                while (rest > 1 && shape.Count < 4)
                {
                    var divisors = Enumerable.Range(1, rest).Where(d => rest % d == 0).ToArray();
                    shape.Add(divisors[random.Next(divisors.Length)]);
                    rest /= shape[^1];
                }

                if (rest > 1 || random.Next(3) == 0) shape.Add(rest);
                return (x.Reshape([.. shape]), [.. shape], values, $".reshape({string.Join(',', shape)})");
            case 4:
                var at = random.Next(dims[axis]);
                int[] less = [.. dims[..axis], .. dims[(axis + 1)..]];
                Slice[] pick = [.. Enumerable.Repeat(Slice.All, dims.Length)];
                pick[axis] = at;
                var picked = new int[less.Aggregate(1, (a, b) => a * b)];
                var inner = dims[(axis + 1)..].Aggregate(1, (a, b) => a * b);
                for (var n = 0; n < picked.Length; n++) picked[n] = values[(n / inner * dims[axis] + at) * inner + n % inner];
                return (x[pick], less, picked, $"[{axis}={at}]");
            case 5:
                var shift = random.Next(-7, 8);
                return (x.Roll(shift, axis), dims, Map(dims, dims, values, i => i[axis] = ((i[axis] - shift) % dims[axis] + dims[axis]) % dims[axis]), $".roll({shift},{axis})");
            default:
                if (values.Length > 200) goto case 2;
                int[] repeats = [.. dims.Select(_ => random.Next(1, 3))];
                var tiled = dims.Zip(repeats, (d, r) => d * r).ToArray();
                return (x.Tile(repeats), tiled, Map(tiled, dims, values, i =>
                {
                    for (var k = 0; k < i.Length; k++) i[k] %= dims[k];
                }), ".tile");
        }
    }

    /// <summary>new[i] = old[source(i)] with indices written out.</summary>
    private static int[] Map(int[] to, int[] from, int[] values, Action<int[]> source)
    {
        var result = new int[to.Aggregate(1, (a, b) => a * b)];
        for (var n = 0; n < result.Length; n++)
        {
            var (index, rest) = (new int[to.Length], n);
            for (var k = to.Length - 1; k >= 0; k--) (rest, index[k]) = Math.DivRem(rest, to[k]);
            source(index);
            var flat = 0;
            for (var k = 0; k < from.Length; k++) flat = flat * from[k] + index[k];
            result[n] = values[flat];
        }

        return result;
    }
}
