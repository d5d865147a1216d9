using Bunit;
using HumaXledger.Core;
using HumaXledger.Core.Access;
using HumaXledger.Core.Huma;
using HumaXledger.Core.Reasons;
using HumaXledger.Core.Sync.Connections;
using HumaXledger.Core.Xledger;
using HumaXledger.Portal.Components.Layout;
using HumaXledger.Portal.Components.Pages.SetUp;
using HumaXledger.Tests.Portal.Localisation;
using Microsoft.AspNetCore.Components;

namespace HumaXledger.Tests.Portal.Components.SetUp;

/// <summary>What the steps of the set-up say, and what they report to the page.</summary>
public sealed class SetUpStepTests : ComponentTest
{
    private static readonly XledgerRight Write = XledgerRight.Needed.First(right => right.Write);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void TokenStep_OnThisScreen_NamesEveryRightWithItsBoxes(bool narrow)
    {
        var step = Render<TokenStep>(parameters => parameters.AddCascadingValue(MainLayout.NarrowScreen, narrow));

        var rows = step.FindAll(narrow ? "li.ui-card" : "tbody tr").Select(TextOf).ToList();
        Assert.Equal(NeededScope.All.Count, rows.Count);
        Assert.Equal(
            narrow ? "Human Resources › Employee Read + Write" : "Human Resources Employee needed needed",
            rows[0]
        );
        Assert.Equal(["Copy the table", "Print"], step.FindAll("button").Select(TextOf));
        // Huma first, as everywhere.
        Assert.Equal(["An API key from Huma", "An API token from Xledger"], step.FindAll("h2").Select(TextOf));
    }

    [Fact]
    public void Checks_AllPassed_AreCollapsedToTheirCounts()
    {
        var list = Checks([
            Check(SetupCheck.HumaUsers, SetupCheckState.Passed),
            Check(SetupCheck.XledgerReachable, SetupCheckState.Passed),
            Check(SetupCheck.XledgerRightCheck, SetupCheckState.Untested, right: Write),
        ]);

        Assert.Equal("Everything needed is in place.", TextOf(list.Find("[role=status]")));
        Assert.Equal("2 passed, 1 cannot be tested beforehand", TextOf(list.Find("summary")));
        Assert.False(list.Find("details").HasAttribute("open"));
        Assert.Equal(3, list.FindAll("details li").Count);
        Assert.Empty(list.FindAll("section > ul"));
    }

    [Theory]
    [InlineData(SetupCheck.XledgerReachable, XledgerReasons.TokenRejected, "FixXledger")]
    [InlineData(SetupCheck.XledgerEntity, XledgerReasons.Unreachable, "FixXledger")]
    [InlineData(SetupCheck.HumaGroups, HumaReasons.Forbidden, "FixHuma")]
    public void Checks_OneFailed_StaysOpenWithWhereToFixIt(string code, string reason, string where)
    {
        var list = Checks([
            Check(SetupCheck.HumaUsers, SetupCheckState.Passed),
            Check(SetupCheck.OtherIntegration, SetupCheckState.Warning, ConnectionReasons.SetupOtherIntegration),
            Check(code, SetupCheckState.Failed, reason),
        ]);

        Assert.Equal(
            "1 check failed. Correct the problem shown, then verify again.",
            TextOf(list.Find("[role=status]"))
        );
        var open = list.FindAll("section > ul > li").Select(TextOf).ToList();
        Assert.StartsWith($"Failed {Words.English<SetUpText>($"Check.{code}")}", open[0], StringComparison.Ordinal);
        Assert.EndsWith(Words.English<SetUpText>(where), open[0], StringComparison.Ordinal);
        Assert.StartsWith("Warning", open[1], StringComparison.Ordinal);
        Assert.Equal("1 check passed", TextOf(list.Find("summary")));
    }

    [Fact]
    public void Checks_RightMissing_NamesTheRightAndTheScreenOfXledger()
    {
        var list = Checks([Check(SetupCheck.XledgerRightCheck, SetupCheckState.Failed, right: Write)]);

        Assert.Contains(
            "Human Resources › Employee › write. Tick it in Xledger under Administration",
            TextOf(list.Find("li")),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Checks_WhileTheyRun_AreAllShownInTheirOrder()
    {
        var list = Checks(
            [
                Check(SetupCheck.HumaOrganization, SetupCheckState.Failed, HumaReasons.KeyRefused),
                Check(SetupCheck.XledgerReachable, SetupCheckState.Running),
            ],
            running: true
        );

        Assert.Equal(2, list.FindAll("li").Count);
        Assert.StartsWith("Running", TextOf(list.FindAll("li")[1]), StringComparison.Ordinal);
        Assert.Empty(list.FindAll("details"));
    }

    [Fact]
    public async Task NewPeople_EachChoice_HasItsOwnExplanationAndIsReported()
    {
        var form = Form();
        var stored = 0;
        var step = Render<NewPeopleStep>(parameters =>
            parameters
                .Add(step => step.Form, form)
                .Add(step => step.Changed, EventCallback.Factory.Create(this, () => stored++))
        );
        var radios = step.FindAll("input[type=radio]");
        Assert.True(radios[0].HasAttribute("checked"));
        Assert.All(radios, radio => Assert.NotEmpty(TextOf(step.Find($"#{radio.GetAttribute("aria-describedby")}"))));

        await radios[1].ChangeAsync(new ChangeEventArgs { Value = "on" });

        Assert.Equal((true, 1), (form.AddNewPeople, stored));
        Assert.True(step.FindAll("input[type=radio]")[1].HasAttribute("checked"));
    }

    [Theory]
    [InlineData("en-GB", "Everyone")]
    [InlineData("nb-NO", "Alle")]
    [InlineData("sv-SE", "Alla")]
    public async Task Save_ShowsEverythingChosenAndWhoConfirms(string culture, string everyone)
    {
        Use(culture);
        SignIn(Role.IntegrationAdministrator);
        var form = Form();
        form.Name = new string('W', 100) + " شركة";
        var stored = 0;
        var step = Render<SaveStep>(parameters =>
            parameters
                .Add(step => step.Form, form)
                .Add(step => step.Changed, EventCallback.Factory.Create(this, () => stored++))
        );

        var facts = step.FindAll("dd").Select(TextOf).ToList();
        Assert.Equal(form.Name, facts[0]);
        Assert.StartsWith($"{everyone} (", facts[1], StringComparison.Ordinal);
        Assert.StartsWith("Fjellheim Norge AS (", facts[2], StringComparison.Ordinal);
        Assert.Equal(Words.In<SetUpText>(culture, "CountsUntested", 1, 1), facts[3]);
        Assert.Equal(Words.In<SetUpText>(culture, "ByHand"), facts[4]);
        Assert.EndsWith("Kari", TextOf(step.Find("#authority-help")), StringComparison.Ordinal);
        Assert.Contains(
            Words.In<SetUpText>(culture, "UntestedRights"),
            TextOf(step.Find(".ui-note")),
            StringComparison.Ordinal
        );

        await step.Find("input[type=checkbox]").ChangeAsync(new ChangeEventArgs { Value = true });

        Assert.Equal((true, 1), (form.AuthorityConfirmed, stored));
    }

    [Fact]
    public void Form_RestoredFromItsOwnAnswers_IsTheSame()
    {
        var form = Form();
        form.Group = form.Findings.Groups[0];
        var restored = new SetUpForm { HumaEnvironment = "Live", XledgerEnvironment = "Live" };

        restored.Restore(new SetupDraft(form.Answers, form.Verification, DateTime.UnixEpoch));

        Assert.Equal(form.Answers, restored.Answers);
        Assert.Equal(form.Choice, restored.Choice);
        Assert.True(restored.Verified);
        restored.Reopen();
        Assert.False(restored.Verified);
        Assert.Null(restored.Verification);
        // What was chosen is chosen again once it is known again.
        Assert.Equal(form.Answers with { AuthorityConfirmed = false }, restored.Answers);
    }

    private static SetUpForm Form()
    {
        var form = new SetUpForm { HumaEnvironment = "Sandbox", XledgerEnvironment = "Sandbox" };
        form.Restore(
            new SetupDraft(
                new SetupAnswers("Sandbox", "Sandbox", "client", null, "42", "Fjellheim", false, false, 3),
                new VerifiedSetup(
                    new SetupCredentials(
                        "Sandbox",
                        "client",
                        new Secret("secret"),
                        "Sandbox",
                        XledgerToken.TryRead("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKL01", out _)!
                    ),
                    new SetupFindings
                    {
                        Organization = new HumaOrganization("organization"),
                        Groups = [new HumaGroup("7", "company", "Fjellheim Norge AS")],
                        Listed = new XledgerEntities(
                            [new XledgerEntity("42", "1", "Fjellheim Norge AS", IsOwn: true)],
                            Complete: true
                        ),
                        Passed = true,
                    },
                    [
                        Check(SetupCheck.HumaUsers, SetupCheckState.Passed),
                        Check(SetupCheck.XledgerRightCheck, SetupCheckState.Untested, right: Write),
                    ]
                ),
                DateTime.UnixEpoch
            )
        );
        return form;
    }

    private static SetupCheck Check(
        string code,
        SetupCheckState state,
        string? reason = null,
        XledgerRight? right = null
    ) => new(code, state, reason is null ? null : new Reason(reason, "api.example", "401"), right);

    private IRenderedComponent<CheckList> Checks(SetupCheck[] checks, bool running = false) =>
        Render<CheckList>(parameters => parameters.Add(list => list.Checks, checks).Add(list => list.Running, running));
}
