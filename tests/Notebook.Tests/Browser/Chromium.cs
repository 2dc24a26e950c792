using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.WebSockets;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Kit.Notebook.Tests.Documents;

namespace Kit.Notebook.Tests.Browser;

/// <summary>A headless Chromium with one page, driven over the DevTools protocol.</summary>
internal sealed partial class Chromium : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly TemporaryFolder profile = new();
    private readonly ClientWebSocket socket = new();
    private readonly ConcurrentDictionary<int, TaskCompletionSource<JsonNode>> pending = new();
    private readonly TaskCompletionSource loaded = new();
    private readonly Process process;
    private string? session;
    private int messages;

    private Chromium() => process = Process.Start(new ProcessStartInfo("chromium",
        ["--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--hide-scrollbars", "--remote-debugging-port=0", $"--user-data-dir={profile.Path("profile")}", "--window-size=1280,900", "about:blank"])
    {
        RedirectStandardError = true,
        RedirectStandardOutput = true,
    })!;

    /// <summary>What the page wrote to its console as an error, and exceptions that nobody caught.</summary>
    public ConcurrentQueue<string> Errors { get; } = new();

    /// <summary>Starts a browser and opens a page.</summary>
    /// <param name="address">The page, as a rule a <c>file:</c> address.</param>
    /// <param name="scripts">False to switch JavaScript off.</param>
    /// <param name="offline">True to cut the page off from the network.</param>
    /// <param name="dark">True for a reader who prefers dark pages.</param>
    public static async Task<Chromium> OpenAsync(string address, bool scripts = true, bool offline = true, bool dark = false)
    {
        var browser = new Chromium();
        try
        {
            await browser.ConnectAsync();
            await browser.SendAsync("Page.enable");
            await browser.SendAsync("Runtime.enable");
            await browser.SendAsync("Log.enable");
            await browser.SendAsync("Network.enable");
            await browser.SendAsync("Network.emulateNetworkConditions", new() { ["offline"] = offline, ["latency"] = 0, ["downloadThroughput"] = -1, ["uploadThroughput"] = -1 });
            await browser.SendAsync("Emulation.setScriptExecutionDisabled", new() { ["value"] = !scripts });
            await browser.SendAsync("Emulation.setEmulatedMedia", new() { ["features"] = new JsonArray(new JsonObject { ["name"] = "prefers-color-scheme", ["value"] = dark ? "dark" : "light" }) });
            await browser.SendAsync("Page.navigate", new() { ["url"] = address });
            await browser.loaded.Task.WaitAsync(Limit);
            return browser;
        }
        catch
        {
            await browser.DisposeAsync();
            throw;
        }
    }

    /// <summary>The value of a JavaScript expression; a promise is awaited.</summary>
    public async Task<JsonNode?> EvaluateAsync(string expression)
    {
        var answer = await SendAsync("Runtime.evaluate", new() { ["expression"] = expression, ["awaitPromise"] = true, ["returnByValue"] = true });
        return answer["exceptionDetails"] is { } fault ? throw new InvalidOperationException(fault.ToJsonString()) : answer["result"]?["value"];
    }

    /// <summary>Waits until a JavaScript expression is true.</summary>
    public async Task WaitForAsync(string condition)
    {
        var clock = Stopwatch.StartNew();
        while ((await EvaluateAsync($"!!({condition})"))?.GetValue<bool>() != true)
        {
            if (clock.Elapsed > Limit)
            {
                throw new TimeoutException($"The page did not reach: {condition}. Its errors: {string.Join("; ", Errors)}");
            }

            await Task.Delay(50);
        }
    }

    /// <summary>A picture of the window, PNG.</summary>
    public async Task<byte[]> ScreenshotAsync() => Convert.FromBase64String((await SendAsync("Page.captureScreenshot"))["data"]!.GetValue<string>());

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
        }

        process.Dispose();
        socket.Dispose();
        profile.Dispose();
    }

    private async Task ConnectAsync()
    {
        using var limit = new CancellationTokenSource(Limit);
        string? address = null;
        while (address is null)
        {
            var line = await process.StandardError.ReadLineAsync(limit.Token) ?? throw new InvalidOperationException("Chromium ended before it listened.");
            address = Listening().Match(line) is { Success: true } match ? match.Groups[1].Value : null;
        }

        _ = process.StandardError.ReadToEndAsync(CancellationToken.None);
        _ = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        await socket.ConnectAsync(new Uri(address), limit.Token);
        _ = ReceiveAsync();
        var target = (await SendAsync("Target.createTarget", new() { ["url"] = "about:blank" }))["targetId"]!.GetValue<string>();
        session = (await SendAsync("Target.attachToTarget", new() { ["targetId"] = target, ["flatten"] = true }))["sessionId"]!.GetValue<string>();
    }

    private async Task<JsonNode> SendAsync(string method, JsonObject? parameters = null)
    {
        var id = Interlocked.Increment(ref messages);
        var answer = pending[id] = new TaskCompletionSource<JsonNode>(TaskCreationOptions.RunContinuationsAsynchronously);
        var message = new JsonObject { ["id"] = id, ["method"] = method, ["params"] = parameters ?? [] };
        if (session is not null)
        {
            message["sessionId"] = session;
        }

        await socket.SendAsync(System.Text.Encoding.UTF8.GetBytes(message.ToJsonString()), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
        return await answer.Task.WaitAsync(Limit);
    }

    private async Task ReceiveAsync()
    {
        var buffer = new byte[1 << 16];
        using var message = new MemoryStream();
        try
        {
            while (true)
            {
                var part = await socket.ReceiveAsync(buffer, CancellationToken.None);
                message.Write(buffer, 0, part.Count);
                if (part.MessageType == WebSocketMessageType.Close)
                {
                    return;
                }

                if (part.EndOfMessage)
                {
                    Handle(JsonNode.Parse(message.ToArray())!);
                    message.SetLength(0);
                }
            }
        }
        catch (Exception fault) when (fault is WebSocketException or ObjectDisposedException or OperationCanceledException)
        {
            foreach (var answer in pending.Values)
            {
                answer.TrySetException(fault);
            }
        }
    }

    private void Handle(JsonNode message)
    {
        if (message["id"] is { } id && pending.TryRemove(id.GetValue<int>(), out var answer))
        {
            if (message["error"] is { } error)
            {
                answer.SetException(new InvalidOperationException(error.ToJsonString()));
            }
            else
            {
                answer.SetResult(message["result"]!);
            }

            return;
        }

        var content = message["params"];
        switch (message["method"]?.GetValue<string>())
        {
            case "Page.loadEventFired":
                loaded.TrySetResult();
                break;
            case "Runtime.exceptionThrown":
                Errors.Enqueue(content!["exceptionDetails"]!.ToJsonString());
                break;
            case "Runtime.consoleAPICalled" when content!["type"]!.GetValue<string>() is "error" or "assert":
                Errors.Enqueue(content["args"]!.ToJsonString());
                break;
            case "Log.entryAdded" when content!["entry"]!["level"]!.GetValue<string>() == "error":
                Errors.Enqueue(content["entry"]!.ToJsonString());
                break;
            default:
                break;
        }
    }

    [GeneratedRegex(@"DevTools listening on (ws://\S+)")]
    private static partial Regex Listening();
}
