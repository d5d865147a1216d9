using Bunit;
using HumaXledger.Core.Access;
using HumaXledger.Core.Huma;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Storage.Keys;
using HumaXledger.Core.Sync.Connections;
using HumaXledger.Core.Sync.Systems;
using HumaXledger.Core.Xledger;
using HumaXledger.Portal.Components.Pages.SetUp;
using HumaXledger.Tests.Portal.Localisation;
using HumaXledger.Tests.Storage.Database;
using Microsoft.AspNetCore.Components;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace HumaXledger.Tests.Portal.Components.SetUp;

/// <summary>The set-up as a page: where it begins, what it keeps, and how far an address leads.</summary>
public sealed class SetUpPageTests : ComponentTest, IClassFixture<SqliteStore>
{
    private readonly SqliteStore _store;

    public SetUpPageTests(SqliteStore store)
    {
        _store = store;
        var contexts = store.Get<IDbContextFactory<SyncDbContext>>();
        Services
            .AddSingleton(contexts)
            .AddSingleton(new SetupDrafts(contexts, store.Get<SecretVault>(), store.Clock))
            .AddSingleton(
                new OutsideSystems(
                    null!,
                    null!,
                    Options.Create(new HumaOptions()),
                    Options.Create(new XledgerOptions()),
                    null!,
                    null!
                )
            )
            .AddSingleton(new ConnectionSetup(null!, contexts, store.Get<SecretVault>(), store.Clock));
        using var context = store.Open();
        context.SetupDrafts.ExecuteDelete();
        SignIn(Role.IntegrationAdministrator);
    }

    [Theory]
    [InlineData("en-GB")]
    [InlineData("nb-NO")]
    [InlineData("sv-SE")]
    public void Page_WithoutADraft_BeginsWithTheToken(string culture)
    {
        Use(culture);

        var page = Page(null);

        page.WaitForAssertion(() =>
            Assert.EndsWith(SetUpAddress.Of(SetUpStep.Token), Address, StringComparison.Ordinal)
        );
        var token = Page("token");
        Assert.Equal(Words.In<SetUpText>(culture, "Step.Token"), TextOf(token.Find("h1")));
        Assert.Equal(4, token.FindAll(".ui-steps li").Count);
        // Nothing is stored that could be discarded.
        Assert.Empty(token.FindAll(".ui-heading button"));
    }

    [Theory]
    [InlineData("save")]
    [InlineData("new-people")]
    public void Address_OfAStepThatIsNotReached_LeadsToTheOneBefore(string step)
    {
        var page = Page(step);

        page.WaitForAssertion(() =>
            Assert.EndsWith(SetUpAddress.Of(SetUpStep.Connect), Address, StringComparison.Ordinal)
        );
        Assert.DoesNotContain(Words.English<SetUpText>("Save"), page.FindAll(".ui-actionbar button").Select(TextOf));
    }

    [Fact]
    public void Connect_BeforeItIsVerified_OffersToVerifyInsteadOfGoingOn()
    {
        var page = Page("connect");

        Assert.Equal(Words.English<SetUpText>("Step.Connect"), TextOf(page.Find("h1")));
        var button = page.FindAll(".ui-actionbar button").Last();
        Assert.Equal(Words.English<SetUpText>("Verify"), TextOf(button));
        Assert.Equal(ConnectStep.FormId, button.GetAttribute("form"));
    }

    [Fact]
    public async Task Answers_ThatWereStored_AreThereAgainAndCanBeDiscarded()
    {
        var first = Page("token");
        await first.FindAll(".ui-actionbar button").Last().ClickAsync(new());
        first.WaitForAssertion(() =>
            Assert.EndsWith(SetUpAddress.Of(SetUpStep.Connect), Address, StringComparison.Ordinal)
        );
        var connect = Page("connect");
        Assert.Contains(
            Words.English<SetUpText>("Continued"),
            TextOf(connect.Find(".ui-note")),
            StringComparison.Ordinal
        );

        await connect.Find(".ui-heading button").ClickAsync(new());
        await connect.FindAll("dialog[aria-labelledby] button").Last().ClickAsync(new());

        connect.WaitForAssertion(() => Assert.Empty(connect.FindAll(".ui-heading button")));
        await using var context = _store.Open();
        Assert.Empty(await context.SetupDrafts.ToListAsync(Cancellation));
    }

    private string Address => Services.GetRequiredService<NavigationManager>().Uri;

    private IRenderedComponent<SetUpPage> Page(string? step)
    {
        var page = Render<SetUpPage>(parameters => parameters.Add(one => one.Step, step));
        page.WaitForElement("h1");
        return page;
    }
}
