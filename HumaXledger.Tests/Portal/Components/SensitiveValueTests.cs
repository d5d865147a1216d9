using Bunit;
using HumaXledger.Core.Access;
using HumaXledger.Core.People;
using HumaXledger.Core.Storage.Activity;
using HumaXledger.Core.Sync.Activity;
using HumaXledger.Core.Sync.PersonalData;
using HumaXledger.Portal.Access;
using HumaXledger.Portal.Components.Shared;
using HumaXledger.Tests.Storage.Database;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace HumaXledger.Tests.Portal.Components;

/// <summary>The number is in the markup only between showing it and masking it, and each showing is logged.</summary>
public sealed class SensitiveValueTests : ComponentTest, IClassFixture<SqliteStore>
{
    private const string Number = "86011117947";
    private const string InClear = "8601.11.17947";

    private readonly SqliteStore _store;
    private readonly PersonReference _ola = new(Guid.NewGuid(), new HumaId("1"), null, "Ola Nordmann");

    public SensitiveValueTests(SqliteStore store)
    {
        _store = store;
        var rules = Options.Create(new RevealOptions());
        Services.AddSingleton(rules).AddSingleton(store.Get<ActivityLog>()).AddSingleton<Reveal>();
    }

    [Theory]
    [InlineData(Role.IntegrationReviewer)]
    [InlineData(Role.SensitiveData)]
    [InlineData(Role.IntegrationAdministrator)]
    public void Number_WithoutBothPermissions_IsMaskedAndCannotBeShown(Role role)
    {
        SignIn(role);

        var shown = Shown(_ola);

        Assert.Empty(shown.FindAll("button"));
        AssertMasked(shown);
    }

    [Fact]
    public async Task Number_ThatIsShown_IsNamedAndLogged()
    {
        SignIn(Role.IntegrationReviewer, Role.SensitiveData);
        var shown = Shown(_ola);
        AssertMasked(shown);
        Assert.Equal("Show Bank account number of Ola Nordmann", ButtonName(shown));

        await shown.Find("button").ClickAsync();

        Assert.Equal(InClear, TextOf(shown.Find("[aria-live=polite]")));
        Assert.Equal("Hide Bank account number of Ola Nordmann", ButtonName(shown));
        Assert.Equal(1, await LoggedAsync());

        await shown.Find("button").ClickAsync();
        AssertMasked(shown);
        Assert.Equal(1, await LoggedAsync());
    }

    [Fact]
    public async Task Number_ThatIsShown_IsMaskedAgainWhenItsTimeIsOver()
    {
        SignIn(Role.IntegrationReviewer, Role.SensitiveData);
        var shown = Shown(_ola);
        await shown.Find("button").ClickAsync();

        Clock.Advance(new RevealOptions().ShownFor - TimeSpan.FromSeconds(1));
        Assert.Contains(InClear, shown.Markup, StringComparison.Ordinal);
        Clock.Advance(TimeSpan.FromSeconds(1));

        shown.WaitForAssertion(() => AssertMasked(shown));
    }

    [Fact]
    public async Task Number_ThatIsShown_IsMaskedForAnotherPersonAndWithoutTheRole()
    {
        SignIn(Role.IntegrationReviewer, Role.SensitiveData);
        var shown = Shown(_ola);
        await shown.Find("button").ClickAsync();
        var anna = _ola with { Name = "Anna Svensson", Huma = new HumaId("2") };
        shown.Render(parameters => parameters.Add(value => value.PersonReference, anna));
        AssertMasked(shown);
        Assert.Equal("Show Bank account number of Anna Svensson", ButtonName(shown));

        await shown.Find("button").ClickAsync();
        Assert.Contains(InClear, shown.Markup, StringComparison.Ordinal);
        SignIn(Role.IntegrationReviewer);
        shown.Render();

        AssertMasked(shown);
        Assert.Empty(shown.FindAll("button"));
    }

    [Fact]
    public async Task Number_OfWhichAnotherIsShown_IsMasked()
    {
        SignIn(Role.IntegrationReviewer, Role.SensitiveData);
        var (one, other) = (Shown(_ola), Shown(_ola with { Name = "Anna Svensson", Huma = new HumaId("2") }));
        await one.Find("button").ClickAsync();

        await other.Find("button").ClickAsync();

        one.WaitForAssertion(() => AssertMasked(one));
        Assert.Contains(InClear, other.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Number_ProofOfIdentityTooOld_AsksToSignInAgainInstead()
    {
        SignIn(Clock.GetUtcNow().UtcDateTime.AddHours(-1), Role.IntegrationReviewer, Role.SensitiveData);
        var shown = Shown(_ola);

        await shown.Find("button").ClickAsync();

        Assert.NotNull(Services.GetRequiredService<SignInAgainPrompt>().Reason);
        AssertMasked(shown);
        Assert.Equal(0, await LoggedAsync());
    }

    private static string? ButtonName(IRenderedComponent<SensitiveValue> shown) =>
        shown.Find("button").GetAttribute("aria-label");

    private static void AssertMasked(IRenderedComponent<SensitiveValue> shown)
    {
        Assert.NotEmpty(TextOf(shown.FindAll("span")[^1]));
        Assert.DoesNotContain(Number, shown.Markup, StringComparison.Ordinal);
        Assert.DoesNotContain(InClear, shown.Markup, StringComparison.Ordinal);
    }

    private IRenderedComponent<SensitiveValue> Shown(PersonReference whose) =>
        Render<SensitiveValue>(parameters =>
            parameters
                .Add(value => value.Field, Field.BankAccount)
                .Add(value => value.Value, new FieldValue.Of(Number))
                .Add(value => value.PersonReference, whose)
        );

    private async Task<int> LoggedAsync()
    {
        var log = await _store.Get<ActivityLog>().ReadAsync(_ola.ConnectionId, 0, 10, Cancellation);
        return log.Records.Count(record => record.What == ActivityCodes.ValueRevealed);
    }
}
