using System.Text;
using HumaXledger.Tests.Storage.Database;

namespace HumaXledger.Tests.Portal.Webhooks;

/// <summary>Messages with the right token and signature, and a body that no system should send.</summary>
public sealed class WebhookFuzzTests(SqliteStore store) : IClassFixture<SqliteStore>
{
    private const int Messages = 300;
    private const int Seed = 20261129;

    private static readonly string[] Pieces =
    [
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
        "\"topic\":\"users-update\",",
        "\"users\":",
        "\"id\":",
        "\"\\ud800\"",
        "\"\\ud800\":",
        "\"\\uFFFE\"",
        "\"\\u0000\"",
        "1e999",
        "null",
        "true",
        "-0",
        "\"0b9f2c51-77a3-4f0e-9f4e-2f6a1c0d5e11\"",
        "\\",
        "\"",
        "\u202E",
        "[[[[",
        "\uFEFF",
    ];

    [Fact]
    public async Task Message_SignedWithAnyBody_IsNeverAFault()
    {
        await using var host = await WebhookHost.StartAsync(
            store.Connection,
            store.Clock,
            ("Webhook:MessageBurst", "100000"),
            ("Webhook:RefusalBurst", "100000")
        );
        var webhook = await host.ConnectAsync();
        var random = new Random(Seed);
        var statuses = new Dictionary<int, int>();
        for (var time = 0; time < Messages; time++)
        {
            var middle = string.Concat(
                Enumerable.Range(0, random.Next(0, 8)).Select(_ => Pieces[random.Next(Pieces.Length)])
            );
            var body = Encoding.UTF8.GetBytes(
                random.Next(2) == 0
                    ? middle
                    : $$"""{"topic":"{{WebhookHost.Update}}","x":[{{middle}}],"users":[{"id":"\ud800"}]}"""
            );
            if (time % 5 == 0 && body.Length > 0)
            {
                body[random.Next(body.Length)] = (byte)random.Next(256);
            }

            using var answer = await host.PostAsync(webhook, body);
            var status = (int)answer.StatusCode;
            Assert.InRange(status, 200, 499);
            statuses[status] = statuses.GetValueOrDefault(status) + 1;
        }

        // Both kinds were met: messages that are read, and ones that are not.
        Assert.Contains(200, statuses.Keys);
        Assert.Contains(400, statuses.Keys);
    }

    [Theory]
    [InlineData("""{"topic":"users-update","users":[{"id":"\\ud800"}]}""")]
    [InlineData("""{"topic":"users-update","\\ud800":1,"users":[]}""")]
    public async Task Message_WithHalfAPairOfSurrogates_IsTaken(string body)
    {
        await using var host = await WebhookHost.StartAsync(store.Connection, store.Clock);
        var webhook = await host.ConnectAsync();

        Assert.Equal(200, await host.StatusAsync(webhook, body.Replace("\\\\", "\\", StringComparison.Ordinal)));
    }
}
