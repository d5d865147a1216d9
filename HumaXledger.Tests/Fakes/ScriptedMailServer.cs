using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace HumaXledger.Tests.Fakes;

/// <summary>
/// A mail server, encrypted from the first byte, whose answers a test gives: for what <see cref="MailServer"/> never
/// does. An answer of null is none at all: the server hangs.
/// </summary>
internal sealed class ScriptedMailServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stopping = new();
    private readonly TestAuthority _authority = new();
    private readonly Func<string, string?> _answer;
    private readonly TaskCompletionSource _hanging = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task _running;

    /// <param name="answer">Answer to a line of the client; an empty line is the beginning of the connection.</param>
    public ScriptedMailServer(Func<string, string?> answer)
    {
        _answer = answer;
        _listener.Start();
        _running = RunAsync();
    }

    /// <summary>What the client sent, line by line.</summary>
    public ConcurrentQueue<string> Lines { get; } = new();

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public string RootFile => _authority.RootFile;

    /// <summary>Completes when a client waits for an answer that it will not get.</summary>
    public Task Hanging => _hanging.Task;

    /// <summary>Accepts everything, and offers these ways to sign in.</summary>
    public static string? Accept(string line, string mechanisms) =>
        line.Split(' ')[0].ToUpperInvariant() switch
        {
            "" => "220 localhost",
            "EHLO" => $"250-localhost\r\n250 AUTH {mechanisms}",
            "AUTH" => "235 Signed in",
            "DATA" => "354 Go on",
            "QUIT" => "221 Bye",
            _ => "250 Ok",
        };

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _running;
        _listener.Dispose();
        _authority.Dispose();
        _stopping.Dispose();
    }

    private async Task RunAsync()
    {
        try
        {
            while (true)
            {
                using var client = await _listener.AcceptTcpClientAsync(_stopping.Token);
                try
                {
                    await ServeAsync(client);
                }
                catch (IOException)
                {
                    // The client left in the middle.
                }
            }
        }
        catch (OperationCanceledException)
        {
            // Stopped.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        await using var stream = await _authority.EncryptAsync(client.GetStream());
        using var reader = new StreamReader(stream, Encoding.UTF8, leaveOpen: true);
        await using var writer = new StreamWriter(stream, leaveOpen: true) { NewLine = "\r\n", AutoFlush = true };
        var isData = false;
        for (var line = ""; line is not null; line = await reader.ReadLineAsync(_stopping.Token))
        {
            Lines.Enqueue(line);
            isData &= line != ".";
            if (isData)
            {
                continue;
            }

            if (_answer(line) is not { } answer)
            {
                _hanging.TrySetResult();
                await new TaskCompletionSource().Task.WaitAsync(_stopping.Token);
                return;
            }

            await writer.WriteLineAsync(answer.AsMemory(), _stopping.Token);
            isData = line == "DATA" && answer.StartsWith("354", StringComparison.Ordinal);
        }
    }
}
