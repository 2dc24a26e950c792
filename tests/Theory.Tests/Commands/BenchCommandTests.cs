using Kit.Notebook.Commands;

namespace Kit.Theory.Tests.Commands;

public sealed class BenchCommandTests : IDisposable
{
    // Pages embed plotly.js where it is on this machine; no test fetches it.
    static BenchCommandTests() => Environment.SetEnvironmentVariable("KIT_OFFLINE", "1");

    private readonly string folder = Directory.CreateTempSubdirectory("kit-bench-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void A_small_comparison_prints_its_table_and_writes_its_page()
    {
        var (code, output, _) = Invoke("--set", "burgers", "--models", "fnn, kernel", "--res", "16", "--train", "8", "--test", "3", "--epochs", "1", "--seeds", "1", "--out", folder);
        Assert.Equal(0, code);
        Assert.Contains("kernel", output, StringComparison.Ordinal);
        var page = File.ReadAllText(Path.Combine(folder, "index.html"));
        Assert.Contains("kit bench operators --set burgers --models fnn,kernel --res 16", page, StringComparison.Ordinal);
        Assert.Contains("What accuracy costs", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("There is no set 'darcy'", "--set", "darcy")]
    [InlineData("Did you mean unet", "--models", "unett")]
    [InlineData("--epochs 0", "--epochs", "0")]
    public void Bad_usage_is_told_and_returns_2(string part, params string[] arguments)
    {
        var (code, _, error) = Invoke([.. arguments, "--out", folder]);
        Assert.Equal(2, code);
        Assert.Contains(part, error, StringComparison.Ordinal);
    }

    private static (int Code, string Output, string Error) Invoke(params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var code = BenchCommand.Create().Parse(["operators", .. arguments]).Invoke(new() { Output = output, Error = error });
        return (code, output.ToString(), error.ToString());
    }
}
