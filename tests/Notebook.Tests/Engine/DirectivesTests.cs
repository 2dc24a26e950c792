using Kit.Notebook.Engine;

namespace Kit.Notebook.Tests.Engine;

public sealed class DirectivesTests
{
    [Theory]
    [InlineData("#r \"nuget: MathNet.Numerics, 5.0.0\"", "MathNet.Numerics", "5.0.0")]
    [InlineData("#r \"nuget:Plotly.NET\"", "Plotly.NET", null)]
    [InlineData("  #r \"nuget: A.B , * \" // newest", "A.B", null)]
    [InlineData("#r \"NuGet:A.B,1.0.0-beta.1\";", "A.B", "1.0.0-beta.1")]
    public void A_package_line_gives_id_and_version(string line, string id, string? version) =>
        Assert.Equal(new PackageReference(2, id, version), Assert.Single(Directives.Parse("var x = 1;\n" + line).References));

    [Fact]
    public void Directives_leave_blank_lines_so_that_line_numbers_stay_true()
    {
        var parse = Directives.Parse("#!csharp\n#r \"a.dll\"\nvar x = 1;\n#i \"nuget: folder\"\nx");
        Assert.Equal("\n\nvar x = 1;\n\nx", parse.Code);
        Assert.Equal([new FileReference(2, "a.dll")], parse.References);
        Assert.Equal(["folder"], parse.Feeds);
    }

    [Fact]
    public void Compiler_directives_and_strings_stay()
    {
        const string Code = "#if DEBUG\n#endif\n#load \"x.csx\"\nvar s = \"#r nuget\";";
        Assert.Equal(Code, Directives.Parse(Code).Code);
    }

    [Theory]
    [InlineData("#!share --from fsharp x", "#!share (line 1)")]
    [InlineData("#!set --name y --value 1", "#!set (line 1)")]
    [InlineData("#!connect mssql", "#!connect (line 1)")]
    public void Magic_of_other_hosts_is_refused_by_name(string line, string named) =>
        Assert.Contains(named, Assert.Throws<CellException>(() => Directives.Parse(line)).Message, StringComparison.Ordinal);
}
