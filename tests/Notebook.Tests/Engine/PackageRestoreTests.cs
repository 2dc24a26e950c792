using System.IO.Compression;
using Kit.Notebook.Engine;
using Kit.Notebook.Tests.Documents;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Kit.Notebook.Tests.Engine;

/// <summary>Restores from a feed that is a folder of the test's own: no network is asked.</summary>
public sealed class PackageRestoreTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public PackageRestoreTests()
    {
        // A package name of its own a run: the user's package folder keeps what was restored once.
        folder.Add("nuget.config", $"""
            <configuration>
              <config><add key="globalPackagesFolder" value="{folder.Path("packages")}" /></config>
              <packageSources><clear /><add key="local" value="{folder.Path(".")}" /></packageSources>
            </configuration>
            """);
        Environment.SetEnvironmentVariable("KIT_CACHE", folder.Path("cache"));
    }

    public void Dispose()
    {
        Environment.SetEnvironmentVariable("KIT_CACHE", null);
        folder.Dispose();
    }

    [Fact]
    public async Task A_package_of_the_feed_is_restored_and_called_with_its_dependency()
    {
        AddPackage("Kit.TestBase", "1.0.0", "public static class Base { public static int One => 1; }");
        AddPackage("Kit.TestTop", "2.1.0", "public static class Top { public static int Three => Base.One + 2; }", "Kit.TestBase");
        using var engine = new ScriptEngine(folder.Path("."));
        var submission = await engine.RunAsync("#r \"nuget: Kit.TestTop, 2.1.0\"\nTop.Three", "cell 1", _ => { }, CancellationToken.None);
        Assert.Null(submission.Fault);
        Assert.Equal(3, submission.Value);
        Assert.Equal(["Kit.TestBase 1.0.0", "Kit.TestTop 2.1.0"], engine.Packages.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_package_that_the_feed_lacks_is_named_each_time_it_is_asked_for()
    {
        using var engine = new ScriptEngine(folder.Path("."));
        for (var attempt = 0; attempt < 2; attempt++)
        {
            var fault = (await engine.RunAsync("#r \"nuget: Kit.NoSuchPackage, 9.9.9\"", "cell 1", _ => { }, CancellationToken.None)).Fault!;
            Assert.Equal("#r nuget: Kit.NoSuchPackage 9.9.9 could not be restored.", fault.Message);
            Assert.Contains(fault.Traceback, line => line.Contains("NU1101", StringComparison.Ordinal));
            Assert.DoesNotContain(fault.Traceback, line => line.Contains(folder.Path("."), StringComparison.Ordinal));
        }
    }

    private void AddPackage(string id, string version, string code, string? dependency = null)
    {
        var references = AssemblyPool.Framework.Concat(dependency is null ? [] : [MetadataReference.CreateFromFile(folder.Path(dependency + ".dll"))]);
        var compilation = CSharpCompilation.Create(id, [CSharpSyntaxTree.ParseText(code)], references, new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
        Assert.True(compilation.Emit(folder.Path(id + ".dll")).Success);
        using var package = ZipFile.Open(folder.Path($"{id}.{version}.nupkg"), ZipArchiveMode.Create);
        package.CreateEntryFromFile(folder.Path(id + ".dll"), $"lib/net10.0/{id}.dll");
        using var writer = new StreamWriter(package.CreateEntry($"{id}.nuspec").Open());
        var dependencies = dependency is null ? "" : $"""<dependencies><group targetFramework="net10.0"><dependency id="{dependency}" version="1.0.0" /></group></dependencies>""";
        writer.Write($"""
            <package xmlns="http://schemas.microsoft.com/packaging/2013/05/nuspec.xsd"><metadata><id>{id}</id><version>{version}</version>
            <authors>Kit</authors><description>A package of a test.</description>{dependencies}</metadata></package>
            """);
    }
}
