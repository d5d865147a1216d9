using HumaXledger.Core.Sync.Webhooks;
using HumaXledger.Tests.Storage.Database;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Tests.Portal.Webhooks;

/// <summary>Keys of a webhook: of another connection, and while they are replaced.</summary>
public sealed class WebhookKeyTests(SqliteStore store) : IClassFixture<SqliteStore>, IAsyncLifetime
{
    private static readonly string Body = WebhookHost.Body(Guid.NewGuid());

    private WebhookHost _host = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _host = await WebhookHost.StartAsync(store.Connection, store.Clock);

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task Keys_OfAnotherConnection_AreRefused()
    {
        var (mine, other) = (await _host.ConnectAsync(), await _host.ConnectAsync());

        Assert.Equal(401, await _host.StatusAsync(other with { Address = mine.Address }, Body));
        Assert.Equal(401, await _host.StatusAsync(mine with { Secret = other.Secret }, Body));
        Assert.Equal(401, await _host.StatusAsync(mine with { Token = other.Token }, Body));
    }

    [Fact]
    public async Task Rotation_WithinAnHour_AcceptsEitherPairButNoMixture()
    {
        var before = await _host.ConnectAsync();
        Assert.Equal(200, await _host.StatusAsync(before, Body));

        var after = await _host.MakeKeysAsync(before.ConnectionId);

        Assert.Equal(before.Address, after.Address);
        Assert.Equal((200, 200), (await _host.StatusAsync(before, Body), await _host.StatusAsync(after, Body)));
        Assert.Equal(
            (401, 401),
            (
                await _host.StatusAsync(before with { Token = after.Token }, Body),
                await _host.StatusAsync(before with { Secret = after.Secret }, Body)
            )
        );

        store.Clock.Now += WebhookKeys.Overlap - TimeSpan.FromSeconds(1);
        Assert.Equal(200, await _host.StatusAsync(before, Body));
        store.Clock.Now += TimeSpan.FromSeconds(1);
        Assert.Equal((401, 200), (await _host.StatusAsync(before, Body), await _host.StatusAsync(after, Body)));
    }

    [Fact]
    public async Task Rotation_Repeated_KeepsEveryPairForItsHourOnly()
    {
        var first = await _host.ConnectAsync();
        var second = await _host.MakeKeysAsync(first.ConnectionId);
        store.Clock.Now += WebhookKeys.Overlap / 2;
        var third = await _host.MakeKeysAsync(first.ConnectionId);

        Assert.Equal(
            (200, 200, 200),
            (
                await _host.StatusAsync(first, Body),
                await _host.StatusAsync(second, Body),
                await _host.StatusAsync(third, Body)
            )
        );
        store.Clock.Now += WebhookKeys.Overlap / 2;
        Assert.Equal(
            (401, 200, 200),
            (
                await _host.StatusAsync(first, Body),
                await _host.StatusAsync(second, Body),
                await _host.StatusAsync(third, Body)
            )
        );

        await _host.MakeKeysAsync(first.ConnectionId);
        await using var context = _host.Store();
        Assert.Equal(
            3,
            await context.WebhookKeys.CountAsync(key => key.ConnectionId == first.ConnectionId, Cancellation)
        );
    }
}
