namespace Kit.Notebook.Engine;

/// <summary>Where Kit keeps what it can make again: <c>KIT_CACHE</c>, or the user's local application data.</summary>
internal static class UserCache
{
    public static string Folder => Environment.GetEnvironmentVariable("KIT_CACHE") is { Length: > 0 } folder
        ? folder
        : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify), "kit");
}
