using HumaXledger.Portal.Hosting;
using HumaXledger.Sandbox;
using HumaXledger.Tests.Browser.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace HumaXledger.Tests.Browser.Shell;

public sealed class SandboxPageTests(Chromium chromium, RunningPortal portal) : IClassFixture<RunningPortal>
{
    private SandboxWorld World => portal.Services.GetRequiredService<SandboxHost>().World!;

    [Fact]
    public async Task Sandbox_Copy_PutsTheFullTokenOnTheClipboard()
    {
        await using var screen = await Screen.OpenAsync(chromium, portal);
        await screen.GoAsync("/sandbox");

        await chromium.Clipboard.WaitAsync(TestContext.Current.CancellationToken);
        try
        {
            await screen.Button("Copy Xledger, API token").ClickAsync();

            await Assertions.Expect(screen.Text("Copied")).ToBeVisibleAsync();
            Assert.Equal(
                World.FullXledgerToken.Text,
                await screen.Page.EvaluateAsync<string>("() => navigator.clipboard.readText()")
            );
        }
        finally
        {
            chromium.Clipboard.Release();
        }
    }

    [Fact]
    public async Task Sandbox_EditOnePersonInBoth_ChangesBothSystemsAndTheList()
    {
        var person = World
            .People(null, 0, 50)
            .Page.First(person => person is { HumaId: not null, EmployeeDbId: not null });
        await using var screen = await Screen.OpenAsync(chromium, portal);
        await screen.GoAsync("/sandbox");
        await screen
            .Page.GetByRole(AriaRole.Link, new() { Name = "People in both systems", Exact = true })
            .ClickAsync();
        // The row is opened before the search is answered; both stay.
        await screen.Page.GetByRole(AriaRole.Searchbox).FillAsync(person.Name);
        await screen.Link($"Open {person.Name}").First.ClickAsync();
        await Assertions
            .Expect(screen.Page)
            .ToHaveURLAsync(new System.Text.RegularExpressions.Regex($"[?&]q=.*person=h-{person.HumaId}"));
        await Assertions.Expect(screen.Page.GetByRole(AriaRole.Dialog)).ToBeVisibleAsync();
        await screen.ShotAsync("sandbox-person");
        await screen.AssertAccessibleAsync();

        await screen.Labelled("Job title, Xledger").FillAsync("Fyrvokter");
        await screen.Labelled("Gender, Huma").FillAsync("Nonbinary");
        await screen.Button("Save").ClickAsync();

        await Assertions.Expect(screen.Page.GetByRole(AriaRole.Dialog)).ToBeHiddenAsync();
        var now = World.PersonByHumaId(person.HumaId!.Value)!;
        Assert.Equal("Fyrvokter", now.Xledger[SandboxField.JobTitle]);
        Assert.Equal("Nonbinary", now.Huma[SandboxField.Gender]);
    }

    [Fact]
    public async Task Sandbox_HireInHuma_ShowsTheNewcomerWhoIsOnlyThere()
    {
        await using var screen = await Screen.OpenAsync(chromium, portal);
        await screen.GoAsync("/sandbox");
        await screen
            .Page.GetByRole(AriaRole.Link, new() { Name = "People in both systems", Exact = true })
            .ClickAsync();

        await screen.Button("Hire in Huma").ClickAsync();

        await Assertions
            .Expect(screen.Page.GetByRole(AriaRole.Cell, new() { Name = "Only in Huma" }).First)
            .ToBeVisibleAsync();
    }
}
