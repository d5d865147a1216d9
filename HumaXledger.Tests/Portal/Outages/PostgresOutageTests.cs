using System.Diagnostics;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using HumaXledger.Core.Storage.Comparisons;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Storage.Inbound;
using HumaXledger.Core.Storage.Plans;
using HumaXledger.Core.Sync.Activity;
using HumaXledger.Core.Sync.Comparing;
using HumaXledger.Core.Sync.Webhooks;
using HumaXledger.Portal.Jobs;
using HumaXledger.Portal.Live;
using HumaXledger.Portal.Webhooks;
using HumaXledger.Sandbox;
using HumaXledger.Tests.Browser.Support;
using HumaXledger.Tests.Fakes;
using HumaXledger.Tests.Storage.Database;
using HumaXledger.Tests.Sync;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace HumaXledger.Tests.Portal.Outages;

/// <summary>
/// The whole Portal on a PostgreSQL that stops, only lets read or takes no connections in the middle of a comparison, a
/// run and inbound work. All of it waits and goes on by itself, nothing is written twice, and the log stays short.
/// </summary>
public sealed class PostgresOutageTests : IAsyncLifetime
{
    private const string Title = "Fagansvarlig";

    private readonly PostgresServer _server = PostgresServer.OfItsOwn();
    private string _database = "";
    private RunningPortal _portal = null!;
    private Guid _connection;
    private OutageRun _run = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _database = await _server.NewDatabaseAsync();
        // No superuser: only those reach a database that takes no more connections.
        await ExecuteAsync("CREATE ROLE portal LOGIN CREATEDB");
        var own = new NpgsqlConnectionStringBuilder(_database) { Username = "portal" };
        _portal = new RunningPortal
        {
            People = 350,
            Settings = ["--Storage:Provider=PostgreSql", $"--ConnectionStrings:HumaXledger={own}"],
        };
        await _portal.InitializeAsync();
        _connection = await _portal.ConnectAsync(Cancellation);
        _run = new OutageRun(_portal, _connection);
    }

    public async ValueTask DisposeAsync()
    {
        await _portal.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task Work_WhileTheDatabaseIsAway_WaitsGoesOnAndWritesNothingTwice()
    {
        var began = Stopwatch.GetTimestamp();
        await ComparisonAsync();
        await RunAsync();
        await InboundAsync();

        // An outage in each of the three, of some seconds each: a line a minute, not one for each attempt.
        var lines = _portal.Log.Lines;
        Assert.InRange(
            lines.Count(line => line.Contains("The database cannot be used (", StringComparison.Ordinal)),
            1,
            1 + (int)Stopwatch.GetElapsedTime(began).TotalMinutes
        );
        Assert.DoesNotContain(lines, line =>
            (line.StartsWith("Error", StringComparison.Ordinal) || line.StartsWith("Warning", StringComparison.Ordinal))
            && line.Contains("   at ", StringComparison.Ordinal)
        );
    }

    // The server is stopped while both systems are read.
    private async Task ComparisonAsync()
    {
        var comparison = await _portal
            .Get<SyncJobs>()
            .CompareAsync(_connection, ConnectedPortal.Administrator, Cancellation);
        var stopped = false;
        await foreach (var progress in _portal.Get<RunFeed>().WatchAsync<CompareProgress>(comparison, Cancellation))
        {
            if (!stopped && progress.Huma.Read > 0)
            {
                stopped = true;
                await _server.StopAsync();
            }
            else if (progress.Failure is not null)
            {
                // It waits.
                Assert.Equal(ComparisonState.Running, progress.State);
                await _server.StartAgainAsync();
            }
        }

        Assert.True(stopped);
        await using var store = Store();
        Assert.Equal(
            ComparisonState.Complete,
            (await store.Comparisons.SingleAsync(row => row.Id == comparison, Cancellation)).State
        );
        Assert.Equal(
            1,
            await store.Activity.CountAsync(act => act.What == ActivityCodes.ComparisonCompleted, Cancellation)
        );
    }

    // One run, and four outages in the middle of it: stopped, only for reading, without connections, a backend ended.
    private async Task RunAsync()
    {
        await _run.RunAsync(
            6,
            write =>
            {
                switch (write)
                {
                    case 1:
                        _run.Disturb(_server.StopAsync, _server.StartAgainAsync);
                        break;
                    case 3:
                        _run.Disturb(() => ReadOnlyAsync("on"), () => ReadOnlyAsync("off"));
                        break;
                    case 4:
                        _run.Disturb(() => ConnectionsAsync(0), () => ConnectionsAsync(-1));
                        break;
                    case 5:
                        _run.Do(EndBackendsAsync);
                        break;
                }
            },
            Cancellation
        );
    }

    // Messages that come while the database is away are refused for a while; afterwards each is written once.
    private async Task InboundAsync()
    {
        var made = Assert
            .IsType<Answer<MadeWebhookKey>.Done>(
                await _portal.Get<WebhookKeys>().MakeAsync(_connection, ConnectedPortal.Administrator, Cancellation)
            )
            .Value;
        List<Someone> people = [.. Enumerable.Range(0, 3).Select(_ => _run.NextPerson())];
        var before = _portal.World.Meter.ThisMonth.WriteRequests;
        Assert.All(people, person =>
            Assert.Equal(EditOutcome.Done, _portal.World.EditInHuma(person.HumaId, SandboxField.JobTitle, Title))
        );
        using var http = new HttpClient();
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(people[0])).Status);
        await _server.StopAsync();

        var (status, retryAfter) = await SendAsync(people[1]);

        Assert.Equal((HttpStatusCode.ServiceUnavailable, "10"), (status, retryAfter));
        await _server.StartAgainAsync();
        await using var store = Store();
        await StatementFaults.ArmAsync(
            store,
            ["Changes", "PendingChanges"],
            [StatementFaults.Terminated, "40001", StatementFaults.Terminated],
            Cancellation
        );
        foreach (var person in people)
        {
            while ((await SendAsync(person)).Status != HttpStatusCode.OK)
            {
                Cancellation.ThrowIfCancellationRequested();
            }
        }

        await Until.SoAsync(
            async () =>
                await store.PendingChanges.CountAsync(
                    pending =>
                        pending.State == PendingChangeState.Written || pending.State == PendingChangeState.NothingToDo,
                    Cancellation
                ) >= people.Count
                && !await store.PendingChanges.AnyAsync(pending => pending.EndedAt == null, Cancellation),
            RunningPortal.Patience
        );

        await StatementFaults.DisarmAsync(store, Cancellation);
        Assert.All(people, person =>
            Assert.Equal(
                Title,
                _portal.World.PersonByEmployee(person.EmployeeDbId)!.Xledger.GetValueOrDefault(SandboxField.JobTitle)
            )
        );
        var confirmed = await (
            from change in store.Changes.AsNoTracking()
            join plan in store.Plans on change.PlanId equals plan.Id
            where plan.Origin == PlanOrigin.FromHuma && change.State == ChangeState.Confirmed && !change.AlreadyThere
            select change.HumaId
        ).ToListAsync(Cancellation);
        Assert.Equal(people.Count, confirmed.Count);
        Assert.InRange(_portal.World.Meter.ThisMonth.WriteRequests - before, 1, people.Count);

        async Task<(HttpStatusCode Status, string? RetryAfter)> SendAsync(Someone person)
        {
            var body = Encoding.UTF8.GetBytes(WebhookBody(person));
            using var request = new HttpRequestMessage(
                HttpMethod.Post,
                new Uri(_portal.Url, HumaEndpoint.PathOf(made.Address))
            )
            {
                Content = new ByteArrayContent(body),
            };
            request.Content.Headers.ContentType = new("application/json");
            request.Headers.Add("huma-topic", "users-update");
            request.Headers.Add(
                "huma-hmac-sha256",
                Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(made.Secret.Reveal()), body))
            );
            request.Headers.Authorization = new("Bearer", made.Token.Reveal());
            using var answer = await http.SendAsync(request, Cancellation);
            return (answer.StatusCode, answer.Headers.RetryAfter?.ToString());
        }
    }

    private static string WebhookBody(Someone person) =>
        $$"""{"topic":"users-update","users":[{"id":"{{person.HumaId}}","email":"a@example.no"}]}""";

    private async Task ReadOnlyAsync(string on)
    {
        await ExecuteAsync($"ALTER ROLE portal SET default_transaction_read_only = {on}");
        await EndBackendsAsync();
    }

    private async Task ConnectionsAsync(int most)
    {
        await ExecuteAsync($"ALTER ROLE portal CONNECTION LIMIT {most}");
        await EndBackendsAsync();
    }

    private Task EndBackendsAsync() =>
        ExecuteAsync("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'portal'");

    private SyncDbContext Store() => _portal.Get<IDbContextFactory<SyncDbContext>>().CreateDbContext();

    private async Task ExecuteAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(
            new NpgsqlConnectionStringBuilder(_database) { Database = "postgres", Pooling = false }.ConnectionString
        );
        await connection.OpenAsync(Cancellation);
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync(Cancellation);
    }
}
