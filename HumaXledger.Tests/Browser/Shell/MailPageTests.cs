using HumaXledger.Portal.Mail;
using HumaXledger.Tests.Browser.Support;
using Microsoft.Extensions.DependencyInjection;
using static Microsoft.Playwright.Assertions;

namespace HumaXledger.Tests.Browser.Shell;

public sealed class MailPageTests(Chromium chromium, RunningPortal portal) : IClassFixture<RunningPortal>
{
    [Fact]
    public async Task Mail_HtmlThatWouldRunAScript_IsShownAndRunsNothing()
    {
        await portal
            .Services.GetRequiredService<IMailSender>()
            .SendAsync(
                new MailMessage(
                    MailList.Results,
                    "kari@example.no",
                    "Synkroniseringen er ferdig",
                    "<h1>Åtte endringer</h1><script>parent.document.title = 'taken'</script><img src=x "
                        + "onerror=\"parent.document.title='taken'\">",
                    "Åtte endringer"
                ),
                TestContext.Current.CancellationToken
            );
        await using var screen = await Screen.OpenAsync(chromium, portal);

        await screen.GoAsync("/mail");

        await Expect(screen.Heading("Synkroniseringen er ferdig")).ToBeVisibleAsync();
        await Expect(screen.Page.FrameLocator("iframe").GetByText("Åtte endringer")).ToBeVisibleAsync();
        Assert.Equal("Mail · HumaXledger", await screen.Page.TitleAsync());
        await screen.ShotAsync("mail-shown");
        await screen.AssertAccessibleAsync();
        await screen
            .Page.GetByRole(Microsoft.Playwright.AriaRole.Link, new() { Name = "As text", Exact = true })
            .ClickAsync();
        await Expect(screen.Page.Locator("pre")).ToHaveTextAsync("Åtte endringer");
        await screen.AssertAccessibleAsync();
    }
}
