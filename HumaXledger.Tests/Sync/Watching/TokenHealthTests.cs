using HumaXledger.Core.Access;
using HumaXledger.Core.People;
using HumaXledger.Core.Reasons;
using HumaXledger.Core.Storage.Keys;
using HumaXledger.Core.Sync.Watching;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace HumaXledger.Tests.Sync.Watching;

public sealed class TokenHealthTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Check_TokenRevokedAndValidAgain_IsSavedAndOpensAndClosesAnAlert()
    {
        await using var fixture = await SyncFixture.OpenAsync(log: LogLevel.Trace);
        var connection = await fixture.ConnectAsync(Cancellation);
        var health = fixture.Get<TokenHealth>();
        await health.CheckAsync(connection, Cancellation);
        Assert.All(await health.LastAsync(connection, Actor.System, Cancellation), side =>
            Assert.Null(side.Reason?.Code)
        );
        var accepted = (await health.LastAsync(connection, Actor.System, Cancellation))
            .Single(side => side.Side == Side.Xledger)
            .AcceptedAt;
        fixture.Revoke(true);
        fixture.Clock.Pass(TimeSpan.FromHours(6));

        await health.CheckAsync(connection, Cancellation);

        var refused = (await health.LastAsync(connection, Actor.System, Cancellation)).Single(side =>
            side.Side == Side.Xledger
        );
        Assert.Equal((XledgerReasons.TokenRejected, accepted), (refused.Reason?.Code, refused.AcceptedAt));
        var alert = Assert.Single(await fixture.Get<Alerts>().OpenAsync(connection, Actor.System, Cancellation));
        Assert.Equal((AlertReasons.Xledger, XledgerReasons.TokenRejected), (alert.Problem, alert.Why!.Code));
        fixture.Revoke(false);
        await health.CheckAsync(connection, Cancellation);
        Assert.Empty(await fixture.Get<Alerts>().OpenAsync(connection, Actor.System, Cancellation));
        await fixture.AssertNothingLeakedAsync(Cancellation);
    }

    [Fact]
    public async Task Check_KeyAndTokenOfOtherSystems_IsReportedAlthoughBothAreAccepted()
    {
        await using var fixture = await SyncFixture.OpenAsync();
        var connection = await fixture.ConnectAsync(Cancellation);
        await using (var store = fixture.Store())
        {
            await store.Connections.ExecuteUpdateAsync(
                set =>
                    set.SetProperty(row => row.HumaOrganizationId, "another")
                        .SetProperty(row => row.XledgerEntityId, "1"),
                Cancellation
            );
        }

        await fixture.Get<TokenHealth>().CheckAsync(connection, Cancellation);

        Assert.Equal(
            [ConnectionReasons.OtherOrganization, ConnectionReasons.OtherEntity],
            (await fixture.Get<TokenHealth>().LastAsync(connection, Actor.System, Cancellation)).Select(side =>
                side.Reason?.Code
            )
        );
    }

    [Fact]
    public async Task Check_UndecryptableSecrets_IsAReasonAndNoException()
    {
        await using var fixture = await SyncFixture.OpenAsync();
        var connection = await fixture.ConnectAsync(Cancellation);
        await using (var store = fixture.Store())
        {
            await store.Connections.ExecuteUpdateAsync(
                set => set.SetProperty(row => row.XledgerToken, new ProtectedSecret("cipher")),
                Cancellation
            );
        }

        await fixture.Get<TokenHealth>().CheckAsync(connection, Cancellation);

        Assert.Equal(
            [null, AlertReasons.SecretUnreadable],
            (await fixture.Get<TokenHealth>().LastAsync(connection, Actor.System, Cancellation)).Select(side =>
                side.Reason?.Code
            )
        );
    }
}
