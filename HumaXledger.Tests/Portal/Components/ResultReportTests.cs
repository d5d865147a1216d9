using Bunit;
using HumaXledger.Core.People;
using HumaXledger.Core.Reasons;
using HumaXledger.Core.Storage.Plans;
using HumaXledger.Core.Storage.Runs;
using HumaXledger.Core.Sync.FollowUps;
using HumaXledger.Portal.Components.Pages.Runs;
using HumaXledger.Tests.Portal.Localisation;
using HumaXledger.Tests.Storage.Database;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Tests.Portal.Components;

/// <summary>The mail with the result of a run.</summary>
public sealed class ResultReportTests(SqliteStore store) : ComponentTest, IClassFixture<SqliteStore>
{
    private static readonly Reason Why = new(XledgerReasons.TokenRejected);

    [Fact]
    public async Task Run_WithRefusals_ListsPersonFieldAndReason()
    {
        var report = await ReportAsync(ChangeState.Confirmed, ChangeState.Refused, ChangeState.Failed);

        var shown = Shown(report);

        var texts = shown.FindAll("li").Select(TextOf).ToList();
        Assert.Contains("1 person updated in Xledger (1 value).", texts);
        Assert.Contains("1 value was rejected.", texts);
        Assert.Contains("1 value could not be written.", texts);
        Assert.Equal(2, texts.Count(text => text.StartsWith("Åse Ødegård – Phone", StringComparison.Ordinal)));
        // What failed is more urgent than what was refused.
        Assert.Equal(
            ["Could not be written", "Rejected"],
            shown.FindAll("h2").Select(TextOf).Where(text => text is "Rejected" or "Could not be written")
        );
    }

    [Fact]
    public async Task Report_HasNoLinks() => Assert.Empty(Shown(await ReportAsync(ChangeState.Refused)).FindAll("a"));

    [Fact]
    public async Task Run_WithNothingToWrite_SaysSo()
    {
        var shown = Shown(await ReportAsync());

        Assert.Contains("Nothing needed to be written to either system.", shown.FindAll("li").Select(TextOf));
    }

    [Fact]
    public async Task Run_WhollyRejected_IsNotOneThatHadNothingToWrite() =>
        Assert.DoesNotContain(
            Words.English<RunText>("Report.NothingWritten"),
            Shown(await ReportAsync(ChangeState.Refused)).FindAll("li").Select(TextOf)
        );

    [Fact]
    public async Task Run_EndedByARestore_SaysOfNothingThatItIsUnchanged()
    {
        var report = await ReportAsync(ChangeState.Planned, ChangeState.Sending);
        (report.Run.State, report.Run.FailureCause) = (RunState.Failed, RunFailureCause.Restored);

        var texts = Shown(report).FindAll("li").Select(TextOf).ToList();

        Assert.Contains(
            "It is not known whether 2 values were written after the backup that was restored. "
                + "Compare the systems to find out.",
            texts
        );
        Assert.DoesNotContain(texts, text => text.Contains("unchanged", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Section_LongerThanItsLimit_CountsTheRest()
    {
        var report = await ReportAsync([.. Enumerable.Repeat(ChangeState.Refused, 5)]);

        var shown = Shown(report, most: 3);

        Assert.Equal(3, shown.FindAll("li").Count(row => row.QuerySelector("strong") is not null && IsRefused(row)));
        Assert.Contains("… and 2 more. The complete list is in the portal.", shown.FindAll("li").Select(TextOf));

        static bool IsRefused(AngleSharp.Dom.IElement row) =>
            TextOf(row).StartsWith("Åse Ødegård – Phone", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nb-NO")]
    [InlineData("sv-SE")]
    [InlineData("en-GB")]
    public async Task Report_InEveryLanguage_ShowsNeitherKeysNorValues(string culture)
    {
        Use(culture);

        var shown = Shown(
            await ReportAsync([.. Enum.GetValues<ChangeState>().Where(state => state != ChangeState.Undone)])
        );

        Assert.DoesNotMatch(@"\b(Report|Section|Ended|Origin|Cause)\.[A-Z]", TextOf(shown.Find("ul").ParentElement!));
        Assert.DoesNotContain("912 34 567", shown.Markup, StringComparison.Ordinal);
    }

    private IRenderedComponent<ResultReport> Shown(RunReport report, int most = 50) =>
        Render<ResultReport>(parameters =>
            parameters.Add(result => result.Report, report).Add(result => result.Most, most)
        );

    /// <summary>A run that ended, with a change of one person each in these states.</summary>
    private async Task<RunReport> ReportAsync(params IReadOnlyList<ChangeState> states)
    {
        var changes = states.Select((_, index) => Samples.Change(index + 1, to: new FieldValue.Of("+47 912 34 567")));
        var plan = await store.AddPlanAsync(await store.AddConnectionAsync(), [.. changes]);
        var run = Samples.Run(plan, 1);
        (run.State, run.FinishedAt) = (RunState.Completed, run.CreatedAt);
        await using var context = store.Open();
        context.Add(run);
        await context.SaveChangesAsync(Cancellation);
        foreach (var change in await context.Changes.Where(row => row.PlanId == plan.Id).ToListAsync(Cancellation))
        {
            change.State = states[change.Sequence - 1];
            change.Reason = change.State is ChangeState.Refused or ChangeState.Failed ? Why : null;
        }

        await context.SaveChangesAsync(Cancellation);
        return Assert.IsType<RunReport>(await RunReport.LoadAsync(context, run.Id, Cancellation));
    }
}
