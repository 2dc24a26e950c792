using System.Runtime.InteropServices;

namespace Kit.Bench.Peers;

/// <summary>Doubles in a file with nothing around them, in the machine's byte order: how numbers travel to a worker and back.</summary>
internal static class Raw
{
    public static void Write(string file, double[] values) => File.WriteAllBytes(file, MemoryMarshal.AsBytes(values.AsSpan()));

    public static double[] Read(string file) => MemoryMarshal.Cast<byte, double>(File.ReadAllBytes(file)).ToArray();
}
