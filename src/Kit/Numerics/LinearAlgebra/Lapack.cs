using System.Numerics;
using System.Runtime.InteropServices;
using Kit.Compute.Cpu;
using Kit.Compute.Cpu.Dense;

namespace Kit.Numerics;

/// <summary>A system's LAPACK, loaded when it is asked for: the Fortran symbols of any library with 32-bit integers.</summary>
/// <remarks>Column-major: a row-major matrix is its own transpose there. The lengths of strings are hidden arguments at the end.</remarks>
internal sealed unsafe class Lapack(string name, nint handle)
{
    private static readonly Lock Gate = new();
    private static string? asked = Environment.GetEnvironmentVariable("KIT_LAPACK") is { Length: > 0 } value ? value : null;
    private static Lapack? loaded;

    /// <summary>The library asked for, or null for Kit's own algorithms.</summary>
    /// <exception cref="DllNotFoundException">It is not here.</exception>
    public static Lapack? Current
    {
        get
        {
            if (asked is not { } wanted) return null;
            lock (Gate) return loaded ??= Load(wanted);
        }
    }

    /// <inheritdoc cref="LinearAlgebra.Lapack"/>
    public static string? Name
    {
        get => asked;
        set
        {
            lock (Gate) (loaded, asked) = (string.IsNullOrEmpty(value) ? null : Load(value), string.IsNullOrEmpty(value) ? null : value);
        }
    }

    /// <summary>Values ascending and, in the place of a, the vectors as rows; the lower triangle of a is read.</summary>
    /// <returns>False where it did not converge.</returns>
    public bool Eigen<T>(Matrix<T> a, T* values, bool vectors) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var call = (delegate* unmanaged[Cdecl]<byte*, byte*, int*, T*, int*, T*, T*, int*, int*, int*, int*, nint, nint, void>)Symbol<T>("syevd_");
        var (n, info, lwork, liwork, job, half) = (a.Rows, 0, -1, -1, (byte)(vectors ? 'V' : 'N'), (byte)'U');
        T size;
        int integers;
        call(&job, &half, &n, a.Data, &n, values, &size, &lwork, &integers, &liwork, &info, 1, 1);
        (lwork, liwork) = (Length(size), integers);
        using var work = new Scratch<T>(lwork);
        using var indices = new Scratch<int>(liwork);
        call(&job, &half, &n, a.Data, &n, values, work.Data, &lwork, indices.Data, &liwork, &info, 1, 1);
        return Done(info, "syevd") == 0;
    }

    /// <summary>A = U·Σ·Vᵀ of a row-major m × n matrix, which is destroyed: u is m × k, vt k × n, both row-major, or without columns.</summary>
    /// <returns>False where it did not converge.</returns>
    public bool Singular<T>(Matrix<T> a, Matrix<T> u, T* values, Matrix<T> vt) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var call = (delegate* unmanaged[Cdecl]<byte*, int*, int*, T*, int*, T*, T*, int*, T*, int*, T*, int*, int*, int*, nint, void>)Symbol<T>("gesdd_");
        // Its A is Aᵀ, so that its left vectors are the right ones.
        var (m, n, k, info, lwork, job) = (a.Columns, a.Rows, Math.Min(a.Rows, a.Columns), 0, -1, (byte)(vt.Columns > 0 ? 'S' : 'N'));
        using var indices = new Scratch<int>(8L * k);
        T size;
        call(&job, &m, &n, a.Data, &m, values, vt.Data, &m, u.Data, &k, &size, &lwork, indices.Data, &info, 1);
        lwork = Length(size);
        using var work = new Scratch<T>(lwork);
        call(&job, &m, &n, a.Data, &m, values, vt.Data, &m, u.Data, &k, work.Data, &lwork, indices.Data, &info, 1);
        return Done(info, "gesdd") == 0;
    }

    /// <summary>P·A = L·U in the place of a; pivots count from 0.</summary>
    public void Lu<T>(Matrix<T> a, int* pivots) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var call = (delegate* unmanaged[Cdecl]<int*, int*, T*, int*, int*, int*, void>)Symbol<T>("getrf_");
        var (n, info) = (a.Rows, 0);
        using var memory = new Scratch<T>((long)n * n);
        var turned = memory.Matrix(n, n);
        a.Transposed().CopyTo(turned);
        call(&n, &n, turned.Data, &n, pivots, &info);
        Done(info, "getrf");
        turned.CopyTo(a.Transposed());
        for (var k = 0; k < n; k++) pivots[k]--;
    }

    /// <summary>A = L·Lᵀ in the lower triangle of a.</summary>
    /// <returns>0, or the order of the first leading minor that is not positive.</returns>
    public int Cholesky<T>(Matrix<T> a) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var call = (delegate* unmanaged[Cdecl]<byte*, int*, T*, int*, int*, nint, void>)Symbol<T>("potrf_");
        var (n, info, half) = (a.Rows, 0, (byte)'U');
        call(&half, &n, a.Data, &n, &info, 1);
        return Done(info, "potrf");
    }

    private static Lapack Load(string name)
    {
        string[] files = (name, OperatingSystem.IsWindows(), OperatingSystem.IsMacOS()) switch
        {
            ("openblas", true, _) => ["libopenblas.dll", "openblas.dll"],
            ("openblas", _, true) => ["libopenblas.0.dylib", "/opt/homebrew/opt/openblas/lib/libopenblas.dylib", "/usr/local/opt/openblas/lib/libopenblas.dylib"],
            ("openblas", _, _) => ["libopenblas.so.0", "libopenblas.so"],
            _ => [name],
        };
        foreach (var file in files)
            if (NativeLibrary.TryLoad(file, out var handle)) return new(name, handle);
        throw new DllNotFoundException(
            $"KIT_LAPACK={name} asks for a system LAPACK, and {string.Join(", ", files)} could not be loaded; install it (Debian: apt-get install libopenblas0-pthread), name a file, or leave KIT_LAPACK empty for Kit's own algorithms");
    }

    private nint Symbol<T>(string routine)
    {
        var symbol = (typeof(T) == typeof(float) ? "s" : "d") + routine;
        return NativeLibrary.TryGetExport(handle, symbol, out var address) ? address
            : throw new EntryPointNotFoundException($"KIT_LAPACK={name}: the library has no {symbol}; is it a LAPACK with 32-bit integers?");
    }

    /// <summary>A length of working memory that came as a number of type T, which may have rounded it down.</summary>
    private static int Length<T>(T size) where T : unmanaged, IFloatingPointIeee754<T> => checked((int)(double.CreateChecked(size) * (1 + 1e-6)) + 1);

    private static int Done(int info, string routine) => info >= 0 ? info : throw new InvalidOperationException($"{routine}: argument {-info} is wrong");
}
