using System.Collections.Concurrent;
using System.Globalization;
using HumaXledger.Core.Huma.Wire;
using HumaXledger.Core.People;
using HumaXledger.Core.Reasons;

namespace HumaXledger.Core.Huma.Reading;

/// <summary>
/// Reads all users: first who there is, active and deactivated asked for separately because the default is unknown
/// (contracts/huma.md 2.4), then each
/// profile, several at a time. One person who cannot be read is a problem of the reading; many in one reading are a
/// fault of the system.
/// </summary>
internal sealed class PeopleReader(ListReader lists, UserReader users, int parallelRequests)
{
    /// <summary>The largest page of users (contracts/huma.md 2.2).</summary>
    public const int UsersPerPage = 50;

    /// <summary>The number of unreadable people above which the read fails.</summary>
    public const int TolerableFaults = 10;

    private const string Users = "/users";
    private static readonly string[] Activity = ["true", "false"];

    /// <summary>Reads the users in scope with their profiles.</summary>
    public async Task<HumaReading> ReadAsync(
        HumaScope scope,
        IProgress<ReadCount>? progress,
        CancellationToken cancellation
    )
    {
        var problems = new ConcurrentQueue<ReadProblem>();
        var (ids, announced) = await ListAsync(scope, problems, cancellation);
        var found = await ReadProfilesAsync(ids, announced, problems, progress, readOn: null, cancellation);
        return new HumaReading(found.Users, announced - found.Gone, [.. problems]);
    }

    /// <summary>The ids of the users in scope, without profiles.</summary>
    public async Task<IReadOnlySet<HumaId>> ReadMembersAsync(HumaScope scope, CancellationToken cancellation)
    {
        var problems = new ConcurrentQueue<ReadProblem>();
        var (ids, _) = await ListAsync(scope, problems, cancellation);
        return problems.TryPeek(out var problem)
            ? throw new HumaFault(HumaFaultCause.Incomplete, problem.Reason, transient: true)
            : ids.Select(id => new HumaId(id)).ToHashSet();
    }

    /// <summary>Reads these users one by one; those that no longer exist are in neither list.</summary>
    public async Task<HumaReading> ReadEachAsync(
        IReadOnlyCollection<HumaId> ids,
        Func<HumaUser, bool>? readOn,
        CancellationToken cancellation
    )
    {
        var problems = new ConcurrentQueue<ReadProblem>();
        var wanted = ids.Select(id => id.Value).ToHashSet();
        var found = await ReadProfilesAsync(wanted, wanted.Count, problems, progress: null, readOn, cancellation);
        return new HumaReading(found.Users, wanted.Count - found.Gone, [.. problems]);
    }

    private async Task<(HashSet<string> Ids, int Announced)> ListAsync(
        HumaScope scope,
        ConcurrentQueue<ReadProblem> problems,
        CancellationToken cancellation
    )
    {
        var ids = new HashSet<string>();
        var announced = 0;
        foreach (var active in Activity)
        {
            var listed = await lists.ReadAsync(
                Users,
                Filter(scope, active),
                UsersPerPage,
                (id, item) => (Id: id, IsPerson: item.Text("type") is null or "user"),
                cancellation
            );
            announced += listed.Announced;
            foreach (var (id, isPerson) in listed.Items)
            {
                // A user who changes from active to deactivated between the two lists stands in both.
                announced -= isPerson && ids.Add(id) ? 0 : 1;
            }

            Report(problems, listed, active);
        }

        return (ids, announced);
    }

    /// <summary>The first few active users.</summary>
    public async Task<IReadOnlyList<HumaUser>> ReadSomeAsync(int most, CancellationToken cancellation)
    {
        var ids = await lists.ReadFirstAsync(
            Users,
            $"isActive={Activity[0]}",
            Math.Min(most, UsersPerPage),
            (id, item) => (Id: id, IsPerson: item.Text("type") is null or "user"),
            cancellation
        );
        var found = await ReadAsync(
            [.. ids.Where(item => item.IsPerson).Select(item => new HumaId(item.Id))],
            cancellation
        );
        return [.. found.Values];
    }

    /// <summary>Reads these users; those that no longer exist are absent.</summary>
    public async Task<IReadOnlyDictionary<HumaId, HumaUser>> ReadAsync(
        IReadOnlyCollection<HumaId> ids,
        CancellationToken cancellation
    )
    {
        var found = new ConcurrentDictionary<HumaId, HumaUser>();
        await Parallel.ForEachAsync(ids.Distinct(), Bounded(cancellation), async (id, token) =>
        {
            if (await users.ReadAsync(id.Value, token) is { } user)
            {
                found[id] = user;
            }
        });
        return found;
    }

    private async Task<(IReadOnlyList<HumaUser> Users, int Gone)> ReadProfilesAsync(
        IReadOnlyCollection<string> ids,
        int announced,
        ConcurrentQueue<ReadProblem> problems,
        IProgress<ReadCount>? progress,
        Func<HumaUser, bool>? readOn,
        CancellationToken cancellation
    )
    {
        var found = new ConcurrentQueue<HumaUser>();
        var (read, gone, faults) = (0, 0, 0);
        progress?.Report(new ReadCount(0, announced));
        await Parallel.ForEachAsync(ids, Bounded(cancellation), async (id, token) =>
        {
            try
            {
                if (await users.ReadAsync(id, token, readOn) is { } user)
                {
                    found.Enqueue(user);
                }
                else
                {
                    // Deleted after the list was read.
                    Interlocked.Increment(ref gone);
                }
            }
            catch (HumaFault fault)
                when (IsAboutOnePerson(fault) && Interlocked.Increment(ref faults) <= TolerableFaults)
            {
                problems.Enqueue(new ReadProblem(Side.Huma, id, fault.Reason, Incomplete: true));
            }

            progress?.Report(new ReadCount(Interlocked.Increment(ref read), announced));
        });
        return ([.. found], gone);
    }

    // Other failures concern the key or the host, and so every person.
    private static bool IsAboutOnePerson(HumaFault fault) =>
        fault.Cause
            is HumaFaultCause.Server
                or HumaFaultCause.Lost
                or HumaFaultCause.Forbidden
                or HumaFaultCause.Answer;

    private static void Report(
        ConcurrentQueue<ReadProblem> problems,
        Listed<(string Id, bool IsPerson)> listed,
        string active
    )
    {
        const string where = "GET /users";
        var list = $"isActive={active}";
        if (listed.WithoutId > 0)
        {
            problems.Enqueue(
                new ReadProblem(
                    Side.Huma,
                    list,
                    new Reason(HumaReasons.PersonWithoutId, where, Text(listed.WithoutId)),
                    Incomplete: true
                )
            );
        }

        if (listed.IsShort)
        {
            problems.Enqueue(
                new ReadProblem(
                    Side.Huma,
                    list,
                    new Reason(
                        HumaReasons.ListShort,
                        where,
                        Text(listed.Announced),
                        Text(listed.Items.Count + listed.WithoutId)
                    ),
                    Incomplete: true
                )
            );
        }
    }

    private static string Filter(HumaScope scope, string active) =>
        scope.Group is { } group
            ? $"isActive={active}&{Uri.EscapeDataString(group.Type)}={Uri.EscapeDataString(group.Id)}"
            : $"isActive={active}";

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private ParallelOptions Bounded(CancellationToken cancellation) =>
        new() { MaxDegreeOfParallelism = parallelRequests, CancellationToken = cancellation };
}
