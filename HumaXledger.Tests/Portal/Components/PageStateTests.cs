using Bunit;
using HumaXledger.Core.Access;
using HumaXledger.Core.Storage.Activity;
using HumaXledger.Core.Storage.Connections;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Storage.Inbound;
using HumaXledger.Core.Storage.Nodes;
using HumaXledger.Core.Storage.Sessions;
using HumaXledger.Core.Sync.Activity;
using HumaXledger.Core.Sync.PersonalData;
using HumaXledger.Portal.Access;
using HumaXledger.Portal.Components.Layout;
using HumaXledger.Portal.Components.Pages.Access;
using HumaXledger.Portal.Components.Pages.Activity;
using HumaXledger.Portal.Components.Pages.Connection;
using HumaXledger.Portal.Components.Pages.Connection.Changes;
using HumaXledger.Portal.Components.Pages.Connection.People;
using HumaXledger.Portal.Components.Pages.Connection.Settings.Disconnecting;
using HumaXledger.Portal.Components.Pages.Health;
using HumaXledger.Portal.Components.Pages.Keys;
using HumaXledger.Portal.Components.Pages.Mail;
using HumaXledger.Portal.Components.Pages.SandboxTour;
using HumaXledger.Portal.Components.Shared;
using HumaXledger.Portal.Hosting;
using HumaXledger.Portal.Live;
using HumaXledger.Portal.Localisation;
using HumaXledger.Portal.Mail;
using HumaXledger.Portal.Monitoring;
using HumaXledger.Portal.Outages;
using HumaXledger.Tests.Fakes;
using HumaXledger.Tests.Portal.Localisation;
using HumaXledger.Tests.Storage.Database;
using HumaXledger.Tests.Sync.PersonalData;
using HumaXledger.Tests.Sync.Queue;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Moq;

namespace HumaXledger.Tests.Portal.Components;

/// <summary>Pages without a test of their own: empty, one, many, a failure, no right, another language.</summary>
public sealed class PageStateTests : ComponentTest, IClassFixture<SqliteStore>
{
    private readonly SqliteStore _store;

    public PageStateTests(SqliteStore store)
    {
        _store = store;
        Services
            .AddSingleton(store.Get<IDbContextFactory<SyncDbContext>>())
            .AddSingleton<RunFeed>()
            .AddSingleton<ActivitySubjects>()
            .AddScoped<ActivityInspection>()
            .AddSingleton(store.Get<ChainCheck>())
            .AddScoped<BrowserTime>();
    }

    public static TheoryData<string> Languages => ["en-GB", "nb-NO", "sv-SE"];

    [Theory]
    [MemberData(nameof(Languages))]
    public void ThemeMenu_InEachLanguage_OffersThreeColoursAndTwoDensities(string culture)
    {
        Use(culture);

        var menu = Render<ThemeChoice>();

        Assert.Equal(
            new[]
            {
                "Colours.Light",
                "Colours.Dark",
                "Colours.System",
                "Density.Comfortable",
                "Density.Compact",
            }.Select(key => Words.In<LayoutText>(culture, key)),
            menu.FindAll("label").Select(TextOf)
        );
        Assert.Equal(["colours"], menu.FindAll("[popovertarget]").Select(one => one.GetAttribute("popovertarget")));
        Assert.Equal(2, menu.FindAll("input").Select(input => input.GetAttribute("name")).Distinct().Count());
    }

    [Theory]
    [InlineData("en-GB", HealthStatus.Healthy)]
    [InlineData("nb-NO", HealthStatus.Degraded)]
    [InlineData("sv-SE", HealthStatus.Unhealthy)]
    public void Health_WithOneCheck_SaysItsStateAndWhatToDo(string culture, HealthStatus status)
    {
        Use(culture);
        SignIn(Role.IntegrationAdministrator);
        Services.AddHealthChecks().AddCheck("database", () => new HealthCheckResult(status));
        Services
            .AddSingleton<IConfiguration>(new ConfigurationBuilder().Build())
            .AddSingleton<Readiness>()
            .AddSingleton(_store.Get<StoreHealth>())
            .AddSingleton(_store.Get<NodeRegister>())
            .AddSingleton<StoreOutages>()
            .AddSingleton<ScheduledRounds>();

        var page = Render<HealthPage>();

        var note = TextOf(page.WaitForElement("[role=status] .ui-note"));
        Assert.Contains(
            status == HealthStatus.Healthy
                ? Words.In<HealthText>(culture, "AllGood")
                : Words.In<HealthText>(culture, "Failing", 1),
            note,
            StringComparison.Ordinal
        );
        var row = TextOf(page.Find("ul[aria-labelledby=checks] li"));
        Assert.StartsWith(Words.In<HealthText>(culture, $"Status.{status}"), row, StringComparison.Ordinal);
        Assert.Equal(
            status != HealthStatus.Healthy,
            row.Contains(Words.In<HealthText>(culture, "Do.database"), StringComparison.Ordinal)
        );
    }

    [Theory]
    [MemberData(nameof(Languages))]
    public void Mail_SwitchedOff_SaysSo(string culture)
    {
        Use(culture);

        var page = Mail(new NoMail(), new MailOptions());

        Assert.Equal(Words.In<MailPageText>(culture, "NotInUse"), TextOf(page.WaitForElement(".ui-note p")));
        Assert.Empty(page.FindAll("table"));
    }

    [Fact]
    public void Mail_WithoutAnyInTheFolder_IsEmpty()
    {
        var page = Mail(
            Mock.Of<IMailSender>(sender => sender.IsOn),
            new MailOptions
            {
                Mode = MailMode.Pickup,
                PickupFolder = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid()}"),
            }
        );

        Assert.Equal(Words.English<MailPageText>("EmptyTitle"), TextOf(page.WaitForElement(".ui-empty-title")));
    }

    [Theory]
    [MemberData(nameof(Languages))]
    public async Task Activity_WithEntries_ListsThemAndFiltersByTheAddress(string culture)
    {
        Use(culture);
        SignIn(Role.IntegrationAdministrator);
        await using (var context = _store.Open())
        {
            context.Activity.Add(
                ActivityRecord.Of(
                    QueuedPeople.Ola,
                    ActivityCodes.ConnectionEstablished,
                    TestStore.Start.UtcDateTime,
                    null,
                    ["Fjellheim"]
                )
            );
            await context.SaveChangesAsync(Cancellation);
        }

        var page = Render<ActivityLogPage>();
        page.WaitForElement("tbody tr");
        Assert.Contains("Ola", page.FindAll("tbody tr").Select(TextOf).First(row => row.Contains("Fjellheim")));
        Assert.Contains(
            Words.In<ActivityText>(culture, "FirstDay"),
            page.FindAll("[role=search] label").Select(TextOf)
        );

        Services.GetRequiredService<NavigationManager>().NavigateTo("/activity?who=Nobody");
        var filtered = Render<ActivityLogPage>();
        filtered.WaitForAssertion(() =>
            Assert.Equal(Words.In<ActivityText>(culture, "NoneFiltered"), TextOf(filtered.Find(".ui-empty-title")))
        );
    }

    [Fact]
    public void Activity_ThatCannotBeRead_SaysSoInThePage()
    {
        SignIn(Role.IntegrationAdministrator);
        Services.AddSingleton(Mock.Of<IDbContextFactory<SyncDbContext>>());

        var page = Render<ActivityLogPage>();

        page.WaitForElement(".ui-note");
        Assert.Empty(page.FindAll("table, [role=search]"));
    }

    [Theory]
    [InlineData(Role.IntegrationAdministrator, "SignIns.OfAll")]
    [InlineData(Role.Viewer, "SignIns.Own")]
    public void SignIns_ByRole_AreThoseOfAllOrOwn(Role role, string lead)
    {
        SignIn(role);
        Services.AddSingleton(
            new SignIns(
                _store.Get<SessionStore>(),
                new Sessions(
                    _store.Get<SessionStore>(),
                    Mock.Of<IRoleSource>(),
                    new EphemeralDataProtectionProvider(),
                    Options.Create(new AccessOptions()),
                    _store.Clock,
                    NullLogger<Sessions>.Instance
                ),
                new Reveal(_store.Get<ActivityLog>(), Options.Create(new RevealOptions()), _store.Clock),
                _store.Clock
            )
        );

        var page = Render<SignInsPage>(parameters =>
            parameters.AddCascadingValue(
                Services.GetRequiredService<AuthenticationStateProvider>().GetAuthenticationStateAsync()
            )
        );

        page.WaitForElement("table, .ui-cards, nav, h1");
        Assert.Contains(Words.English<AccessText>(lead), page.Markup, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("en-GB", "Held")]
    [InlineData("nb-NO", "Failed")]
    [InlineData("sv-SE", "ForManualSync")]
    public async Task Changes_OfTheAddress_ShowThatListWithItsCount(string culture, string list)
    {
        Use(culture);
        SignIn(Role.IntegrationReviewer);
        var people = await QueuedPeople.OpenAsync(_store);
        await people.SaveAsync(
            people.PendingChange("1", Enum.Parse<PendingChangeState>(list), QueuedPeople.Now, TimeSpan.Zero)
        );
        StubParts();

        var tab = Render<ChangesTab>(parameters =>
            parameters
                .Add(one => one.Connection, Connection(people.ConnectionId))
                .Add(one => one.Address, $"http://localhost/connections/{people.ConnectionId}/changes?list={list}")
        );

        tab.WaitForElement(".ui-chip");
        var title = Words.In<ChangesText>(culture, $"List.{list}");
        Assert.Equal($"{title} 1", TextOf(tab.Find(".ui-chip[aria-pressed=true]")));
        Assert.Equal(title, TextOf(tab.Find("h2")));
        // Who may only look is told who may act.
        Assert.NotEmpty(tab.FindComponents<RoleNote>());
        Assert.NotEmpty(tab.FindComponent<RoleNote>().Markup);
    }

    [Fact]
    public async Task Changes_OfAnEndedConnection_SayNothingAboutRoles()
    {
        SignIn(Role.IntegrationReviewer);
        var connection = Connection(await _store.AddConnectionAsync());
        connection.DisconnectedAt = TestStore.Start.UtcDateTime;
        StubParts();

        var tab = Render<ChangesTab>(parameters =>
            parameters.Add(one => one.Connection, connection).Add(one => one.Address, "http://localhost/")
        );

        tab.WaitForElement(".ui-chip");
        Assert.Empty(tab.FindComponents<RoleNote>());
    }

    [Theory]
    [MemberData(nameof(Languages))]
    public void Sandbox_ThatDoesNotRun_SaysSo(string culture)
    {
        Use(culture);
        SignIn(Role.IntegrationAdministrator);
        Services.AddSingleton(
            new SandboxHost(
                new ConfigurationBuilder().Build(),
                Mock.Of<IHostEnvironment>(),
                Clock,
                NullLoggerFactory.Instance
            )
        );

        var page = Render<SandboxPage>();

        Assert.Equal(Words.In<SandboxText>(culture, "NotRunning"), TextOf(page.Find(".ui-note p")));
        Assert.Empty(page.FindAll("[role=search], nav.ui-tabs"));
    }

    [Theory]
    [InlineData("en-GB", false)]
    [InlineData("nb-NO", true)]
    [InlineData("sv-SE", false)]
    public async Task Keys_OfAConnection_OfferBothSystemsUnlessItHasEnded(string culture, bool ended)
    {
        Use(culture);
        SignIn(Role.IntegrationAdministrator);
        ComponentFactories.AddStub<ReplaceKey>();
        ComponentFactories.AddStub<LifecycleNote>();
        var id = await _store.AddConnectionAsync();
        await EndAsync(id, ended);

        var page = Render<KeysPage>(parameters => parameters.Add(one => one.ConnectionId, id));

        page.WaitForElement("h1");
        Assert.Equal(Words.In<KeysText>(culture, "Title"), TextOf(page.Find("h1")));
        Assert.Equal(ended ? 0 : 2, page.FindComponents<Bunit.TestDoubles.Stub<ReplaceKey>>().Count);
    }

    [Fact]
    public async Task Disconnect_OnlyWithTheName_EndsTheConnection()
    {
        SignIn(Role.IntegrationAdministrator);
        var people = await QueuedPeople.OpenAsync(_store);
        Services.AddSingleton(people.ConnectionLifecycle).AddSingleton(Options.Create(new RetentionOptions()));
        ComponentFactories.AddStub<LifecycleNote>();
        var page = Render<DisconnectPage>(parameters => parameters.Add(one => one.ConnectionId, people.ConnectionId));
        var name = Connection(people.ConnectionId).Name;
        page.WaitForElement("#disconnect-name").Input("wrong");
        Assert.True(Danger(page).HasAttribute("disabled"));

        page.Find("#disconnect-name").Input(name);
        Assert.False(Danger(page).HasAttribute("disabled"));
        await Danger(page).ClickAsync(new());

        page.WaitForAssertion(() => Assert.NotNull(Connection(people.ConnectionId).DisconnectedAt));
        Assert.EndsWith(
            $"/connections/{people.ConnectionId}",
            Services.GetRequiredService<NavigationManager>().Uri,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [MemberData(nameof(Languages))]
    public async Task Erase_OfAPerson_SaysWhatGoesAndNeedsTheName(string culture)
    {
        Use(culture);
        SignIn(Role.IntegrationAdministrator);
        var person = await StoredPersonFixture.InAsync(_store);
        Services.AddSingleton(person.Erasure);

        var page = Render<ErasePage>(parameters =>
            parameters
                .Add(one => one.ConnectionId, person.Connection)
                .Add(one => one.Key, $"h-{StoredPersonFixture.Huma.Value}")
        );

        page.WaitForElement("#erase-name");
        Assert.Equal(
            Words.In<PersonalDataText>(culture, "Erase.Title", StoredPersonFixture.Name),
            TextOf(page.Find("h1"))
        );
        Assert.True(Danger(page).HasAttribute("disabled"));
        page.Find("#erase-name").Input(StoredPersonFixture.Name);
        Assert.False(Danger(page).HasAttribute("disabled"));
        page.FindAll("input[type=radio]")[1].Change(true);
        Assert.Contains(
            Words.In<PersonalDataText>(culture, "Erase.Removed.Link"),
            page.FindAll("section[aria-labelledby=removed] li").Select(TextOf)
        );
    }

    [Fact]
    public async Task Erase_OfAnUnknownPerson_IsNotFound()
    {
        SignIn(Role.IntegrationAdministrator);
        var person = await StoredPersonFixture.InAsync(_store);
        Services.AddSingleton(person.Erasure);
        var missing = 0;
        Services.GetRequiredService<NavigationManager>().OnNotFound += (_, _) => missing++;

        Render<ErasePage>(parameters =>
            parameters.Add(one => one.ConnectionId, person.Connection).Add(one => one.Key, $"h-{Guid.NewGuid()}")
        );

        Assert.True(SpinWait.SpinUntil(() => missing == 1, Until.Patience));
    }

    private IRenderedComponent<MailPage> Mail(IMailSender sender, MailOptions options)
    {
        SignIn(Role.IntegrationAdministrator);
        Services
            .AddSingleton(sender)
            .AddSingleton(new PickupFolder(Options.Create(options)))
            .AddSingleton<FailedMails>();
        return Render<MailPage>();
    }

    // The parts of the tab have tests of their own.
    private void StubParts() =>
        ComponentFactories.AddStub(type =>
            type != typeof(ChangesTab) && type.Namespace == typeof(ChangesTab).Namespace
        );

    private static AngleSharp.Dom.IElement Danger<T>(IRenderedComponent<T> page)
        where T : IComponent => page.FindAll(".ui-actionbar button").Last();

    private async Task EndAsync(Guid id, bool ended)
    {
        await using var context = _store.Open();
        await context
            .Connections.Where(row => row.Id == id)
            .ExecuteUpdateAsync(
                set => set.SetProperty(row => row.DisconnectedAt, ended ? TestStore.Start.UtcDateTime : null),
                Cancellation
            );
    }

    private Connection Connection(Guid id)
    {
        using var context = _store.Open();
        return context.Connections.AsNoTracking().Single(row => row.Id == id);
    }
}
