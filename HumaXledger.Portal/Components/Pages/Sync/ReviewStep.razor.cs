using System.Globalization;
using HumaXledger.Core.Access;
using HumaXledger.Core.People;
using HumaXledger.Core.Planning;
using HumaXledger.Core.Planning.Checks;
using HumaXledger.Core.Planning.Comparing;
using HumaXledger.Core.Planning.Guards;
using HumaXledger.Core.Reasons;
using HumaXledger.Core.Sync.Reviewing;
using HumaXledger.Portal.Access;
using HumaXledger.Portal.Localisation;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace HumaXledger.Portal.Components.Pages.Sync;

/// <summary>
/// What is written when "Synchronize" is pressed, and the question before it. The click carries the plan that was on
/// the screen when the question was asked.
/// </summary>
public sealed partial class ReviewStep
{
    /// <summary>More rows than these are not put on paper: the page would hold them all at once.</summary>
    private const int MostPrinted = 2000;

    private PlanDifference? _difference;
    private ReviewSession? _asked;
    private bool _seen;
    private bool _trying;
    private bool _starting;
    private bool _printing;
    private bool _unprinted;

    [Parameter, EditorRequired]
    public required ReviewSession Session { get; set; }

    [Parameter]
    public EventCallback<ReviewSession> SessionChanged { get; set; }

    /// <summary>
    /// The changes of the plan since it was shown for the last request; null without any. It blocks the start until it
    /// is confirmed.
    /// </summary>
    [Parameter]
    public PlanDifference? Difference { get; set; }

    [Parameter]
    public EventCallback<PlanDifference?> DifferenceChanged { get; set; }

    /// <summary>Raised with the plan that was shown.</summary>
    [Parameter]
    public EventCallback<ReviewSession> Synchronize { get; set; }

    /// <summary>"Try with these people first".</summary>
    [Parameter]
    public EventCallback<PilotChosen> Try { get; set; }

    /// <summary>"Stop here" after a pilot.</summary>
    [Parameter]
    public EventCallback<ReviewSession> Stop { get; set; }

    [Parameter]
    public Reason? Refusal { get; set; }

    [Inject]
    public required Review Review { get; set; }

    [Inject]
    public required CurrentUser User { get; set; }

    [Inject]
    public required IJSRuntime Script { get; set; }

    private SyncPlan Plan => Session.Preview;

    private bool Off =>
        _starting
        || Shrunken
        || (Difference is not null && !_seen)
        || !Session.IsOpen
        || !User.May(Permission.Synchronize, Session.Connection.Id);

    private bool Shrunken => Plan.Guards.Any(guard => guard is { Kind: GuardKind.SideShrunken, Tripped: true });

    private string Do =>
        Plan.Changes.Count == 0
            ? Text["SynchronizeUsers"]
            : Text[
                Session.Pilots.Count > 0 ? "Pilot.Rest" : "Review.Do",
                Plan.Changes.Select(PersonRef.Of).Distinct().Count(),
                Plan.Changes.Count
            ];

    // What is written, by system and kind; what is none is left out.
    private IEnumerable<string> Written =>
        from part in new[]
        {
            ("Review.UpdatedInXledger", Side.Xledger, ChangeKind.Update),
            ("Review.UpdatedInHuma", Side.Huma, ChangeKind.Update),
            ("Review.AddedToXledger", Side.Xledger, ChangeKind.Create),
            ("Review.AddedToHuma", Side.Huma, ChangeKind.Create),
        }
        let people = PeopleIn(part.Item2, part.Item3)
        where people > 0
        select Text[part.Item1, people, In(part.Item2, part.Item3).Count()].Value;

    private IEnumerable<string> Parts =>
        Plan.Undecided.Count == 0 ? Written : Written.Append(Text["Review.Undecided", Plan.Undecided.Count].Value);

    protected override void OnParametersSet()
    {
        if (!ReferenceEquals(_difference, Difference))
        {
            (_difference, _seen) = (Difference, false);
        }
    }

    // All rows are on the page by now, not only those of its part of the list; they stay until the dialog
    // of the browser was closed, however long that takes.
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (_unprinted)
        {
            _unprinted = false;
            await Script.InvokeVoidAsync("hx.print", Timeout.InfiniteTimeSpan);
            _printing = false;
            StateHasChanged();
        }
    }

    // Values that were empty in a system that does not let them be emptied again.
    private int ValuesForGood =>
        Plan.Changes.Count(change => change is { Kind: ChangeKind.Update, CanBeUndone: false });

    private IEnumerable<PlannedChange> In(Side target, ChangeKind kind) =>
        Plan.Changes.Where(change => change.Target == target && change.Kind == kind);

    private int PeopleIn(Side target, ChangeKind kind) =>
        In(target, kind).Select(change => (change.Huma, change.Xledger)).Distinct().Count();

    // The row of the value, or the person among those to be added.
    private string AddressOf(BlockedChange blocked) =>
        blocked is { Huma: not null, Xledger: not null }
            ? SyncAddress.Of(Session.Connection.Id, SyncStep.Differences)
                + $"?q={Uri.EscapeDataString(blocked.PersonName)}"
            : SyncAddress.Of(Session.Connection.Id, SyncStep.AddPeople);

    private string FieldOf(PlanWarning warning) => warning.Field is { } field ? FieldText.Label(field) : "–";

    private static string Found(GuardResult guard) => $"{guard.Count:N0} ({guard.Percent / 100:P0})";

    private string Limit(GuardResult guard) =>
        guard.Limit.Percent is { } percent
            ? Text["Review.CheckLimitOf", guard.Limit.Count, (percent / 100).ToString("P0", CultureInfo.CurrentCulture)]
            : guard.Limit.Count.ToString("N0", CultureInfo.CurrentCulture);

    private static string StateOf(GuardResult guard) =>
        guard.Holds ? "Review.CheckHolds"
        : guard.Tripped ? "Review.CheckConfirmed"
        : "Review.CheckPassed";

    // The answer includes decisions made on other pages since: apart from the confirmation nothing may change
    // unnoticed.
    private async Task ConfirmAsync((GuardKind Kind, bool Confirmed) guard)
    {
        var expected = Session with { Decisions = Session.Confirming(guard.Kind, guard.Confirmed) };
        var now = await Review.ConfirmGuardAsync(
            Session,
            guard.Kind,
            guard.Confirmed,
            User.Actor,
            CancellationToken.None
        );
        await SessionChanged.InvokeAsync(now);
        if (now.IsOpen && now.Preview.Fingerprint != expected.Preview.Fingerprint)
        {
            await DifferenceChanged.InvokeAsync(PlanDifference.Between(expected.Preview, now.Preview));
        }
    }

    // An answered person is no longer asked about; the new plan is shown. Of what others decided since, it says what
    // changed.
    private async Task AnsweredAsync()
    {
        var (shown, now) = (Session, await Review.RefreshAsync(Session, User.Actor, CancellationToken.None));
        await SessionChanged.InvokeAsync(now);
        if (now.DecidedByOthers is not null && now.Preview.Fingerprint != shown.Preview.Fingerprint)
        {
            await DifferenceChanged.InvokeAsync(PlanDifference.Between(shown.Preview, now.Preview));
        }
    }

    // A refusal closes the question: what changed is on the page, and another click asks anew.
    private async Task StartAsync(ReviewSession shown)
    {
        _starting = true;
        await Synchronize.InvokeAsync(shown);
        (_starting, _asked) = (false, null);
    }

    private async Task TryAsync(PilotChosen chosen)
    {
        _starting = true;
        await Try.InvokeAsync(chosen);
        (_starting, _trying) = (false, false);
    }

    private async Task StopAsync(ReviewSession shown)
    {
        _starting = true;
        await Stop.InvokeAsync(shown);
        _starting = false;
    }
}
