using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using HumaXledger.Core.Huma;

namespace HumaXledger.Benchmarks.Reading;

/// <summary>
/// What an engineer would write in an afternoon: a token, both lists page by page, then the profiles with
/// <see cref="Parallel"/>. It retries nothing, checks nothing and reads no positions.
/// </summary>
internal sealed class PlainReader(HumaAccess access, int parallel) : IDisposable
{
    private const int PerPage = 50;

    private readonly HttpClient _http = new();
    private readonly string _base = access.BaseAddress.AbsoluteUri.TrimEnd('/');

    /// <summary>Reads everyone; returns the number of profiles.</summary>
    public async Task<int> ReadAsync()
    {
        _http.DefaultRequestHeaders.Authorization = new("Bearer", await TokenAsync());
        var ids = new HashSet<string>();
        foreach (var active in new[] { "true", "false" })
        {
            await ListAsync(active, ids);
        }

        var read = 0;
        await Parallel.ForEachAsync(
            ids,
            new ParallelOptions { MaxDegreeOfParallelism = parallel },
            async (id, cancellation) =>
            {
                await using var body = await _http.GetStreamAsync($"{_base}/users/{id}", cancellation);
                using var profile = await JsonDocument.ParseAsync(body, default, cancellation);
                Interlocked.Add(ref read, profile.RootElement.TryGetProperty("id", out _) ? 1 : 0);
            }
        );
        return read;
    }

    /// <summary>
    /// The median time of a request for a profile, one after the other over one connection, in seconds: the round trip
    /// that there really is, since the server's clock and both processes add to the delay that was asked for.
    /// </summary>
    public async Task<double> RoundTripAsync(int requests)
    {
        var id = await FirstAsync();
        var seconds = new double[requests];
        for (var request = 0; request < requests; request++)
        {
            var began = Stopwatch.GetTimestamp();
            await _http.GetByteArrayAsync($"{_base}/users/{id}");
            seconds[request] = Stopwatch.GetElapsedTime(began).TotalSeconds;
        }

        return Measurement.Median(seconds);
    }

    private async Task<string> FirstAsync()
    {
        _http.DefaultRequestHeaders.Authorization = new("Bearer", await TokenAsync());
        await using var body = await _http.GetStreamAsync($"{_base}/users?isActive=true&limit=1&offset=0");
        using var page = await JsonDocument.ParseAsync(body);
        return page.RootElement.GetProperty("items")[0].GetProperty("id").GetString()!;
    }

    private async Task<string> TokenAsync()
    {
        using var form = new FormUrlEncodedContent(
            new Dictionary<string, string>
            {
                ["grant_type"] = "client_credentials",
                ["client_id"] = access.ClientId,
                ["client_secret"] = access.ClientSecret.Reveal(),
            }
        );
        using var answer = await _http.PostAsync($"{_base}/auth/oauth/token", form);
        await using var body = await answer.Content.ReadAsStreamAsync();
        using var credentials = await JsonDocument.ParseAsync(body);
        return credentials.RootElement.GetProperty("access_token").GetString()!;
    }

    private async Task ListAsync(string active, HashSet<string> ids)
    {
        var total = 1;
        for (var offset = 0; offset < total; offset += PerPage)
        {
            var query = string.Create(
                CultureInfo.InvariantCulture,
                $"isActive={active}&limit={PerPage}&offset={offset}"
            );
            await using var body = await _http.GetStreamAsync($"{_base}/users?{query}");
            using var page = await JsonDocument.ParseAsync(body);
            total = page.RootElement.GetProperty("total").GetInt32();
            foreach (var item in page.RootElement.GetProperty("items").EnumerateArray())
            {
                if (item.GetProperty("type").GetString() == "user")
                {
                    ids.Add(item.GetProperty("id").GetString()!);
                }
            }
        }
    }

    public void Dispose() => _http.Dispose();
}
