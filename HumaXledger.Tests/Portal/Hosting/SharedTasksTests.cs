using HumaXledger.Core.Storage.Connections;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Storage.Keys;
using HumaXledger.Tests.Fakes;
using HumaXledger.Tests.Storage.Database;
using HumaXledger.Tests.Sync;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Tests.Portal.Hosting;

/// <summary>Two real Portals on one PostgreSQL with tasks of many connections that are due at once.</summary>
public sealed class SharedTasksTests(PostgresServer postgres, ITestOutputHelper output)
{
    private const int Connections = 20;

    /// <summary>Shorter than a client waits for an answer.</summary>
    private static readonly TimeSpan MostHeld = TimeSpan.FromSeconds(20);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task DueTasks_OfManyConnections_AreDoneByBothNodes()
    {
        var database = await postgres.NewDatabaseAsync();
        await using var fixture = await SyncFixture.OpenAsync(
            realTime: true,
            settings: [("Storage:Provider", "PostgreSql"), ("ConnectionStrings:HumaXledger", database)]
        );
        var connection = await fixture.ConnectAsync(Cancellation);
        await using var firstDoor = await CrashingProxy.OpenAsync(fixture.Sandbox.HumaBaseAddress);
        await using var secondDoor = await CrashingProxy.OpenAsync(fixture.Sandbox.HumaBaseAddress);
        // A node that has asked Huma is busy until the other one has asked too: it has one thread for such work.
        using var asked = new CountdownEvent(2);
        Hold(firstDoor);
        Hold(secondDoor);
        await using var first = await StartAsync(firstDoor);
        await using var second = await StartAsync(secondDoor);
        await Task.WhenAll(first.Started, second.Started).WaitAsync(CrashTests.Patience, Cancellation);
        await CloneAsync(fixture, connection);

        await using var store = fixture.Store();
        await Until.SoAsync(
            async () => await store.Health.CountAsync(health => health.Accepted, Cancellation) >= 2 * (Connections + 1),
            CrashTests.Patience
        );

        output.WriteLine($"requests: {firstDoor.Requests} and {secondDoor.Requests}");
        Assert.InRange(firstDoor.Requests, 1, int.MaxValue);
        Assert.InRange(secondDoor.Requests, 1, int.MaxValue);

        void Hold(CrashingProxy door)
        {
            var told = 0;
            door.Executed += () =>
            {
                if (Interlocked.Exchange(ref told, 1) == 0)
                {
                    asked.Signal();
                }

                asked.Wait(MostHeld, Cancellation);
            };
        }

        Task<PortalProcess> StartAsync(CrashingProxy door) =>
            PortalProcess.StartAsync(
                database,
                Path.GetTempPath(),
                door.Address,
                StorageProvider.PostgreSql,
                "--Schedule:Every=00:00:01",
                "--Schedule:ScheduledThreads=1"
            );
    }

    // Copies of a connection whose credentials were last tested long ago; all of it is due at the same moment.
    private static async Task CloneAsync(SyncFixture fixture, Guid of)
    {
        await using var store = fixture.Store();
        await using var transaction = await store.Database.BeginTransactionAsync(Cancellation);
        await store.Health.ExecuteDeleteAsync(Cancellation);
        await store.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO "Connections" SELECT (copy.made).* FROM (
                SELECT jsonb_populate_record(
                    NULL::"Connections",
                    to_jsonb(one) || jsonb_build_object('Id', gen_random_uuid(), 'Name', 'Copy ' || number)
                ) AS made
                FROM "Connections" one, generate_series(1, {Connections}) number
                WHERE one."Id" = {of}
            ) copy
            """,
            Cancellation
        );
        var longAgo = TimeProvider.System.GetUtcNow().UtcDateTime.AddDays(-1);
        await store.Connections.ExecuteUpdateAsync(set => set.SetProperty(row => row.CreatedAt, longAgo), Cancellation);
        var vault = fixture.Get<SecretVault>();
        var secrets = await store.Connections.SingleAsync(row => row.Id == of, Cancellation);
        foreach (var copy in await store.Connections.Where(row => row.Id != of).ToListAsync(Cancellation))
        {
            copy.HumaClientSecret = Again(
                secrets.HumaClientSecret,
                SecretKind.HumaClientSecret,
                copy,
                copy.HumaEnvironment
            );
            copy.XledgerToken = Again(secrets.XledgerToken, SecretKind.XledgerToken, copy, copy.XledgerEnvironment);
        }

        await store.SaveChangesAsync(Cancellation);
        await transaction.CommitAsync(Cancellation);

        ProtectedSecret Again(ProtectedSecret secret, SecretKind kind, Connection copy, string environment) =>
            vault.Protect(vault.Unprotect(secret, kind, of, environment), kind, copy.Id, environment);
    }
}
