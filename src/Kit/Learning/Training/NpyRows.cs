using Kit.Compute;
using Kit.Tensors;

namespace Kit.Learning;

/// <summary>The samples of a .npy file along its first axis, read where they lie.</summary>
internal sealed class NpyRows
{
    private readonly string path;
    private readonly DType dtype;
    private readonly Shape shape;
    private readonly long start;

    public NpyRows(string path)
    {
        this.path = path;
        using var stream = File.OpenRead(path);
        (dtype, shape, var fortran) = Tensors.Npy.Header(stream);
        start = stream.Position;
        if (shape.Rank == 0 || fortran) throw new InvalidDataException($"DataStream: {path} holds {(fortran ? "columns one after the other (fortran_order)" : "no axis of samples")}; save numpy.ascontiguousarray(x)");
        if (shape.Size * dtype.Bytes() > stream.Length - start) throw new InvalidDataException($"DataStream: {path} says {shape} {dtype}, which is more than its {stream.Length} bytes");
    }

    public int Count => shape[0];

    public Tensor Read(int[] rows)
    {
        var width = checked((int)(shape.Size / Math.Max(1, Count) * dtype.Bytes()));
        var bytes = new byte[checked(rows.Length * width)];
        using var file = File.OpenHandle(path);
        for (var i = 0; i < rows.Length; i++)
            for (var done = 0; done < width;)
                done += RandomAccess.Read(file, bytes.AsSpan(i * width + done, width - done), start + (long)rows[i] * width + done) is > 0 and var n
                    ? n
                    : throw new InvalidDataException($"DataStream: {path} ends before sample {rows[i]}");
        if (dtype == DType.Bool) bytes = Array.ConvertAll(bytes, b => b == 0 ? b : (byte)1);
        var x = Tensor.Empty(new([rows.Length, .. shape.ToArray()[1..]]), dtype, Device.Cpu);
        x.Device.Backend.Upload(bytes, x.View);
        return x;
    }
}
