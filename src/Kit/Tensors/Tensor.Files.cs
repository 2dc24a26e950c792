namespace Kit.Tensors;

public sealed partial class Tensor
{
    /// <summary>Reads a tensor from a .npy file.</summary>
    /// <exception cref="InvalidDataException">Not a .npy file of one of Kit's types, or a damaged one.</exception>
    public static Tensor Load(string path)
    {
        using var stream = File.OpenRead(path);
        return Npy.Read(stream);
    }

    /// <summary>Writes a .npy file: first beside its place, then renamed, so that a reader never sees half of it.</summary>
    public void Save(string path) => AtomicFile.Write(path, stream => Npy.Write(stream, Plain));
}
