using Bunit;
using Bunit.TestDoubles;
using HumaXledger.Core.Access;
using HumaXledger.Core.Storage.Reviews;
using HumaXledger.Portal.Components.Pages.Sync;
using HumaXledger.Portal.Components.Pages.Sync.Differences;
using HumaXledger.Portal.Components.Shared;
using HumaXledger.Tests.Sync;
using Microsoft.Extensions.DependencyInjection;

namespace HumaXledger.Tests.Portal.Components.Sync;

/// <summary>A page of a review that another page has ended says so at its next act, and leads to the newest.</summary>
public sealed class ClosedReviewPageTests : ComponentTest
{
    [Fact]
    public async Task Choice_OnAReviewThatWasReplaced_IsNotStoredAndLeadsToTheNewest()
    {
        await using var fixture = await SyncFixture.OpenAsync();
        SignIn(Role.IntegrationAdministrator);
        var connection = await fixture.ConnectAsync(Cancellation);
        var shown = await fixture.CompareAsync(connection, Cancellation);
        Services.AddSyncPage(fixture);
        ComponentFactories.AddStub<ConnectionTrail>();
        ComponentFactories.AddStub<SensitiveValue>();
        var page = Render<SyncPage>(parameters =>
            parameters
                .Add(one => one.ConnectionId, connection)
                .Add(one => one.Step, SyncAddress.Of(connection, SyncStep.Differences).Split('/')[^1])
        );
        page.WaitForAssertion(() => Assert.NotEmpty(page.FindComponents<DifferenceCells>()));
        await fixture.CompareAsync(connection, Cancellation);
        Assert.Empty(page.FindAll("[role=alert]"));

        await page.FindAll("td [data-act=huma][aria-pressed=false]:not([aria-disabled])")[0].ClickAsync();

        page.WaitForAssertion(() =>
            Assert.Equal("The comparison is closed", TextOf(page.Find("[role=alert] .ui-note-title")))
        );
        Assert.Empty(page.FindAll("td [data-act=huma][aria-pressed=true]"));
        Assert.Empty((await fixture.Get<DecisionStore>().LoadAsync(shown.Record.Id, Cancellation)).Fields);
        await page.FindAll("[role=alert] button").Single().ClickAsync();
        var visit = Services.GetRequiredService<BunitNavigationManager>().History.First();
        Assert.Equal(($"/connections/{connection}/sync", true), (visit.Uri, visit.Options.ForceLoad));
    }
}
