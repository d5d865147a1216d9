using HumaXledger.Core.Access;
using HumaXledger.Core.People;
using HumaXledger.Core.People.Employment;
using HumaXledger.Core.Planning.Deciding;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Sync.Comparing;
using HumaXledger.Core.Sync.Systems;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Core.Sync.Watching;

/// <summary>What the connection's rule does with a value that changes by date.</summary>
public enum ComingOutcome
{
    Written,

    /// <summary>Written where Xledger is empty, else it awaits approval.</summary>
    FillsEmpty,

    Approval,
    NotWritten,
}

/// <summary>A value that changes by date.</summary>
public sealed record ComingValue(Field Field, FieldValue Value, ComingOutcome Outcome);

/// <summary>An announced change of one person.</summary>
/// <param name="Name">Null where it is not known yet.</param>
/// <param name="DayAfter">Whether its values change on the day after <see cref="AnnouncedChange.Date"/>, the last day
/// of what ends.</param>
public sealed record ComingChange(
    HumaId Person,
    string? Name,
    AnnouncedChange Change,
    IReadOnlyList<ComingValue> Values,
    bool DayAfter
)
{
    public override string ToString() => $"{Person} {Change.Date}";
}

/// <summary>The announced changes of linked people, from the last reading of Huma. Reads no outside system.</summary>
public sealed class ComingUp(IDbContextFactory<SyncDbContext> contexts, SnapshotCache snapshots, TimeProvider clock)
{
    /// <summary>How many days ahead are listed.</summary>
    public const int Days = 30;

    /// <summary>Today in Oslo, where the systems are kept.</summary>
    public DateOnly Today => SystemDay.Of(clock.GetUtcNow());

    /// <summary>How many there are.</summary>
    public async Task<int> CountAsync(Guid connectionId, Actor by, CancellationToken cancellation)
    {
        by.Demand(Permission.SeeStatus, connectionId);
        return (await ReadAsync(connectionId, cancellation)).Count;
    }

    /// <summary>By date, then by name.</summary>
    public Task<IReadOnlyList<ComingChange>> ReadAsync(Guid connectionId, Actor by, CancellationToken cancellation)
    {
        by.Demand(Permission.SeePeople, connectionId);
        return ReadAsync(connectionId, cancellation);
    }

    private async Task<IReadOnlyList<ComingChange>> ReadAsync(Guid connectionId, CancellationToken cancellation)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        var connection = await context
            .Connections.AsNoTracking()
            .Include(row => row.Policies)
            .SingleAsync(row => row.Id == connectionId, cancellation);
        if (connection.IsEnded)
        {
            return [];
        }

        var (first, last) = (Today, Today.AddDays(Days));
        var links = await context
            .Links.AsNoTracking()
            .Where(link => link.ConnectionId == connectionId && link.Outlook != null)
            .Select(link => new { link.HumaId, link.Outlook })
            .ToListAsync(cancellation);
        var announced = links
            .SelectMany(link => link.Outlook!.Announced, (link, change) => (link.HumaId, Change: change))
            .Where(one => one.Change.Date >= first && one.Change.Date <= last)
            .ToList();
        var names =
            announced.Count == 0
                ? new Dictionary<HumaId, string>()
                : await snapshots.NamesAsync(connectionId, cancellation);
        var rules = connection.Policies.ToDictionary(policy => policy.Field, policy => policy.Rule);
        return
        [
            .. announced
                .Select(one => new ComingChange(
                    one.HumaId,
                    names.GetValueOrDefault(one.HumaId),
                    one.Change,
                    [
                        .. one.Change.Values.Select(value => new ComingValue(
                            value.Field,
                            FieldValue.From(value.Text),
                            OutcomeOf(rules, value.Field)
                        )),
                    ],
                    one.Change.Kind is AnnouncedKind.PositionEnds or AnnouncedKind.EmploymentEnds
                ))
                .OrderBy(one => one.Change.Date)
                .ThenBy(one => one.Name, StringComparer.CurrentCultureIgnoreCase)
                .ThenBy(one => one.Person.Value, StringComparer.Ordinal),
        ];
    }

    // A field without a rule of its own follows Huma (docs/fields.md, The rules).
    private static ComingOutcome OutcomeOf(Dictionary<Field, PolicyRule> rules, Field field) =>
        rules.TryGetValue(field, out var rule)
            ? rule switch
            {
                PolicyRule.HumaWins => ComingOutcome.Written,
                PolicyRule.FillEmpty => ComingOutcome.FillsEmpty,
                PolicyRule.Ask => ComingOutcome.Approval,
                _ => ComingOutcome.NotWritten,
            }
            : ComingOutcome.Written;
}
