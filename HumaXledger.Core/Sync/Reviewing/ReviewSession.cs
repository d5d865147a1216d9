using System.Diagnostics.CodeAnalysis;
using HumaXledger.Core.Matching;
using HumaXledger.Core.People;
using HumaXledger.Core.Planning;
using HumaXledger.Core.Planning.Comparing;
using HumaXledger.Core.Planning.Deciding;
using HumaXledger.Core.Planning.Forecasting;
using HumaXledger.Core.Planning.Guards;
using HumaXledger.Core.Storage.Comparisons;
using HumaXledger.Core.Storage.Connections;
using HumaXledger.Core.Storage.Plans;
using HumaXledger.Core.Storage.Reviews;
using HumaXledger.Core.Sync.Allowance;

namespace HumaXledger.Core.Sync.Reviewing;

/// <summary>
/// One comparison with all that was decided about it so far, as one administrator sees it now. Immutable; an act gives
/// a new one.
/// </summary>
public sealed record ReviewSession(
    ComparisonRecord Record,
    Connection Connection,
    Comparison Comparison,
    Decisions Decisions
)
{
    /// <summary>How many people the last comparison before this one read on each side; null for the first.</summary>
    internal (int? Huma, int? Xledger) LastCounts { get; init; }

    /// <summary>The connection's newest plan number when the session was opened; 0 without one.</summary>
    internal int LastPlan { get; init; }

    /// <summary>
    /// The stored version that <see cref="Decisions"/> is; null where it holds others than the stored ones.
    /// </summary>
    public int? DecisionsVersion { get; init; }

    /// <summary>Today where the systems are kept: Oslo.</summary>
    internal DateOnly Today { get; init; }

    /// <summary>Keeps the comparison in the memory that pages share, as long as one of them shows it.</summary>
    internal object? Shared { get; init; }

    /// <summary>What each step costs, as far as this installation is known.</summary>
    internal ForecastModel Costs { get; init; } = ForecastModel.Default;

    /// <summary>
    /// How far Xledger's monthly allowance reaches when nothing is written; as it was when the session was opened.
    /// </summary>
    public required AllowanceForecast Allowance { get; init; }

    /// <summary>The same with what would be written now.</summary>
    public AllowanceForecast AllowanceForecast => Allowance with { Planned = Preview.Forecast.XledgerRequests };

    /// <summary>
    /// Who is who as the machine alone sees it: the questions that were asked, whatever was answered since.
    /// </summary>
    public required Matches AsMatched { get; init; }

    /// <summary>Country whose national spellings apply (two letters); null where none prevails.</summary>
    public string? Country => Comparison.Rosters.Country;

    /// <summary>
    /// Who exists in the other system only, with what is missing or invalid for being added to this one.
    /// </summary>
    public IReadOnlyList<AddCandidate> AddCandidates(Side target) =>
        Planning.Deciding.AddCandidates.Of(Comparison, target, Today);

    /// <summary>What would be written if "Synchronize users" were pressed now.</summary>
    public SyncPlan Preview =>
        field ??=
            Pilots.Count == 0
                ? Whole
                : Whole.Only(
                    person => !Pilots.Any(pilot => pilot.People.Contains(person)),
                    Costs with
                    {
                        Today = Today,
                    },
                    Comparison.Rosters
                );

    /// <summary>Pilots of this comparison, oldest first: their people are done, the rest waits.</summary>
    public IReadOnlyList<PilotRun> Pilots { get; init; } = [];

    /// <summary>
    /// Whether the comparison can still be decided on and written, as of when it was opened or the last act was asked
    /// for: an act on a closed one stores nothing.
    /// </summary>
    public bool IsOpen { get; init; } = Record.State == ComparisonState.Complete;

    /// <summary>
    /// Whether a pilot was made and the rest waits as it was decided: it can be written or left, and decided again on a
    /// new comparison.
    /// </summary>
    public bool RestWaits => Pilots.Count > 0;

    // Guards are about all that was decided: a pilot and its rest must not slip below a limit that both together
    // exceed.
    private SyncPlan Whole =>
        SyncPlan.Make(
            Comparison,
            Decisions,
            GuardSettings.With(Connection.GuardLimits),
            Today,
            LastCounts.Huma,
            LastCounts.Xledger,
            Costs
        );

    /// <summary>
    /// The part of <see cref="Preview"/> that concerns these people and those who have to go with them.
    /// </summary>
    public (PilotChoice Choice, SyncPlan Plan) Pilot(IReadOnlyCollection<PersonRef> chosen)
    {
        var choice = PilotChoice.Of(Preview, Comparison, chosen);
        return (choice, Preview.Only(choice.People.Contains, Costs with { Today = Today }, Comparison.Rosters));
    }

    /// <summary>What pressing "Synchronize users" intends while <see cref="Preview"/> is shown.</summary>
    public ShownPlan Shown =>
        new(
            Pilots is [.., var pilot] ? new PlanSource(PlanOrigin.Rest, pilot.RunId) : PlanSource.Review,
            Preview.Fingerprint,
            LastPlan
        );

    /// <summary>What trying this part of <see cref="Preview"/> first intends.</summary>
    /// <param name="pilot">From <see cref="Pilot"/>.</param>
    public ShownPlan ShownPilot(SyncPlan pilot) =>
        new(new PlanSource(PlanOrigin.Pilot, Pilots.LastOrDefault()?.RunId), pilot.Fingerprint, LastPlan);

    /// <summary>
    /// Decisions that another page or administrator had changed when the act that gave this session was asked for.
    /// While there are any, nothing of that act was stored: what was
    /// decided meanwhile is in <see cref="Decisions"/>, to be looked at.
    /// </summary>
    public IReadOnlyList<ChangedDecision> Overtaken { get; init; } = [];

    /// <summary>
    /// What others decided between the session that an act was asked for on and this one, beside what was overtaken;
    /// null where nothing was.
    /// </summary>
    public DecisionsOfOthers? DecidedByOthers { get; init; }

    /// <summary>The same with other choices than the stored ones, to compare an act with what was shown.</summary>
    public ReviewSession Showing(IReadOnlyDictionary<DifferenceKey, FieldChoice> fields) =>
        this with
        {
            Decisions = Decisions with { Fields = fields },
            DecisionsVersion = null,
        };

    /// <summary>
    /// The decisions with this guard confirmed for the people whom it counts now, or not confirmed; what was confirmed
    /// for others is replaced.
    /// </summary>
    public Decisions Confirming(GuardKind guard, bool confirmed) =>
        Decisions with
        {
            ConfirmedGuards = Decisions
                .ConfirmedGuards.Where(one => one.Kind != guard)
                .Concat(Preview.Guards.Where(one => confirmed && one.Kind == guard).Select(ConfirmedGuard.Of))
                .ToHashSet(),
        };

    /// <summary>What was chosen for a difference; null while nothing is decided.</summary>
    public FieldChoice? ChoiceOf(Difference difference) =>
        Decisions.Fields.TryGetValue(difference.Key, out var choice) ? choice : null;

    /// <summary>Whether neither an administrator nor the field's rule has decided a difference: it stays.</summary>
    public bool IsUndecided(Difference difference) =>
        ChoiceOf(difference) is null && Comparison.Input.Policy.ChoiceOf(difference) is null;

    // A copy must not carry the preview of the decisions before it, nor what another act found overtaken.
    [SetsRequiredMembers]
    private ReviewSession(ReviewSession other)
    {
        Record = other.Record;
        Connection = other.Connection;
        IsOpen = other.IsOpen;
        Comparison = other.Comparison;
        Decisions = other.Decisions;
        DecisionsVersion = other.DecisionsVersion;
        Costs = other.Costs;
        Allowance = other.Allowance;
        AsMatched = other.AsMatched;
        Pilots = other.Pilots;
        LastCounts = other.LastCounts;
        LastPlan = other.LastPlan;
        Overtaken = [];
        DecidedByOthers = null;
        Today = other.Today;
        Shared = other.Shared;
    }
}
