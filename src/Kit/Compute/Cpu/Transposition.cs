namespace Kit.Compute.Cpu;

/// <summary>Copies whose source runs along another axis than the target: squares that fit the cache instead of one long stride after the other.</summary>
internal static unsafe class Transposition
{
    private const int Side = 32, Smallest = 1 << 12;

    /// <summary>Copies x to y if they are each other's transpose in the two inner axes and large enough; false if not.</summary>
    public static bool TryRun(in View x, in View y)
    {
        var loop = new Loop([x, y]);
        var size = loop.Sizes[0];
        var across = Loop.MaxViews;
        if (loop.Rank < 2 || loop.Size < Smallest || x.Storage is null || loop.Strides[across] != size || loop.Strides[1] != size) return false;
        var (columns, rows) = (loop.Dims[0], loop.Dims[1]);
        var bands = (rows + Side - 1) / Side;
        var shared = loop;
        Threads.For((int)(bands * (loop.Size / (rows * columns))), piece =>
        {
            var own = shared;
            var (matrix, band) = (piece / bands, piece % bands * Side);
            var (from, to) = ((nint)Sweep.Address(&own, 0, matrix * rows * columns), (nint)Sweep.Address(&own, 1, matrix * rows * columns));
            for (var column = 0L; column < columns; column += Side)
                for (var row = band; row < Math.Min(band + Side, rows); row++)
                    Strided.Copy(
                        (byte*)from + row * own.Strides[across] + column * own.Strides[0],
                        own.Strides[0],
                        (byte*)to + row * own.Strides[across + 1] + column * own.Strides[1],
                        own.Strides[1],
                        Math.Min(Side, columns - column),
                        size);
        });
        GC.KeepAlive(x.Storage);
        GC.KeepAlive(y.Storage);
        return true;
    }
}
