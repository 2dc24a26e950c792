using System.Numerics;
using Kit.Compute;
using Kit.Tensors;
using Kit.Tests.Compute;

namespace Kit.Tests.Tensors;

/// <summary>Random views of every layout, and comparison of the two backends.</summary>
internal static class Samples
{
    /// <summary>A view with these extents whose strides are permuted, stepped, flipped or broadcast by chance.</summary>
    public static Tensor View(Random random, int[] dims, DType type, double low = -3, double high = 3)
    {
        var order = Enumerable.Range(0, dims.Length).ToArray();
        random.Shuffle(order);
        var steps = dims.Select(_ => random.Next(1, 3)).ToArray();
        var stretched = dims.Select(_ => random.Next(8) == 0).ToArray();
        var memory = Values(random, [.. order.Select(k => stretched[k] ? 1 : dims[k] * steps[k] + 1)], type, low, high);
        var back = new int[dims.Length];
        for (var k = 0; k < order.Length; k++) back[order[k]] = k;
        var view = memory.Permute(back);
        view = view[[.. Enumerable.Range(0, dims.Length).Select(k => stretched[k] ? Slice.All : Slice.Step(1, null, steps[k]))]];
        var flips = Enumerable.Range(0, dims.Length).Where(_ => random.Next(3) == 0).ToArray();
        return (flips.Length > 0 ? view.Flip(flips) : view).BroadcastTo(dims);
    }

    /// <summary>Dims of rank 0 to 4; sometimes long enough for the driver's direct mode.</summary>
    public static int[] Dims(Random random)
    {
        var dims = new int[random.Next(5)];
        for (var k = 0; k < dims.Length; k++) dims[k] = random.Next(1, 6);
        if (dims.Length > 0 && random.Next(2) == 0) dims[^1] = random.Next(30, 90);
        return dims;
    }

    /// <summary>Dims that broadcast to the given ones.</summary>
    public static int[] Shrink(Random random, int[] dims)
    {
        var own = dims.Select(d => random.Next(4) == 0 ? 1 : d).ToArray();
        return random.Next(3) == 0 && own.Length > 0 ? own[1..] : own;
    }

    public static Tensor Values(Random random, int[] dims, DType type, double low, double high)
    {
        var n = dims.Aggregate(1, (a, b) => a * b);
        double Draw() => low + (high - low) * random.NextDouble();
        if (type.IsComplex())
        {
            var z = new Complex[n];
            for (var i = 0; i < n; i++) z[i] = new(Draw(), Draw());
            return Tensor.Of(z, type).Reshape(dims);
        }

        var x = new double[n];
        for (var i = 0; i < n; i++) x[i] = type == DType.Bool ? random.Next(2) : Draw();
        return Tensor.Of(x).Cast(type).Reshape(dims);
    }

    /// <summary>The two agree: type, shape and values to <paramref name="ulps"/> units of the type, relative to max(|value|, floor).</summary>
    public static void Agree(Tensor expected, Tensor actual, double ulps, double floor = 0)
    {
        Assert.Equal(expected.DType, actual.DType);
        Assert.Equal(expected.Shape, actual.Shape);
        var unit = expected.DType.Real() == DType.F32 ? 1.2e-7 : 2.3e-16;
        var (a, b) = (expected.ToArray<Complex>(), actual.ToArray<Complex>());
        for (var i = 0; i < a.Length; i++)
        {
            if (a[i] == b[i] || double.IsNaN(a[i].Real) && double.IsNaN(b[i].Real)) continue;
            var error = (a[i] - b[i]).Magnitude / Math.Max(a[i].Magnitude, floor);
            Assert.True(error <= ulps * unit, $"element {i} of {expected.Shape} {expected.DType}: {a[i]} expected, {b[i]} found, {error / unit:G3} ulp");
        }
    }

    /// <summary>A copy on the reference backend.</summary>
    public static Tensor Reference(this Tensor x) => x.To(ReferenceBackend.Device);
}
