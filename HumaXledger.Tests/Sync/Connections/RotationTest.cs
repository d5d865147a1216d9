using HumaXledger.Core.Access;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Storage.Keys;
using HumaXledger.Core.Storage.Nodes;
using HumaXledger.Core.Sync.Activity;
using HumaXledger.Core.Sync.Connections;
using HumaXledger.Core.Sync.PersonalData;
using HumaXledger.Tests.Storage.Database;
using HumaXledger.Tests.Storage.Keys;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace HumaXledger.Tests.Sync.Connections;

/// <summary>Starts rotations of the value keys and works on them, as an administrator and a node do.</summary>
public abstract class RotationTest<T>(T store) : IClassFixture<T>
    where T : TestStore
{
    protected static readonly Actor Administrator = new(
        "tenant.kari",
        "Kari",
        null,
        new HashSet<Role> { Role.IntegrationAdministrator }
    );

    protected T Store => store;

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private protected Actor Fresh() => Administrator with { AuthenticatedAt = store.Clock.GetUtcNow().UtcDateTime };

    private protected ValueKeyRotations RotationsOf(SealedStore made) =>
        new(
            made.Services.GetRequiredService<IDbContextFactory<SyncDbContext>>(),
            new Reveal(
                made.Services.GetRequiredService<Core.Storage.Activity.ActivityLog>(),
                Options.Create(new RevealOptions()),
                store.Clock
            ),
            store.Clock
        );

    private protected async Task StartAsync(SealedStore made) =>
        Assert.IsType<Answer<int>.Done>(await RotationsOf(made).StartAsync(Fresh(), Cancellation));

    private protected ValueKeyWork WorkOf(SealedStore made, TimeSpan settleFor, ValueKeyWork? instead = null)
    {
        var work = new ValueKeyWork(
            made.Services.GetRequiredService<IDbContextFactory<SyncDbContext>>(),
            made.Services.GetRequiredService<ValueVault>(),
            new OldValueKeys(
                made.Services.GetRequiredService<NodeRegister>(),
                Options.Create(new ValueKeyOptions { SettleFor = settleFor }),
                store.Clock
            ),
            store.Clock,
            NullLogger<ValueKeyWork>.Instance
        )
        {
            Holder = instead?.Holder ?? $"{Guid.NewGuid()}",
        };
        return work;
    }

    // The server's clock does not move as the test's: the key was made a day earlier.
    private protected static async Task DayLaterAsync(SealedStore made)
    {
        await using var context = made.Open();
        var rotation = await context
            .ValueKeyRotations.AsNoTracking()
            .SingleAsync(row => row.Cause == RotationCause.Binding, Cancellation);
        var earlier = rotation.KeyMadeAt!.Value.AddDays(-1);
        await context
            .ValueKeyRotations.Where(row => row.Id == rotation.Id)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.KeyMadeAt, earlier), Cancellation);
        await ReleaseAsync(made);
    }

    private protected async Task<ValueKeyRotation> FinishAsync(SealedStore made) =>
        (await WorkOf(made, TimeSpan.Zero).WorkAsync(progress: null, Cancellation))!;

    // The server's clock does not move as the test's: the lease of an ended process is over.
    private protected static async Task ReleaseAsync(SealedStore made)
    {
        await using var context = made.Open();
        await context.ValueKeyRotations.ExecuteUpdateAsync(
            set => set.SetProperty(row => row.HeldUntil, DateTime.UnixEpoch),
            Cancellation
        );
    }
}
