using System.Diagnostics;
using System.Globalization;
using HumaXledger.Core.Xledger;
using HumaXledger.Sandbox;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace HumaXledger.Benchmarks;

/// <summary>
/// How fast the sandbox's Xledger answers the product's read of all employees: through the product's client, and the
/// same request replayed without reading its JSON, so that the client does not count.
/// </summary>
internal static class SandboxReading
{
    private const int WarmUps = 5;

    /// <summary>Writes the medians of the rounds.</summary>
    public static async Task<int> RunAsync(string[] arguments, TextWriter output)
    {
        var people = Number(arguments, 0, 10_000);
        var rounds = Number(arguments, 1, 15);
        var options = new SandboxOptions { Url = "http://127.0.0.1:0", People = people };
        (options.Limits.Xledger.BurstRequests, options.Limits.Xledger.Credits) = (int.MaxValue, int.MaxValue);
        await using var sandbox = await SandboxServer.StartAsync(
            options,
            TimeProvider.System,
            null,
            CancellationToken.None
        );
        var recorder = new Recorder();
        await using var services = Services(sandbox, recorder);
        var token = XledgerToken.TryRead(sandbox.World.FullXledgerToken.Text, out _)
            ?? throw new InvalidOperationException("The sandbox's token is malformed.");
        var client = services
            .GetRequiredService<IXledgerClientFactory>()
            .Create(new XledgerAccess(sandbox.XledgerEndpoint, token));
        var entity = (await client.ReadEntitiesAsync(CancellationToken.None)).Seen[0].OwnerDbId;
        var read = 0;

        await output.WriteLineAsync($"{Machine.Description}, load {Machine.Load}; medians of {rounds} rounds");
        await MeasureAsync("read by the product's client", async () =>
        {
            var reading = await client.ReadEmployeesAsync(entity, null, CancellationToken.None);
            read = reading.Employees.Count + reading.OtherEntities.Count;
        });
        using var http = new HttpClient();
        await MeasureAsync("answer alone, compressed", () => ReplayAsync("gzip"));
        await MeasureAsync("answer alone, not compressed", () => ReplayAsync(null));
        await output.WriteLineAsync($"{read} employees");
        return 0;

        async Task MeasureAsync(string what, Func<Task> once)
        {
            for (var round = 0; round < WarmUps; round++)
            {
                await once();
            }

            var (times, busy, allocated) = (new List<double>(), new List<double>(), GC.GetTotalAllocatedBytes());
            for (var round = 0; round < rounds; round++)
            {
                var (watch, before) = (Stopwatch.StartNew(), Environment.CpuUsage.TotalTime);
                await once();
                times.Add(watch.Elapsed.TotalMilliseconds);
                busy.Add((Environment.CpuUsage.TotalTime - before).TotalMilliseconds);
            }

            var megabytes = (GC.GetTotalAllocatedBytes() - allocated) / rounds / (1024 * 1024);
            await output.WriteLineAsync(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{what}: {Measurement.Median(times):0} ms ({times.Min():0} to {times.Max():0}), processor time "
                        + $"{Measurement.Median(busy):0} ms ({busy.Min():0} to {busy.Max():0}), "
                        + $"{megabytes} MB allocated"
                )
            );
        }

        async Task ReplayAsync(string? encoding)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, sandbox.XledgerEndpoint)
            {
                Content = new ByteArrayContent(recorder.Body),
            };
            request.Headers.TryAddWithoutValidation("Authorization", $"token {sandbox.World.FullXledgerToken.Text}");
            request.Headers.TryAddWithoutValidation("Accept-Encoding", encoding);
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
            response.EnsureSuccessStatusCode();
            await response.Content.CopyToAsync(Stream.Null);
        }
    }

    private static ServiceProvider Services(SandboxServer sandbox, Recorder recorder) =>
        new ServiceCollection()
            .AddLogging()
            .AddSingleton<IConfiguration>(
                new ConfigurationBuilder()
                    .AddInMemoryCollection(
                        new Dictionary<string, string?>
                        {
                            ["Xledger:Environments:Sandbox:Endpoint"] = sandbox.XledgerEndpoint.ToString(),
                        }
                    )
                    .Build()
            )
            .AddXledger()
            .ConfigureHttpClientDefaults(http => http.AddHttpMessageHandler(() => new Recording(recorder)))
            .BuildServiceProvider();

    private static int Number(string[] arguments, int index, int fallback) =>
        arguments.Length > index ? int.Parse(arguments[index], CultureInfo.InvariantCulture) : fallback;

    /// <summary>The body of the last request of the product's client.</summary>
    private sealed class Recorder
    {
        public byte[] Body { get; set; } = [];
    }

    private sealed class Recording(Recorder recorder) : DelegatingHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request,
            CancellationToken cancellationToken
        )
        {
            recorder.Body = await request.Content!.ReadAsByteArrayAsync(cancellationToken);
            return await base.SendAsync(request, cancellationToken);
        }
    }
}
