using HumaXledger.Core.Planning;
using HumaXledger.Core.Storage.Comparisons;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Sync.Activity;
using HumaXledger.Core.Sync.Comparing;
using HumaXledger.Core.Sync.Reviewing;
using HumaXledger.Core.Sync.Running;
using HumaXledger.Portal.Access;
using HumaXledger.Portal.Appearance;
using HumaXledger.Portal.Components.Shared.Blocks;
using HumaXledger.Portal.Jobs;
using HumaXledger.Portal.Live;
using Microsoft.AspNetCore.Components;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Portal.Components.Pages.Sync;

/// <summary>
/// The steps from comparing to "Synchronize users". Every decision is stored at once; the page can be left and opened
/// again.
/// </summary>
public sealed partial class SyncPage
{
    private static readonly TimeSpan OwnAct = TimeSpan.FromMilliseconds(300);

    /// <summary>
    /// What others decide in quick succession is shown together: each page that shows it costs a render.
    /// </summary>
    private static readonly TimeSpan UpdateInterval = TimeSpan.FromSeconds(2);

    private string? _connectionName;
    private Core.Storage.Connections.Connection? _disconnected;
    private SyncStep _step;
    private CompareProgress? _comparing;
    private DiscardedChoices? _discarded;
    private ReviewSession? _session;
    private readonly ReviewUpdates _updates = new();
    private Core.Reasons.Reason? _refusal;
    private PlanDifference? _difference;
    private StepCounts? _counts;
    private ElementReference _heading;
    private bool _moved;

    [Parameter]
    public Guid ConnectionId { get; set; }

    /// <summary>Name of the step in the address; null opens the one to begin with.</summary>
    [Parameter]
    public string? Step { get; set; }

    [Inject]
    public required ReaderContexts Contexts { get; set; }

    [Inject]
    public required Compare Comparing { get; set; }

    [Inject]
    public required Review Review { get; set; }

    [Inject]
    public required ReviewPlans Plans { get; set; }

    [Inject]
    public required SyncJobs Jobs { get; set; }

    [Inject]
    public required RunStart Runs { get; set; }

    [Inject]
    public required StartRun StartRun { get; set; }

    [Inject]
    public required RunFeed Feed { get; set; }

    [Inject]
    public required TimeProvider Clock { get; set; }

    [Inject]
    public required CurrentUser User { get; set; }

    [Inject]
    public required NavigationManager Navigation { get; set; }

    [Inject]
    public required Snackbars Messages { get; set; }

    protected override async Task OnInitializedAsync()
    {
        await using var context = await Contexts.ForAsync(User.Actor, Leaving);
        var connection = await context
            .Connections.AsNoTracking()
            .SingleOrDefaultAsync(connection => connection.Id == ConnectionId, Leaving);
        if (connection is null)
        {
            Navigation.NotFound();
            return;
        }

        if (connection.IsEnded)
        {
            (_connectionName, _disconnected) = (connection.Name, connection);
            return;
        }

        var run = await StartRun.ManualUnderWayAsync(ConnectionId, User.Actor, Leaving);
        if (run is { } underWay)
        {
            Navigation.NavigateTo(RunPath(underWay));
            return;
        }

        var comparing = await Comparing.UnderWayAsync(ConnectionId, User.Actor, Leaving);
        if (comparing is null && await Review.FindOpenAsync(ConnectionId, User.Actor, Leaving) is { } open)
        {
            Take(open);
        }

        _connectionName = connection.Name;
        WatchDecisions();
        if (comparing is { } running)
        {
            WatchComparison(running);
        }
    }

    // A new comparison ends the open review with all choices, also those that this page does not show.
    private Task AskAsync() => DiscardAsync(new DiscardedChoices(0, []));

    // More than was shown is not discarded.
    private async Task DiscardAsync(DiscardedChoices shown)
    {
        await using var context = await Contexts.ForAsync(User.Actor, Leaving);
        var now = await DiscardedChoices.ReadAsync(context, ConnectionId, Leaving);
        if (now?.Count > shown.Count)
        {
            _discarded = now;
            return;
        }

        await CompareAsync();
    }

    private async Task CompareAsync()
    {
        _discarded = null;
        var comparisonId = await Jobs.CompareAsync(ConnectionId, User.Actor, Leaving);
        WatchComparison(comparisonId);
    }

    // The page only watches: the comparison goes on without it.
    private void WatchComparison(Guid comparisonId)
    {
        _comparing = new CompareProgress(
            comparisonId,
            ComparisonState.Running,
            default,
            default,
            Matching: false,
            Failure: null
        );
        Watch(async leaving =>
        {
            await foreach (var progress in Feed.WatchAsync<CompareProgress>(comparisonId, leaving))
            {
                _comparing = progress;
                if (progress.State == ComparisonState.Complete)
                {
                    // Choices of the comparison before cannot be taken back any more.
                    Messages.Clear();
                    Take(await Review.OpenAsync(comparisonId, User.Actor, leaving));
                }

                StateHasChanged();
                if (progress.Ended)
                {
                    break;
                }
            }
        });
    }

    // A row keeps its place and its choice while it is read: what others decide is shown, and taken over on request or
    // with the next act of this page.
    private void WatchDecisions() =>
        Watch(async leaving =>
        {
            await foreach (var pulse in Feed.WatchAsync<DecisionsPulse>(ConnectionId, leaving))
            {
                if (IsBehind(pulse))
                {
                    // An act of this page is seen here before the page has its answer.
                    await Task.Delay(OwnAct, Clock, leaving);
                }

                if (IsBehind(pulse))
                {
                    _updates.Report(
                        await Review.ReadDecisionsOfOthersAsync(_session!, User.Actor, leaving, pulse.Version)
                    );
                    await Task.Delay(UpdateInterval, Clock, leaving);
                }
            }
        });

    private bool IsBehind(DecisionsPulse pulse) =>
        _session is { } session
        && session.Record.Id == pulse.ComparisonId
        && session.DecisionsVersion < pulse.Version
        && (_updates.Waiting is null || _updates.Waiting.Version < pulse.Version);

    private async Task TakeOverAsync()
    {
        if (_updates.Waiting is not null)
        {
            await RefreshAsync();
        }
    }

    // Not cancelled when the page is left: choices can still be taken back then.
    private async Task<ReviewSession> RefreshAsync()
    {
        var refreshed = await Review.RefreshAsync(_session!, User.Actor, CancellationToken.None);
        // An act of this page may have been answered meanwhile.
        if (_session!.DecisionsVersion is not { } shown || shown <= refreshed.DecisionsVersion)
        {
            Take(refreshed);
        }

        return _session;
    }

    private bool Waiting => _session is { RestWaits: true };

    private bool CanOpen(SyncStep step) =>
        step == SyncStep.Compare
        || (_session is not null && _comparing is not { Ended: false } && (step == SyncStep.Review || !Waiting));

    private string Title =>
        Text[_connectionName is null || _disconnected is not null ? "SynchronizeUsers" : $"Step.{_step}"];

    private string DocumentTitle =>
        string.Join(" · ", new[] { Title, _connectionName, "HumaXledger" }.Where(part => part is not null));

    private IReadOnlyList<Step> StepItems =>
        [
            .. Enum.GetValues<SyncStep>()
                .Select(step => new Step(
                    Text[$"Step.{step}"],
                    step == _step ? StepState.Current
                        : Done(step) ? StepState.Done
                        : StepState.Ahead,
                    CanOpen(step) ? SyncAddress.Of(ConnectionId, step) : null,
                    CanOpen(step) ? _counts?.BadgeOf(step) : null
                )),
        ];

    private StepLinks Around =>
        new(
            _step == SyncStep.Compare ? null : SyncAddress.Of(ConnectionId, Waiting ? SyncStep.Compare : _step - 1),
            _step != SyncStep.Review && CanOpen(Following) ? SyncAddress.Of(ConnectionId, Following) : null,
            _session is null ? null : OtherDecisions
        );

    // Without uncertain matches there is no question to answer. The step can still be opened.
    private SyncStep Following =>
        Waiting ? SyncStep.Review
        : _step == SyncStep.Compare && _counts is { Questions: 0 } ? SyncStep.Differences
        : _step + 1;

    private bool Done(SyncStep step) => CanOpen(step) && _counts is { } counts && counts.Done(step);

    protected override void OnParametersSet()
    {
        if (_connectionName is null || _disconnected is not null)
        {
            return;
        }

        if (Step is not null && SyncAddress.Read(Step) is null)
        {
            Navigation.NotFound();
            return;
        }

        var step = Step is null
            ? Waiting
                ? SyncStep.Review
                : SyncStep.Compare
            : SyncAddress.Read(Step)!.Value;
        if (!CanOpen(step))
        {
            Navigation.NavigateTo(SyncAddress.Of(ConnectionId, SyncStep.Compare), replace: true);
            return;
        }

        if (step == _step)
        {
            return;
        }

        (_step, _moved) = (step, true);
        // The next step shows the stored state in full.
        (_refusal, _difference) = (null, null);
        if (_session is { Overtaken.Count: > 0 } overtaken)
        {
            Take(overtaken with { Overtaken = [] });
        }
    }

    // The link that was followed may be gone with its step: the focus moves to the heading of the next one.
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (_moved)
        {
            _moved = false;
            await _heading.FocusAsync();
        }
    }

    // After an act of this page; what it merely takes over was published with the decision.
    private void TakeAct(ReviewSession session)
    {
        if (
            session.DecisionsVersion is { } version
            && version != _session?.DecisionsVersion
            && new DecisionsPulse(session.Record.Id, version) is var pulse
            && pulse.IsNewerThan(Feed.LatestOf<DecisionsPulse>(ConnectionId))
        )
        {
            Feed.Publish(ConnectionId, pulse);
        }

        Take(session);
    }

    private void Take(ReviewSession session)
    {
        _updates.TakeOver(session, anew: session.Record.Id != _session?.Record.Id);
        (_session, _counts) = (session, StepCounts.Of(session));
    }

    private async Task SynchronizeAsync(ReviewSession shown)
    {
        var plan = await Plans.MakePlanAsync(shown.Record.Id, shown.Shown, User.Actor, Leaving);
        await StartAsync(plan, now => DifferenceOf(shown.Preview, now.Preview));
    }

    private async Task TryAsync(PilotChosen shown)
    {
        var plan = await Plans.MakePilotPlanAsync(_session!.Record.Id, shown.People, shown.Shown, User.Actor, Leaving);
        await StartAsync(plan, now => DifferenceOf(shown.Plan, now.Pilot(shown.People).Plan));
    }

    private async Task StopAsync(ReviewSession shown)
    {
        await Plans.EndAsync(shown.Record.Id, shown.Pilots[^1].Number, User.Actor, Leaving);
        Navigation.NavigateTo($"/connections/{ConnectionId}");
    }

    // A refusal is shown with what changed; the changed plan is started by another click.
    private async Task StartAsync(Answer<Guid> plan, Func<ReviewSession, PlanDifference?> differenceTo)
    {
        switch (await Runs.StartAsync(plan, Leaving))
        {
            case Answer<Guid>.Done(var runId):
                // Beside the result, an offer to take choices back would read as an offer to take the run back.
                Messages.Clear();
                Navigation.NavigateTo(RunPath(runId));
                break;
            case Answer<Guid>.Refused(var reason):
                Take(await Review.OpenAsync(_session!.Record.Id, User.Actor, Leaving));
                // That the review is closed stands above the step.
                (_refusal, _difference) = (_session.IsOpen ? reason : null, differenceTo(_session));
                break;
        }
    }

    private static PlanDifference? DifferenceOf(SyncPlan shown, SyncPlan now) =>
        now.Fingerprint == shown.Fingerprint ? null : PlanDifference.Between(shown, now);

    private string RunPath(Guid runId) => $"/connections/{ConnectionId}/runs/{runId}";
}
