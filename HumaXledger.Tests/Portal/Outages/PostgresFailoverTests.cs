using System.Net;
using HumaXledger.Portal.Monitoring;
using HumaXledger.Tests.Browser.Support;
using HumaXledger.Tests.Fakes;
using HumaXledger.Tests.Portal.Hosting;
using HumaXledger.Tests.Storage.Database;
using Npgsql;

namespace HumaXledger.Tests.Portal.Outages;

/// <summary>
/// The whole Portal on a PostgreSQL with a standby, both in the connection string: the first server goes away in the
/// middle of a run, and the second one takes over at another address.
/// </summary>
public sealed class PostgresFailoverTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Run_TheDatabaseFailsOverToAnotherAddress_GoesOnThereAndWritesNothingTwice()
    {
        await using var primary = PostgresServer.OfItsOwn();
        var first = new NpgsqlConnectionStringBuilder(await primary.NewDatabaseAsync());
        await using var standby = PostgresServer.StandbyOf(primary);
        var both = new NpgsqlConnectionStringBuilder(first.ConnectionString)
        {
            Host = $"{await primary.HostAsync()},{await standby.HostAsync()}",
            TargetSessionAttributes = "primary",
        };
        // What is committed is on both, as it has to be where nothing may be lost.
        await ExecuteAsync(first, "ALTER SYSTEM SET synchronous_standby_names = '*'");
        await ExecuteAsync(first, "SELECT pg_reload_conf()");
        await using var portal = new RunningPortal
        {
            People = 350,
            Settings = ["--Storage:Provider=PostgreSql", $"--ConnectionStrings:HumaXledger={both}"],
        };
        await portal.InitializeAsync();
        var run = new OutageRun(portal, await portal.ConnectAsync(Cancellation));

        await run.RunAsync(
            4,
            write =>
            {
                if (write == 2)
                {
                    run.Disturb(primary.StopAsync, standby.PromoteAsync);
                }
            },
            Cancellation
        );

        // The second server alone serves everything: another run, pages, probes.
        await run.RunAsync(1, _ => { }, Cancellation);
        using var visitor = new Visitor(portal.Url);
        await Until.SoAsync(async () =>
        {
            using var ready = await visitor.OpenAsync(HealthServices.Ready, Cancellation);
            return ready.StatusCode == HttpStatusCode.OK;
        });
    }

    private static async Task ExecuteAsync(NpgsqlConnectionStringBuilder server, string sql)
    {
        await using var connection = new NpgsqlConnection(
            new NpgsqlConnectionStringBuilder(server.ConnectionString)
            {
                Database = "postgres",
                Pooling = false,
            }.ConnectionString
        );
        await connection.OpenAsync(Cancellation);
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync(Cancellation);
    }
}
