using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Threading.Channels;

namespace HumaXledger.Sandbox.Huma.Webhooks;

/// <summary>
/// Sends changes in Huma to the configured address, in the background and one request at a time. A failed delivery is
/// repeated only with <see cref="HumaSwitches.WebhookRepeats"/>, because retries are not documented
/// (contracts/huma.md 3.1).
/// </summary>
public sealed class HumaWebhook : IAsyncDisposable
{
    private const int DeliveriesKept = 200;

    private static readonly TimeSpan BeforeRepeat = TimeSpan.FromSeconds(1);

    private readonly Channel<Job> _jobs = Channel.CreateUnbounded<Job>();
    private readonly CancellationTokenSource _stopping = new();
    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(10) };
    private readonly Lock _gate = new();
    private readonly Queue<HumaDelivery> _deliveries = new();
    private readonly HumaStore _store;
    private readonly HumaSwitches _switches;
    private readonly TimeProvider _time;
    private readonly Task _loop;
    private int _sent;

    /// <summary>Subscribes to the store and starts delivering.</summary>
    public HumaWebhook(HumaStore store, HumaSwitches switches, HumaWebhookOptions options, TimeProvider time)
    {
        _store = store;
        _switches = switches;
        _time = time;
        Options = options;
        store.Changed += OnChanged;
        _loop = DeliverAllAsync();
    }

    /// <summary>Raised after each delivery, on the delivering thread.</summary>
    public event Action? Delivered;

    /// <summary>May be changed at any time; events without a URL are dropped.</summary>
    public HumaWebhookOptions Options { get; set; }

    /// <summary>The latest deliveries (at most 200), oldest first.</summary>
    public IReadOnlyList<HumaDelivery> Deliveries
    {
        get
        {
            lock (_gate)
                return [.. _deliveries];
        }
    }

    /// <summary>The administrator's "export": every user with all values, in messages of up to 100.</summary>
    public void Export()
    {
        foreach (var chunk in _store.All().Where(user => user.IsPerson).Chunk(100))
            Post(WebhookTopics.Export, [.. chunk.Select(user => new HumaChange(null, user))]);
    }

    /// <summary>Completes when all events so far have been delivered or have failed.</summary>
    public Task WhenIdleAsync(CancellationToken cancellationToken)
    {
        var idle = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        if (!_jobs.Writer.TryWrite(new Job(null, idle)))
            idle.SetResult();
        return idle.Task.WaitAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        _store.Changed -= OnChanged;
        _jobs.Writer.TryComplete();
        await _stopping.CancelAsync();
        await _loop;
        _stopping.Dispose();
        _http.Dispose();
    }

    private void OnChanged(HumaChanges changes)
    {
        foreach (
            var byTopic in changes
                .Users.Where(change => (change.After ?? change.Before)!.IsPerson)
                .SelectMany(change => WebhookTopics.Of(change, _switches).Select(topic => (topic, change)))
                .GroupBy(pair => pair.topic, pair => pair.change)
        )
            Post(byTopic.Key, [.. byTopic]);
    }

    private void Post(string topic, ImmutableArray<HumaChange> users)
    {
        if (string.IsNullOrEmpty(Options.Url))
            return;
        Enqueue(topic, users.Length, WebhookBody.Write(topic, users, _store, _switches));
        if (!_switches.WebhookMadeUpTopics)
            return;
        Enqueue(
            WebhookTopics.Absence,
            users.Length,
            WebhookBody.Write(WebhookTopics.Absence, users, _store, _switches)
        );
        Enqueue(WebhookTopics.Team, 0, WebhookBody.WriteTeam());
    }

    private void Enqueue(string topic, int users, byte[] body)
    {
        for (var copy = 0; copy < (_switches.WebhookDuplicates ? 2 : 1); copy++)
            _jobs.Writer.TryWrite(new Job(new Message(topic, users, body, Options), null));
    }

    private async Task DeliverAllAsync()
    {
        while (await _jobs.Reader.WaitToReadAsync())
        {
            var waiting = new List<Job>();
            while (_jobs.Reader.TryRead(out var job))
                waiting.Add(job);
            if (_switches.WebhookReordering)
                waiting.Reverse();
            await DeliverAsync([.. waiting.Select(job => job.Message).OfType<Message>()]);
            foreach (var job in waiting)
                job.Idle?.SetResult();
        }
    }

    // Events that come meanwhile wait: they stay behind those that are repeated.
    private async Task DeliverAsync(IReadOnlyList<Message> messages)
    {
        for (var repeat = 0; messages.Count > 0 && repeat <= _switches.WebhookRepeats; repeat++)
        {
            if (repeat > 0)
                await PauseAsync();
            var refused = new List<Message>();
            foreach (var message in messages)
            {
                if (_stopping.IsCancellationRequested)
                    return;
                var delivery = await DeliverAsync(message);
                Keep(delivery);
                if (delivery is { Lost: false, Status: null or >= 300 })
                    refused.Add(message);
            }

            messages = refused;
        }
    }

    private async Task PauseAsync()
    {
        try
        {
            await Task.Delay(BeforeRepeat, _time, _stopping.Token);
        }
        catch (OperationCanceledException)
        {
            // The sandbox ends; the caller looks at the same token.
        }
    }

    private async Task<HumaDelivery> DeliverAsync(Message message)
    {
        if (_switches.WebhookLoseEvery > 0 && ++_sent % _switches.WebhookLoseEvery == 0)
            return new HumaDelivery(_time.GetUtcNow(), message.Topic, message.Users, null) { Lost = true };
        using var request = new HttpRequestMessage(HttpMethod.Post, message.To.Url);
        request.Content = new ByteArrayContent(message.Body);
        request.Content.Headers.ContentType = new("application/json");
        request.Headers.Add("huma-topic", message.Topic);
        if (!string.IsNullOrEmpty(message.To.Token))
            request.Headers.Authorization = new("Bearer", message.To.Token);
        if (!string.IsNullOrEmpty(message.To.Secret))
            request.Headers.Add("huma-hmac-sha256", Signature(message.Body, message.To.Secret));
        try
        {
            using var answer = await _http.SendAsync(request, _stopping.Token);
            return new HumaDelivery(_time.GetUtcNow(), message.Topic, message.Users, (int)answer.StatusCode);
        }
        catch (Exception failure) when (failure is HttpRequestException or OperationCanceledException)
        {
            return new HumaDelivery(_time.GetUtcNow(), message.Topic, message.Users, null);
        }
    }

    private string Signature(byte[] body, string secret)
    {
        var hash = HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), body);
        var text = _switches.WebhookSignature switch
        {
            SignatureEncoding.Base64 => Convert.ToBase64String(hash),
            SignatureEncoding.HexUpper => Convert.ToHexString(hash),
            _ => Convert.ToHexStringLower(hash),
        };
        return _switches.WebhookSignaturePrefix ? "sha256=" + text : text;
    }

    private void Keep(HumaDelivery delivery)
    {
        lock (_gate)
        {
            _deliveries.Enqueue(delivery);
            while (_deliveries.Count > DeliveriesKept)
                _deliveries.Dequeue();
        }

        Delivered?.Invoke();
    }

    private sealed record Message(string Topic, int Users, byte[] Body, HumaWebhookOptions To);

    private sealed record Job(Message? Message, TaskCompletionSource? Idle);
}

/// <summary>One attempt to deliver a webhook message.</summary>
/// <param name="Users">Number of users in the message.</param>
/// <param name="Status">The HTTP status of the response; null when there was no response.</param>
public sealed record HumaDelivery(DateTimeOffset At, string Topic, int Users, int? Status)
{
    /// <summary>Dropped on purpose, without an attempt (<see cref="HumaSwitches.WebhookLoseEvery"/>).</summary>
    public bool Lost { get; init; }
}
