using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Storage.Keys;
using HumaXledger.Core.Sync.Activity;
using HumaXledger.Tests.Browser.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace HumaXledger.Tests.Browser.Shell;

/// <summary>The page about the keys that values are encrypted with.</summary>
public sealed class EncryptionPageTests(Chromium chromium)
{
    // The worker looks for work every five seconds.
    private static readonly LocatorAssertionsToBeVisibleOptions UntilItIsDone = new() { Timeout = 120_000 };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Key_ReplacedFromTheMenu_IsFinishedOnTheOpenPage()
    {
        await using var portal = new RunningPortal
        {
            SealsItself = true,
            Settings = ["--ValueKeys:SettleFor=00:00:01"],
        };
        await portal.InitializeAsync();
        await using var screen = await Screen.OpenAsync(chromium, portal);
        await screen.GoAsync("/");

        await screen.Link("Encryption keys").ClickAsync();
        await Expect(screen.Text("No key has been replaced yet")).ToBeVisibleAsync();
        await screen.Button("Encrypt with a new key").ClickAsync();

        await Expect(screen.Page.GetByText("Done", new() { Exact = true })).ToBeVisibleAsync(UntilItIsDone);
        await Expect(screen.Button("Encrypt with a new key")).ToBeVisibleAsync(UntilItIsDone);
        await screen.AssertAccessibleAsync();
        await screen.ShotAsync("encryption-1280-light");
        Assert.Empty(screen.Faults);
        await using var store = await portal
            .Services.GetRequiredService<IDbContextFactory<SyncDbContext>>()
            .CreateDbContextAsync(Cancellation);
        var rotation = await store.ValueKeyRotations.SingleAsync(Cancellation);
        Assert.Equal((RotationState.Done, 1), (rotation.State, rotation.KeysDestroyed));
        Assert.Equal(
            rotation.StartedById,
            (await store.Activity.SingleAsync(act => act.What == ActivityCodes.KeysRotated, Cancellation)).WhoId
        );
    }
}
