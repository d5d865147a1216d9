using HumaXledger.Core.Access;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Portal.Live;
using HumaXledger.Tests.Browser.Support;
using HumaXledger.Tests.Fakes;
using HumaXledger.Tests.Portal.Hosting;
using Microsoft.EntityFrameworkCore;
using static Microsoft.Playwright.Assertions;

namespace HumaXledger.Tests.Browser.ConnectionPages;

/// <summary>A session is used by what a person does, not by what an open page does by itself.</summary>
[Collection(nameof(ReviewCollection))]
public sealed class IdleTests(Chromium chromium, OrganizationInReview organization)
{
    private const string Name = "Kari Away";

    private static readonly TimeSpan IdleFor = TimeSpan.FromHours(1);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Page_ThatUpdatesItselfWithoutInput_WarnsAndThenEnds()
    {
        await using var screen = await OpenAsync();
        using var leaving = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var busy = KeepBusyAsync(screen, leaving.Token);
        await SeenAsync(TimeSpan.FromMinutes(30));

        // Input of a person counts; the page's own traffic does not undo the next line.
        await screen.Page.Mouse.WheelAsync(0, 10);
        await UsedAgainAsync();
        await SeenAsync(IdleFor - TimeSpan.FromMinutes(4));
        var seen = await SeenAtAsync();

        await Expect(screen.Text("You are about to be signed out")).ToBeVisibleAsync();
        Assert.Equal(seen, await SeenAtAsync());

        await SeenAsync(IdleFor - TimeSpan.FromSeconds(2));
        await Expect(screen.Heading("Your sign-in has ended")).ToBeVisibleAsync();
        Assert.Null(await SeenAtAsync());
        await leaving.CancelAsync();
        Assert.True(await busy > 3);
        Assert.Empty(screen.Faults);
    }

    // As after its server was started anew.
    [Fact]
    public async Task Page_ThatLoadsItselfAgain_DoesNotCount()
    {
        await using var screen = await OpenAsync();
        await SeenAsync(TimeSpan.FromMinutes(30));
        var seen = await SeenAtAsync();

        await screen.Page.RunAndWaitForResponseAsync(
            () =>
                screen.Page.EvaluateAsync(
                    """
                    () => document.dispatchEvent(
                      new CustomEvent('components-reconnect-state-changed', { detail: { state: 'rejected' } }))
                    """
                ),
            response => response.Request.IsNavigationRequest
        );

        await Expect(screen.Page.Locator("h1")).ToBeVisibleAsync();
        Assert.Equal(seen, await SeenAtAsync());
        Assert.Empty(screen.Faults);
    }

    // An event that a script makes is no input.
    [Fact]
    public async Task Input_MadeByAScript_DoesNotCount()
    {
        await using var screen = await OpenAsync();
        await screen.Page.EvaluateAsync(
            """
            () => {
              for (const kind of ['pointerdown', 'wheel', 'keydown'])
                document.body.dispatchEvent(new Event(kind, { bubbles: true }));
            }
            """
        );
        // What the page reports arrives in order: this is after any input.
        await screen.Page.SetViewportSizeAsync(500, 800);
        await Expect(screen.Page.Locator(".ui-table-cards").First).ToBeVisibleAsync();

        await SeenAsync(IdleFor - TimeSpan.FromMinutes(4));

        await Expect(screen.Text("You are about to be signed out")).ToBeVisibleAsync();
        Assert.True(await SeenAtAsync() < DateTime.UtcNow.AddMinutes(-55));

        // A key closes the question and keeps the session.
        await screen.Page.Keyboard.PressAsync("Escape");
        await UsedAgainAsync();
        Assert.Empty(screen.Faults);
    }

    private async Task<Screen> OpenAsync()
    {
        await using (var store = await StoreAsync())
        {
            await store.Sessions.Where(session => session.Name == Name).ExecuteDeleteAsync(Cancellation);
        }

        using var visitor = await Visitor.SignedInAsync(
            organization.Portal.Url,
            Name,
            [Role.IntegrationAdministrator],
            Cancellation
        );
        var screen = await Screen.OpenAsync(chromium, organization.Portal, session: visitor.Session);
        await screen.GoAsync(organization.Page("people"));
        return screen;
    }

    // Live updates of the server, and calls of the browser that answer to its size; one answer of the page a turn.
    private async Task<int> KeepBusyAsync(Screen screen, CancellationToken leaving)
    {
        var turns = 0;
        while (!leaving.IsCancellationRequested)
        {
            organization.Portal.Get<RunFeed>().Pulse(organization.ConnectionId);
            await screen.Page.SetViewportSizeAsync(turns % 2 == 0 ? 500 : 1280, 800);
            await FrameAsync(screen);
            turns++;
        }

        return turns;
    }

    private async Task SeenAsync(TimeSpan ago)
    {
        await using var store = await StoreAsync();
        await store
            .Sessions.Where(session => session.Name == Name)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.SeenAt, DateTime.UtcNow - ago), Cancellation);
    }

    private async Task<DateTime?> SeenAtAsync()
    {
        await using var store = await StoreAsync();
        return await store
            .Sessions.Where(session => session.Name == Name)
            .Select(session => (DateTime?)session.SeenAt)
            .SingleOrDefaultAsync(Cancellation);
    }

    private Task UsedAgainAsync() => Until.SoAsync(async () => await SeenAtAsync() > DateTime.UtcNow.AddMinutes(-1));

    private static Task FrameAsync(Screen screen) =>
        screen.Page.EvaluateAsync("() => new Promise(done => requestAnimationFrame(() => done()))");

    private Task<SyncDbContext> StoreAsync() =>
        organization.Portal.Get<IDbContextFactory<SyncDbContext>>().CreateDbContextAsync(Cancellation);
}
