using Bunit;
using Bunit.TestDoubles;
using HumaXledger.Core.Access;
using HumaXledger.Core.Planning.Scopes;
using HumaXledger.Core.Storage.Connections;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Storage.Keys;
using HumaXledger.Core.Sync.Connections;
using HumaXledger.Portal.Components.Pages.Connection.Settings;
using HumaXledger.Portal.Components.Shared;
using HumaXledger.Portal.Live;
using HumaXledger.Portal.Mail;
using HumaXledger.Tests.Portal.Localisation;
using HumaXledger.Tests.Storage.Database;
using HumaXledger.Tests.Sync.Connections;
using HumaXledger.Tests.Sync.Queue;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace HumaXledger.Tests.Portal.Components.Settings;

/// <summary>The settings of a connection as a whole: saving, leaving, rights, and two administrators at once.</summary>
public sealed class SettingsTabTests : ComponentTest, IClassFixture<SqliteStore>
{
    private readonly SqliteStore _store;

    public SettingsTabTests(SqliteStore store)
    {
        _store = store;
        Services
            .AddSingleton(store.Get<IDbContextFactory<SyncDbContext>>())
            .AddSingleton<ConnectionSettings>()
            .AddSingleton<RunFeed>()
            .AddSingleton(
                new SettingsDrafts(store.Get<IDbContextFactory<SyncDbContext>>(), store.Get<SecretVault>(), store.Clock)
            );
    }

    [Fact]
    public async Task Save_AfterAChange_StoresItAndOffersSaveNoLonger()
    {
        SignIn(Role.IntegrationAdministrator);
        var connection = await ConnectionAsync();
        var tab = Tab(connection);
        Assert.True(Save(tab).HasAttribute("disabled"));

        tab.Find("#settings-name").Input("Fjellheim Norge AS");
        Assert.Equal(Words.English<SettingsText>("Unsaved"), TextOf(tab.Find(".ui-actionbar-text")));
        await Save(tab).ClickAsync(new());

        tab.WaitForAssertion(() => Assert.True(Save(tab).HasAttribute("disabled")));
        Assert.Equal("Fjellheim Norge AS", (await StoredAsync(connection)).Name);
    }

    // An earlier version let it through.
    [Fact]
    public async Task Open_StoredNameThatCannotBeGivenAnyMore_ShowsItAndSavesAnother()
    {
        SignIn(Role.IntegrationAdministrator);
        var connection = await ConnectionAsync();
        await using (var context = _store.Open())
        {
            await context
                .Connections.Where(row => row.Id == connection.Id)
                .ExecuteUpdateAsync(set => set.SetProperty(row => row.Name, "Fjell\u202eheim"), Cancellation);
        }

        var tab = Tab(connection);
        tab.Find("#settings-name").Input("Fjellheim");
        await Save(tab).ClickAsync(new());

        tab.WaitForAssertion(() => Assert.True(Save(tab).HasAttribute("disabled")));
        Assert.Equal("Fjellheim", (await StoredAsync(connection)).Name);
    }

    [Fact]
    public async Task Save_WithAProblem_ShowsItBesideTheFieldAndStoresNothing()
    {
        SignIn(Role.IntegrationAdministrator);
        var connection = await ConnectionAsync();
        var tab = Tab(connection);

        tab.Find("#settings-name").Input("  ");
        await Save(tab).ClickAsync(new());

        Assert.Equal(Words.English<SettingsText>("Name.Wrong"), TextOf(tab.Find(".ui-problem")));
        Assert.Equal("true", tab.Find("#settings-name").GetAttribute("aria-invalid"));
        Assert.Equal(connection.Name, (await StoredAsync(connection)).Name);
    }

    [Fact]
    public async Task Save_AnotherAdministratorWasFirst_TellsWhoAndKeepsTheInput()
    {
        SignIn(Role.IntegrationAdministrator);
        var connection = await ConnectionAsync();
        var tab = Tab(connection);
        tab.Find("#settings-name").Input("Mine");
        await Services
            .GetRequiredService<ConnectionSettings>()
            .ChangeAsync(
                connection.Id,
                values => values with { Name = "Theirs", AddNewPeople = true },
                QueuedPeople.Ola,
                Cancellation
            );

        await Save(tab).ClickAsync(new());

        var note = tab.WaitForElement(".ui-note");
        Assert.Contains("Ola saved other values", TextOf(note), StringComparison.Ordinal);
        Assert.Equal("Mine", tab.Find("#settings-name").GetAttribute("value"));
        await Button(tab, "Overtaken.Show").ClickAsync(new());
        tab.WaitForAssertion(() => Assert.Equal("Theirs", tab.Find("#settings-name").GetAttribute("value")));
        Assert.Empty(tab.FindAll(".ui-note"));
    }

    [Fact]
    public async Task OtherAdministrator_SavesWhileNothingIsTyped_IsShownAtOnce()
    {
        SignIn(Role.IntegrationAdministrator);
        var connection = await ConnectionAsync();
        var tab = Tab(connection);
        await Services
            .GetRequiredService<ConnectionSettings>()
            .ChangeAsync(
                connection.Id,
                values => values with { Name = "Theirs", AddNewPeople = true },
                QueuedPeople.Ola,
                Cancellation
            );

        Services.GetRequiredService<RunFeed>().Pulse(connection.Id);

        tab.WaitForAssertion(() => Assert.Equal("Theirs", tab.Find("#settings-name").GetAttribute("value")));
    }

    [Fact]
    public async Task Input_AfterAReload_IsThereAgainForItsUserOnly()
    {
        SignIn(Role.IntegrationAdministrator);
        var connection = await ConnectionAsync();
        Tab(connection).Find("#settings-name").Input("Not saved yet");

        Use("nb-NO");
        var again = Tab(connection);

        Assert.Equal("Not saved yet", again.Find("#settings-name").GetAttribute("value"));
        Assert.Equal("Ulagrede endringer", TextOf(again.Find(".ui-actionbar-text")));
        Assert.Empty(
            await Services
                .GetRequiredService<SettingsDrafts>()
                .SectionsAsync(connection.Id, QueuedPeople.Ola, Cancellation)
        );
    }

    [Fact]
    public async Task Input_TypedFasterThanItIsStored_IsKeptAsItWasTypedLast()
    {
        var slow = new SlowStore(_store.Get<IDbContextFactory<SyncDbContext>>());
        Services.AddSingleton(new SettingsDrafts(slow, _store.Get<SecretVault>(), _store.Clock));
        SignIn(Role.IntegrationAdministrator);
        var connection = await ConnectionAsync();
        var tab = Tab(connection);
        slow.Answer = new TaskCompletionSource();
        tab.Find("#settings-name").Input("N");
        tab.Find("#settings-name").Input("Ne");
        tab.Find("#settings-name").Input("New");

        slow.Answer.SetResult();

        tab.WaitForAssertion(() => Assert.Equal("New", Tab(connection).Find("#settings-name").GetAttribute("value")));
    }

    [Fact]
    public async Task Save_WithUnsavedInputOfOtherSections_LeavesItThere()
    {
        SignIn(Role.IntegrationAdministrator);
        var connection = await ConnectionAsync();
        var drafts = Services.GetRequiredService<SettingsDrafts>();
        var actor = new Actor("1", "Kari", null, new HashSet<Role> { Role.IntegrationAdministrator });
        var scope = new SettingsDraft(SettingsValues.Of(connection));
        scope.SetScope([new ScopeRule.Ended(6)], []);
        await drafts.KeepAsync(connection.Id, nameof(SettingsSection.Scope), scope.Unsaved!, actor, Cancellation);
        Tab(connection, "limits").Find("#limit-count-PeopleTouched").Input("wrong");

        var tab = Tab(connection);
        Assert.True(Save(tab).HasAttribute("disabled"));
        tab.Find("#settings-name").Input("Fjellheim Norge AS");
        await Save(tab).ClickAsync(new());

        tab.WaitForAssertion(() => Assert.True(Save(tab).HasAttribute("disabled")));
        Assert.Equal("Fjellheim Norge AS", (await StoredAsync(connection)).Name);
        var kept = await drafts.ReadAsync(connection.Id, nameof(SettingsSection.Scope), actor, Cancellation);
        Assert.Equal([new ScopeRule.Ended(6)], kept?.Scope);
        tab.Render(parameters => parameters.Add(part => part.Section, "limits"));
        tab.WaitForAssertion(() => Assert.False(Save(tab).HasAttribute("disabled")));
        Assert.Equal("wrong", tab.Find("#limit-count-PeopleTouched").GetAttribute("value"));
    }

    [Fact]
    public async Task Index_WithUnsavedInput_MarksItsSectionsUntilTheyAreSaved()
    {
        SignIn(Role.IntegrationAdministrator);
        var connection = await ConnectionAsync();
        Tab(connection, "limits").Find("#limit-count-PeopleTouched").Input("wrong");
        var tab = Tab(connection);
        var limits =
            $"{Words.English<SettingsText>("Section.Limits")} {Words.English<SettingsText>("Unsaved.Section")}";
        var general = Words.English<SettingsText>("Section.General");
        Assert.Equal([limits], Marked(tab));

        tab.Find("#settings-name").Input("Fjellheim Norge AS");

        Assert.Equal([$"{general} {Words.English<SettingsText>("Unsaved.Section")}", limits], Marked(tab));
        await Save(tab).ClickAsync(new());
        tab.WaitForAssertion(() => Assert.Equal([limits], Marked(tab)));

        static IEnumerable<string> Marked(IRenderedComponent<SettingsTab> tab) =>
            tab.FindAll("nav a:has(.ui-menu-mark)").Select(TextOf);
    }

    [Fact]
    public async Task Enter_InAnAddressOfAnAlert_AddsAndSavesIt()
    {
        Services.AddSingleton<IMailSender>(new NoMail());
        SignIn(Role.IntegrationAdministrator);
        var connection = await ConnectionAsync();
        var tab = Tab(connection, "alerts");
        tab.Find("#alert-address").Input("kari@example.no");

        await tab.Find("#alert-address").KeyDownAsync(new KeyboardEventArgs { Key = "Enter" });
        await tab.Find("form").SubmitAsync();

        tab.WaitForAssertion(() => Assert.True(Save(tab).HasAttribute("disabled")));
        Assert.Equal("kari@example.no", Assert.Single((await StoredAsync(connection)).AlertsTo).Email);
    }

    [Fact]
    public async Task Save_UnderWay_TakesNoOtherInput()
    {
        var store = new SlowStore(_store.Get<IDbContextFactory<SyncDbContext>>());
        Services.AddSingleton<IDbContextFactory<SyncDbContext>>(store);
        SignIn(Role.IntegrationAdministrator);
        var tab = Tab(await ConnectionAsync());
        tab.Find("#settings-name").Input("Fjellheim Norge AS");
        store.Answer = new TaskCompletionSource();

        var saving = Save(tab).ClickAsync(new());

        Assert.True(tab.Find("fieldset fieldset").HasAttribute("disabled"));
        store.Answer.SetResult();
        await saving;
        tab.WaitForAssertion(() => Assert.Empty(tab.FindAll("fieldset[disabled]")));
    }

    [Fact]
    public async Task Leaving_WithUnsavedInput_AsksAndGoesOnOnlyThen()
    {
        SignIn(Role.IntegrationAdministrator);
        var connection = await ConnectionAsync();
        var tab = Tab(connection);
        var navigation = Services.GetRequiredService<BunitNavigationManager>();
        var before = navigation.Uri;
        tab.Find("#settings-name").Input("Not saved");

        navigation.NavigateTo("/elsewhere");

        Assert.Equal(before, navigation.Uri);
        Assert.Equal(Words.English<SettingsText>("Leave"), TextOf(tab.WaitForElement("dialog h2")));
        await Button(tab, "Leave.Do").ClickAsync(new());
        tab.WaitForAssertion(() => Assert.EndsWith("/elsewhere", navigation.Uri, StringComparison.Ordinal));
        Assert.Equal(connection.Name, Tab(connection).Find("#settings-name").GetAttribute("value"));
    }

    [Fact]
    public async Task Role_WithoutTheRight_SeesEverythingAndCanChangeNothing()
    {
        SignIn(Role.IntegrationReviewer);
        var connection = await ConnectionAsync();

        var tab = Tab(connection);

        Assert.True(tab.Find("fieldset").HasAttribute("disabled"));
        Assert.Single(tab.FindComponents<RoleNote>(), note => note.Markup.Length > 0);
    }

    [Fact]
    public async Task Index_OfAnEndedConnection_HasNoDisconnectAndChangesNothing()
    {
        SignIn(Role.IntegrationAdministrator);
        var connection = await ConnectionAsync();
        connection.DisconnectedAt = Clock.GetUtcNow().UtcDateTime;

        var tab = Tab(connection);

        Assert.DoesNotContain(tab.FindAll("nav a"), link =>
            link.GetAttribute("href")!.EndsWith("/disconnect", StringComparison.Ordinal)
        );
        Assert.True(tab.Find("fieldset").HasAttribute("disabled"));
    }

    [Theory]
    [InlineData(null, "General")]
    [InlineData("general", "General")]
    [InlineData("no-such-section", "General")]
    [InlineData("limits", "Limits")]
    public async Task Section_OfTheAddress_IsTheCurrentOneOfTheIndex(string? address, string section)
    {
        SignIn(Role.IntegrationAdministrator);

        var tab = Tab(await ConnectionAsync(), address);

        var title = Words.English<SettingsText>($"Section.{section}");
        Assert.Equal(title, TextOf(tab.Find("nav a[aria-current=page]")));
        Assert.Equal(title, TextOf(tab.Find("h2")));
    }

    private async Task<Connection> ConnectionAsync()
    {
        var id = await _store.AddConnectionAsync();
        await using var context = _store.Open();
        return await context.Connections.AsNoTracking().SingleAsync(row => row.Id == id, Cancellation);
    }

    private Task<SettingsValues> StoredAsync(Connection connection) =>
        Services.GetRequiredService<ConnectionSettings>().ReadAsync(connection.Id, Actor.System, Cancellation);

    private IRenderedComponent<SettingsTab> Tab(Connection connection, string? section = null)
    {
        var tab = Render<SettingsTab>(parameters =>
            parameters.Add(tab => tab.Connection, connection).Add(tab => tab.Section, section)
        );
        tab.WaitForElement("fieldset, .ui-note");
        return tab;
    }

    private static AngleSharp.Dom.IElement Save(IRenderedComponent<SettingsTab> tab) => Button(tab, "Save");

    private static AngleSharp.Dom.IElement Button(IRenderedComponent<SettingsTab> tab, string key)
    {
        var text = Words.In<SettingsText>(System.Globalization.CultureInfo.CurrentUICulture.Name, key);
        return tab.FindAll("button").Single(button => TextOf(button) == text);
    }
}
