using AngleSharp.Dom;
using Bunit;
using HumaXledger.Core.Access;
using HumaXledger.Core.People;
using HumaXledger.Core.Planning;
using HumaXledger.Core.Reasons;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Storage.Plans;
using HumaXledger.Core.Storage.Reviews;
using HumaXledger.Core.Storage.Runs;
using HumaXledger.Core.Sync.FollowUps;
using HumaXledger.Portal.Components.Pages.Runs;
using HumaXledger.Tests.Portal.Localisation;
using HumaXledger.Tests.Storage.Database;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace HumaXledger.Tests.Portal.Components.Runs;

/// <summary>The counts of a result, and what needs the user.</summary>
public sealed class RunResultTests : ComponentTest, IClassFixture<SqliteStore>
{
    public RunResultTests(SqliteStore store)
    {
        Services.AddSingleton(
            new RedecideHeldValues(
                store.Get<IDbContextFactory<SyncDbContext>>(),
                null!,
                store.Get<DecisionStore>(),
                Clock
            )
        );
        SignIn(Role.IntegrationAdministrator);
    }

    [Fact]
    public void Counts_AreOfPeopleAndLeadToTheirRows()
    {
        var report = SampleRun.Of([
            SampleRun.Change(1, ChangeState.Confirmed),
            SampleRun.Change(2, ChangeState.Confirmed),
            SampleRun.Change(3, ChangeState.Confirmed, Side.Huma, kind: ChangeKind.Create),
        ]);

        var result = Result(report);

        Assert.Equal(
            [
                "2 people updated in Xledger · 2 values",
                "0 people updated in Huma · 0 values",
                "1 person added · 0 in Xledger, 1 in Huma",
                "0 values not written",
            ],
            result.FindAll(".ui-tile").Select(TextOf)
        );
        Assert.Equal(
            [$"{PathOf(report)}?to=Xledger#all", $"{PathOf(report)}?added=true#all"],
            result.FindAll("a.ui-tile").Select(tile => tile.GetAttribute("href"))
        );
    }

    [Fact]
    public void Run_WithEverythingWritten_NeedsNothing()
    {
        var result = Result(SampleRun.Of(ChangeState.Confirmed));

        Assert.Equal($"All good {Words.English<RunText>("Needs.None")}", TextOf(result.Find("section .ui-card")));
        Assert.Empty(result.FindAll(".ui-row"));
    }

    [Fact]
    public void Run_EndedByARestore_SaysOnceThatNothingIsKnown()
    {
        var report = SampleRun.Of(ChangeState.Confirmed, ChangeState.Planned, ChangeState.Sending);
        (report.Run.State, report.Run.FailureCause) = (RunState.Failed, RunFailureCause.Restored);

        var result = Result(report);

        Assert.StartsWith(
            "Not known It is not known whether 2 values were written",
            TextOf(Assert.Single(result.FindAll(".ui-row"))),
            StringComparison.Ordinal
        );
        Assert.Equal(0, report.NotWritten);
        Assert.DoesNotContain("Not reached", TextOf(result.Find(".ui-row")), StringComparison.Ordinal);
    }

    [Fact]
    public void Run_WithNothingToWrite_SaysSo() =>
        Assert.Contains(
            Words.English<RunText>("Report.NothingWritten"),
            TextOf(Result(SampleRun.Of(Array.Empty<ChangeState>())).Find("section .ui-card")),
            StringComparison.Ordinal
        );

    [Fact]
    public void Failed_IsOneRowEachWithAnExampleAndOneButtonToTryAgain()
    {
        var report = SampleRun.Of(ChangeState.Failed, ChangeState.Failed, ChangeState.Refused);

        var rows = Result(report, retry: true).FindAll(".ui-row");

        Assert.Equal(2, rows.Count);
        Assert.StartsWith(
            "Failed 2 values could not be written. For example: Åse Ødegård, Job title:",
            TextOf(rows[0]),
            StringComparison.Ordinal
        );
        Assert.Equal("again", TextOf(rows[0].QuerySelector("button")!));
        Assert.Equal(RowsOf(report, ChangeState.Failed), rows[0].QuerySelector("a")!.GetAttribute("href"));
        Assert.Empty(rows[1].QuerySelectorAll("button"));
        Assert.Equal(("Show it", RowsOf(report, ChangeState.Refused)), LinkOf(rows[1]));
    }

    [Fact]
    public void Held_LeadsToItsDecision()
    {
        var report = SampleRun.Of(ChangeState.Held, ChangeState.Held);

        var result = Result(report);

        Assert.Equal((Words.English<RunText>("Decide"), $"{PathOf(report)}#held"), LinkOf(result.Find(".ui-row")));
        Assert.Equal("2 held values need your decision", TextOf(result.Find("#held")));
        Assert.Equal(4, result.FindAll("input[type=radio]:not([disabled])").Count);
    }

    [Fact]
    public void Held_WithoutTheRight_CanBeReadAndNotDecided()
    {
        SignIn(Role.IntegrationReviewer);

        var result = Result(SampleRun.Of(ChangeState.Held));

        Assert.Equal(2, result.FindAll("input[type=radio][disabled]").Count);
        Assert.All(result.FindAll("section[aria-labelledby=held] button"), button =>
            Assert.True(button.HasAttribute("disabled"))
        );
    }

    [Fact]
    public void Stopped_OffersToGoOnWithWhatWasNotReached()
    {
        var report = SampleRun.Of(ChangeState.Confirmed, ChangeState.Planned, ChangeState.Sending);
        report.Run.State = RunState.Stopped;

        var rows = Result(report, goOn: true).FindAll(".ui-row");

        Assert.Equal(
            [Words.English<RunText>("State.Planned"), Words.English<RunText>("State.Sending")],
            rows.Select(row => TextOf(row.QuerySelector(".ui-status")!))
        );
        Assert.Equal("again", TextOf(rows[0].QuerySelector("button")!));
    }

    [Fact]
    public void Interrupted_WithNothingOpen_DoesNotSayThatAllIsGood()
    {
        var report = SampleRun.Of(Array.Empty<ChangeState>());
        report.Run.State = RunState.Failed;

        Assert.Empty(Result(report).FindAll("#needs"));
    }

    [Fact]
    public void TakenUpByALaterRun_NeedsNobody()
    {
        var report = SampleRun.Of(ChangeState.Failed) with { TakenUp = new HashSet<long> { 1 } };

        Assert.Empty(Result(report).FindAll(".ui-row"));
    }

    [Fact]
    public void NotWritable_IsListedWithItsReason()
    {
        var report = Blocked(3);

        var result = Result(report);

        Assert.Equal(("Show all 3", $"{PathOf(report)}#blocked"), LinkOf(result.Find(".ui-row")));
        Assert.Equal(3, result.FindAll("section[aria-labelledby=blocked] tbody tr").Count);
    }

    [Fact]
    public void OlderRun_SaysThatOthersFollowed()
    {
        var result = Result(SampleRun.Of(ChangeState.Confirmed) with { Newest = false });

        Assert.Contains(
            "There have been later synchronizations.",
            TextOf(result.Find("p > a").ParentElement!),
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("nb-NO")]
    [InlineData("sv-SE")]
    [InlineData("en-GB")]
    public void Result_InEveryLanguage_ShowsNoKeys(string culture)
    {
        Use(culture);

        var result = Result(SampleRun.Of(Enum.GetValues<ChangeState>()));

        Assert.DoesNotMatch(@"\b(Report|Needs|Tile|State|Held|Section)\.[A-Z]", result.Markup);
    }

    [Fact]
    public void LongAndRightToLeftNames_AreIsolatedFromTheSentence()
    {
        const string Name = "محمد";
        var result = Result(SampleRun.Of([SampleRun.Change(1, ChangeState.Failed, name: Name)]));

        Assert.Equal(Name, TextOf(result.Find(".ui-row bdi")));
    }

    private static RunReport Blocked(int count)
    {
        var report = SampleRun.Of(ChangeState.Confirmed);
        var plan = report.Plan;
        return report with
        {
            Plan = new PlanRecord
            {
                Id = plan.Id,
                Fingerprint = plan.Fingerprint,
                CreatedBy = plan.CreatedBy,
                Guards = plan.Guards,
                Forecast = plan.Forecast,
                Blocked =
                [
                    .. Enumerable
                        .Range(1, count)
                        .Select(id => new BlockedChange(
                            Side.Huma,
                            new HumaId($"b{id}"),
                            null,
                            "Kari Nordmann",
                            Field.Email,
                            WriteObstacle.Correctable(new Reason(ValueReasons.EmailSyntax)).Kind,
                            new Reason(ValueReasons.EmailSyntax)
                        )),
                ],
            },
        };
    }

    private static string PathOf(RunReport report) => $"/connections/{report.Connection.Id}/runs/{report.Run.Id}";

    private static string RowsOf(RunReport report, ChangeState state) => $"{PathOf(report)}?state={state}#all";

    private static (string Text, string? Address) LinkOf(IElement row)
    {
        var link = row.QuerySelectorAll("a").Last();
        return (TextOf(link), link.GetAttribute("href"));
    }

    private IRenderedComponent<RunResult> Result(RunReport report, bool retry = false, bool goOn = false) =>
        Render<RunResult>(parameters =>
        {
            parameters.Add(result => result.Report, report);
            if (retry)
            {
                parameters.Add(result => result.Retry, "<button>again</button>");
            }

            if (goOn)
            {
                parameters.Add(result => result.Continue, "<button>again</button>");
            }
        });
}
