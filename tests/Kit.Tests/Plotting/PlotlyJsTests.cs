using Kit.Plotting;

namespace Kit.Tests.Plotting;

public sealed class PlotlyJsTests
{
    [Fact]
    public void Offline_without_a_file_there_is_a_reason_and_no_fetch()
    {
        var empty = Directory.CreateTempSubdirectory();
        try
        {
            var asset = PlotlyJs.Locate(name => name switch { "KIT_CACHE" => empty.FullName, "KIT_OFFLINE" => "1", _ => null });
            Assert.Null(asset.Source);
            Assert.Contains("KIT_OFFLINE", asset.Reason);
            Assert.Empty(empty.GetFileSystemInfos());
        }
        finally
        {
            empty.Delete(recursive: true);
        }
    }

    [Fact]
    public void A_file_with_another_checksum_is_never_used()
    {
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, "alert('not plotly')");
            var asset = PlotlyJs.Locate(name => name == "KIT_PLOTLY_JS" ? file : null);
            Assert.Null(asset.Source);
            Assert.Contains(PlotlyJs.Sha256, asset.Reason);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public void Without_embedding_the_page_names_the_pinned_version() =>
        Assert.Equal("<script src=\"https://cdn.plot.ly/plotly-3.7.0.min.js\" charset=\"utf-8\"></script>", PlotlyJs.ScriptTag(embed: false));
}
