using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Runtime.InteropServices;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Scripting.Hosting;

namespace Kit.Notebook.Engine;

/// <summary>The assemblies that cells compile against and run with: the framework's, and what `#r` adds.</summary>
/// <remarks>
/// Everything loads into the default context, so that a type has one identity in the host and in every cell. An assembly
/// that the host has already (Kit itself, MathNet) is never loaded a second time, whichever copy a notebook names.
/// </remarks>
internal sealed class AssemblyPool : IDisposable
{
    private static readonly Dictionary<string, string> Trusted = TrustedAssemblies();

    private readonly InteractiveAssemblyLoader loader;
    private readonly List<string> folders = [];
    private readonly List<string> nativeFolders = [];
    private readonly HashSet<string> referenced = new(StringComparer.OrdinalIgnoreCase);

    public AssemblyPool(InteractiveAssemblyLoader loader)
    {
        this.loader = loader;
        AssemblyLoadContext.Default.Resolving += Probe;
        AssemblyLoadContext.Default.ResolvingUnmanagedDll += ProbeNative;
    }

    /// <summary>The framework, without the parts that only hosts use.</summary>
    public static IReadOnlyList<MetadataReference> Framework { get; } =
    [
        .. Trusted.Where(entry => IsFramework(entry.Value) && (!entry.Key.StartsWith("Microsoft.", StringComparison.Ordinal) || entry.Key is "Microsoft.CSharp"))
            .OrderBy(entry => entry.Key, StringComparer.Ordinal)
            .Select(entry => MetadataReference.CreateFromFile(entry.Value)),
    ];

    /// <summary>Makes one assembly of the host visible to cells.</summary>
    public MetadataReference AddHost(Assembly assembly)
    {
        loader.RegisterDependency(assembly);
        referenced.Add(assembly.GetName().Name!);
        return MetadataReference.CreateFromFile(assembly.Location);
    }

    /// <summary>Adds `#r "path"`; returns no reference when the same assembly was added before.</summary>
    /// <param name="note">Receives a sentence when the host's own copy of another build is used instead of the file.</param>
    /// <exception cref="CellException">There is no such file, or it is no .NET assembly.</exception>
    public IEnumerable<MetadataReference> AddFile(string name, string baseFolder, Action<string> note)
    {
        var path = Path.GetFullPath(name, baseFolder);
        if (!File.Exists(path))
        {
            if (Trusted.TryGetValue(Path.GetFileNameWithoutExtension(name), out var trusted) || Trusted.TryGetValue(name, out trusted))
            {
                path = trusted;
            }
            else
            {
                throw new CellException($"#r \"{name}\": there is no such file (looked for {path}). Is it built? Kit itself: dotnet build -c Release");
            }
        }

        var (simpleName, version) = Identity(path, name);
        lock (folders)
        {
            folders.Add(Path.GetDirectoryName(path)!);
        }

        if (!referenced.Add(simpleName))
        {
            return [];
        }

        if (Trusted.TryGetValue(simpleName, out var own))
        {
            if (!IsFramework(own) && version != Identity(own, own).Version)
            {
                note($"#r \"{name}\": another build of {simpleName} than this `kit` was built with; the cells use the one of `kit`.\n");
            }

            path = own;
        }

        loader.RegisterDependency(Load(path, simpleName));
        return [MetadataReference.CreateFromFile(path)];
    }

    /// <summary>Adds what a restore brought.</summary>
    public IEnumerable<MetadataReference> AddPackages(RestoredPackages packages)
    {
        lock (folders)
        {
            folders.AddRange(packages.Runtime.Select(path => Path.GetDirectoryName(path)!).Distinct());
            nativeFolders.AddRange(packages.NativeFolders);
        }

        foreach (var path in packages.Runtime)
        {
            var name = Path.GetFileNameWithoutExtension(path);
            if (!referenced.Contains(name) && !(Trusted.TryGetValue(name, out var own) && IsFramework(own)))
            {
                loader.RegisterDependency(Load(own ?? path, name));
            }
        }

        foreach (var path in packages.Compile)
        {
            var name = Path.GetFileNameWithoutExtension(path);
            var own = Trusted.GetValueOrDefault(name);
            if (referenced.Add(name) && (own is null || !IsFramework(own)))
            {
                yield return MetadataReference.CreateFromFile(own ?? path);
            }
        }
    }

    public void Dispose()
    {
        AssemblyLoadContext.Default.Resolving -= Probe;
        AssemblyLoadContext.Default.ResolvingUnmanagedDll -= ProbeNative;
    }

    private static Assembly Load(string path, string simpleName) =>
        AssemblyLoadContext.Default.Assemblies.FirstOrDefault(assembly => assembly.GetName().Name == simpleName)
        ?? AssemblyLoadContext.Default.LoadFromAssemblyPath(path);

    private static (string Name, Guid Version) Identity(string path, string shown)
    {
        try
        {
            using var file = new PEReader(File.OpenRead(path));
            var metadata = file.GetMetadataReader();
            return (metadata.GetString(metadata.GetAssemblyDefinition().Name), metadata.GetGuid(metadata.GetModuleDefinition().Mvid));
        }
        catch (Exception fault) when (fault is BadImageFormatException or InvalidOperationException or IOException or UnauthorizedAccessException)
        {
            throw new CellException($"#r \"{shown}\": not a .NET assembly that can be read ({fault.Message}).");
        }
    }

    private static bool IsFramework(string path) => Path.GetDirectoryName(path) is { } folder && folder.Contains("Microsoft.NETCore.App", StringComparison.Ordinal);

    private static Dictionary<string, string> TrustedAssemblies() =>
        ((string?)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .GroupBy(path => Path.GetFileNameWithoutExtension(path), StringComparer.OrdinalIgnoreCase)
            .ToDictionary(group => group.Key, group => group.First(), StringComparer.OrdinalIgnoreCase);

    private Assembly? Probe(AssemblyLoadContext context, AssemblyName name) =>
        Find(folders, name.Name + ".dll") is { } path ? context.LoadFromAssemblyPath(path) : null;

    private nint ProbeNative(Assembly assembly, string name)
    {
        string[] names = OperatingSystem.IsWindows() ? [name, name + ".dll"] : OperatingSystem.IsMacOS() ? [name, $"lib{name}.dylib"] : [name, $"lib{name}.so"];
        return names.Select(file => Find(nativeFolders, file)).FirstOrDefault(path => path is not null) is { } found ? NativeLibrary.Load(found) : 0;
    }

    private string? Find(List<string> where, string file)
    {
        lock (folders)
        {
            return where.Select(folder => Path.Combine(folder, file)).FirstOrDefault(File.Exists);
        }
    }
}
