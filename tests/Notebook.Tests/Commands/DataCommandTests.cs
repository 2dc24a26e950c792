using System.CommandLine;
using Kit.Notebook.Commands;
using Kit.Notebook.Tests.Documents;
using Kit.Tensors;

namespace Kit.Notebook.Tests.Commands;

public sealed class DataCommandTests
{
    [Fact]
    public void List_names_every_set_with_its_parameters()
    {
        var (code, output, _) = Invoke("list");
        Assert.Equal(0, code);
        Assert.Contains("darcy-smooth", output, StringComparison.Ordinal);
        Assert.Contains("Clip=False Points=421", output, StringComparison.Ordinal);
        Assert.Contains("navier-stokes", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Make_writes_the_file_and_prints_its_card()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Path("waves.npz");
        var (code, output, error) = Invoke("make", "lorenz-96", "--n", "3", "--seed", "5", "--out", path, "--param", "Frames=4", "Start=1");
        Assert.True(code == 0, error);
        Assert.Contains("SHA-256", output, StringComparison.Ordinal);
        Assert.Contains("lorenz-96 3/3", error, StringComparison.Ordinal);
        Assert.Equal([3, 4, 40], Tensor.LoadNpz(path)["u"].Shape);
        Assert.True(File.Exists(folder.Path("waves.md")) && File.Exists(folder.Path("waves.svg")));
    }

    [Theory]
    [InlineData("Did you mean darcy-smooth", "darcy-smoth")]
    [InlineData("has no parameter 'Pionts'; it has Clip, Points", "darcy-smooth", "--param", "Pionts=3")]
    [InlineData("Points = 3 is out of bounds", "darcy-smooth", "--n", "1", "--param", "Points=3")]
    [InlineData("it needs Name=value", "darcy-smooth", "--param", "Points")]
    [InlineData("does not end in .npz", "darcy-smooth", "--out", "x.txt")]
    [InlineData("Saved = 5 does not divide Points = 16", "navier-stokes", "--n", "1", "--param", "Points=16", "Saved=5", "--out", "never.npz")]
    public void Bad_usage_is_named(string message, params string[] arguments)
    {
        using var folder = new TemporaryFolder();
        string[] placed = [.. arguments.Select(a => a.EndsWith(".npz", StringComparison.Ordinal) ? folder.Path(a) : a)];
        var (code, _, error) = Invoke(["make", .. placed]);
        Assert.Equal(2, code);
        Assert.Contains(message, error, StringComparison.Ordinal);
    }

    private static (int Code, string Output, string Error) Invoke(params string[] arguments)
    {
        using StringWriter output = new(), error = new();
        var code = DataCommand.Create().Parse(arguments).Invoke(new InvocationConfiguration { Output = output, Error = error });
        return (code, output.ToString(), error.ToString());
    }
}
