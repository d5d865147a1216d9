using HumaXledger.Core.Access;
using HumaXledger.Core.Reasons;
using HumaXledger.Core.Storage.Keys;
using HumaXledger.Core.Sync.Activity;
using HumaXledger.Tests.Storage.Database;
using HumaXledger.Tests.Storage.Keys;

namespace HumaXledger.Tests.Sync.Connections;

public sealed class RotationStartOnSqliteTest(SqliteStore store) : RotationStartTest<SqliteStore>(store);

public sealed class RotationStartOnPostgresTest(PostgresStore store) : RotationStartTest<PostgresStore>(store);

/// <summary>When an administrator may start a rotation of the value keys.</summary>
public abstract class RotationStartTest<T>(T store) : RotationTest<T>(store)
    where T : TestStore
{
    [Fact]
    public async Task Start_WhileARotationIsUnderWay_IsRefused()
    {
        await using var made = await SealedStore.OpenAsync(Store);
        var rotations = RotationsOf(made);
        Assert.IsType<Answer<int>.Done>(await rotations.StartAsync(Fresh(), Cancellation));

        var refused = Assert.IsType<Answer<int>.Refused>(await rotations.StartAsync(Fresh(), Cancellation));

        Assert.Equal(ConnectionReasons.RotationUnderWay, refused.Reason.Code);
        await Assert.ThrowsAsync<ActRefused>(() => rotations.StartAsync(Actor.Anonymous, Cancellation));
        Assert.Single(await rotations.ListAsync(Administrator, Cancellation));
    }

    // The old key of an update is kept for a day; meanwhile a request is not refused as if another one had been made.
    [Fact]
    public async Task Start_WhileTheRotationOfAnUpdateWaits_IsTakenAndFollowsIt()
    {
        await using var made = await SealedStore.OpenAsync(Store);
        await EarlierVersion.PutBackAsync(made);
        await using var again = await made.AgainAsync();
        Assert.Equal(RotationState.Settling, (await FinishAsync(again)).State);

        await StartAsync(again);

        var refused = await RotationsOf(again).StartAsync(Fresh(), Cancellation);
        Assert.IsType<Answer<int>.Refused>(refused);
        Assert.Equal(RotationCause.Binding, (await FinishAsync(again)).Cause);
        await DayLaterAsync(again);
        Assert.Equal((RotationCause.Binding, RotationState.Done), Of(await FinishAsync(again)));
        Assert.Equal((RotationCause.Requested, RotationState.Done), Of(await FinishAsync(again)));

        static (RotationCause, RotationState) Of(ValueKeyRotation rotation) => (rotation.Cause, rotation.State);
    }

    [Fact]
    public async Task Start_OfAPersonWhoSignedInLongAgo_AsksToSignInAgain()
    {
        await using var made = await SealedStore.OpenAsync(Store);

        var refused = Assert.IsType<Answer<int>.Refused>(
            await RotationsOf(made)
                .StartAsync(
                    Administrator with
                    {
                        AuthenticatedAt = Store.Clock.GetUtcNow().UtcDateTime.AddDays(-1),
                    },
                    Cancellation
                )
        );

        Assert.Equal(RefusalKind.SignInTooOld, refused.Kind);
        Assert.Empty(await RotationsOf(made).ListAsync(Administrator, Cancellation));
    }
}
