using HumaXledger.Core.Access;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Sync.Activity;
using HumaXledger.Core.Sync.Connections;
using HumaXledger.Core.Sync.Running;
using HumaXledger.Portal.Access;
using HumaXledger.Portal.Components.Pages.Access;
using HumaXledger.Tests.Browser.Support;
using HumaXledger.Tests.Fakes;
using HumaXledger.Tests.Portal.Hosting;
using HumaXledger.Tests.Portal.Localisation;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.Extensions.Options;

namespace HumaXledger.Tests.Access.Circuits;

/// <summary>
/// What a signed-in user can send over the socket of a page besides what its script sends: events for handlers that the
/// page does not show, calls of any method, addresses of other pages, components of another user's page.
/// </summary>
public sealed class CraftedEventTests(OrganizationInReview organization) : IClassFixture<OrganizationInReview>
{
    private const int Handlers = 150;

    /// <summary>The user visits a page, is refused one, or looks for something: no act.</summary>
    private static readonly string[] NoActs =
    [
        ActivityCodes.SignedIn,
        ActivityCodes.AddressRefused,
        ActivityCodes.ActRefused,
    ];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private RunningPortal Portal => organization.Portal;

    [Theory]
    [InlineData("")]
    [InlineData("/settings/general")]
    [InlineData("/keys")]
    [InlineData("/disconnect")]
    [InlineData("/sync/match")]
    [InlineData("/people")]
    public Task Events_OfAViewer_ForEveryHandler_ChangeNothing(string page) =>
        AssertEventsChangeNothingAsync(Role.Viewer, page);

    [Theory]
    [InlineData("/settings/general")]
    [InlineData("/keys")]
    [InlineData("/disconnect")]
    [InlineData("/runs")]
    public Task Events_OfAReviewer_ForEveryHandlerOfPagesThatOnlyShow_ChangeNothing(string page) =>
        AssertEventsChangeNothingAsync(Role.IntegrationReviewer, page);

    [Fact]
    public async Task Events_OfAnAdministrator_ReachTheHandlers()
    {
        // Without this the tests above could pass because nothing they send arrives.
        using var visitor = await SignedInAsync(Role.IntegrationAdministrator);

        Assert.True(await SendEverythingAsync(visitor, Page("/settings/general")) > 5);
    }

    [Fact]
    public async Task Navigation_ToAPageWithoutThePermission_ShowsNothingOfIt()
    {
        using var visitor = await SignedInAsync(Role.Viewer);
        await using var circuit = await CircuitSocket.OpenAsync(visitor, "/connections", Cancellation);
        var people = await NamesAsync();

        foreach (var page in new[] { "people", "sync/match", "sync/review", "differences", "coming-up", "changes" })
        {
            await circuit.CallAsync(null, "OnLocationChanged", $"{new Uri(Portal.Url, Page($"/{page}"))}", null, false);
            // Calls are handled one after the other.
            await circuit.InvokeAsync("NoSuchMethod", 1, "[]");
        }

        await circuit.UntilAsync(Cancellation, Words.English<AccessText>("NoAccess.Title"));
        Assert.DoesNotContain(people, name => circuit.Rendered.Contains(name, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Components_OfAnAdministratorsPage_ShowAViewerNothingMore()
    {
        using var administrator = await SignedInAsync(Role.IntegrationAdministrator);
        using var viewer = await SignedInAsync(Role.Viewer);
        var page = Page($"/people/{organization.PersonKey}");
        var html = await CircuitSocket.HtmlAsync(administrator, page, Cancellation);
        var people = await NamesAsync();

        await using var own = await CircuitSocket.OpenAsync(administrator, page, Cancellation, html);
        await using var taken = await CircuitSocket.OpenAsync(viewer, page, Cancellation, html);
        await own.UntilAsync(Cancellation, people);
        await taken.UntilAsync(Cancellation, Words.English<AccessText>("NoAccess.Title"));

        Assert.DoesNotContain(people, name => taken.Rendered.Contains(name, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Calls_OfMethodsAndObjectsThatAreNotOffered_AreRefused()
    {
        var before = await StoredAsync();
        using var visitor = await SignedInAsync(Role.Viewer);
        await using var circuit = await CircuitSocket.OpenAsync(visitor, "/connections", Cancellation);

        foreach (
            var (method, assembly) in new[]
            {
                ("Exit", "System.Private.CoreLib"),
                ("EndAsync", "HumaXledger.Portal"),
                ("DisconnectAsync", "HumaXledger.Core"),
                ("Start", "System.Diagnostics.Process"),
            }
        )
        {
            Assert.False(await circuit.InvokeAsync(method, 0, "[]", assembly));
        }

        for (var instance = 1L; instance < 30; instance++)
        {
            foreach (var method in new[] { "Dispose", "StateHasChanged", "SaveAsync", "GetType", "ToString" })
            {
                Assert.False(await circuit.InvokeAsync(method, instance, "[]"));
            }
        }

        Assert.True(circuit.IsOpen);
        Assert.Equal(before, await StoredAsync());
    }

    [Theory]
    [InlineData(Role.Viewer, null)]
    [InlineData(Role.IntegrationReviewer, null)]
    [InlineData(Role.IntegrationAdministrator, "elsewhere")]
    public async Task Acts_CalledDirectlyByWhoMayNot_AreRefusedAndLoggedOnceAndWriteNothing(Role role, string? group)
    {
        var before = await StoredAsync();
        var person = $"Direct {role} {group ?? "anywhere"}";
        using var visitor = await Visitor.SignedInAsync(Portal.Url, person, [role], Cancellation, group);
        var actor = await ActorAsync(visitor);

        for (var time = 0; time < 3; time++)
        {
            await Assert.ThrowsAsync<ActRefused>(() =>
                Portal.Get<ConnectionLifecycle>().PauseAsync(organization.ConnectionId, actor, Cancellation)
            );
            await Assert.ThrowsAsync<ActRefused>(() =>
                Portal.Get<RunExecutor>().StopAsync(organization.RunId, actor, Cancellation)
            );
        }

        await using var store = await Portal.Get<IDbContextFactory<SyncDbContext>>().CreateDbContextAsync(Cancellation);
        var entries = store.Activity.Where(act => act.Who == person && act.What == ActivityCodes.ActRefused);
        // Written in the background, at once.
        await Until.SoAsync(() => entries.AnyAsync(Cancellation));

        Assert.Equal(1, await entries.CountAsync(Cancellation));
        Assert.Equal(before, await StoredAsync());
    }

    // The person of a session, whose refusals are recorded, as in a circuit.
    private async Task<Actor> ActorAsync(Visitor visitor)
    {
        var cookies = Portal.Get<IOptionsMonitor<CookieAuthenticationOptions>>().Get(SessionCookie.Scheme);
        var ticket = cookies.TicketDataFormat.Unprotect(visitor.Session!.Value)!;
        var key = ticket.Principal.FindFirst(Claims.SessionKey)!.Value;
        return (await Portal.Get<Sessions>().FindAsync(key, active: false, Cancellation))! with
        {
            RefusedActs = Portal.Get<Refusals>(),
        };
    }

    private async Task AssertEventsChangeNothingAsync(Role role, string page)
    {
        var before = await StoredAsync();
        using var visitor = await SignedInAsync(role);

        await SendEverythingAsync(visitor, Page(page));

        Assert.Equal(before, await StoredAsync());
    }

    /// <summary>Sends each kind of event to each handler, in a new circuit where the last one was ended.</summary>
    /// <returns>How many events a handler took.</returns>
    private static async Task<int> SendEverythingAsync(Visitor visitor, string page)
    {
        var taken = 0;
        foreach (
            var (kind, arguments) in new (string, object)[]
            {
                ("click", new { type = "click", detail = 1 }),
                ("change", new { value = "crafted" }),
                ("submit", new { type = "submit" }),
            }
        )
        {
            var handler = 1L;
            for (var circuits = 0; handler <= Handlers; circuits++)
            {
                Assert.InRange(circuits, 0, Handlers);
                await using var circuit = await CircuitSocket.OpenAsync(visitor, page, Cancellation);
                // Answered after the page was rendered for the first time.
                await circuit.InvokeAsync("NoSuchMethod", 1, "[]");
                for (; handler <= Handlers && circuit.IsOpen; handler++)
                {
                    var taking = circuit.DispatchAsync(handler, kind, arguments);
                    // A handler that asks the user something ends with the answer. Calls are begun in their order.
                    await circuit.InvokeAsync("NoSuchMethod", 1, "[]");
                    taken += taking.IsCompletedSuccessfully && await taking ? 1 : 0;
                }
            }
        }

        return taken;
    }

    private string Page(string part) => $"/connections/{organization.ConnectionId}{part}";

    private async Task<Visitor> SignedInAsync(Role role) =>
        await Visitor.SignedInAsync(Portal.Url, $"Crafting {role}", [role], Cancellation);

    private async Task<IReadOnlyList<string>> NamesAsync()
    {
        var session = await organization.SessionAsync(Cancellation);
        return
        [
            .. session
                .Comparison.Matches.Pairs.Select(pair => pair.Huma.DisplayName)
                .Where(name => name.Length > 12)
                .Distinct(),
        ];
    }

    /// <summary>How many rows each table holds, and what an act of an administrator would change.</summary>
    private async Task<string> StoredAsync()
    {
        await using var store = await Portal.Get<IDbContextFactory<SyncDbContext>>().CreateDbContextAsync(Cancellation);
        var acts = await store.Activity.CountAsync(act => !NoActs.Contains(act.What), Cancellation);
        var connections = await store
            .Connections.AsNoTracking()
            .OrderBy(row => row.Id)
            .Select(row => $"{row.Name} {row.State} {row.AddNewPeople} {row.HumaClientId}")
            .ToListAsync(Cancellation);
        var counts = new List<string>();
        foreach (var table in Tables(store.Model))
        {
            // A name of the model, which cannot be a parameter.
            var counting = $"SELECT COUNT(*) AS \"Value\" FROM \"{table}\"";
            var rows = await store.Database.SqlQueryRaw<int>(counting).SingleAsync(Cancellation);
            counts.Add($"{table} {rows}");
        }

        return string.Join('\n', [.. connections, $"acts {acts}", .. counts]);
    }

    // Sessions come and go with the sign-ins of the tests, and the log is counted by its acts.
    private static IEnumerable<string> Tables(IModel model) =>
        model
            .GetEntityTypes()
            .Select(type => type.GetTableName())
            .OfType<string>()
            .Distinct()
            .Where(table => table is not ("Sessions" or "Activity" or "ActivityChain"))
            .Order();
}
