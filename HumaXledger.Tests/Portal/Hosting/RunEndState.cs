using HumaXledger.Core.People;
using HumaXledger.Sandbox;
using HumaXledger.Tests.Sync;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Tests.Portal.Hosting;

/// <summary>
/// The result of a run in both systems, journal and baselines, without generated ids, so that two runs of the same plan
/// can be compared.
/// </summary>
internal sealed record RunEndState(
    IReadOnlyList<string> People,
    IReadOnlyList<string> Counts,
    IReadOnlyList<string> Journal,
    IReadOnlyList<string> Agreed
)
{
    public static async Task<RunEndState> OfAsync(SyncFixture fixture, Guid run, CancellationToken cancellation)
    {
        var world = fixture.World;
        var users = world.Huma.All();
        await using var store = fixture.Store();
        var changes = await store
            .Changes.AsNoTracking()
            .Where(change => change.RunId == run)
            .OrderBy(change => change.Sequence)
            .ToListAsync(cancellation);
        var links = await store.Links.AsNoTracking().ToListAsync(cancellation);
        return new RunEndState(
            [
                .. world
                    .People(null, 0, int.MaxValue)
                    .Page.SelectMany(person =>
                        new[]
                        {
                            $"Huma {person.ActiveInHuma} {person.RequestedEmail} {Text(person.Huma)}",
                            $"Xledger {person.Entity} {Text(person.Xledger)}",
                        }
                    )
                    .Order(StringComparer.Ordinal),
            ],
            [
                $"{users.Count} users, {users.Sum(user => user.Positions.Length)} positions, "
                    + $"{users.Sum(user => user.Identifications.Length)} identifications, "
                    + $"{world.Huma.JobTitles().Count} job titles",
                $"{world.Xledger.Employees.All().Count()} employees, {world.Xledger.Contacts.All().Count()} contacts, "
                    + $"{world.Xledger.Subledgers.All().Count()} ledger records",
            ],
            [
                .. changes.Select(change =>
                    $"{change.Sequence} {change.Target} {change.Kind} {change.PersonName} {change.Field}: "
                    + $"{change.From.TextOrNull} → {change.To.TextOrNull}; "
                    + $"{change.State} {change.After?.TextOrNull} {change.Reason?.Code}"
                ),
            ],
            [
                .. links
                    .Select(link =>
                        string.Join(
                            ' ',
                            FieldRules.All.Select(rules =>
                                $"{rules.Field}={(link.Baseline[rules.Field].IsKnown ? link.Baseline[rules.Field].TextOrNull : "?")}"
                            )
                        )
                    )
                    .Order(StringComparer.Ordinal),
            ]
        );
    }

    public void AssertSame(RunEndState other)
    {
        Assert.Equal(Journal, other.Journal);
        Assert.Equal(Counts, other.Counts);
        Assert.Equal(People, other.People);
        Assert.Equal(Agreed, other.Agreed);
    }

    private static string Text(IReadOnlyDictionary<SandboxField, string> values) =>
        string.Join(' ', values.OrderBy(entry => entry.Key).Select(entry => $"{entry.Key}={entry.Value}"));
}
