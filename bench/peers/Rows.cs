namespace Kit.Bench.Peers;

/// <summary>Every row, in the order of the report.</summary>
internal static class Rows
{
    public static IReadOnlyList<Row> All { get; } =
    [
        Dgemm.Row(512),
        HeatStep.Row(256),
        .. new[] { 512, 1024 }.SelectMany(n => (Row[])[LinearAlgebraRows.Eigh(n), LinearAlgebraRows.Svd(n), LinearAlgebraRows.Solve(n), LinearAlgebraRows.Cholesky(n)]),
    ];
}
