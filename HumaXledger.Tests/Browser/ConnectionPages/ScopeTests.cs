using HumaXledger.Core.Planning.Scopes;
using HumaXledger.Core.Storage.Connections;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Tests.Browser.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace HumaXledger.Tests.Browser.ConnectionPages;

/// <summary>Scope rules: previewed, saved, and shown on the pages.</summary>
public sealed class ScopeTests(Chromium chromium, OrganizationAtWork organization) : IClassFixture<OrganizationAtWork>
{
    private static readonly LocatorAssertionsToBeVisibleOptions Long = new() { Timeout = 120_000 };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Rule_PreviewedAndSaved_NamesThePersonOnTheirPageAndInTheList()
    {
        var person = organization.Take(1)[0];
        var name = organization.NameOf(person);
        organization.Portal.World.Huma.Change(
            person.HumaId,
            user =>
                user with
                {
                    Positions = [.. user.Positions.Select(position => position with { ContractType = "Consultant" })],
                },
            out _
        );
        await organization.Portal.CompareAsync(organization.ConnectionId, Cancellation);
        await using var screen = await Screen.OpenAsync(chromium, organization.Portal);
        await screen.GoAsync(organization.Page("settings/scope"));
        await Expect(screen.Text("Everyone in this connection is synchronized.")).ToBeVisibleAsync(Long);
        await screen.Labelled("Employment type").SelectOptionAsync("Consultant");
        await screen.Button("Add the employment type").ClickAsync();
        await screen.Button("Show who is affected").ClickAsync();

        var preview = screen.Page.GetByRole(
            AriaRole.Region,
            new() { Name = "1 person is never synchronized by these rules" }
        );
        await Expect(preview).ToBeVisibleAsync(Long);
        await Expect(preview.GetByText(name)).ToBeVisibleAsync();
        await Expect(preview.GetByText("Never synchronized: employment type Consultant.")).ToBeVisibleAsync();
        await LookAsync(screen);
        Assert.Empty((await ConnectionAsync()).ScopeRules);
        await screen.Button("Save these rules").ClickAsync();
        await Expect(screen.Text("Saved. The rules apply from now on.")).ToBeVisibleAsync(Long);

        Assert.Equal([new ScopeRule.WithContract("Consultant")], (await ConnectionAsync()).ScopeRules);
        await screen.GoAsync(organization.Page($"people/h-{person.HumaId}"));
        await Expect(screen.Text("This person is never synchronized")).ToBeVisibleAsync(Long);
        await screen.GoAsync(organization.Page("people?show=OutOfScope"));
        await Expect(screen.Page.GetByRole(AriaRole.Row).Filter(new() { HasText = name }))
            .ToContainTextAsync("Never synchronized: employment type Consultant.");
        await Expect(screen.Page.GetByRole(AriaRole.Row)).ToHaveCountAsync(2);

        // Removed, previewed and saved again.
        await screen.GoAsync(organization.Page("settings/scope"));
        await screen.Button("Remove the rule: Employment type Consultant").ClickAsync();
        await screen.Button("Show who is affected").ClickAsync();
        await Expect(screen.Text("0 people are never synchronized by these rules")).ToBeVisibleAsync(Long);
        await screen.Button("Save these rules").ClickAsync();
        await Expect(screen.Text("Saved. The rules apply from now on.")).ToBeVisibleAsync(Long);
        await Expect(screen.Text("Everyone in this connection is synchronized.")).ToBeVisibleAsync();
        Assert.Empty((await ConnectionAsync()).ScopeRules);
        Assert.Empty(screen.Faults);
    }

    private async Task<Connection> ConnectionAsync()
    {
        await using var context = await organization
            .Portal.Get<IDbContextFactory<SyncDbContext>>()
            .CreateDbContextAsync(Cancellation);
        return await context
            .Connections.AsNoTracking()
            .SingleAsync(connection => connection.Id == organization.ConnectionId, Cancellation);
    }

    // At both widths: accessible, no horizontal overflow, no resource keys.
    private static async Task LookAsync(Screen screen)
    {
        var size = screen.Page.ViewportSize!;
        foreach (var width in new[] { 390, 1280 })
        {
            await screen.Page.SetViewportSizeAsync(width, 800);
            await screen.ShotAsync($"scope-{width}");
            await screen.AssertNoSidewaysScrollAsync();
        }

        await screen.Page.SetViewportSizeAsync(size.Width, size.Height);
        IReadOnlyList<string> faults =
        [
            .. await Axe.ViolationsAsync(screen.Page),
            .. await PageWords.KeysShownAsync(screen.Page),
        ];
        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }
}
