using Bunit;
using HumaXledger.Core.Access;
using HumaXledger.Core.Storage.Connections;
using HumaXledger.Portal.Components.Layout;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Moq;

namespace HumaXledger.Tests.Portal.Components;

/// <summary>The main menu for different users and numbers of connections.</summary>
public sealed class MenuLinksTests : ComponentTest
{
    [Fact]
    public void Administrator_InDevelopment_HasEverything()
    {
        SignIn(Role.IntegrationAdministrator);

        var menu = Menu("Development", Connection("Fjellheim Norge AS"));

        Assert.Equal(
            [
                "Home",
                "Fjellheim Norge AS, active",
                "New connection",
                "Activity log",
                "Sign-ins",
                "Health",
                "Encryption keys",
                "Mail",
                "Sandbox",
                "Help",
            ],
            menu.FindAll("a").Select(TextOf)
        );
        Assert.All(menu.FindAll("ul[aria-labelledby]"), list =>
            Assert.NotEmpty(TextOf(menu.Find($"#{list.GetAttribute("aria-labelledby")}")))
        );
    }

    [Fact]
    public void Administrator_InProduction_HasNothingOfDevelopment()
    {
        SignIn(Role.IntegrationAdministrator);

        var menu = Menu("Production");

        Assert.DoesNotContain("Sandbox", TextOf(menu.Find("nav")), StringComparison.Ordinal);
        // Where mails that were not delivered are listed.
        Assert.Contains("Mail", TextOf(menu.Find("nav")), StringComparison.Ordinal);
    }

    [Fact]
    public void Viewer_HasOnlyWhatTheRoleAllows()
    {
        SignIn(Role.Viewer);

        var menu = Menu("Production", Connection("A"));

        Assert.Equal(["Home", "A, active", "Sign-ins", "Help"], menu.FindAll("a").Select(TextOf));
    }

    [Fact]
    public void Connections_MoreThanFit_EndWithALinkToAll()
    {
        SignIn(Role.Viewer);

        var menu = Menu(
            "Production",
            [.. Enumerable.Range(1, MenuConnection.AtMost + 1).Select(number => Connection($"Company {number:00}"))]
        );

        Assert.Contains("All connections", menu.FindAll("a").Select(TextOf));
        Assert.DoesNotContain("Company 13", TextOf(menu.Find("nav")), StringComparison.Ordinal);
        Assert.Contains("Company 12", TextOf(menu.Find("nav")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("en-GB", ConnectionState.Active, true, true, "needs you", "ui-warning")]
    [InlineData("nb-NO", ConnectionState.Active, true, false, "på pause", "ui-warning")]
    [InlineData("sv-SE", ConnectionState.Active, false, false, "aktiv", "ui-success")]
    [InlineData("nb-NO", ConnectionState.Established, false, false, "ikke synkronisert ennå", "ui-neutral")]
    public void Dot_OfEachState_HasAWordForAScreenReader(
        string culture,
        ConnectionState state,
        bool paused,
        bool needsYou,
        string word,
        string tone
    )
    {
        Use(culture);
        SignIn(Role.Viewer);
        var name = new string('Å', 200);

        var menu = Menu("Production", new MenuConnection(Guid.NewGuid(), name, state, paused, needsYou));

        Assert.Equal($"{name}, {word}", TextOf(menu.Find("a[href^='/connections/']")));
        Assert.Contains(tone, menu.Find(".ui-dot").ClassList);
    }

    [Theory]
    [InlineData("Kari Moe Nordmann", "KN")]
    [InlineData("ola", "O")]
    [InlineData("", "")]
    public void Initials_AreOfTheFirstAndTheLastWord(string name, string initials) =>
        Assert.Equal(initials, SignedInAs.Initials(name));

    private static MenuConnection Connection(string name) =>
        new(Guid.NewGuid(), name, ConnectionState.Active, Paused: false, NeedsAttention: false);

    private IRenderedComponent<MenuLinks> Menu(string environment, params MenuConnection[] connections)
    {
        Services.AddSingleton(Mock.Of<IHostEnvironment>(host => host.EnvironmentName == environment));
        return Render<MenuLinks>(parameters => parameters.Add(menu => menu.Connections, connections));
    }
}
