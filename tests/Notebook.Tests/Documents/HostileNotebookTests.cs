using System.Text;
using Kit.Notebook.Documents;

namespace Kit.Notebook.Tests.Documents;

public sealed class HostileNotebookTests : IDisposable
{
    private static ReadOnlySpan<byte> Damage => "{}[]\",:0a\\\n\u00e9"u8;

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("", "empty")]
    [InlineData(" \r\n\t", "empty")]
    [InlineData("# Title", "line 1, byte 1")]
    [InlineData("{\"nbformat\": 4,\n \"cells\": [", "line 2")]
    [InlineData("[]", "expected a JSON object, found an array")]
    [InlineData("null", "expected a JSON object, found nothing")]
    [InlineData("{}", "\"nbformat\" is missing")]
    [InlineData("""{"nbformat":3,"worksheets":[]}""", "nbformat 3, Kit reads nbformat 4; convert it with")]
    [InlineData("""{"nbformat":5,"cells":[]}""", "nbformat 5")]
    [InlineData("""{"nbformat":"4","cells":[]}""", "\"nbformat\": expected an integer or null, found \"4\"")]
    [InlineData("""{"nbformat":4e99,"cells":[]}""", "found 4e99")]
    [InlineData("""{"nbformat":4}""", "\"cells\": expected an array, found nothing")]
    [InlineData("""{"nbformat":4,"cells":{}}""", "\"cells\": expected an array, found an object")]
    [InlineData("""{"nbformat":4,"metadata":[],"cells":[]}""", "\"metadata\": expected an object")]
    [InlineData("""{"nbformat":4,"nbformat":4,"cells":[]}""", "no key twice")]
    [InlineData("""{"nbformat":4,"metadata":{"x":"\ud83d"},"cells":[]}""", "surrogate")]
    [InlineData("""{"nbformat":4,"metadata":{"\udc00":1},"cells":[]}""", "surrogate")]
    public void A_file_that_is_no_notebook_is_refused_with_its_fault(string json, string fault)
    {
        var path = folder.Add("a.ipynb", json);
        var error = Assert.Throws<NotebookFormatException>(() => NotebookFile.Read(path));
        Assert.Contains(fault, error.Message);
        Assert.Equal((path, null), (error.Path, error.CellNumber));
    }

    [Theory]
    [InlineData("3", "a cell: expected an object, found 3")]
    [InlineData("null", "a cell: expected an object, found nothing")]
    [InlineData("""{"source":""}""", "\"cell_type\"")]
    [InlineData("""{"cell_type":"heading","source":""}""", "found \"heading\"")]
    [InlineData("""{"cell_type":"raw"}""", "\"source\": expected a string or an array of strings, found nothing")]
    [InlineData("""{"cell_type":"raw","source":1.5}""", "found 1.5")]
    [InlineData("""{"cell_type":"raw","source":["a",["b"]]}""", "\"source\": expected lines of text, found an array")]
    [InlineData("""{"cell_type":"raw","source":"","metadata":"x"}""", "\"metadata\"")]
    [InlineData("""{"cell_type":"raw","source":"","metadata":{"tags":"a"}}""", "\"tags\"")]
    [InlineData("""{"cell_type":"raw","source":"","metadata":{"tags":[1]}}""", "a tag")]
    [InlineData("""{"cell_type":"markdown","source":"","attachments":1}""", "\"attachments\"")]
    [InlineData("""{"cell_type":"code","source":"","execution_count":1.5,"outputs":[]}""", "\"execution_count\"")]
    [InlineData("""{"cell_type":"code","source":"","outputs":null}""", "\"outputs\": expected an array, found nothing")]
    [InlineData("""{"cell_type":"code","source":"","outputs":[[]]}""", "an output")]
    [InlineData("""{"cell_type":"code","source":"","outputs":[{"output_type":"hologram"}]}""", "found \"hologram\"")]
    [InlineData("""{"cell_type":"code","source":"","outputs":[{"output_type":"stream","name":"stdout","text":{}}]}""", "\"text\" of a stream")]
    [InlineData("""{"cell_type":"code","source":"","outputs":[{"output_type":"display_data","data":[]}]}""", "\"data\" of an output")]
    [InlineData("""{"cell_type":"code","source":"","outputs":[{"output_type":"display_data","data":{"image/png":[1,2]}}]}""", "\"image/png\"")]
    [InlineData("""{"cell_type":"code","source":"","outputs":[{"output_type":"error","ename":"a","evalue":"b","traceback":"c"}]}""", "\"traceback\"")]
    public void A_cell_of_the_wrong_shape_is_named_by_its_number(string cell, string fault)
    {
        var json = $$"""{"nbformat":4,"metadata":{},"cells":[{"cell_type":"raw","metadata":{},"source":""},{{cell}}]}""";
        var error = Assert.Throws<NotebookFormatException>(() => NotebookFile.Read(folder.Add("a.ipynb", json)));
        Assert.Contains("cell 2", error.Message);
        Assert.Contains(fault, error.Message);
        Assert.Equal(2, error.CellNumber);
    }

    [Theory]
    [InlineData("[")]
    [InlineData("{\"a\":")]
    public void Deep_nesting_is_refused_without_recursion(string open)
    {
        var bomb = string.Concat(Enumerable.Repeat(open, 200_000));
        Assert.Throws<NotebookFormatException>(() => NotebookFile.Read(folder.Add("a.ipynb", bomb)));
        Assert.Throws<NotebookFormatException>(() => NotebookFile.Read(folder.Add("a.dib", "#!meta\n" + bomb)));
    }

    [Fact]
    public void A_file_over_the_limit_is_refused_unread()
    {
        using (var file = File.Create(folder.Path("a.ipynb")))
            file.SetLength(200L << 20); // sparse: takes no disk, and no memory since it is never read
        var before = GC.GetTotalAllocatedBytes();
        var error = Assert.Throws<NotebookFormatException>(() => NotebookFile.Read(folder.Path("a.ipynb")));
        Assert.Contains("200 MiB, at most 64 MiB", error.Message);
        Assert.True(GC.GetTotalAllocatedBytes() - before < 32 << 20);
    }

    [Fact]
    public void More_cells_than_the_limit_are_refused()
    {
        var cells = string.Join(',', Enumerable.Repeat("0", NotebookFile.MaxCells + 1));
        var error = Assert.Throws<NotebookFormatException>(() => NotebookFile.Read(folder.Add("a.ipynb", $$"""{"nbformat":4,"cells":[{{cells}}]}""")));
        Assert.Contains("at most 20000", error.Message);
    }

    [Fact]
    public void Bytes_that_are_not_UTF8_are_refused()
    {
        Assert.Contains("UTF-8", Fault("a.ipynb", [(byte)'{', 0xC3, 0x28, (byte)'}']));
        Assert.Contains("UTF-8", Fault("a.dib", [0xFF, 0xFE, 0x31, 0x00]));
        Assert.Contains("UTF-8", Fault("b.ipynb", Encoding.Unicode.GetBytes("{\"ä\":1}")));

        string Fault(string name, byte[] bytes) =>
            Assert.Throws<NotebookFormatException>(() => NotebookFile.Read(folder.Add(name, bytes))).Message;
    }

    [Fact]
    public void Every_truncation_of_a_notebook_is_refused()
    {
        var bytes = Encoding.UTF8.GetBytes(JupyterSample.Json.TrimEnd());
        for (var length = 0; length < bytes.Length; length += 7)
            Assert.Throws<NotebookFormatException>(() => NotebookFile.Read(folder.Add("a.ipynb", bytes[..length])));
    }

    [Fact]
    public void Random_damage_is_read_or_refused_but_never_another_exception()
    {
        var random = new Random(7);
        var refused = 0;
        for (var trial = 0; trial < 500; trial++)
        {
            var bytes = Encoding.UTF8.GetBytes(JupyterSample.Json);
            for (var hit = random.Next(1, 4); hit > 0; hit--)
                bytes[random.Next(bytes.Length)] = Damage[random.Next(Damage.Length)];
            try
            {
                NotebookFile.Write(NotebookFile.Read(folder.Add("a.ipynb", bytes)), folder.Path("b.ipynb"));
            }
            catch (NotebookFormatException)
            {
                refused++;
            }
        }
        Assert.InRange(refused, 100, 500); // most damage meets structure; were it none, the check above would be idle
    }

    [Fact]
    public void Missing_files_directories_and_other_names_are_refused()
    {
        Assert.Contains("no such file", Fault(folder.Path("missing.ipynb")));
        Assert.Contains("cannot be read", Fault(folder.Path("no/where.ipynb")));
        Directory.CreateDirectory(folder.Path("d.ipynb"));
        Assert.Contains("directory", Fault(folder.Path("d.ipynb")));
        Assert.Contains(".ipynb or .dib", Fault(folder.Add("a.txt", "{}")));

        static string Fault(string path) => Assert.Throws<NotebookFormatException>(() => NotebookFile.Read(path)).Message;
    }
}
