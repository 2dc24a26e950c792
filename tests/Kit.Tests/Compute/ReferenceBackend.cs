using System.Numerics;
using Kit.Compute;
using Kit.Compute.Cpu;

namespace Kit.Tests.Compute;

/// <summary>The primitives by one plain loop each over every index, in F64 or complex arithmetic: the oracle, and proof that no caller assumes the CPU.</summary>
internal sealed unsafe class ReferenceBackend : IBackend
{
    public static Device Device { get; } = new("reference", new ReferenceBackend());

    public Storage Allocate(long count, DType type) => HostStorage.Rent(count, type);

    public void Upload(ReadOnlySpan<byte> source, in View target) => source.CopyTo(new(Address(target, target.Offset), source.Length));

    public void Download(in View source, Span<byte> target) => new ReadOnlySpan<byte>(Address(source, source.Offset), target.Length).CopyTo(target);

    public void Copy(in View x, in View y)
    {
        foreach (var i in Indices(y.Dims)) Set(y, i, Get(x, i));
    }

    public void Unary(UnaryOp op, in View x, in View y)
    {
        foreach (var i in Indices(y.Dims)) Set(y, i, x.Type.IsComplex() ? ReferenceArithmetic.OfComplex(op, Get(x, i)) : ReferenceArithmetic.OfReal(op, Get(x, i).Real));
    }

    public void Binary(BinaryOp op, in View a, in View b, in View y)
    {
        foreach (var i in Indices(y.Dims))
            Set(y, i, a.Type.IsComplex() ? ReferenceArithmetic.OfComplex(op, Get(a, i), Get(b, i)) : ReferenceArithmetic.OfReal(op, Get(a, i).Real, Get(b, i).Real));
    }

    public void Select(in View condition, in View a, in View b, in View y)
    {
        foreach (var i in Indices(y.Dims)) Set(y, i, Get(condition, i) != 0 ? Get(a, i) : Get(b, i));
    }

    public void Elementwise(ElementwiseProgram program, ReadOnlySpan<View> inputs, ReadOnlySpan<View> outputs)
    {
        var registers = new View[program.Code.Count];
        for (var r = 0; r < registers.Length; r++)
        {
            var line = program.Code[r];
            registers[r] = line.Step switch
            {
                Step.Input or Step.Number => inputs[line.Op],
                Step.Constant => new(line.Value, outputs[0].Dims, line.Type),
                _ => Fresh(outputs[0].Dims, line.Type),
            };
            switch (line.Step)
            {
                case Step.Unary: Unary((UnaryOp)line.Op, registers[line.A], registers[r]); break;
                case Step.Binary: Binary((BinaryOp)line.Op, registers[line.A], registers[line.B], registers[r]); break;
                case Step.Select: Select(registers[line.A], registers[line.B], registers[line.C], registers[r]); break;
                case Step.Cast: Copy(registers[line.A], registers[r]); break;
                case Step.Reduce:
                    var rows = Fresh([.. outputs[0].Dims[..^1], 1], line.Type);
                    Reduce((ReduceOp)line.Op, registers[line.A], 1, new(rows.Storage!, 0, rows.Dims[..^1], rows.Strides[..^1], line.Type));
                    registers[r] = new(rows.Storage!, 0, outputs[0].Dims, [.. rows.Strides[..^1], 0], line.Type);
                    break;
            }
        }

        for (var o = 0; o < outputs.Length; o++) Copy(registers[program.Outputs[o]], outputs[o]);
    }

    private View Fresh(int[] dims, DType type)
    {
        var strides = new long[dims.Length];
        var step = 1L;
        for (var k = dims.Length - 1; k >= 0; step *= dims[k--]) strides[k] = step;
        return new(Allocate(step, type), 0, dims, strides, type);
    }

    public void Reduce(ReduceOp op, in View x, int axes, in View y)
    {
        foreach (var i in Indices(y.Dims))
        {
            var values = new List<Complex>();
            foreach (var j in Indices(x.Dims[(x.Rank - axes)..])) values.Add(Get(x, [.. i, .. j]));
            Set(y, i, Reduce(op, values));
        }
    }

    public void CumSum(in View x, in View y)
    {
        foreach (var i in Indices(y.Dims))
        {
            var sum = Complex.Zero;
            for (var k = 0; k <= i[^1]; k++) sum += Get(x, [.. i[..^1], k]);
            Set(y, i, sum);
        }
    }

    public void ArgSort(in View x, bool descending, in View y)
    {
        foreach (var row in Indices(x.Dims[..^1]))
        {
            var values = new double[x.Dims[^1]];
            for (var i = 0; i < values.Length; i++) values[i] = Get(x, [.. row, i]).Real;
            var order = Enumerable.Range(0, values.Length).OrderBy(i => double.IsNaN(values[i])).ThenBy(i => descending ? -values[i] : values[i]).ToArray();
            for (var i = 0; i < order.Length; i++) Set(y, [.. row, i], order[i]);
        }
    }

    public void Gather(in View x, in View index, in View y)
    {
        foreach (var i in Indices(y.Dims)) Set(y, i, Get(x, [(int)Get(index, [i[0]]).Real, .. i[1..]]));
    }

    public void Scatter(in View x, in View index, in View y, bool add)
    {
        foreach (var i in Indices(x.Dims))
        {
            int[] to = [(int)Get(index, [i[0]]).Real, .. i[1..]];
            Set(y, to, add ? Get(y, to) + Get(x, i) : Get(x, i));
        }
    }

    public void MatMul(in View a, in View b, in View c)
    {
        foreach (var i in Indices(c.Dims))
        {
            var sum = Complex.Zero;
            for (var k = 0; k < a.Dims[2]; k++) sum += Get(a, [i[0], i[1], k]) * Get(b, [i[0], k, i[2]]);
            Set(c, i, sum);
        }
    }

    public void Convolve(in View x, in View w, View? bias, in View y, ConvolutionGeometry geometry)
    {
        var (s, d, e, p, periodic) = geometry;
        foreach (var i in Indices(y.Dims))
        {
            var sum = bias is { } b ? Get(b, [i[1], i[2]]) : Complex.Zero;
            foreach (var j in Indices(w.Dims[2..]))
            {
                var at = new int[s.Length];
                var inside = true;
                for (var a = 0; a < at.Length; a++)
                {
                    at[a] = i[3 + a] * s[a] + j[1 + a] * d[a] - p[a];
                    inside &= at[a] % e[a] == 0;
                    at[a] /= e[a];
                    if (periodic) at[a] = (at[a] % x.Dims[3 + a] + x.Dims[3 + a]) % x.Dims[3 + a];
                    inside &= at[a] >= 0 && at[a] < x.Dims[3 + a];
                }

                if (inside) sum += Get(x, [i[0], i[1], j[0], .. at]) * Get(w, [i[1], i[2], .. j]);
            }

            Set(y, i, sum);
        }
    }

    public void Fourier(in View x, in View y, bool inverse, double scale)
    {
        var n = x.Type.IsComplex() ? y.Type.IsComplex() ? x.Dims[^1] : y.Dims[^1] : x.Dims[^1];
        foreach (var i in Indices(y.Dims))
        {
            var terms = new List<Complex>();
            for (var j = 0; j < n; j++)
            {
                var mirrored = j >= x.Dims[^1];
                var value = Get(x, [.. i[..^1], mirrored ? n - j : j]);
                if (!y.Type.IsComplex() && 2 * j % n == 0) value = value.Real;
                terms.Add((mirrored ? Complex.Conjugate(value) : value) * Complex.FromPolarCoordinates(scale, (inverse ? 2 : -2) * Math.PI * ((long)i[^1] * j % n) / n));
            }

            Set(y, i, Sum(terms));
        }
    }

    public void Random(RandomLaw law, ulong seed, ulong stream, ulong block, ulong bound, in View y)
    {
        for (var i = 0; i < y.Size; i++)
        {
            var perBlock = y.Type == DType.F32 ? 4 : 2;
            var (w0, w1) = Philox.Words(seed, stream, block + (ulong)(i / perBlock));
            var place = i % perBlock;
            uint[] quarters = [(uint)w0, (uint)(w0 >> 32), (uint)w1, (uint)(w1 >> 32)];
            var (radius, angle) = y.Type == DType.F32
                ? ((quarters[place & 2] + 1.0) / 4294967296.0, quarters[place | 1] / 4294967296.0)
                : (1 - Philox.ToUnit(w0), Philox.ToUnit(w1));
            Set(y, [i], law switch
            {
                RandomLaw.Integer => (int)(uint)Math.BigMul(place == 0 ? w0 : w1, bound, out _),
                RandomLaw.Uniform => y.Type == DType.F32 ? Philox.ToUnit(quarters[place]) : Philox.ToUnit(place == 0 ? w0 : w1),
                _ => Math.Sqrt(-2 * Math.Log(radius)) * (i % 2 == 0 ? Math.Cos(2 * Math.PI * angle) : Math.Sin(2 * Math.PI * angle)),
            });
        }
    }

    private static IEnumerable<int[]> Indices(int[] dims)
    {
        if (dims.Contains(0)) yield break;
        var index = new int[dims.Length];
        while (true)
        {
            yield return index;
            var k = dims.Length - 1;
            while (k >= 0 && ++index[k] == dims[k]) index[k--] = 0;
            if (k < 0) yield break;
        }
    }

    private static byte* Address(in View view, long element) => ((HostStorage)view.Storage!).Pointer + element * view.Type.Bytes();

    private static byte* Address(in View view, int[] index)
    {
        var element = view.Offset;
        for (var k = 0; k < index.Length; k++) element += index[k] * view.Strides[k];
        return Address(view, element);
    }

    private static Complex Get(in View view, int[] index)
    {
        if (view.Storage is null) return view.Value;
        var p = Address(view, index);
        return view.Type switch
        {
            DType.Bool => *p,
            DType.I32 => *(int*)p,
            DType.F32 => *(float*)p,
            DType.F64 => *(double*)p,
            DType.C64 => *(ComplexF*)p,
            _ => *(Complex*)p,
        };
    }

    private static void Set(in View view, int[] index, Complex value)
    {
        var p = Address(view, index);
        switch (view.Type)
        {
            case DType.Bool: *p = value == Complex.Zero ? (byte)0 : (byte)1; break;
            case DType.I32: *(int*)p = (int)value.Real; break;
            case DType.F32: *(float*)p = (float)value.Real; break;
            case DType.F64: *(double*)p = value.Real; break;
            case DType.C64: *(ComplexF*)p = (ComplexF)value; break;
            default: *(Complex*)p = value; break;
        }
    }

    private static Complex Reduce(ReduceOp op, List<Complex> values)
    {
        var reals = values.ConvertAll(v => v.Real);
        var nan = reals.FindIndex(double.IsNaN);
        return op switch
        {
            ReduceOp.Sum => Sum(values),
            ReduceOp.Prod => reals.Aggregate(1.0, (a, b) => a * b),
            ReduceOp.Min => nan >= 0 ? double.NaN : reals.Min(),
            ReduceOp.Max => nan >= 0 ? double.NaN : reals.Max(),
            ReduceOp.ArgMin => nan >= 0 ? nan : reals.IndexOf(reals.Min()),
            ReduceOp.ArgMax => nan >= 0 ? nan : reals.IndexOf(reals.Max()),
            ReduceOp.Any => reals.Exists(v => v != 0) ? 1 : 0,
            _ => reals.TrueForAll(v => v != 0) ? 1 : 0,
        };
    }

    /// <summary>Kahan's compensated sum: exact to a rounding or two whatever the length.</summary>
    private static Complex Sum(List<Complex> values)
    {
        var (sum, lost) = (Complex.Zero, Complex.Zero);
        foreach (var value in values)
        {
            var next = value - lost;
            var total = sum + next;
            lost = total - sum - next;
            sum = total;
        }

        return sum;
    }
}
