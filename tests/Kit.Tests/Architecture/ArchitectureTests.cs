namespace Kit.Tests.Architecture;

public sealed class ArchitectureTests
{
    private const int LongestFile = 300;

    /// <summary>Project folder under src → its root namespace, and how many folders below it must show in a file's namespace.</summary>
    private static readonly (string Folder, string Root, int Depth)[] Projects =
    [
        ("Kit", "Kit", 1),
        ("Theory", "Kit.Theory", 1),
        ("Kit.Notebook", "Kit.Notebook", 1),
        ("Kit.Polyglot", "Kit.Polyglot", 1),
    ];

    private static string Src => Path.Combine(SourceFile.Root, "src");

    [Fact]
    public void Dependencies_go_one_way() => Assert.Empty(Rooms.Offences(Path.Combine(Src, "Kit")));

    [Fact]
    public void Theory_does_not_know_the_notebook_runner()
    {
        var offences = SourceFile.Under(Path.Combine(Src, "Theory"))
            .SelectMany(file => file.Find(new(@"\bKit\.Notebook\b")).Select(found => $"{file.Path}:{found.Line}"));
        Assert.Empty(offences);
    }

    [Fact]
    public void Every_room_is_in_the_table()
    {
        var rooms = SourceFile.Under(Path.Combine(Src, "Kit")).Select(file => file.Folders.FirstOrDefault() ?? "").Distinct();
        Assert.All(rooms, room => Assert.Contains(room, Rooms.Allowed.Keys.Append("")));
    }

    [Fact]
    public void The_table_has_no_cycle()
    {
        var settled = new HashSet<string>();
        while (Rooms.Allowed.FirstOrDefault(room => !settled.Contains(room.Key) && room.Value.All(settled.Contains)) is { Key: { } next })
            settled.Add(next);
        Assert.Equal(Rooms.Allowed.Keys.Order(), settled.Order());
    }

    [Fact]
    public void No_source_file_is_longer_than_300_lines()
    {
        // A trailing line break makes one empty piece more than there are lines.
        var tooLong = SourceFile.Under(Src).Where(file => file.Lines.Length - 1 > LongestFile).Select(file => $"{file.Path}: {file.Lines.Length - 1} lines");
        Assert.Empty(tooLong);
    }

    [Fact]
    public void Namespace_equals_folder()
    {
        var offences = Projects.Where(project => Directory.Exists(Path.Combine(Src, project.Folder)))
            .SelectMany(project => SourceFile.Under(Path.Combine(Src, project.Folder)).Select(file => NamespaceOffence(project.Root, project.Depth, file)));
        Assert.Empty(offences.OfType<string>());
    }

    [Theory]
    [InlineData("Tensors/Shape.cs", "using Kit.Plotting;", "Tensors/Shape.cs:3")]
    [InlineData("Display/Html.cs", "using static Kit.Tensors.Tensor;", "Display/Html.cs:3")]
    [InlineData("Compute/Cpu/Gemm.cs", "using T = global::Kit.Tensors.Tensor;", "Compute/Cpu/Gemm.cs:3")]
    [InlineData("Plotting/Figure.cs", "var w = new Kit.Learning.Linear();", "Plotting/Figure.cs:3")]
    [InlineData("Pde/Grid.cs", "var m = StatMech.Ising.New();", "Pde/Grid.cs:3")]
    [InlineData("Numerics/Ode.cs", "using Kit.Theory;", "Numerics/Ode.cs:3")]
    [InlineData("Display/Note.cs", "var s = $\"{Kit.Notebook.Program.Name}\";", "Display/Note.cs:3")]
    public void A_planted_offender_is_found_with_its_line(string path, string code, string where)
    {
        using var house = new PlantedFolder();
        house.Write(path, $"// line one\n\n{code}\n");
        Assert.StartsWith(where + ":", Assert.Single(Rooms.Offences(house.Folder)));
    }

    [Theory]
    [InlineData("Tensors/Shape.cs", "using Kit.Compute.Cpu;")]
    [InlineData("Operators/Fno.cs", "using Kit.Learning;")]
    [InlineData("Display/Html.cs", "// see Kit.Tensors.Tensor")]
    [InlineData("Display/Html.cs", "/* Kit.Theory\n Kit.Notebook */")]
    [InlineData("Display/Html.cs", "var s = \"Kit.Polyglot has it\";")]
    [InlineData("Display/Html.cs", "var s = \"\"\"\n Kit.Theory \"quoted\" \n\"\"\";")]
    [InlineData("Display/Html.cs", "var s = Host.Tensors.Count;")]
    public void What_is_allowed_or_only_text_is_not_an_offence(string path, string code)
    {
        using var house = new PlantedFolder();
        house.Write(path, code + "\n");
        Assert.Empty(Rooms.Offences(house.Folder));
    }

    [Theory]
    [InlineData("Tensors/Shape.cs", "namespace Kit.Tensor;", false)]
    [InlineData("Tensors/Io/Npy.cs", "namespace Kit.Tensors;", true)]
    [InlineData("Tensors/Io/Npy.cs", "namespace Kit.Tensors.Io;", true)]
    [InlineData("Tensors/Io/Npy.cs", "namespace Kit;", false)]
    [InlineData("Tensors/Io/Npy.cs", "namespace Kit.Tensors.Files;", false)]
    [InlineData("Program.cs", "return 0;", true)]
    [InlineData("Tensors/Shape.cs", "public sealed class Shape;", false)]
    public void A_namespace_is_judged_by_its_folder(string path, string code, bool right)
    {
        using var house = new PlantedFolder();
        house.Write(path, code + "\n");
        Assert.Equal(right, NamespaceOffence("Kit", 1, Assert.Single(SourceFile.Under(house.Folder))) is null);
    }

    // Sub-folders of a room may keep the room's namespace; a file of statements only has none.
    private static string? NamespaceOffence(string root, int depth, SourceFile file)
    {
        string[] full = [root, .. file.Folders];
        if (file.Namespace is not { } declared)
            return file.Find(new(@"^\s*(public|internal)\s.*\b(class|record|struct|interface|enum)\s")).Any() ? $"{file.Path}: a type outside any namespace" : null;
        var allowed = Enumerable.Range(depth, Math.Max(1, full.Length - depth)).Select(folders => string.Join('.', full.Take(folders + 1)));
        return allowed.Contains(declared.Name) ? null : $"{file.Path}:{declared.Line}: namespace {declared.Name} is not {string.Join('.', full)}";
    }
}
