using Kit.Notebook.Engine;
using Kit.Notebook.Tests.Documents;

namespace Kit.Notebook.Tests.Engine;

public sealed class ScriptEngineTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly ScriptEngine engine;
    private readonly List<string> notes = [];
    private int cells;

    public ScriptEngineTests() => engine = new ScriptEngine(folder.Path("."));

    public void Dispose()
    {
        engine.Dispose();
        folder.Dispose();
    }

    [Fact]
    public async Task A_cell_sees_what_earlier_cells_defined()
    {
        await Value("var x = 20; int Twice(int n) => 2 * n; record Point(double X, double Y);");
        Assert.Equal(42, await Value("Twice(x) + 2"));
        Assert.Equal(5.0, await Value("var p = new Point(3, 4); Math.Sqrt(p.X * p.X + p.Y * p.Y)"));
    }

    [Fact]
    public async Task A_variable_may_change_its_type_in_a_later_cell()
    {
        await Value("var x = 1;");
        await Value("var x = \"one\";");
        Assert.Equal("one", await Value("x"));
        Assert.Equal("one", engine.Variable("x"));
    }

    [Theory]
    [InlineData("1 + 1", true)]
    [InlineData("1 + 1;", false)]
    [InlineData("var x = 1;", false)]
    [InlineData("(string)null", true)]
    [InlineData("Console.WriteLine()", false)]
    [InlineData("await Task.FromResult(3)", true)]
    [InlineData("// nothing", false)]
    public async Task Only_a_last_expression_without_semicolon_is_a_value(string code, bool hasValue) =>
        Assert.Equal(hasValue, (await Run(code)).HasValue);

    [Fact]
    public async Task An_exception_names_the_cells_and_lines_it_passed_through()
    {
        await Run("int Fail(int n)\n{\n    throw new InvalidOperationException($\"bad {n}\");\n}");
        var fault = (await Run("\nFail(3)")).Fault!;
        Assert.Equal("InvalidOperationException", fault.Name);
        Assert.Equal("bad 3", fault.Message);
        Assert.Equal(["System.InvalidOperationException: bad 3", "   at cell 1, line 3, in Fail(Int32)", "   at cell 2, line 2"], fault.Traceback);
    }

    [Fact]
    public async Task Causes_of_an_exception_are_shown()
    {
        var fault = (await Run("throw new Exception(\"outer\", new ArgumentException(\"inner\"));")).Fault!;
        Assert.Contains("caused by System.ArgumentException: inner", fault.Traceback);
    }

    [Fact]
    public async Task A_compile_error_shows_the_line_and_the_place()
    {
        var fault = (await Run("#r \"System.Linq\"\nvar a = 1;\nvar b = a + nope;")).Fault!;
        Assert.Equal("CompilationError", fault.Name);
        Assert.Equal(["cell 1, line 3: CS0103: The name 'nope' does not exist in the current context", "    var b = a + nope;", "                ^"], fault.Traceback);
    }

    [Fact]
    public async Task What_a_failing_cell_assigned_before_it_threw_stays()
    {
        await Run("var x = 1;");
        Assert.NotNull((await Run("x = 2; throw new Exception();")).Fault);
        Assert.Equal(2, await Value("x"));
    }

    [Fact]
    public async Task A_cell_that_does_not_compile_changes_nothing()
    {
        await Run("var x = 1;");
        Assert.NotNull((await Run("var x = nope;")).Fault);
        Assert.Equal(1, await Value("x"));
    }

    [Fact]
    public async Task The_notebooks_Kit_is_the_hosts_Kit()
    {
        var path = typeof(Kit.Display.Html).Assembly.Location;
        Assert.Equal("a &lt; b", await Value($"#r \"{path}\"\nusing Kit.Display;\nHtml.Escape(\"a < b\")"));
        Assert.Same(typeof(Kit.Display.Html), await Value("typeof(Html)"));
        Assert.Empty(notes);
    }

    [Fact]
    public async Task A_missing_assembly_is_named_with_the_place_that_was_searched()
    {
        var fault = (await Run("#r \"sub/none.dll\"")).Fault!;
        Assert.Contains("#r \"sub/none.dll\": there is no such file", fault.Message, StringComparison.Ordinal);
        folder.Add("text.dll", "no assembly");
        Assert.Contains("not a .NET assembly", (await Run("#r \"text.dll\"")).Fault!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_script_file_is_loaded_from_the_notebooks_folder()
    {
        folder.Add("shared.csx", "int Answer() => 42;");
        Assert.Equal(42, await Value("#load \"shared.csx\"\nAnswer()"));
    }

    [Fact]
    public async Task Cells_are_optimised_code() =>
        Assert.Equal(false, await Value("""
            int Method() => 0;
            ((Func<int>)Method).Method.Module.Assembly.GetCustomAttributes(false).OfType<System.Diagnostics.DebuggableAttribute>().Any(a => a.IsJITOptimizerDisabled)
            """));

    private async Task<Submission> Run(string code) => await engine.RunAsync(code, $"cell {++cells}", notes.Add, CancellationToken.None);

    private async Task<object?> Value(string code)
    {
        var submission = await Run(code);
        Assert.Null(submission.Fault);
        return submission.Value;
    }
}
