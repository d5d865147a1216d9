using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using HumaXledger.Core.Sync.Webhooks;

namespace HumaXledger.Benchmarks;

/// <summary>Sends messages like Huma, at fixed times and without waiting for the answers.</summary>
/// <param name="next">The message of that number, asked for when it is due.</param>
internal sealed class HumaSender(HttpClient client, Func<int, HumaMessage> next)
{
    private int _accepted;

    /// <summary>The number of messages sent.</summary>
    public int Sent { get; private set; }

    /// <summary>The number of messages answered with a success status.</summary>
    public int Accepted => _accepted;

    /// <summary>Sends messages at a constant rate.</summary>
    /// <param name="eachSecond">Called with the number of seconds that have passed.</param>
    /// <returns>Milliseconds from the due time of each message to its answer.</returns>
    public async Task<IReadOnlyCollection<double>> SendAsync(int perSecond, int seconds, Action<int> eachSecond)
    {
        var watch = Stopwatch.StartNew();
        var milliseconds = new ConcurrentBag<double>();
        var open = new List<Task>();
        for (var number = 0; number < perSecond * seconds; number++)
        {
            var due = TimeSpan.FromSeconds((double)number / perSecond);
            if (due - watch.Elapsed is { Ticks: > 0 } early)
            {
                await Task.Delay(early);
            }

            open.Add(SendOneAsync(Sent++, due, watch, milliseconds));
            if (number % perSecond == perSecond - 1)
            {
                open.RemoveAll(task => task.IsCompletedSuccessfully);
                eachSecond(number / perSecond);
            }
        }

        await Task.WhenAll(open);
        return milliseconds;
    }

    private async Task SendOneAsync(int number, TimeSpan due, Stopwatch watch, ConcurrentBag<double> milliseconds)
    {
        var (address, key, person) = next(number);
        // The number makes each message unique.
        var body = Encoding.UTF8.GetBytes(
            $$"""{"topic":"users-update","users":[{"id":"{{person}}","email":"{{person:N}}@example.no"}],"number":{{number}}}"""
        );
        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.Add("huma-topic", "users-update");
        request.Headers.Add(
            "huma-hmac-sha256",
            Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(key.Secret.Reveal()), body))
        );
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key.Token.Reveal());
        using var answer = await client.SendAsync(request);
        milliseconds.Add((watch.Elapsed - due).TotalMilliseconds);
        if (answer.IsSuccessStatusCode)
        {
            Interlocked.Increment(ref _accepted);
        }
    }
}

/// <summary>That a person changed in Huma.</summary>
/// <param name="Address">The webhook.</param>
/// <param name="Key">Its secret and token.</param>
internal sealed record HumaMessage(Uri Address, MadeWebhookKey Key, Guid Person);
