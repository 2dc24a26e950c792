namespace Kit.Bench.Peers;

/// <summary>Physical memory of this process, as Linux counts it; null elsewhere.</summary>
internal static class Resident
{
    /// <summary>Bytes now.</summary>
    public static long? Now => Read("VmRSS:");

    /// <summary>The most since <see cref="ResetPeak"/>.</summary>
    public static long? Peak => Read("VmHWM:");

    /// <summary>Starts a new peak.</summary>
    public static void ResetPeak()
    {
        if (OperatingSystem.IsLinux()) File.WriteAllText("/proc/self/clear_refs", "5");
    }

    private static long? Read(string field)
    {
        if (!OperatingSystem.IsLinux()) return null;
        var line = File.ReadLines("/proc/self/status").First(l => l.StartsWith(field, StringComparison.Ordinal));
        return 1024 * long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2], System.Globalization.CultureInfo.InvariantCulture);
    }
}
