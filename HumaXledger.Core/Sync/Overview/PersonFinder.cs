using HumaXledger.Core.Access;
using HumaXledger.Core.People;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Sync.Comparing;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Core.Sync.Overview;

/// <summary>
/// Finds people by name, e-mail or employment ID over the connections that are not disconnected and whose people the
/// user may see.
/// </summary>
public sealed class PersonFinder(ReaderContexts contexts, OpenDifferences open)
{
    /// <summary>Shorter texts fit too many people.</summary>
    public const int ShortestText = 2;

    /// <summary>
    /// The people who fit: those whose employment ID is the text first, then those with a name that begins with it,
    /// then by name in the current culture. Reads nothing from the outside systems.
    /// </summary>
    /// <param name="text">What was typed; see <see cref="PersonQuery"/>.</param>
    /// <param name="most">How many are returned.</param>
    public async Task<FoundPeople> FindAsync(string text, int most, Actor by, CancellationToken cancellation)
    {
        by.DemandSomewhere(Permission.SeePeople);
        var query = PersonQuery.Of(text);
        if (query.Length < ShortestText)
        {
            return FoundPeople.None;
        }

        var typed = text.Trim();
        var found = new List<FoundPerson>();
        foreach (var (id, name) in await ConnectionsAsync(by, cancellation))
        {
            if (await open.ReadPeopleAsync(id, by, cancellation) is { } figures)
            {
                found.AddRange(
                    figures
                        .People.Where(person => query.Fits(person.Huma, person.Xledger))
                        .Select(person => new FoundPerson(id, name, person))
                );
            }
        }

        return new FoundPeople(
            [
                .. found
                    .OrderBy(one => Rank(one.Person.Record, typed))
                    .ThenBy(one => one.Person.Record.DisplayName, StringComparer.CurrentCultureIgnoreCase)
                    .ThenBy(one => one.Connection, StringComparer.CurrentCultureIgnoreCase)
                    .Take(most),
            ],
            found.Count
        );
    }

    private async Task<IReadOnlyList<(Guid Id, string Name)>> ConnectionsAsync(Actor by, CancellationToken cancellation)
    {
        await using var context = await contexts.ForAsync(by, Permission.SeePeople, cancellation);
        var connections = await context
            .Connections.Where(connection => connection.DisconnectedAt == null)
            .Select(connection => new { connection.Id, connection.Name })
            .ToListAsync(cancellation);
        return [.. connections.Select(connection => (connection.Id, connection.Name))];
    }

    private static int Rank(Person record, string typed) =>
        typed.Equals(record[Field.EmploymentId].TextOrNull, StringComparison.OrdinalIgnoreCase) ? 0
        : record
            .DisplayName.Split(' ')
            .Any(name => name.StartsWith(typed.Split(' ')[0], StringComparison.CurrentCultureIgnoreCase))
            ? 1
        : 2;
}

/// <summary>A person who fits a search, with the connection.</summary>
public sealed record FoundPerson(Guid ConnectionId, string Connection, KnownPerson Person);

/// <summary>The first people who fit a search.</summary>
/// <param name="Total">How many fit in all.</param>
public sealed record FoundPeople(IReadOnlyList<FoundPerson> First, int Total)
{
    /// <summary>No match.</summary>
    public static readonly FoundPeople None = new([], 0);
}
