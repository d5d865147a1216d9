using Bunit;
using HumaXledger.Core.Access;
using HumaXledger.Core.Storage.Comparisons;
using HumaXledger.Core.Storage.Connections;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Sync.Comparing;
using HumaXledger.Core.Sync.Connections;
using HumaXledger.Portal.Components.Pages.Connection.Settings;
using HumaXledger.Tests.Portal.Localisation;
using HumaXledger.Tests.Storage.Database;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace HumaXledger.Tests.Portal.Components.Settings;

/// <summary>The connection group on the settings page, with a real store.</summary>
public sealed class AccessSectionTests : ComponentTest, IClassFixture<SqliteStore>
{
    private readonly SqliteStore _store;

    public AccessSectionTests(SqliteStore store)
    {
        _store = store;
        var contexts = store.Get<IDbContextFactory<SyncDbContext>>();
        Services.AddSingleton(
            new ConnectionGroups(
                contexts,
                store.Get<ComparisonArchive>(),
                new SnapshotCache(contexts, null!, Clock),
                Clock
            )
        );
    }

    [Fact]
    public async Task Group_OfAnAdministrator_IsCheckedAndStored()
    {
        SignIn(Role.IntegrationAdministrator);
        var connection = await StoredAsync();
        var section = Render<AccessSection>(parameters => parameters.Add(one => one.Connection, connection));

        await section.Find("#access-group").InputAsync("North side");
        await section.Find(".ui-actions button").ClickAsync();
        Assert.NotEmpty(section.FindAll("[role=alert]"));
        Assert.Null((await StoredAsync(connection.Id)).AccessGroup);

        await section.Find("#access-group").InputAsync(" north ");
        await section.Find(".ui-actions button").ClickAsync();
        Assert.Empty(section.FindAll("[role=alert]"));
        Assert.Equal("north", (await StoredAsync(connection.Id)).AccessGroup);
    }

    [Theory]
    [InlineData(Role.Viewer)]
    [InlineData(Role.IntegrationReviewer)]
    public async Task Group_ForOthers_IsShownOnly(Role role)
    {
        SignIn(role);
        var connection = await StoredAsync();

        var section = Render<AccessSection>(parameters => parameters.Add(one => one.Connection, connection));

        Assert.Contains(Words.English<SettingsText>("Access.None"), section.Markup, StringComparison.Ordinal);
        Assert.Empty(section.FindAll("input, button"));
    }

    private async Task<Connection> StoredAsync(Guid? id = null)
    {
        var known = id ?? await _store.AddConnectionAsync();
        await using var context = _store.Open();
        return await context.Connections.SingleAsync(connection => connection.Id == known, Cancellation);
    }
}
