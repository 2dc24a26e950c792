namespace Kit.Tests.StatMech.Running;

/// <summary>A name in a folder that goes with it.</summary>
internal sealed class TemporaryFile : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("kit-run-").FullName;

    public string Path => System.IO.Path.Combine(folder, "run.checkpoint");

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
