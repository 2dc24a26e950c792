namespace Kit.Notebook.Commands;

/// <summary>A <c>--param Name=value</c>.</summary>
internal static class Setting
{
    /// <exception cref="ArgumentException">There is no name or no equals sign.</exception>
    public static (string Name, string Value) Parse(string setting) => setting.Split('=', 2) is [{ Length: > 0 } name, var value]
        ? (name.Trim(), value.Trim())
        : throw new ArgumentException($"--param '{setting}': it needs Name=value.");
}
