using System.Collections.Concurrent;
using System.IO.Compression;
using System.Text;
using Microsoft.Playwright;

namespace HumaXledger.Tests.Browser.Support;

/// <summary>Keeps each step as it was shown, and all data that the server sent.</summary>
internal sealed class PageRecorder
{
    private readonly Screen _screen;
    private readonly string _name;
    private readonly List<(string Step, string Html)> _pages = [];
    private readonly ConcurrentQueue<byte[]> _frames = new();
    private int _step;

    public PageRecorder(Screen screen, string name)
    {
        (_screen, _name) = (screen, name);
        screen.Page.WebSocket += (_, socket) =>
            socket.FrameReceived += (_, frame) =>
                _frames.Enqueue(frame.Binary ?? Encoding.UTF8.GetBytes(frame.Text ?? ""));
    }

    public async Task KeepAsync(string step)
    {
        var name = $"{_name}-{++_step:00}-{step}";
        await _screen.UnfoldAsync(name);
        _pages.Add((name, await _screen.Page.ContentAsync()));
    }

    /// <summary>The numbers are in no page as shown and in no data sent to the browser.</summary>
    public void AssertHidden(SensitiveNumbers numbers)
    {
        foreach (var (where, text) in Sent)
        {
            numbers.AssertNoneIn(text, where);
        }
    }

    /// <summary>The pages as shown, and all data sent to the browser.</summary>
    public IEnumerable<(string Where, string Text)> Sent
    {
        get
        {
            Assert.NotEmpty(_frames);
            return
            [
                .. _pages,
                .. _frames.Select(frame => ("What was sent to the browser", Encoding.UTF8.GetString(frame))),
            ];
        }
    }

    /// <summary>The content of a download as text; of a workbook all its parts.</summary>
    public static async Task<string> FileAsync(Screen screen, ILocator link) =>
        await FileAsync(screen, (await link.GetAttributeAsync("href"))!);

    public static async Task<string> FileAsync(Screen screen, string path)
    {
        var answer = await screen.Page.Context.APIRequest.GetAsync(new Uri(screen.Portal, path).ToString());
        Assert.True(answer.Ok);
        var content = await answer.BodyAsync();
        if (content is not [(byte)'P', (byte)'K', ..])
        {
            return Encoding.UTF8.GetString(content);
        }

        using var archive = new ZipArchive(new MemoryStream(content));
        var text = new StringBuilder();
        foreach (var entry in archive.Entries)
        {
            using var reader = new StreamReader(entry.Open());
            text.AppendLine(await reader.ReadToEndAsync(TestContext.Current.CancellationToken));
        }

        return text.ToString();
    }
}
