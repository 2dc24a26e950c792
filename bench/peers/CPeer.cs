using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Kit.Bench.Peers;

/// <summary>A peer in plain C, compiled by <c>gcc -O3 -march=native</c> and called in this process.</summary>
/// <param name="Source">C text with <c>void work(const double *const *inputs, double *result)</c>.</param>
/// <param name="ResultLength">How many doubles the work writes.</param>
internal sealed record CPeer(double Bar, string Source, int ResultLength) : Peer("C (gcc -O3)", Bar)
{
    public override IContender Open(Inputs inputs)
    {
        var folder = Directory.CreateTempSubdirectory("kit-bench-").FullName;
        var library = Path.Combine(folder, "work.so");
        File.WriteAllText(Path.Combine(folder, "work.c"), Source);
        Compile(folder, "-O3", "-march=native", "-shared", "-fPIC", "-o", library, "work.c", "-lm");
        return new Contender(folder, NativeLibrary.Load(library), inputs, ResultLength);
    }

    private static void Compile(string folder, params string[] arguments)
    {
        try
        {
            using var gcc = Process.Start(new ProcessStartInfo("gcc", arguments) { WorkingDirectory = folder, RedirectStandardError = true })!;
            var errors = gcc.StandardError.ReadToEnd();
            gcc.WaitForExit();
            if (gcc.ExitCode != 0)
                throw new InvalidOperationException($"gcc: {errors}");
        }
        catch (System.ComponentModel.Win32Exception)
        {
            throw new PeerMissingException("gcc is not on the path");
        }
    }

    private sealed unsafe class Contender : IContender
    {
        private readonly string folder;
        private readonly nint library;
        private readonly double[][] inputs;
        private readonly double** pointers;
        private readonly double[] result;
        private readonly delegate* unmanaged<double**, double*, void> work;

        public Contender(string folder, nint library, Inputs inputs, int resultLength)
        {
            (this.folder, this.library) = (folder, library);
            work = (delegate* unmanaged<double**, double*, void>)NativeLibrary.GetExport(library, "work");
            this.inputs = [.. inputs.All.Select(input => Pinned(input.Values))];
            pointers = (double**)NativeMemory.Alloc((nuint)(this.inputs.Length * sizeof(double*)));
            for (var i = 0; i < this.inputs.Length; i++)
                pointers[i] = (double*)Marshal.UnsafeAddrOfPinnedArrayElement(this.inputs[i], 0);
            result = Pinned(new double[resultLength]);
        }

        public double Milliseconds(int times)
        {
            var output = (double*)Marshal.UnsafeAddrOfPinnedArrayElement(result, 0);
            var start = Stopwatch.GetTimestamp();
            for (var i = 0; i < times; i++)
                work(pointers, output);
            return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        }

        public double[] Result() => result;

        public void Dispose()
        {
            NativeMemory.Free(pointers);
            NativeLibrary.Free(library);
            Directory.Delete(folder, recursive: true);
        }

        private static double[] Pinned(double[] values)
        {
            var pinned = GC.AllocateArray<double>(values.Length, pinned: true);
            values.CopyTo(pinned, 0);
            return pinned;
        }
    }
}
