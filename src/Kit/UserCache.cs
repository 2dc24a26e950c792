namespace Kit;

/// <summary>Where Kit keeps what it can make or fetch again.</summary>
public static class UserCache
{
    /// <summary>The folder named by KIT_CACHE, or <c>kit</c> in the user's local application data.</summary>
    public static string Folder => FolderOf(Environment.GetEnvironmentVariable);

    /// <summary>The same under other environment variables.</summary>
    internal static string FolderOf(Func<string, string?> environment) => environment("KIT_CACHE") is { Length: > 0 } folder
        ? folder
        : Path.Combine(
            Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify) is { Length: > 0 } local
                ? local
                : Path.GetTempPath(),
            "kit");
}
