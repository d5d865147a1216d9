using Bunit;
using HumaXledger.Portal.Components.Pages.Mail;
using HumaXledger.Portal.Mail;

namespace HumaXledger.Tests.Portal.Components;

/// <summary>A mail of the pickup folder, whose texts names of people stand in.</summary>
public sealed class MailViewTests : ComponentTest
{
    private const string Override = "\u202E";

    [Fact]
    public void Mail_WithTextThatTurnsItsDirection_IsDrawnLineByLine()
    {
        var mail = new PickedUpMail(
            "1.eml",
            Clock.GetUtcNow().UtcDateTime,
            "no-reply@example.com",
            "kari@example.com",
            $"Result {Override}of Kari",
            Html: null,
            $"Added: Kari {Override}Nord\r\n\tfirst\r\nlast\r\n"
        );

        var view = Render<MailView>(parameters => parameters.Add(page => page.Mail, mail));

        Assert.DoesNotContain(Override, view.Markup, StringComparison.Ordinal);
        Assert.Equal("Result U+202Eof Kari", view.Find("h2").TextContent);
        Assert.Equal("Added: Kari U+202ENord\n    first\nlast\n", view.Find("pre").TextContent);
        Assert.Equal(3, view.FindAll("pre bdi").Count);
    }
}
