namespace Kit.Compute;

/// <summary>Where a tensor lives and where its arithmetic is done.</summary>
public sealed class Device
{
    /// <summary>A device of this name served by a backend.</summary>
    public Device(string name, IBackend backend)
    {
        Name = name;
        Backend = backend;
    }

    /// <summary>The processor and its memory.</summary>
    public static Device Cpu { get; } = new("cpu", new Cpu.CpuBackend());

    /// <summary>Short name, as <c>cpu</c>.</summary>
    public string Name { get; }

    /// <summary>The primitive operations on this device.</summary>
    public IBackend Backend { get; }

    /// <inheritdoc/>
    public override string ToString() => Name;
}
