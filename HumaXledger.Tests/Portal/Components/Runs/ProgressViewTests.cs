using Bunit;
using HumaXledger.Core.People;
using HumaXledger.Core.Planning.Forecasting;
using HumaXledger.Core.Reasons;
using HumaXledger.Core.Storage.Plans;
using HumaXledger.Core.Storage.Runs;
using HumaXledger.Core.Sync.Running;
using HumaXledger.Portal.Components.Pages.Runs;
using HumaXledger.Tests.Portal.Localisation;

namespace HumaXledger.Tests.Portal.Components.Runs;

/// <summary>What a run in progress shows.</summary>
public sealed class ProgressViewTests : ComponentTest
{
    private static readonly Forecast Expected = new(12, 20, 0, 0, 90) { XledgerSeconds = 30, HumaSeconds = 60 };

    [Fact]
    public void Systems_HaveABarWithTheirCountsEach()
    {
        var view = View(Progress(Side.Xledger, xledger: 40, huma: 0));

        Assert.Equal(["40 of 100", "0 of 200"], view.FindAll(".ui-pair > section").Select(Count));
        Assert.Equal(
            ["40/100", "0/200"],
            view.FindAll("progress").Select(bar => $"{bar.GetAttribute("value")}/{bar.GetAttribute("max")}")
        );
        Assert.Equal("40 of 300 changes. Writing to Xledger.", TextOf(view.Find("p[role=status]")));

        static string Count(AngleSharp.Dom.IElement card) =>
            $"{TextOf(card.QuerySelector("strong")!)} {TextOf(card.QuerySelector("span")!).Replace(" changes", "")}";
    }

    [Fact]
    public void Phase_IsMarkedAndThoseBeforeAreDone()
    {
        var view = View(Progress(Side.Huma, xledger: 100, huma: 10));

        Assert.Equal(
            ["Prepare, done", "Write to Xledger, done", "Write to Huma", "Finish"],
            view.FindAll(".ui-step").Select(step => TextOf(step).TrimStart('1', '2', '3', '4', ' '))
        );
        Assert.Contains("Write to Huma", TextOf(view.Find("[aria-current=step]")), StringComparison.Ordinal);
    }

    [Fact]
    public void SystemWithoutChanges_HasNeitherPhaseNorBar()
    {
        var progress = Progress(Side.Xledger, xledger: 40, huma: 0);

        var view = View(progress with { Total = 100, Systems = [progress.Systems[0]] });

        Assert.Single(view.FindAll("progress"));
        Assert.DoesNotContain("Huma", string.Concat(view.FindAll(".ui-step").Select(TextOf)), StringComparison.Ordinal);
    }

    [Fact]
    public void PaceAndTimeLeft_AreShownOnceMeasured()
    {
        var pace = new RunPace(Expected, Clock);
        pace.See(Progress(Side.Xledger, xledger: 10, huma: 0));
        Clock.Advance(TimeSpan.FromSeconds(5));
        var now = Progress(Side.Xledger, xledger: 20, huma: 0);
        pace.See(now);

        var view = View(now, pace);

        Assert.Contains("about 120 a minute", TextOf(view.Find(".ui-pair > section")), StringComparison.Ordinal);
        Assert.Contains("About 2 min left.", view.FindAll("p > strong").Select(TextOf));
    }

    [Theory]
    [InlineData(RunState.Waiting, "Progress.Waiting")]
    [InlineData(RunState.Running, "Progress.Running")]
    [InlineData(RunState.Stopping, "Progress.Stopping")]
    public void Heading_SaysWhatItDoes(RunState state, string key) =>
        Assert.Equal(
            Words.English<RunText>(key),
            TextOf(View(Progress(Side.Xledger, 1, 0) with { State = state }).Find("#progress"))
        );

    [Fact]
    public void WaitingForASystem_SaysWhy()
    {
        var view = View(Progress(Side.Xledger, 1, 0) with { Failure = new Reason(XledgerReasons.TokenRejected) });

        Assert.Equal(Words.English<RunText>("Progress.Interrupted"), TextOf(view.Find("[role=alert] .ui-note-title")));
    }

    [Fact]
    public void LastWritten_NamesPersonAndField_AndNoValue()
    {
        var name = new string('Ø', 200);
        var view = View(
            Progress(Side.Xledger, 2, 0),
            recent:
            [
                SampleRun.Change(2, ChangeState.Confirmed, field: Field.BankAccount, to: "15032080119"),
                SampleRun.Change(1, ChangeState.Failed, name: name),
            ]
        );

        Assert.Equal(
            ["Confirmed Åse Ødegård Bank account number in Xledger", $"Failed {name} Job title in Xledger"],
            view.FindAll(".ui-row").Select(TextOf)
        );
        Assert.DoesNotContain("15032080119", view.Markup, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, "Progress.LeaveMailed")]
    [InlineData(false, "Progress.Leave")]
    public void Leaving_IsSaidToBeSafe_WithTheMailOnlyWhereThereIsOne(bool mailed, string key) =>
        Assert.Contains(
            Words.English<RunText>(key),
            View(Progress(Side.Xledger, 1, 0), mailed: mailed).FindAll("p > .ui-quiet").Select(TextOf)
        );

    [Theory]
    [InlineData("nb-NO", "40 av 300 endringer. Skriver til Xledger.")]
    [InlineData("sv-SE", "40 av 300 ändringar. Skriver till Xledger.")]
    public void Counts_InEachLanguage(string culture, string text)
    {
        Use(culture);

        Assert.Equal(text, TextOf(View(Progress(Side.Xledger, 40, 0)).Find("p[role=status]")));
    }

    private IRenderedComponent<ProgressView> View(
        RunProgress progress,
        RunPace? pace = null,
        bool mailed = false,
        params IReadOnlyList<ChangeRecord> recent
    ) =>
        Render<ProgressView>(parameters =>
            parameters
                .Add(view => view.Progress, progress)
                .Add(view => view.Pace, pace ?? new RunPace(Expected, Clock))
                .Add(view => view.Forecast, 12)
                .Add(view => view.Mailed, mailed)
                .Add(view => view.Recent, recent)
        );

    private static RunProgress Progress(Side? target, int xledger, int huma) =>
        new(Guid.Empty, RunState.Running, 300, xledger + huma, 0, 0, 0, 0, target, 3, null)
        {
            Systems = [new SystemProgress(Side.Xledger, 100, xledger), new SystemProgress(Side.Huma, 200, huma)],
        };
}
