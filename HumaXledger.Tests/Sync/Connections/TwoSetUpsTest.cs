using HumaXledger.Core;
using HumaXledger.Core.Huma;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Storage.Keys;
using HumaXledger.Core.Sync.Activity;
using HumaXledger.Core.Sync.Connections;
using HumaXledger.Core.Xledger;
using HumaXledger.Tests.Storage.Database;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Tests.Sync.Connections;

public sealed class TwoSetUpsOnSqliteTest(SqliteStore store) : TwoSetUpsTest<SqliteStore>(store);

public sealed class TwoSetUpsOnPostgresTest(PostgresStore store) : TwoSetUpsTest<PostgresStore>(store);

/// <summary>Administrators who connect the same systems at the same moment.</summary>
public abstract class TwoSetUpsTest<T>(T store) : IClassFixture<T>
    where T : TestStore
{
    private const int AtOnce = 8;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Establish_TheSameEntityAtOnce_OneIsStoredWithItsEntry()
    {
        // Nothing is verified here: the findings are given.
        var setup = new ConnectionSetup(
            checks: null!,
            store.Get<IDbContextFactory<SyncDbContext>>(),
            store.Get<SecretVault>(),
            store.Clock
        );
        var credentials = new SetupCredentials(
            "Sandbox",
            "client",
            new Secret("secret"),
            "Sandbox",
            XledgerToken.TryRead("QWJjZGVmZ2hpamtsbW5vcHFyc3R1dnd4", out _)!
        );
        var findings = new SetupFindings { Organization = new HumaOrganization("organization"), Passed = true };

        var answers = await Task.WhenAll(
            Enumerable
                .Range(1, AtOnce)
                .Select(number =>
                    Task.Run(
                        () =>
                            setup.EstablishAsync(
                                credentials,
                                findings,
                                new SetupChoice(
                                    $"Connection {number}",
                                    Group: null,
                                    new XledgerEntity("71001", "10", "Fjellheim", IsOwn: true),
                                    AddNewPeople: false,
                                    AuthorityConfirmed: true
                                ),
                                SyncFixture.Administrator,
                                Cancellation
                            ),
                        Cancellation
                    )
                )
        );

        Assert.Single(answers.OfType<Answer<Guid>.Done>());
        Assert.Equal(AtOnce - 1, answers.OfType<Answer<Guid>.Refused>().Count());
        await using var context = store.Open();
        Assert.Equal(1, await context.Connections.CountAsync(row => row.XledgerEntityId == "71001", Cancellation));
        Assert.Equal(
            1,
            await context.Activity.CountAsync(row => row.What == ActivityCodes.ConnectionEstablished, Cancellation)
        );
    }
}
