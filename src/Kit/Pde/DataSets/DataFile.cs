using System.Diagnostics;
using System.Security.Cryptography;
using System.Text.Json;
using Kit.Compute;
using Kit.Tensors;

namespace Kit.Pde.DataSets;

/// <summary>Writes a data set to a .npz file, larger than memory if need be; what an interrupted run has made is kept and gone on from.</summary>
/// <remarks>
/// While samples are made they lie in the folder <c>FILE.npz.part</c>, one file of raw numbers a tensor and a <c>state.json</c>. The end packs them into
/// FILE.npz, with a card FILE.md and its picture FILE.svg beside it, and removes the folder. A resumed run gives the same bytes as one that was not interrupted.
/// </remarks>
public sealed class DataFile
{
    private const string StateName = "state.json";
    private readonly DataSet set;
    private readonly string path;
    private readonly string folder;
    private State state;

    private DataFile(DataSet set, string path, int n, long seed)
    {
        (this.set, this.path, folder) = (set, path, path + ".part");
        state = new(set.ToString(), seed, n, 0, 0, []);
    }

    /// <summary>Makes the file, or goes on with it.</summary>
    /// <param name="set">What to make.</param>
    /// <param name="path">Ends in .npz.</param>
    /// <param name="n">Number of samples.</param>
    /// <param name="seed">Seed of every random number.</param>
    /// <param name="restart">Throws away what an interrupted run has made.</param>
    /// <param name="token">Stops between chunks; what is made stays.</param>
    /// <returns>The card, which is also written beside the file.</returns>
    /// <exception cref="ArgumentException">No samples, another ending, or parameters out of bounds.</exception>
    /// <exception cref="InvalidOperationException">An interrupted run with other parameters, seed or count lies there.</exception>
    public static DataCard Make(DataSet set, string path, int n, long seed = 0, bool restart = false, CancellationToken token = default)
    {
        ArgumentNullException.ThrowIfNull(set);
        if (!path.EndsWith(".npz", StringComparison.OrdinalIgnoreCase)) throw new ArgumentException($"DataFile: {path} does not end in .npz");
        ArgumentOutOfRangeException.ThrowIfLessThan(n, 1);
        set.CheckParameters();
        var file = new DataFile(set, path, n, seed);
        file.Resume(restart);
        file.Fill(token);
        return file.Finish();
    }

    private void Resume(bool restart)
    {
        var saved = Path.Combine(folder, StateName);
        if (restart && Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        Directory.CreateDirectory(folder);
        if (!File.Exists(saved)) return;
        State? found = null;
        try
        {
            found = JsonSerializer.Deserialize<State>(File.ReadAllText(saved));
        }
        catch (JsonException)
        {
            // Falls through to the message below.
        }

        if (found?.Arrays is null || found.Set is null) throw new InvalidOperationException($"{saved} cannot be read; remove {folder} or begin anew with restart");
        if (found.Set != state.Set || found.Seed != state.Seed || found.Count != state.Count)
            throw new InvalidOperationException($"{folder} holds {found.Done} of {found.Count} samples of {found.Set} with seed {found.Seed}, not of {state.Count} of {state.Set} with seed {state.Seed}; go on with those, remove the folder, or begin anew with restart");
        foreach (var array in found.Arrays)
            if (!array.IsSound || !File.Exists(Raw(array)) || new FileInfo(Raw(array)).Length < found.Done * array.Width)
                throw new InvalidOperationException($"{Raw(array)} has lost samples; remove {folder} or begin anew with restart");
        state = found;
    }

    private void Fill(CancellationToken token)
    {
        using var progress = Display.Progress.Start(set.Id, state.Count);
        var rng = new Rng(state.Seed);
        while (state.Done < state.Count)
        {
            token.ThrowIfCancellationRequested();
            var clock = Stopwatch.StartNew();
            var count = Math.Min(set.Chunk, state.Count - state.Done);
            using (Tensor.Scope())
            {
                var samples = set.Samples(rng, state.Done, count).OrderBy(pair => pair.Key, StringComparer.Ordinal).ToArray();
                if (state.Arrays.Length == 0) state = state with { Arrays = [.. samples.Select(pair => DataArray.Of(pair.Key, pair.Value))] };
                if (!samples.Select(pair => pair.Key).SequenceEqual(state.Arrays.Select(array => array.Name)))
                    throw new InvalidOperationException($"{set.Id} gave {string.Join(", ", samples.Select(pair => pair.Key))} after {string.Join(", ", state.Arrays.Select(array => array.Name))}");
                state = state with { Arrays = [.. state.Arrays.Zip(samples, Append)] };
            }

            // The state is renamed into place after the numbers are on the disk: it never counts samples that are not there.
            state = state with { Done = state.Done + count, Seconds = state.Seconds + clock.Elapsed.TotalSeconds };
            AtomicFile.Write(Path.Combine(folder, StateName), JsonSerializer.Serialize(state));
            progress.Report(state.Done);
        }
    }

    private DataArray Append(DataArray array, KeyValuePair<string, Tensor> samples)
    {
        using var stream = new FileStream(Raw(array), FileMode.OpenOrCreate, FileAccess.Write);
        stream.SetLength(state.Done * array.Width); // what a killed run wrote beyond its state
        stream.Seek(0, SeekOrigin.End);
        stream.Write(Npy.Raw(samples.Value));
        stream.Flush(flushToDisk: true);
        return array.With(samples.Value);
    }

    private DataCard Finish()
    {
        AtomicFile.Write(path, stream => Npz.Write(stream, state.Arrays.Select(array => KeyValuePair.Create<string, Action<Stream>>(array.Name, part => Pack(array, part))), compress: false));
        string sha;
        using (var stream = File.OpenRead(path)) sha = Convert.ToHexStringLower(SHA256.HashData(stream));
        var picture = Path.ChangeExtension(path, ".svg");
        AtomicFile.Write(picture, set.Picture(First()).ToSvg());
        var card = new DataCard(set, state.Seed, state.Count, state.Arrays, sha, TimeSpan.FromSeconds(state.Seconds), Path.GetFileName(path));
        AtomicFile.Write(Path.ChangeExtension(path, ".md"), card.ToMarkdown());
        Directory.Delete(folder, recursive: true);
        return card;
    }

    private void Pack(DataArray array, Stream part)
    {
        Npy.WriteHeader(part, array.Type, [state.Count, .. array.Extents]);
        using var raw = File.OpenRead(Raw(array));
        raw.CopyTo(part);
    }

    /// <summary>Some of the first samples, read back.</summary>
    private Dictionary<string, Tensor> First()
    {
        Dictionary<string, Tensor> samples = [];
        foreach (var array in state.Arrays)
        {
            var count = Math.Min(4, state.Count);
            var bytes = new byte[checked((int)(count * array.Width))];
            using var raw = File.OpenRead(Raw(array));
            raw.ReadExactly(bytes);
            samples[array.Name] = Tensor.Empty(new([count, .. array.Extents.Select(d => (int)d)]), array.Type, Device.Cpu);
            samples[array.Name].Device.Backend.Upload(bytes, samples[array.Name].View);
        }

        return samples;
    }

    private string Raw(DataArray array) => Path.Combine(folder, array.Name + ".raw");

    private sealed record State(string Set, long Seed, int Count, int Done, double Seconds, DataArray[] Arrays);
}
