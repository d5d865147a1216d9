using HumaXledger.Core.Access;
using HumaXledger.Core.Planning;
using HumaXledger.Core.Reasons;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Storage.Plans;
using HumaXledger.Core.Sync.Activity;
using HumaXledger.Core.Sync.FollowUps;
using HumaXledger.Core.Sync.PersonalData;
using HumaXledger.Core.Sync.Reviewing;
using HumaXledger.Core.Sync.Running;
using HumaXledger.Portal.Access;
using HumaXledger.Portal.Components.Pages.Access;
using HumaXledger.Portal.Components.Shared;
using HumaXledger.Portal.Exports;
using HumaXledger.Portal.Jobs;
using HumaXledger.Portal.Live;
using Microsoft.AspNetCore.Components;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Radzen;

namespace HumaXledger.Portal.Components.Pages.Runs;

/// <summary>A run in progress and its result. The run belongs to the server; the page only watches.</summary>
public sealed partial class RunPage
{
    private RunReport? _report;
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

    /// <summary>State of the changes that are listed at first.</summary>
    [SupplyParameterFromQuery(Name = "state")]
    public string? State { get; set; }

    [Inject]
    public required IDbContextFactory<SyncDbContext> Contexts { get; set; }

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
    public required Reveal Reveal { get; set; }

    [Inject]
    public required DialogService Dialogs { get; set; }

    [Inject]
    public required IStringLocalizer<SharedText> Common { get; set; }

    private string Title => Text[_progress is { Ended: false } ? "Progress.Title" : "Title", _report?.Run.Number ?? 0];

    private ChangeState? Shown =>
        Enum.TryParse<ChangeState>(State, out var state) && Enum.IsDefined(state) ? state : null;

    private IEnumerable<RelatedRun> Related =>
        _report is null
            ? []
            : (_report.Earlier is { } earlier ? [earlier] : Array.Empty<RelatedRun>()).Concat(_report.Later);

    protected override async Task OnParametersSetAsync()
    {
        if (_report?.Run.Id == RunId)
        {
            return;
        }

        // Navigating from one run to another keeps the component.
        (_stopAsked, _refusal, _difference) = (false, null, null);
        await LoadAsync();
        if (_report is null || _report.Connection.Id != ConnectionId)
        {
            Navigation.NotFound();
        }
        else if (_report.IsUnderWay)
        {
            _progress = _report.Progress;
            WatchRun(RunId);
        }
        else
        {
            _progress = null;
        }
    }

    private void WatchRun(Guid runId) =>
        Watch(async leaving =>
        {
            await foreach (var progress in Feed.WatchAsync<RunProgress>(runId, leaving))
            {
                if (progress.Ended)
                {
                    await LoadAsync();
                    _progress = null;
                    StateHasChanged();
                    return;
                }

                _progress = _stopAsked ? progress.StopAsked() : progress;
                StateHasChanged();
            }
        });

    private async Task LoadAsync()
    {
        await using var context = await Contexts.CreateDbContextAsync(Leaving);
        _report = await RunReport.LoadAsync(context, RunId, Leaving);
    }

    private async Task StopAsync(Guid runId)
    {
        _stopAsked = true;
        await Executor.StopAsync(runId, User.Actor, Leaving);
        _progress = _progress?.StopAsked();
    }

    private bool RetryOff => _retrying || (_difference is not null && !_seen) || !User.May(Permission.Synchronize);

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
                await LoadAsync();
                // A different plan is only shown, together with what changed; starting it takes another click.
                var now = _report!.Again(shown.Plan.Source.Origin);
                (_difference, _seen) = (
                    now.Fingerprint == shown.Content.Fingerprint ? null : PlanDifference.Between(shown.Content, now),
                    false
                );
                break;
        }
    }

    private Task ExportInClearAsync() =>
        Reveal.Refusal(User.Actor.AuthenticatedAt) is { } tooLongAgo
            ? SignInAgain.OpenAsync(Dialogs, tooLongAgo, Common["Again.Title"])
            : Dialogs.OpenAsync<ClearExport>(
                Text["ClearExport"],
                new Dictionary<string, object?>
                {
                    [nameof(ClearExport.Address)] = RunExport.InClearAddress(ConnectionId, RunId),
                    [nameof(ClearExport.Formats)] = RunExport.Formats,
                    [nameof(ClearExport.Means)] = Text["ClearExport.Means"].Value,
                },
                new DialogOptions
                {
                    Width = "min(32rem, 92vw)",
                    CloseDialogOnEsc = true,
                    AutoFocusFirstElement = true,
                }
            );

    private async Task StopHereAsync(RunReport shown)
    {
        await Reviewed.EndAsync(shown.Plan.ComparisonId, shown.Run.Number, User.Actor, Leaving);
        await LoadAsync();
    }

    private sealed record ShownRetry(SyncPlan Content, ShownPlan Plan);
}
