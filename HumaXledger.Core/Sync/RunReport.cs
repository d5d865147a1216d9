using HumaXledger.Core.People;
using HumaXledger.Core.Planning;
using HumaXledger.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Core.Sync;

/// <summary>What a run came to, ready to be read by a person: the result page and the mail are two views of it.</summary>
public sealed record RunReport(RunRecord Run, Connection Connection, PlanRecord Plan, IReadOnlyList<PersonResult> People)
{
    public IReadOnlyList<PersonResult> Updated(Side target) => [.. People.Where(person => person.Target == target && person.Kind == ChangeKind.Update && person.Any(ChangeState.Confirmed))];

    /// <summary>People who exist in the target since this run, whether or not every field of theirs could be written.</summary>
    public IReadOnlyList<PersonResult> Added(Side target) => [.. People.Where(person => person.Target == target && person.Kind == ChangeKind.Create && person.Exists)];

    public IReadOnlyList<PersonResult> With(ChangeState state) => [.. People.Where(person => person.Any(state))];

    /// <summary>Changes whose turn did not come because the run was stopped or broke off.</summary>
    public int NotReached => People.Sum(person => person.Changes.Count(change => change.State is ChangeState.Planned or ChangeState.Sending));

    public int Count(ChangeState state) => People.Sum(person => person.Changes.Count(change => change.State == state));

    /// <summary>Whether anything is left that "try again" could mend.</summary>
    public bool CanRetry => Run.FinishedAt is not null && People.Any(person => person.Changes.Any(Retry.IsOpen));

    public static async Task<RunReport?> LoadAsync(SyncDbContext context, Guid runId, CancellationToken cancellation)
    {
        var run = await context.Runs.AsNoTracking().SingleOrDefaultAsync(run => run.Id == runId, cancellation);
        if (run is null)
        {
            return null;
        }

        var connection = await context.Connections.AsNoTracking().SingleAsync(connection => connection.Id == run.ConnectionId, cancellation);
        var plan = await context.Plans.AsNoTracking().SingleAsync(plan => plan.Id == run.PlanId, cancellation);
        var changes = await context.Changes.AsNoTracking().Where(change => change.PlanId == run.PlanId).OrderBy(change => change.Sequence).ToListAsync(cancellation);
        var people = changes
            .GroupBy(change => (change.Target, change.Kind, Person: PersonChanges.KeyOf(change)))
            .Select(group => new PersonResult(group.Key.Target, group.Key.Kind, group.First().PersonName, [.. group]))
            .OrderBy(person => person.Name, StringComparer.CurrentCultureIgnoreCase)
            .ToList();
        return new RunReport(run, connection, plan, people);
    }
}

/// <summary>What became of one person in one system.</summary>
public sealed record PersonResult(Side Target, ChangeKind Kind, string Name, IReadOnlyList<ChangeRecord> Changes)
{
    public HumaId? HumaId => Changes[0].HumaId;

    public XledgerId? XledgerId => Changes[0].XledgerId;

    /// <summary>Whether the record is there in the target: it was before, or it was added.</summary>
    public bool Exists => Kind == ChangeKind.Update || (Target == Side.Huma ? HumaId is not null : XledgerId is not null);

    public bool Any(ChangeState state) => Changes.Any(change => change.State == state);

    public IEnumerable<ChangeRecord> In(ChangeState state) => Changes.Where(change => change.State == state);
}
