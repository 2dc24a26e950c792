using Kit.StatMech.Lattices;
using Kit.StatMech.Models;
using Kit.StatMech.Running;
using Kit.StatMech.Updates;

namespace Kit.Tests.StatMech.Running;

public class ResultsTests
{
    private static readonly Ising Model = new(Graph.Square(4));
    private static readonly Results Some = MonteCarlo.Run(Model, new Metropolis(Model), new() { Temperatures = [2, 2.5, 3], Exchange = 5, Sweeps = 1000, KeepSeries = true });

    [Fact]
    public void Tables_hold_every_number_with_its_error_and_time()
    {
        var table = Some.ToTable();
        Assert.Equal(["T", "energy", "error of energy", "τ of energy"], table.Columns.Take(4));
        Assert.Contains("error of Binder", table.Columns);
        Assert.DoesNotContain("τ of Binder", table.Columns);
        Assert.Equal([2.0, 2.5, 3.0], table.Rows.Select(row => (double)row[0]!));
        Assert.Equal(Some["energy"][1].Value, table.Rows[1][1]);
        Assert.Equal(3, Some.ToTable("Binder").Columns.Count);
    }

    [Fact]
    public void A_cell_shows_numbers_with_errors_and_pictures()
    {
        var page = Some.ToHtml();
        Assert.Contains("Ising model on the square lattice 4 × 4, Metropolis", System.Net.WebUtility.HtmlDecode(page), StringComparison.Ordinal);
        Assert.Contains(System.Net.WebUtility.HtmlEncode(Some["energy"][0].ToString()), page, StringComparison.Ordinal);
        Assert.Contains("round trips", page, StringComparison.Ordinal);
        Assert.Contains("<svg", page, StringComparison.Ordinal);
        Assert.Contains("exchange with next", Some.ToString(), StringComparison.Ordinal);
        Assert.Equal("Figure: |m| (1 trace)", Some.ToFigure("|m|").ToString());
    }

    [Fact]
    public void Series_have_the_means_of_the_results()
    {
        Assert.Equal(1000, Some.Series("energy", 2)[0].Length);
        Assert.Equal(Some["energy"][2].Value, Some.Series("energy", 2)[0].Average(), 1e-12);
    }

    [Fact]
    public void What_is_not_there_is_named()
    {
        Assert.Contains("there are energy, energy^2, m", Assert.Throws<KeyNotFoundException>(() => Some["energie"]).Message, StringComparison.Ordinal);
        Assert.Throws<KeyNotFoundException>(() => Some.Vector("q", 0));
        Assert.Contains("kept were energy", Assert.Throws<KeyNotFoundException>(() => Some.Series("q", 0)).Message, StringComparison.Ordinal);
        Assert.Throws<KeyNotFoundException>(() => Some.ToTable("q"));
    }
}
