using HumaXledger.Core.Access;
using HumaXledger.Core.Planning;
using HumaXledger.Core.Reasons;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Storage.Plans;
using HumaXledger.Core.Sync.Activity;
using HumaXledger.Core.Sync.FollowUps;
using HumaXledger.Core.Sync.Reviewing;
using HumaXledger.Core.Sync.Running;
using HumaXledger.Portal.Access;
using HumaXledger.Portal.Jobs;
using HumaXledger.Portal.Live;
using Microsoft.AspNetCore.Components;

namespace HumaXledger.Portal.Components.Pages.Runs;

/// <summary>A run in progress and its result. The run belongs to the server; the page only watches.</summary>
public sealed partial class RunPage
{
    // Ten rows that change more often than once a second cannot be read.
    private static readonly TimeSpan RecentPause = TimeSpan.FromSeconds(1);

    private RunReport? _report;
    private RunPace? _pace;
    private IReadOnlyList<ChangeRecord> _changes = [];
    private IReadOnlyList<ChangeRecord> _recent = [];
    private RunProgress? _progress;
    private Reason? _refusal;
    private PlanDifference? _difference;
    private bool _seen;
    private bool _retrying;
    private bool _stopAsked;

    [Parameter]
    public Guid ConnectionId { get; set; }

    [Parameter]
    public Guid RunId { get; set; }

    [SupplyParameterFromQuery(Name = "q")]
    public string? SearchInAddress { get; set; }

    [SupplyParameterFromQuery(Name = "state")]
    public string? StateInAddress { get; set; }

    [SupplyParameterFromQuery(Name = "to")]
    public string? TargetInAddress { get; set; }

    [SupplyParameterFromQuery(Name = "added")]
    public string? AddedInAddress { get; set; }

    [SupplyParameterFromQuery(Name = "field")]
    public string? FieldInAddress { get; set; }

    [SupplyParameterFromQuery(Name = "sort")]
    public string? OrderInAddress { get; set; }

    [SupplyParameterFromQuery(Name = "page")]
    public int? PageInAddress { get; set; }

    [Inject]
    public required ReaderContexts Contexts { get; set; }

    [Inject]
    public required RunExecutor Executor { get; set; }

    [Inject]
    public required Retry Retry { get; set; }

    [Inject]
    public required ReviewPlans Reviewed { get; set; }

    [Inject]
    public required RunStart Runs { get; set; }

    [Inject]
    public required RunFeed Feed { get; set; }

    [Inject]
    public required CurrentUser User { get; set; }

    [Inject]
    public required NavigationManager Navigation { get; set; }

    [Inject]
    public required TimeProvider Clock { get; set; }

    private string Title => Text["Title", _report?.Run.Number ?? 0];

    private ChangeFilter Filter =>
        ChangeFilter.Read(
            SearchInAddress,
            StateInAddress,
            TargetInAddress,
            AddedInAddress,
            FieldInAddress,
            OrderInAddress,
            PageInAddress
        );

    protected override async Task OnInitializedAsync()
    {
        await LoadAsync();
        if (_report is null)
        {
            Navigation.NotFound();
        }
        else if (_report.IsUnderWay)
        {
            _progress = _report.Progress;
            (_pace, _recent) = (new RunPace(_report.Plan.Forecast, Clock), RecentChanges.Of(_changes));
            WatchRun();
            WatchRecent(_report.Plan.Id);
        }
    }

    private void WatchRun() =>
        Watch(async leaving =>
        {
            await foreach (var progress in Feed.WatchAsync<RunProgress>(RunId, leaving))
            {
                if (progress.Ended)
                {
                    _progress = null;
                    await ReadAgainAsync();
                    StateHasChanged();
                    return;
                }

                _progress = _stopAsked ? progress.StopAsked() : progress;
                _pace!.See(progress);
                StateHasChanged();
            }
        });

    private void WatchRecent(Guid planId) =>
        Watch(async leaving =>
        {
            var seen = 0;
            while (_progress is { Ended: false } progress)
            {
                if (progress.Done != seen)
                {
                    await using var context = await Contexts.ForAsync(User.Actor, Permission.SeePeople, leaving);
                    (_recent, seen) = (await RecentChanges.ReadAsync(context, planId, leaving), progress.Done);
                    StateHasChanged();
                }

                await Task.Delay(RecentPause, Clock, leaving);
            }
        });

    private async Task LoadAsync()
    {
        await using var context = await Contexts.ForAsync(User.Actor, Permission.SeePeople, Leaving);
        // Nothing stays of what the user may not see any more.
        _report =
            await RunReport.LoadAsync(context, RunId, Leaving) is { } read && read.Connection.Id == ConnectionId
                ? read
                : null;
        _changes = [.. _report?.Changes ?? []];
    }

    private async Task StopAsync(Guid runId)
    {
        _stopAsked = true;
        await Executor.StopAsync(runId, User.Actor, Leaving);
        _progress = _progress?.StopAsked();
    }

    private bool RetryOff =>
        _retrying || (_difference is not null && !_seen) || !User.May(Permission.Synchronize, ConnectionId);

    private static ShownRetry ShownOf(RunReport report, PlanOrigin origin) =>
        new(report.Again(origin), report.Shown(origin));

    private async Task RetryAsync(ShownRetry shown)
    {
        (_retrying, _refusal) = (true, null);
        var plan = await Retry.MakePlanAsync(RunId, shown.Plan, User.Actor, Leaving);
        var started = await Runs.StartAsync(plan, Leaving);
        _retrying = false;
        switch (started)
        {
            case Answer<Guid>.Done(var runId):
                Navigation.NavigateTo($"/connections/{ConnectionId}/runs/{runId}");
                break;
            case Answer<Guid>.Refused(var reason):
                _refusal = reason;
                if (!await ReadAgainAsync())
                {
                    return;
                }

                // A different plan is only shown, together with what changed; starting it takes another click.
                var now = _report!.Again(shown.Plan.Source.Origin);
                (_difference, _seen) = (
                    now.Fingerprint == shown.Content.Fingerprint ? null : PlanDifference.Between(shown.Content, now),
                    false
                );
                break;
        }
    }

    private async Task StopHereAsync(RunReport shown)
    {
        await Reviewed.EndAsync(shown.Plan.ComparisonId, shown.Run.Number, User.Actor, Leaving);
        await ReadAgainAsync();
    }

    /// <returns>False where the user may not see the run any more; the page says so.</returns>
    private async Task<bool> ReadAgainAsync()
    {
        await LoadAsync();
        if (_report is null)
        {
            Navigation.NotFound();
        }

        return _report is not null;
    }

    private sealed record ShownRetry(SyncPlan Content, ShownPlan Plan);
}
