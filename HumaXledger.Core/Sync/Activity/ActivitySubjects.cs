using System.Globalization;
using HumaXledger.Core.Access;
using HumaXledger.Core.People;
using HumaXledger.Core.Storage.Activity;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Sync.PersonalData;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Core.Sync.Activity;

/// <summary>
/// What entries of the activity log are about, as far as it is there to be looked at: the run, the person. Entries name
/// both by number and id only.
/// </summary>
public sealed class ActivitySubjects(ReaderContexts contexts)
{
    // Where the number of the run stands among the arguments.
    private static readonly Dictionary<string, int> RunAt = new()
    {
        [ActivityCodes.RunStarted] = 0,
        [ActivityCodes.RunStopped] = 0,
        [ActivityCodes.RunCompleted] = 0,
        [ActivityCodes.RunFailed] = 0,
        [ActivityCodes.FromHumaWritten] = 0,
        [ActivityCodes.PilotEndedReview] = 0,
        [ActivityCodes.RunExported] = 0,
        [ActivityCodes.RunExportedInClear] = 0,
        [ActivityCodes.HeldToBeWritten] = 1,
        [ActivityCodes.HeldLeft] = 1,
        [ActivityCodes.HeldTakenBack] = 1,
        [ActivityCodes.RestPlanned] = 2,
        [ActivityCodes.RunContinued] = 2,
        [ActivityCodes.RunRetried] = 2,
        [ActivityCodes.UndoPlanned] = 2,
        [ActivityCodes.HeldPlanned] = 2,
    };

    // Where the Huma id of the person stands.
    private static readonly Dictionary<string, int> PersonAt = new()
    {
        [ActivityCodes.ValueRevealed] = 1,
        [ActivityCodes.SamePersonConfirmed] = 0,
        [ActivityCodes.PersonUnlinked] = 0,
        [ActivityCodes.ProposedAgain] = 0,
        [ActivityCodes.PersonExported] = 0,
        [ActivityCodes.PersonExportedInClear] = 0,
        [ActivityCodes.PersonHistoryErased] = 0,
        [ActivityCodes.PersonErased] = 0,
        [ActivityCodes.MainPositionChosen] = 0,
    };

    /// <summary>A run that an entry is about, with its number in the connection.</summary>
    public sealed record Run(Guid Id, int Number);

    /// <param name="Name">Null where it is not known any more.</param>
    public sealed record Person(HumaId Id, string? Name);

    /// <summary>What is known of a page of entries, by the entry's id.</summary>
    public sealed record Known(IReadOnlyDictionary<long, Run> Runs, IReadOnlyDictionary<long, Person> People)
    {
        /// <summary>No entry is about a run or a person.</summary>
        public static Known Nothing { get; } = new(new Dictionary<long, Run>(), new Dictionary<long, Person>());
    }

    /// <summary>The runs and people that these entries are about.</summary>
    public async Task<Known> ReadAsync(IReadOnlyList<ActivityRecord> acts, Actor by, CancellationToken cancellation)
    {
        var runs = acts.Where(act =>
                act.ConnectionId is not null
                && RunAt.ContainsKey(act.What)
                && int.TryParse(act.Arguments.ElementAtOrDefault(RunAt[act.What]), CultureInfo.InvariantCulture, out _)
            )
            .ToDictionary(
                act => act.Id,
                act =>
                    (
                        Connection: act.ConnectionId!.Value,
                        Number: int.Parse(act.Arguments[RunAt[act.What]], CultureInfo.InvariantCulture)
                    )
            );
        var people = acts.Where(act =>
                act.ConnectionId is not null
                && PersonAt.ContainsKey(act.What)
                && Guid.TryParse(act.Arguments.ElementAtOrDefault(PersonAt[act.What]), out _)
            )
            .ToDictionary(act => act.Id, act => new HumaId(act.Arguments[PersonAt[act.What]]));
        if (runs.Count + people.Count == 0)
        {
            return Known.Nothing;
        }

        await using var context = await contexts.ForAsync(by, cancellation);
        var (connections, numbers, ids) = (
            runs.Values.Select(run => run.Connection).Distinct().ToList(),
            runs.Values.Select(run => run.Number).Distinct().ToList(),
            people.Values.Distinct().ToList()
        );
        var stored = (
            await context
                .Runs.Where(run => connections.Contains(run.ConnectionId) && numbers.Contains(run.Number))
                .Select(run => new
                {
                    run.ConnectionId,
                    run.Number,
                    run.Id,
                })
                .ToListAsync(cancellation)
        ).ToDictionary(run => (run.ConnectionId, run.Number), run => run.Id);
        var where = acts.Where(act => people.ContainsKey(act.Id))
            .ToDictionary(act => act.Id, act => act.ConnectionId!.Value);
        var owners = where.Values.Distinct().ToList();
        // The name of each connection's own journal, the last one: another one's may be of people who are not shown.
        var names = (
            await (
                from change in context.Changes
                join plan in context.Plans on change.PlanId equals plan.Id
                where
                    change.HumaId != null
                    && ids.Contains(change.HumaId.Value)
                    && owners.Contains(plan.ConnectionId)
                    && change.PersonName != Retention.NameRemoved
                group change by new { plan.ConnectionId, change.HumaId } into changes
                select new { changes.Key, Last = changes.Max(change => change.Id) } into last
                join change in context.Changes on last.Last equals change.Id
                select new
                {
                    last.Key.ConnectionId,
                    last.Key.HumaId,
                    change.PersonName,
                }
            ).ToListAsync(cancellation)
        ).ToDictionary(person => (person.ConnectionId, person.HumaId!.Value), person => person.PersonName);
        return new Known(
            runs.Where(run => stored.ContainsKey(run.Value))
                .ToDictionary(run => run.Key, run => new Run(stored[run.Value], run.Value.Number)),
            people.ToDictionary(
                person => person.Key,
                person => new Person(person.Value, names.GetValueOrDefault((where[person.Key], person.Value)))
            )
        );
    }
}
