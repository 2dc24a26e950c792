namespace Kit.Bench.Peers;

/// <summary>Every row, in the order of the report.</summary>
internal static class Rows
{
    public static IReadOnlyList<Row> All { get; } =
    [
        Dgemm.Row(512),
        HeatStep.Row(256),
        Fft.Square(512),
        Fft.Lines(1, 1 << 20),
        Fft.Lines(256, 1000),
        Fft.RealMaps(20, 32, 94, 94),
    ];
}
