namespace Kit.Tests.Architecture;

/// <summary>A temporary folder for planted source files; gone when disposed.</summary>
internal sealed class PlantedFolder : IDisposable
{
    public string Folder { get; } = Directory.CreateTempSubdirectory("kit-architecture-").FullName;

    public void Write(string path, string text)
    {
        var file = Path.Combine(Folder, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
