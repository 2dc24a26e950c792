using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Kit.Bench.Peers;

/// <summary>Runs rows against their peers, prints a line as each is done, and says in the exit code whether all bars were met.</summary>
internal static class Comparison
{
    /// <returns>0 when every bar was met, 1 when one was not or two results differ; a missing peer is named and does not count.</returns>
    public static int Run(IReadOnlyList<Row> rows, string? jsonFile, TextWriter output)
    {
        output.WriteLine(Line("row", "peer", "Kit ms", "(median)", "peer ms", "(median)", "peer/Kit", "bar", ""));
        var json = new JsonArray();
        var met = true;
        foreach (var (row, peer) in rows.SelectMany(row => row.Peers.Select(peer => (row, peer))))
        {
            try
            {
                var duel = Duel.Fight(row, peer);
                met &= duel.Ok;
                json.Add(Json(duel));
                output.WriteLine(Line(duel.Name, duel.Peer, Ms(duel.KitBest), $"({Ms(duel.KitMedian)})", Ms(duel.PeerBest), $"({Ms(duel.PeerMedian)})", Two(duel.Ratio), Two(duel.Bar), duel.Ok ? "ok" : "below the bar"));
                if (row.Flips > 0) output.WriteLine(Line("  flips/ns", "", Two(row.Flips / duel.KitBest / 1e6), $"({Two(row.Flips / duel.KitMedian / 1e6)})", Two(row.Flips / duel.PeerBest / 1e6), $"({Two(row.Flips / duel.PeerMedian / 1e6)})", "", "", ""));
                if (duel.Peak is ({ } kit, { } other)) output.WriteLine(Line("  memory, MiB", "", $"{kit >> 20}", "", $"{other >> 20}", "", Two((double)other / kit), "", ""));
            }
            catch (PeerMissingException missing)
            {
                output.WriteLine($"{row.Name,-20} {peer.Name,-14} skipped: {missing.Message}");
            }
            catch (InvalidOperationException wrong)
            {
                met = false;
                json.Add(new JsonObject { ["name"] = row.Name, ["peer"] = peer.Name, ["bar"] = peer.Bar, ["ok"] = false, ["error"] = wrong.Message });
                output.WriteLine($"{row.Name,-20} {peer.Name,-14} error: {wrong.Message}");
            }
        }
        PythonWorker.EndAll();
        if (jsonFile is not null)
            AtomicFile.Write(jsonFile, json.ToJsonString(new JsonSerializerOptions { WriteIndented = true }) + "\n");
        return met ? 0 : 1;
    }

    private static JsonObject Json(Duel duel) => new()
    {
        ["name"] = duel.Name,
        ["kit_ms"] = duel.KitBest,
        ["peer"] = duel.Peer,
        ["peer_ms"] = duel.PeerBest,
        ["ratio"] = duel.Ratio,
        ["bar"] = duel.Bar,
        ["ok"] = duel.Ok,
        ["kit_median_ms"] = duel.KitMedian,
        ["peer_median_ms"] = duel.PeerMedian,
        ["kit_peak_bytes"] = duel.Peak.Kit,
        ["peer_peak_bytes"] = duel.Peak.Peer,
    };

    private static string Line(params string[] cells) =>
        $"{cells[0],-20} {cells[1],-14} {cells[2],9} {cells[3],11} {cells[4],9} {cells[5],11} {cells[6],9} {cells[7],6}  {cells[8]}".TrimEnd();

    private static string Ms(double value) => value.ToString(value < 1 ? "0.0000" : "0.000", CultureInfo.InvariantCulture);

    private static string Two(double value) => value.ToString("0.00", CultureInfo.InvariantCulture);
}
