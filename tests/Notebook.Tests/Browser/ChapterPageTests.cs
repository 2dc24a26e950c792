using System.Diagnostics;
using System.Runtime.CompilerServices;
using Kit.Notebook.Documents;
using Kit.Notebook.Tests.Documents;
using Kit.Testing;

namespace Kit.Notebook.Tests.Browser;

/// <summary>A chapter, run by the command of the README and opened in a browser that is cut off from the network.</summary>
public abstract class ChapterPageTests(ChapterPages pages)
{
    [RequiresFact("chromium", "plotly.js")]
    public async Task Figures_are_drawn_the_slider_moves_the_frame_and_the_console_is_clean()
    {
        await using var browser = await Chromium.OpenAsync(pages.Address);
        var figures = (await browser.EvaluateAsync("document.querySelectorAll('.kit-figure').length"))!.GetValue<int>();
        Assert.InRange(figures, 5, 40);

        // Figures are drawn when they come into view: each is brought there, and each must then hold data.
        for (var i = 0; i < figures; i++)
        {
            await browser.EvaluateAsync($"document.querySelectorAll('.kit-figure')[{i}].scrollIntoView()");
            await browser.WaitForAsync($"document.querySelectorAll('.kit-figure')[{i}].querySelector('.js-plotly-plot')?.data?.length > 0");
        }

        await browser.EvaluateAsync("window.animated = [...document.querySelectorAll('.js-plotly-plot')].find(plot => plot._fullLayout.sliders?.length > 0); animated.scrollIntoView()");
        const string Shown = "JSON.stringify([animated._fullLayout.sliders[0].active, animated.data.map(trace => trace.z ?? trace.y)])";
        var first = (await browser.EvaluateAsync(Shown))!.GetValue<string>();
        await browser.EvaluateAsync("""
            (() => {
              const rail = animated.querySelector('.slider-rail-touch-rect').getBoundingClientRect();
              const at = {clientX: rail.left + rail.width * 0.8, clientY: rail.top + rail.height / 2, bubbles: true, view: window};
              animated.querySelector('.slider-rail-touch-rect').dispatchEvent(new MouseEvent('mousedown', at));
              document.dispatchEvent(new MouseEvent('mouseup', at));
            })()
            """);
        await browser.WaitForAsync($"{Shown} !== {System.Text.Json.JsonSerializer.Serialize(first)} && animated._fullLayout.sliders[0].active > 0");
        Assert.Empty(browser.Errors);
    }

    [RequiresFact("chromium", "plotly.js")]
    public async Task Without_scripts_every_figure_shows_its_static_picture()
    {
        await using var browser = await Chromium.OpenAsync(pages.Address, scripts: false);
        await browser.WaitForAsync("document.querySelectorAll('.kit-figure').length >= 5");
        Assert.True((await browser.EvaluateAsync("""
            [...document.querySelectorAll('.kit-figure')].every(figure => {
              const picture = figure.querySelector('svg');
              const box = picture?.getBoundingClientRect();
              return box && box.width > 200 && box.height > 100 && getComputedStyle(picture).visibility === 'visible' && picture.querySelectorAll('path, rect, line, image').length > 5;
            }) && document.querySelectorAll('.js-plotly-plot').length === 0
            """))!.GetValue<bool>());
    }

    [RequiresFact("plotly.js")]
    public void The_page_asks_the_network_for_nothing()
    {
        var page = File.ReadAllText(pages.File);
        Assert.DoesNotContain("<link", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<script src", page, StringComparison.Ordinal);
        Assert.DoesNotContain("@import", page, StringComparison.Ordinal);
    }

    [Fact]
    public void One_thread_and_two_optimised_at_once_or_by_and_by_give_the_same_bytes()
    {
        Assert.Equal(File.ReadAllBytes(pages.Notebook), File.ReadAllBytes(pages.NotebookOfOneThread));
        Assert.All(NotebookFile.Read(pages.Notebook).Cells.Where(cell => cell.Kind == CellKind.Code), cell => Assert.NotNull(cell.ExecutionCount));
    }
}

public sealed class FirstStepsPageTests(FirstStepsPageTests.Pages pages) : ChapterPageTests(pages), IClassFixture<FirstStepsPageTests.Pages>
{
    public sealed class Pages() : ChapterPages("01-first-steps");
}

public sealed class TensorsAndDerivativesPageTests(TensorsAndDerivativesPageTests.Pages pages) : ChapterPageTests(pages), IClassFixture<TensorsAndDerivativesPageTests.Pages>
{
    public sealed class Pages() : ChapterPages("02-tensors-and-derivatives");
}

public sealed class TimeSteppingPageTests(TimeSteppingPageTests.Pages pages) : ChapterPageTests(pages), IClassFixture<TimeSteppingPageTests.Pages>
{
    public sealed class Pages() : ChapterPages("03-time-stepping");
}

public sealed class WavesShocksPatternsPageTests(WavesShocksPatternsPageTests.Pages pages) : ChapterPageTests(pages), IClassFixture<WavesShocksPatternsPageTests.Pages>
{
    public sealed class Pages() : ChapterPages("04-waves-shocks-patterns");
}

public sealed class MultigridPageTests(MultigridPageTests.Pages pages) : ChapterPageTests(pages), IClassFixture<MultigridPageTests.Pages>
{
    public sealed class Pages() : ChapterPages("05-multigrid");
}

public sealed class IsingPageTests(IsingPageTests.Pages pages) : ChapterPageTests(pages), IClassFixture<IsingPageTests.Pages>
{
    public sealed class Pages() : ChapterPages("06-ising");
}

public sealed class SpinGlassesPageTests(SpinGlassesPageTests.Pages pages) : ChapterPageTests(pages), IClassFixture<SpinGlassesPageTests.Pages>
{
    public sealed class Pages() : ChapterPages("07-spin-glasses");
}

public sealed class MemoryPageTests(MemoryPageTests.Pages pages) : ChapterPageTests(pages), IClassFixture<MemoryPageTests.Pages>
{
    public sealed class Pages() : ChapterPages("08-memory-hopfield");
}

public sealed class OperatorPageTests(OperatorPageTests.Pages pages) : ChapterPageTests(pages), IClassFixture<OperatorPageTests.Pages>
{
    public sealed class Pages() : ChapterPages("11-operator-learning");
}

public sealed class MgNoPageTests(MgNoPageTests.Pages pages) : ChapterPageTests(pages), IClassFixture<MgNoPageTests.Pages>
{
    public sealed class Pages() : ChapterPages("12-mgno-and-multigrid");
}

public sealed class PinnsAndWhereTheyFailPageTests(PinnsAndWhereTheyFailPageTests.Pages pages) : ChapterPageTests(pages), IClassFixture<PinnsAndWhereTheyFailPageTests.Pages>
{
    public sealed class Pages() : ChapterPages("13-pinns-and-where-they-fail");
}

public sealed class InverseProblemsPageTests(InverseProblemsPageTests.Pages pages) : ChapterPageTests(pages), IClassFixture<InverseProblemsPageTests.Pages>
{
    public sealed class Pages() : ChapterPages("14-inverse-problems");
}

/// <summary>A chapter's page, made once on two threads, and its notebook made once more on one.</summary>
public abstract class ChapterPages : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly string chapter;

    protected ChapterPages(string chapter)
    {
        this.chapter = chapter;
        var source = Path.Combine(Root(), "notebooks", chapter + ".ipynb");
        Run(source, folder.Path("two"), "2");
        Run(source, folder.Path("one"), "1", "--no-html");
    }

    public string File => folder.Path($"two/{chapter}.html");

    public string Notebook => folder.Path($"two/{chapter}.ipynb");

    public string NotebookOfOneThread => folder.Path($"one/{chapter}.ipynb");

    public string Address => new Uri(File).AbsoluteUri;

    public void Dispose()
    {
        folder.Dispose();
        GC.SuppressFinalize(this);
    }

    private static void Run(string notebook, string output, string threads, params string[] more)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(NotebookFile).Assembly.Location, "run", notebook, "--out", output, .. more]) { RedirectStandardOutput = true };
        start.Environment["KIT_THREADS"] = threads;
        start.Environment["DOTNET_TieredCompilation"] = threads == "1" ? "0" : "1";
        using var process = Process.Start(start)!;
        var log = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, log);
    }

    private static string Root([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", ".."));
}
