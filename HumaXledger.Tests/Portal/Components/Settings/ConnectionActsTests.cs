using AngleSharp.Dom;
using Bunit;
using HumaXledger.Core.Access;
using HumaXledger.Core.Planning.Scopes;
using HumaXledger.Core.Storage.Connections;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Storage.Keys;
using HumaXledger.Core.Sync.Comparing;
using HumaXledger.Core.Sync.Connections;
using HumaXledger.Core.Sync.Overview;
using HumaXledger.Core.Sync.PersonalData;
using HumaXledger.Core.Sync.Webhooks;
using HumaXledger.Portal.Components.Pages.Connection.Settings;
using HumaXledger.Portal.Components.Pages.Connection.Settings.Disconnecting;
using HumaXledger.Portal.Components.Pages.Connection.Settings.Scopes;
using HumaXledger.Portal.Components.Pages.Connection.Settings.Webhooks;
using HumaXledger.Portal.Live;
using HumaXledger.Portal.Localisation;
using HumaXledger.Portal.Webhooks;
using HumaXledger.Tests.Portal.Localisation;
using HumaXledger.Tests.Storage.Database;
using HumaXledger.Tests.Sync.Queue;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace HumaXledger.Tests.Portal.Components.Settings;

/// <summary>Webhook, scope and disconnecting: each with what a role may do, long names and other languages.</summary>
public sealed class ConnectionActsTests : ComponentTest, IClassFixture<SqliteStore>
{
    private static readonly string LongName = string.Concat(Enumerable.Repeat("Fjellheim ", 20)).Trim();

    private readonly SqliteStore _store;

    public ConnectionActsTests(SqliteStore store)
    {
        _store = store;
        var contexts = store.Get<IDbContextFactory<SyncDbContext>>();
        Services
            .AddSingleton(contexts)
            .AddSingleton<RunFeed>()
            .AddSingleton(Options.Create(new PortalOptions()))
            .AddSingleton(Options.Create(new RetentionOptions()))
            .AddSingleton(new WebhookKeys(contexts, store.Get<SecretVault>(), Endpoints(contexts), store.Clock))
            .AddSingleton(new ScopeSettings(null!, contexts, null!, null!, store.Clock))
            .AddSingleton(
                new OpenDifferences(
                    contexts,
                    null!,
                    null!,
                    new SnapshotCache(contexts, null!, store.Clock),
                    store.Clock
                )
            )
            .AddScoped<BrowserTime>();
    }

    [Theory]
    [InlineData("en-GB", "Not set up")]
    [InlineData("nb-NO", "Ikke satt opp")]
    [InlineData("sv-SE", "Inte konfigurerad")]
    public async Task Webhook_NeverMade_SaysSoAndOffersOneMainAct(string culture, string state)
    {
        Use(culture);
        SignIn(Role.IntegrationAdministrator);

        var section = await WebhookAsync();

        Assert.Equal(state, TextOf(section.Find(".ui-status")));
        Assert.Single(section.FindAll("button.mud-button-filled-primary"));
        Assert.True(section.Find("details").HasAttribute("open"));
        section.WaitForElement(".ui-empty");
    }

    [Fact]
    public async Task Webhook_Made_ShowsItsSecretsOnceAndAsksBeforeNewOnes()
    {
        SignIn(Role.IntegrationAdministrator);
        var connection = await ConnectionAsync();
        var section = Webhook(connection);

        await section.Find("button.mud-button-filled-primary").ClickAsync(new());

        Assert.Equal(3, section.WaitForElements("dd code").Count);
        Assert.Contains(Words.English<WebhookText>("CopyNow"), TextOf(section.Find(".ui-note")));
        Assert.Single(Webhook(connection).FindAll("dd code"));
        await Named(section, Words.English<WebhookText>("MakeNew.Open")).ClickAsync(new());
        Assert.Equal(Words.English<WebhookText>("MakeNewQuestion"), TextOf(section.Find("dialog p")));
    }

    [Fact]
    public async Task Webhook_WithoutTheRight_CannotBeMade()
    {
        SignIn(Role.IntegrationReviewer);

        var section = await WebhookAsync();

        Assert.True(section.Find("button.mud-button-filled-primary").HasAttribute("disabled"));
    }

    [Fact]
    public async Task Scope_RuleAdded_IsPreviewedBeforeItIsSaved()
    {
        SignIn(Role.IntegrationAdministrator);
        var connection = await ConnectionAsync();
        var draft = new SettingsDraft(SettingsValues.Of(connection));
        var section = Scope(connection, draft);
        section.WaitForElement(".ui-empty");

        section.Find("#scope-ended").Change("24");
        await Named(section, Words.English<ScopeText>("Ended.Add")).ClickAsync(new());
        Assert.Equal([new ScopeRule.Ended(24)], draft.Scope);
        await Named(section, Words.English<ScopeText>("Preview")).ClickAsync(new());

        Assert.Equal(
            Words.English<ScopeText>("Preview.NotCompared"),
            TextOf(section.WaitForElement("section .ui-note"))
        );
        Assert.Empty((await StoredAsync(connection)).ScopeRules);
        await Named(section, Words.English<ScopeText>("Save")).ClickAsync(new());
        Assert.Equal([new ScopeRule.Ended(24)], (await StoredAsync(connection)).ScopeRules);
    }

    [Fact]
    public async Task Scope_RuleAddedDuringASave_StaysToBeSaved()
    {
        var slow = new SlowStore(_store.Get<IDbContextFactory<SyncDbContext>>());
        Services.AddSingleton(new ScopeSettings(null!, slow, null!, null!, _store.Clock));
        SignIn(Role.IntegrationAdministrator);
        var connection = await ConnectionAsync();
        var draft = new SettingsDraft(SettingsValues.Of(connection));
        draft.SetScope([new ScopeRule.Ended(24)], []);
        var section = Scope(connection, draft);
        await Named(section, Words.English<ScopeText>("Preview")).ClickAsync(new());
        section.WaitForElement("section .ui-note");
        slow.Answer = new TaskCompletionSource();

        var saving = Named(section, Words.English<ScopeText>("Save")).ClickAsync(new());
        await Named(section, Words.English<ScopeText>("Contract.Add")).ClickAsync(new());
        slow.Answer.SetResult();
        await saving;

        Assert.Equal([new ScopeRule.Ended(24)], (await StoredAsync(connection)).ScopeRules);
        Assert.Equal([new ScopeRule.Ended(24)], draft.ScopeShown);
        Assert.Equal(
            [new ScopeRule.Ended(24), new ScopeRule.WithContract(ScopeSettings.ContractTypes[0])],
            draft.Scope
        );
        Assert.Equal(2, section.FindAll("li.ui-row").Count);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("601")]
    [InlineData("")]
    public async Task Scope_ImpossibleMonths_AreReportedAndNotAdded(string months)
    {
        SignIn(Role.IntegrationAdministrator);
        var connection = await ConnectionAsync();
        var section = Scope(connection, new SettingsDraft(SettingsValues.Of(connection)));

        section.Find("#scope-ended").Change(months);

        Assert.Equal(
            Words.English<ScopeText>("Ended.Wrong", ScopeSettings.MostMonths),
            TextOf(section.Find(".ui-problem"))
        );
        Assert.True(Named(section, Words.English<ScopeText>("Ended.Add")).HasAttribute("disabled"));
    }

    [Fact]
    public async Task Scope_SavedByAnotherAdministratorWhileEditing_TellsAndKeepsTheInput()
    {
        SignIn(Role.IntegrationAdministrator);
        var connection = await ConnectionAsync();
        var draft = new SettingsDraft(SettingsValues.Of(connection));
        draft.SetScope([new ScopeRule.InGroup("1", "team", LongName)], []);
        var section = Scope(connection, draft);
        var shown = await Services
            .GetRequiredService<ScopeSettings>()
            .PreviewAsync(connection.Id, [new ScopeRule.Ended(6)], Actor.System, Cancellation);
        Assert.Null(
            await Services
                .GetRequiredService<ScopeSettings>()
                .SaveAsync(connection.Id, shown, QueuedPeople.Ola, Cancellation)
        );

        Services.GetRequiredService<RunFeed>().Pulse(connection.Id);

        section.WaitForElement(".ui-note");
        Assert.Contains(LongName, TextOf(section.Find(".ui-row")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Scope_SavedByAnotherAdministratorBeforeTheInputIsOpenedAgain_Tells()
    {
        SignIn(Role.IntegrationAdministrator);
        var connection = await ConnectionAsync();
        var draft = new SettingsDraft(SettingsValues.Of(connection));
        draft.SetScope([new ScopeRule.InGroup("1", "team", LongName)], [new ScopeRule.Ended(6)]);

        var section = Scope(connection, new SettingsDraft(draft.Unsaved!));

        section.WaitForElement(".ui-note");
        Assert.Contains(LongName, TextOf(section.Find(".ui-row")), StringComparison.Ordinal);
        await Named(section, Words.English<SettingsText>("Discard")).ClickAsync(new());
        Assert.Empty(section.FindAll(".ui-note"));
    }

    [Fact]
    public async Task Disconnect_ForARoleWithoutTheRight_ShowsWhoMay()
    {
        SignIn(Role.IntegrationReviewer);
        var connection = await ConnectionAsync();

        var section = Render<DisconnectSection>(parameters => parameters.Add(part => part.Connection, connection));

        Assert.Empty(section.FindAll("a"));
        Assert.NotEmpty(TextOf(section.Find("p")));
    }

    private static WebhookEndpointCache Endpoints(IDbContextFactory<SyncDbContext> contexts) =>
        new(contexts, null!, TimeProvider.System, NullLogger<WebhookEndpointCache>.Instance);

    private async Task<Connection> ConnectionAsync()
    {
        var id = await _store.AddConnectionAsync();
        await using var context = _store.Open();
        return await context.Connections.AsNoTracking().SingleAsync(row => row.Id == id, Cancellation);
    }

    private async Task<Connection> StoredAsync(Connection connection)
    {
        await using var context = _store.Open();
        return await context.Connections.AsNoTracking().SingleAsync(row => row.Id == connection.Id, Cancellation);
    }

    private async Task<IRenderedComponent<WebhookSection>> WebhookAsync() => Webhook(await ConnectionAsync());

    private IRenderedComponent<WebhookSection> Webhook(Connection connection)
    {
        var section = Render<WebhookSection>(parameters => parameters.Add(part => part.Connection, connection));
        section.WaitForElement(".ui-status");
        return section;
    }

    private IRenderedComponent<ScopeSection> Scope(Connection connection, SettingsDraft draft) =>
        Render<ScopeSection>(parameters =>
            parameters.Add(part => part.Connection, connection).Add(part => part.Draft, draft)
        );

    /// <summary>The button with that text or accessible name.</summary>
    private static IElement Named<TPart>(IRenderedComponent<TPart> part, string name)
        where TPart : Microsoft.AspNetCore.Components.IComponent =>
        part.FindAll("button").First(button => TextOf(button) == name || button.GetAttribute("aria-label") == name);
}
