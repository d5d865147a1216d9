using System.Text.RegularExpressions;
using HumaXledger.Core.Access;
using HumaXledger.Core.People;
using HumaXledger.Core.Reasons;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Storage.Sessions;
using HumaXledger.Core.Sync.Activity;
using HumaXledger.Core.Sync.PersonalData;
using HumaXledger.Portal.Access;
using HumaXledger.Tests.Portal.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace HumaXledger.Tests.Access;

/// <summary>
/// Clear text requires a recent proof of identity. What counts as one with Entra ID, even when the user changes the
/// addresses on the way: at an open browser of another person, Entra ID signs in without asking.
/// </summary>
public sealed class SignInAgainTests(EntraFixture fixture) : IClassFixture<EntraFixture>
{
    private const string Page = "/connections?x=1";

    private static readonly string Again = $"{SignInRoutes.Entra}?again=1&returnTo={Uri.EscapeDataString(Page)}";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private TestIssuer Issuer => fixture.Portal.Issuer;

    [Fact]
    public async Task SignIn_BySingleSignOn_IsNoProof()
    {
        using var visitor = Fresh(hasAuthTime: false);

        await visitor.SignInWithEntraAsync(Cancellation);

        Assert.NotNull(visitor.Session);
        Assert.False(await MayRevealAsync(visitor));
    }

    [Theory]
    [InlineData(14, true)]
    [InlineData(16, false)]
    public async Task SignIn_TokenWithAuthTime_CountsFromThatTime(int minutesAgo, bool lately)
    {
        using var visitor = Fresh(hasAuthTime: true);
        Issuer.PasswordGivenAt = DateTimeOffset.UtcNow.AddMinutes(-minutesAgo);

        await visitor.SignInWithEntraAsync(Cancellation);

        Assert.Equal(lately, await MayRevealAsync(visitor));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task SignInAgain_RequestsThePasswordAndReturnsToThePage(bool hasAuthTime)
    {
        using var visitor = Fresh(hasAuthTime);
        await visitor.SignInWithEntraAsync(Cancellation);
        var earlier = visitor.Session!.Value;

        Assert.Equal(Page, await LandsAsync(visitor, await visitor.AtEntraAsync(Again, way => way, Cancellation)));

        Assert.InRange(Issuer.PasswordGivenAt, DateTimeOffset.UtcNow.AddMinutes(-1), DateTimeOffset.UtcNow);
        Assert.NotEqual(earlier, visitor.Session!.Value);
        Assert.True(await MayRevealAsync(visitor));
    }

    [Theory]
    [InlineData("prompt")]
    [InlineData("max_age")]
    [InlineData("prompt", "max_age")]
    public async Task SignInAgain_PromptRemovedFromTheAddress_IsNoProof(params string[] taken)
    {
        using var visitor = Fresh(hasAuthTime: true);
        await visitor.SignInWithEntraAsync(Cancellation);
        // Recent enough that max_age alone would not make Entra ID ask.
        Issuer.PasswordGivenAt = DateTimeOffset.UtcNow.AddMinutes(-5);
        var asked = taken is not ["max_age"];

        var lands = await LandsAsync(
            visitor,
            await visitor.AtEntraAsync(Again, way => taken.Aggregate(way, Without), Cancellation)
        );

        Assert.Equal(asked ? Failed("proof") : Page, lands);
        Assert.Equal(!asked, await MayRevealAsync(visitor));
    }

    [Fact]
    public async Task SignInAgain_TokenWithoutAuthTime_IsNoProofAndKeepsTheSession()
    {
        using var visitor = Fresh(hasAuthTime: false);
        await visitor.SignInWithEntraAsync(Cancellation);
        var session = visitor.Session!.Value;

        Assert.Equal(
            Failed("proof"),
            await LandsAsync(visitor, await visitor.AtEntraAsync(Again, way => Without(way, "max_age"), Cancellation))
        );

        Assert.Equal(session, visitor.Session!.Value);
        Assert.NotNull(await ActorAsync(visitor));
        Assert.False(await MayRevealAsync(visitor));
        using var page = await visitor.OpenAsync(Failed("proof"), Cancellation);
        var html = await page.Content.ReadAsStringAsync(Cancellation);
        Assert.Contains("auth_time", html, StringComparison.Ordinal);
        Assert.Contains(Again.Replace("&", "&amp;", StringComparison.Ordinal), html, StringComparison.Ordinal);
    }

    // An issuer that does not send the claim although max_age asks for it.
    [Fact]
    public async Task SignInAgain_AuthTimeMissingInTheResponse_IsNoProof()
    {
        using var visitor = Fresh(hasAuthTime: true);
        Issuer.Bend = claims => claims.Remove("auth_time");
        try
        {
            Assert.Equal(
                Failed("proof"),
                await LandsAsync(visitor, await visitor.AtEntraAsync(Again, way => way, Cancellation))
            );
        }
        finally
        {
            Issuer.Bend = null;
        }

        Assert.Null(visitor.Session);
    }

    // Without the parameter it is an ordinary sign-in, which is no proof.
    [Fact]
    public async Task SignInAgain_WithoutTheParameter_IsAnOrdinarySignIn()
    {
        using var visitor = Fresh(hasAuthTime: false);

        Assert.Equal(
            Page,
            await LandsAsync(visitor, await visitor.AtEntraAsync(Without(Again, "again"), way => way, Cancellation))
        );

        Assert.False(await MayRevealAsync(visitor));
    }

    // The response to an ordinary sign-in used in one that requires a proof, and the reverse: a state belongs to its
    // browser and its code.
    [Fact]
    public async Task SignInAgain_WithTheStateOfAnOrdinarySignIn_IsNoProof()
    {
        using var visitor = Fresh(hasAuthTime: false);
        await visitor.SignInWithEntraAsync(Cancellation);
        var ordinary = await visitor.AtEntraAsync(Cancellation, Page);
        var again = await visitor.AtEntraAsync(Again, way => way, Cancellation);

        var mixed = again.ToString().Replace(Query(again, "state"), Query(ordinary, "state"), StringComparison.Ordinal);

        Assert.Equal("/sign-in?failed=code", await LandsAsync(visitor, new Uri(mixed)));
        Assert.False(await MayRevealAsync(visitor));
    }

    [Fact]
    public async Task SignInAgain_AsAnotherPerson_StartsTheirOwnSession()
    {
        using var visitor = Fresh(hasAuthTime: false);
        await visitor.SignInWithEntraAsync(Cancellation);
        Issuer.Person = Issuer.Person with
        {
            ObjectId = "22222222-2222-2222-2222-222222222222",
            Name = "Ola Nordmann",
            Roles = ["Viewer"],
        };

        await LandsAsync(visitor, await visitor.AtEntraAsync(Again, way => way, Cancellation));

        var actor = await ActorAsync(visitor);
        Assert.Equal(("Ola Nordmann", false), (actor!.Name, actor.MayEverywhere(Permission.SeePeople)));
    }

    // A token from a clock that is ahead counts as proved now; one far in the future is no proof.
    [Theory]
    [InlineData(60, true)]
    [InlineData(100_000_000, false)]
    public async Task Token_WithAuthTimeInTheFuture_ProvesNoMoreThanNow(long secondsAhead, bool lately)
    {
        using var visitor = Fresh(hasAuthTime: true);
        Issuer.PasswordGivenAt = DateTimeOffset.UtcNow.AddSeconds(secondsAhead);

        await visitor.SignInWithEntraAsync(Cancellation);

        Assert.Equal(lately, await MayRevealAsync(visitor));
        Assert.True((await ActorAsync(visitor))!.AuthenticatedAt <= DateTime.UtcNow);
    }

    [Fact]
    public async Task SignInPage_AskedToSignInAgain_PassesItOn()
    {
        using var visitor = fixture.Portal.Visitor();

        using var page = await visitor.OpenAsync(
            $"/sign-in?again=1&returnTo={Uri.EscapeDataString(Page)}",
            Cancellation
        );

        Assert.Contains(
            $"href=\"{Again.Replace("&", "&amp;", StringComparison.Ordinal)}\"",
            await page.Content.ReadAsStringAsync(Cancellation),
            StringComparison.Ordinal
        );
        Assert.Equal(Again, fixture.Portal.Services.GetRequiredService<SignInAgainAddress>().From(Page));
        Assert.Equal(
            $"{SignInRoutes.Entra}?again=1&returnTo=%2F",
            fixture.Portal.Services.GetRequiredService<SignInAgainAddress>().From("//evil.example.com")
        );
    }

    [Fact]
    public async Task EndingAnotherSignIn_TakesTheSameProofAsShowingANumber()
    {
        using var elsewhere = Fresh(hasAuthTime: true);
        await elsewhere.SignInWithEntraAsync(Cancellation);
        var other = Assert.Single(await StoredAsync());
        using var visitor = fixture.Portal.Visitor();
        await visitor.SignInWithEntraAsync(Cancellation);
        var signIns = fixture.Portal.Services.GetRequiredService<SignIns>();

        var refused = await signIns.EndAsync(other.Id, await OfTheVisitorAsync(), Cancellation);

        Assert.Equal(AccessReasons.SignInTooOld, refused?.Code);
        Assert.Equal(2, (await StoredAsync()).Count);

        await LandsAsync(visitor, await visitor.AtEntraAsync(Again, way => way, Cancellation));

        Assert.Null(await signIns.EndAsync(other.Id, await OfTheVisitorAsync(), Cancellation));
        Assert.NotEqual(other.Id, Assert.Single(await StoredAsync()).Id);

        Task<IReadOnlyList<SignInSession>> StoredAsync() =>
            fixture
                .Portal.Services.GetRequiredService<SessionStore>()
                .ListAsync($"{TestIssuer.Tenant}:{Issuer.Person.ObjectId}", Cancellation);

        async Task<Actor> OfTheVisitorAsync()
        {
            var own = (await StoredAsync()).Single(session => session.Id != other.Id);
            return new Actor(own.Subject, own.Name, own.Mail, Claims.RolesOf(own.Roles))
            {
                AuthenticatedAt = own.AuthenticatedAt,
            };
        }
    }

    private Visitor Fresh(bool hasAuthTime)
    {
        Issuer.Person = Issuer.Person with
        {
            ObjectId = $"{Guid.NewGuid()}",
            Name = "Kari Nordmann",
            Roles = ["IntegrationReviewer", "SensitiveData"],
        };
        (Issuer.HasAuthTime, Issuer.PasswordGivenAt) = (hasAuthTime, DateTimeOffset.UtcNow.AddHours(-2));
        return fixture.Portal.Visitor();
    }

    private async Task<bool> MayRevealAsync(Visitor visitor) =>
        await fixture
            .Portal.Services.GetRequiredService<Reveal>()
            .ShowAsync(
                new PersonReference(Guid.NewGuid(), null, new XledgerId("4711"), "Ola Nordmann"),
                Field.Identification,
                new FieldValue.Of("not a number"),
                (await ActorAsync(visitor))!,
                Cancellation
            ) is Answer<string>.Done;

    /// <summary>The person of the browser's next request.</summary>
    private async Task<Actor?> ActorAsync(Visitor visitor)
    {
        using var page = await visitor.OpenAsync("/no-access", Cancellation);
        await using var store = await fixture
            .Portal.Services.GetRequiredService<IDbContextFactory<SyncDbContext>>()
            .CreateDbContextAsync(Cancellation);
        var session = await store
            .Sessions.AsNoTracking()
            .SingleAsync(row => row.Subject == $"{TestIssuer.Tenant}:{Issuer.Person.ObjectId}", Cancellation);
        Assert.NotNull(visitor.Session);
        return new Actor(session.Subject, session.Name, session.Mail, Claims.RolesOf(session.Roles))
        {
            AuthenticatedAt = session.AuthenticatedAt,
        };
    }

    private static async Task<string?> LandsAsync(Visitor visitor, Uri address)
    {
        using var answer = await visitor.OpenAsync(address.ToString(), Cancellation);
        return answer.Headers.Location?.ToString();
    }

    private static string Without(string address, string parameter) =>
        Regex.Replace(address, $"(?<=[?&]){parameter}=[^&]*&?", "").TrimEnd('&', '?');

    private static string Failed(string code) =>
        $"/sign-in?failed={code}&again=1&returnTo={Uri.EscapeDataString(Page)}";

    private static string Query(Uri address, string name) =>
        System.Web.HttpUtility.ParseQueryString(address.Query)[name]!;
}
