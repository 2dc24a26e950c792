namespace Kit.Compute.Cpu;

/// <summary>Copies between views of any two types.</summary>
internal static class Conversions
{
    public static void Run(in View x, in View y)
    {
        if (x.Type.IsComplex() && !y.Type.IsComplex()) Run(x.Part(0), y);
        else if (x.Type != y.Type || !Transposition.TryRun(x, y)) Sweep.Run(KernelTable.Convert(x.Type, y.Type), [x, y]);
    }
}
