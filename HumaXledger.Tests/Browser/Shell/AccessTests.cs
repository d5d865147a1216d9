using HumaXledger.Core.Access;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Storage.Sessions;
using HumaXledger.Core.Sync.Activity;
using HumaXledger.Portal.Access;
using HumaXledger.Tests.Access;
using HumaXledger.Tests.Browser.Support;
using HumaXledger.Tests.Portal.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;

namespace HumaXledger.Tests.Browser.Shell;

/// <summary>Signing in and out in the browser, and an open page whose session ends or whose roles change.</summary>
public sealed class AccessTests(Chromium chromium, RunningPortal portal) : IClassFixture<RunningPortal>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("en-GB", "Sign in", "Home", "Account: Local administrator", "Sign out", "You are signed out.")]
    [InlineData("nb-NO", "Logg på", "Hjem", "Konto: Local administrator", "Logg av", "Du er logget av.")]
    [InlineData("sv-SE", "Logga in", "Hem", "Konto: Local administrator", "Logga ut", "Du är utloggad.")]
    public async Task SignIn_OnADevelopmentMachine_TakesOneClickAndSignOutAnother(
        string locale,
        string signIn,
        string start,
        string account,
        string signOut,
        string signedOut
    )
    {
        await using var screen = await Screen.OpenAsync(chromium, portal, locale, signedIn: false);
        await screen.GoAsync("/");
        await Assertions.Expect(screen.Heading(signIn)).ToBeVisibleAsync();

        await screen.Button(signIn).ClickAsync();
        await Assertions.Expect(screen.Heading(start)).ToBeVisibleAsync();
        await screen.Button(account).ClickAsync();
        await screen.Button(signOut).ClickAsync();

        await Assertions.Expect(screen.Text(signedOut)).ToBeVisibleAsync();
        await screen.GoAsync("/connections");
        await Assertions.Expect(screen.Heading(signIn)).ToBeVisibleAsync();
        Assert.Empty(screen.Faults);
    }

    [Theory]
    [InlineData("en-GB", "Sign in", ColorScheme.Light, false)]
    [InlineData("nb-NO", "Logg på", ColorScheme.Dark, true)]
    public async Task Session_AboutToEnd_AsksAndGoesOnOnlyIfTheUserSaysSo(
        string locale,
        string signIn,
        ColorScheme colours,
        bool phone
    )
    {
        using var visitor = await Visitor.SignedInAsync(
            portal.Url,
            $"Kari {locale}",
            [Role.IntegrationAdministrator],
            Cancellation
        );
        var session = visitor.Session!;
        await using var screen = await Screen.OpenAsync(chromium, portal, locale, colours, phone, session: session);
        await screen.GoAsync("/health");
        var dialog = screen.Page.GetByRole(AriaRole.Dialog);

        await AskedAfterAsync(TimeSpan.FromMinutes(56));
        await screen.ShotAsync($"session-ending-{(phone ? "390" : "1280")}-{colours}".ToLowerInvariant());
        await screen.AssertAccessibleAsync();
        await dialog.GetByRole(AriaRole.Button).ClickAsync();
        await Assertions.Expect(dialog).ToBeHiddenAsync();

        // Opening the dialog is nothing that the user did: the session ends.
        await AskedAfterAsync(TimeSpan.FromMinutes(59.7));
        await Assertions.Expect(screen.Link(signIn)).ToBeVisibleAsync(new() { Timeout = 120_000 });
        await Assertions.Expect(dialog).ToBeHiddenAsync();
        Assert.Empty(screen.Faults);

        // What the page did when it opened counts, until the next check of its session.
        async Task AskedAfterAsync(TimeSpan idle)
        {
            for (var attempt = 0; attempt < 10 && !await dialog.IsVisibleAsync(); attempt++)
            {
                await IdleAsync(idle);
                try
                {
                    await dialog.WaitForAsync(new() { Timeout = 4_000 });
                }
                catch (TimeoutException)
                {
                    // Once more.
                }
            }

            await Assertions.Expect(dialog).ToBeVisibleAsync();
        }

        async Task IdleAsync(TimeSpan time)
        {
            await using var store = await StoreAsync();
            await store
                .Sessions.Where(row => row.Name == $"Kari {locale}")
                .ExecuteUpdateAsync(set => set.SetProperty(row => row.SeenAt, DateTime.UtcNow - time), Cancellation);
        }
    }

    private Task<SyncDbContext> StoreAsync() =>
        portal.Get<IDbContextFactory<SyncDbContext>>().CreateDbContextAsync(Cancellation);

    [Theory]
    [InlineData("/sign-in?out=1&failed=token", "sign-in", ColorScheme.Light, false)]
    [InlineData("/sign-in", "sign-in", ColorScheme.Dark, true)]
    [InlineData("/no-access", "no-access", ColorScheme.Light, true)]
    public async Task SignInPage_IsAccessibleAndFitsTheWindow(string path, string name, ColorScheme colours, bool phone)
    {
        await using var screen = await Screen.OpenAsync(chromium, portal, colours: colours, phone: phone);

        await screen.GoAsync(path);

        await screen.ShotAsync($"{name}-{(phone ? "390" : "1280")}-{colours}".ToLowerInvariant());
        await screen.AssertAccessibleAsync();
        await screen.AssertNoSidewaysScrollAsync();
        Assert.Empty(screen.Faults);
    }

    [Fact]
    public async Task Viewer_OnEveryPage_IsOfferedNothingThatIsRefused()
    {
        await using var screen = await SignedInAsAsync("Ola Viewer", Role.Viewer);

        await Assertions.Expect(screen.Heading("Home")).ToBeVisibleAsync();
        await Assertions.Expect(screen.Link("Set up")).ToHaveCountAsync(0);
        await screen.GoAsync("/connections/new");
        await Assertions.Expect(screen.Heading("You do not have access to this")).ToBeVisibleAsync();
        await Assertions.Expect(screen.Page.GetByText("Your roles: Viewer.")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Page_LeftOpenWhileTheSessionEnds_ShowsNothingAnyLonger()
    {
        await using var screen = await SignedInAsAsync("Kari Ended", Role.IntegrationAdministrator);
        await screen.GoAsync("/connections");
        var session = await SessionAsync("Kari Ended");

        await portal.Get<SessionStore>().RemoveAsync(session.Id, Cancellation);

        await Assertions.Expect(screen.Heading("Your sign-in has ended")).ToBeVisibleAsync();
        await Assertions.Expect(screen.Heading("Home")).ToHaveCountAsync(0);
        await screen.Link("Sign in").ClickAsync();
        await screen.Button("Sign in").ClickAsync();
        await Assertions.Expect(screen.Heading("Home")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Page_LeftOpenWhileARoleIsRemoved_IsClosed()
    {
        await using var screen = await SignedInAsAsync("Kari Changed", Role.IntegrationAdministrator);
        await screen.GoAsync("/connections/new");
        var session = await SessionAsync("Kari Changed");

        session.Roles = [nameof(Role.Viewer)];
        await portal.Get<SessionStore>().ConfirmAsync(session, Cancellation);

        await Assertions.Expect(screen.Heading("You do not have access to this")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task SignIns_SuspiciousOne_IsEndedByAnAdministratorAndLogged()
    {
        await using var lost = await SignedInAsAsync("Kari Laptop", Role.Viewer);
        await lost.GoAsync("/connections");
        await using var screen = await Screen.OpenAsync(chromium, portal);
        await screen.GoAsync("/");
        await screen.Button($"Account: {SignInRoutes.DevelopmentName}").ClickAsync();
        await screen.Page.Locator("#account").GetByRole(AriaRole.Link, new() { Name = "Sign-ins" }).ClickAsync();
        await Assertions.Expect(screen.Heading("Sign-ins")).ToBeVisibleAsync();
        await Assertions.Expect(screen.Text("(this one)")).ToHaveCountAsync(1);
        await screen.ShotAsync("sign-ins");
        await screen.AssertAccessibleAsync();

        // Not by who finds the screen unattended: it takes a proof of identity that is recent.
        await ProvedAsync(SignInRoutes.DevelopmentName, DateTime.UtcNow.AddMinutes(-20));
        await screen.GoAsync("/sign-ins");
        await screen.Button("End the sign-in of Kari Laptop").ClickAsync();
        await Assertions.Expect(screen.Text("You signed in more than 15 minutes ago.")).ToBeVisibleAsync();
        await Assertions.Expect(lost.Heading("Your sign-in has ended")).ToHaveCountAsync(0);
        await ProvedAsync(SignInRoutes.DevelopmentName, DateTime.UtcNow);
        await screen.GoAsync("/sign-ins");

        await screen.Button("End the sign-in of Kari Laptop").ClickAsync();

        await Assertions.Expect(screen.Button("End the sign-in of Kari Laptop")).ToHaveCountAsync(0);
        await Assertions.Expect(lost.Heading("Your sign-in has ended")).ToBeVisibleAsync();
        await using var context = await portal
            .Get<IDbContextFactory<SyncDbContext>>()
            .CreateDbContextAsync(Cancellation);
        var act = await context.Activity.SingleAsync(act => act.What == ActivityCodes.SignInEnded, Cancellation);
        Assert.Equal((SignInRoutes.DevelopmentName, "Kari Laptop"), (act.Who, Assert.Single(act.Arguments)));
        Assert.Empty(screen.Faults);
    }

    [Fact]
    public async Task SignIns_OfOthers_CannotBeSeenOrEndedByAViewer()
    {
        await using var screen = await SignedInAsAsync("Ola Alone", Role.Viewer);
        await screen.GoAsync("/sign-ins");
        await Assertions.Expect(screen.Text("(this one)")).ToHaveCountAsync(1);
        await Assertions.Expect(screen.Text(SignInRoutes.DevelopmentName)).ToHaveCountAsync(0);
        using var administrator = await Visitor.SignedInAsync(
            portal.Url,
            "Kari Elsewhere",
            [Role.IntegrationAdministrator],
            Cancellation
        );
        var other = await SessionAsync("Kari Elsewhere");

        await Assert.ThrowsAsync<ActRefused>(() =>
            portal
                .Get<SignIns>()
                .EndAsync(
                    other.Id,
                    new Actor("ola", "Ola Alone", null, new HashSet<Role> { Role.Viewer }),
                    Cancellation
                )
        );

        Assert.NotNull(await portal.Get<SessionStore>().FindAsync(other.Id, Cancellation));
    }

    private async Task<Screen> SignedInAsAsync(string name, Role only)
    {
        var screen = await Screen.OpenAsync(chromium, portal, signedIn: false);
        await screen.GoAsync("/");
        await screen.Labelled("Name").FillAsync(name);
        foreach (var role in Enum.GetValues<Role>().Where(role => role != only))
        {
            await screen.Page.Locator($"input[name=roles][value={role}]").UncheckAsync();
        }

        await screen.Button("Sign in").ClickAsync();
        await Assertions.Expect(screen.Heading("Home")).ToBeVisibleAsync();
        return screen;
    }

    private Task ProvedAsync(string name, DateTime at) =>
        StoredSession.SetAsync(
            portal.Get<IServiceProvider>(),
            name,
            session => session.AuthenticatedAt,
            at,
            Cancellation
        );

    private async Task<SignInSession> SessionAsync(string name)
    {
        await using var store = await portal.Get<IDbContextFactory<SyncDbContext>>().CreateDbContextAsync(Cancellation);
        return await store.Sessions.AsNoTracking().SingleAsync(session => session.Name == name, Cancellation);
    }
}
