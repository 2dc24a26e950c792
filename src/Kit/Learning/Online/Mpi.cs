using System.Runtime.InteropServices;

namespace Kit.Learning.Online;

/// <summary>The few calls of a system's Open MPI that samples need; the library is loaded with the first of them.</summary>
/// <remarks>Message Passing Interface Forum, MPI 3.1 (2015). Handles and the layout of a status are those of Open MPI, which other libraries do not share.</remarks>
internal static partial class Mpi
{
    private const string Library = "libmpi.so.40";
    private static nint handle;

    /// <summary>Begins; the thread that calls is the one that may communicate.</summary>
    /// <exception cref="DllNotFoundException">There is no Open MPI here.</exception>
    public static void Begin()
    {
        if (!NativeLibrary.TryLoad(Library, out handle) || !NativeLibrary.TryGetExport(handle, "ompi_mpi_comm_world", out _))
            throw new DllNotFoundException($"Mpi: {Library} is not here, or not Open MPI; install it (Debian: openmpi-bin) and start the program with mpirun, or take SampleServer on one machine");
        Require(Init(0, 0), "MPI_Init");
    }

    public static int Rank
    {
        get
        {
            Require(CommRank(World, out var rank), "MPI_Comm_rank");
            return rank;
        }
    }

    public static int Size
    {
        get
        {
            Require(CommSize(World, out var size), "MPI_Comm_size");
            return size;
        }
    }

    private static nint World => NativeLibrary.GetExport(handle, "ompi_mpi_comm_world");

    private static nint Byte => NativeLibrary.GetExport(handle, "ompi_mpi_byte");

    /// <summary>Sends a message; ends when it is being received.</summary>
    public static unsafe void Write(ReadOnlySpan<byte> frame, int rank, int tag)
    {
        fixed (byte* data = frame) Require(SynchronousSend(data, frame.Length, Byte, rank, tag, World), "MPI_Ssend");
    }

    /// <summary>Sender and length of a message that waits, or null; −1 is any sender.</summary>
    public static (int Rank, int Length)? Waiting(int rank, int tag)
    {
        Require(ProbeNow(rank, tag, World, out var here, out var status), "MPI_Iprobe");
        if (here == 0) return null;
        Require(GetCount(status, Byte, out var length), "MPI_Get_count");
        return (status.Source, length);
    }

    /// <summary>A message that waits.</summary>
    public static unsafe byte[] Read(int rank, int tag, int length)
    {
        var frame = new byte[length];
        fixed (byte* data = frame) Require(Receive(data, length, Byte, rank, tag, World, out _), "MPI_Recv");
        return frame;
    }

    public static void End() => Require(Finish(), "MPI_Finalize");

    private static void Require(int code, string call)
    {
        if (code != 0) throw new IOException($"Mpi: {call} failed with code {code}");
    }

    [LibraryImport(Library, EntryPoint = "MPI_Init")]
    private static partial int Init(nint argc, nint argv);

    [LibraryImport(Library, EntryPoint = "MPI_Comm_rank")]
    private static partial int CommRank(nint comm, out int rank);

    [LibraryImport(Library, EntryPoint = "MPI_Comm_size")]
    private static partial int CommSize(nint comm, out int size);

    [LibraryImport(Library, EntryPoint = "MPI_Ssend")]
    private static unsafe partial int SynchronousSend(byte* data, int count, nint type, int rank, int tag, nint comm);

    [LibraryImport(Library, EntryPoint = "MPI_Iprobe")]
    private static partial int ProbeNow(int rank, int tag, nint comm, out int here, out Status status);

    [LibraryImport(Library, EntryPoint = "MPI_Get_count")]
    private static partial int GetCount(in Status status, nint type, out int count);

    [LibraryImport(Library, EntryPoint = "MPI_Recv")]
    private static unsafe partial int Receive(byte* data, int count, nint type, int rank, int tag, nint comm, out Status status);

    [LibraryImport(Library, EntryPoint = "MPI_Finalize")]
    private static partial int Finish();

    [StructLayout(LayoutKind.Sequential)]
    private struct Status
    {
        public int Source, Tag, Error, Cancelled;
        public nuint Count;
    }
}
