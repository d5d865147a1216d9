using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using System.Threading.Channels;
using HumaXledger.Core.Huma.Wire;
using HumaXledger.Core.People;
using HumaXledger.Core.Reasons;

namespace HumaXledger.Core.Huma.Reading;

/// <summary>
/// Reads all users: page by page who there is, active and deactivated asked for separately because the default is
/// unknown (contracts/huma.md 2.4), and meanwhile the profiles of those found, several at a time. One person who cannot
/// be read is a problem of the reading; many in one reading are a fault of the system.
/// </summary>
internal sealed class PeopleReader(ListReader lists, UserReader users, ReadPace pace)
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
        var count = new ProfileCount(progress);
        var found = Channel.CreateUnbounded<string>(new UnboundedChannelOptions { SingleWriter = true });
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var listing = ListIntoAsync(found.Writer, scope, problems, count, both.Token);
        var profiles = ReadProfilesAsync(
            found.Reader.ReadAllAsync(both.Token),
            problems,
            count,
            readOn: null,
            both.Token
        );
        if (!(await Task.WhenAny(listing, profiles)).IsCompletedSuccessfully)
        {
            await both.CancelAsync();
        }

        // Of a fault and the cancellation that it causes, the fault is thrown.
        await Task.WhenAll(listing, profiles);
        var (read, gone) = await profiles;
        return new HumaReading(read, await listing - gone, [.. problems]);
    }

    /// <summary>Passes each id on as soon as its page is read; returns the announced total.</summary>
    private async Task<int> ListIntoAsync(
        ChannelWriter<string> found,
        HumaScope scope,
        ConcurrentQueue<ReadProblem> problems,
        ProfileCount count,
        CancellationToken cancellation
    )
    {
        try
        {
            var announced = await ListAsync(scope, problems, id => found.TryWrite(id), cancellation);
            count.Announce(announced);
            return announced;
        }
        finally
        {
            found.Complete();
        }
    }

    /// <summary>The ids of the users in scope, without profiles.</summary>
    public async Task<IReadOnlySet<HumaId>> ReadMembersAsync(HumaScope scope, CancellationToken cancellation)
    {
        var problems = new ConcurrentQueue<ReadProblem>();
        var members = new HashSet<HumaId>();
        await ListAsync(scope, problems, id => members.Add(new HumaId(id)), cancellation);
        return problems.TryPeek(out var problem)
            ? throw new HumaFault(HumaFaultCause.Incomplete, problem.Reason, transient: true)
            : members;
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
        var count = new ProfileCount(progress: null);
        var found = await ReadProfilesAsync(wanted.ToAsyncEnumerable(), problems, count, readOn, cancellation);
        return new HumaReading(found.Users, wanted.Count - found.Gone, [.. problems]);
    }

    /// <param name="found">Called once for each person, as soon as the page is read.</param>
    /// <returns>The announced number of people.</returns>
    private async Task<int> ListAsync(
        HumaScope scope,
        ConcurrentQueue<ReadProblem> problems,
        Action<string> found,
        CancellationToken cancellation
    )
    {
        var ids = new HashSet<string>();
        var announced = 0;
        // Not both at once: who is deactivated while the active ones are listed is then in the second list.
        foreach (var active in Activity)
        {
            var before = ids.Count;
            var listed = await lists.ReadAsync(
                Users,
                Filter(scope, active),
                UsersPerPage,
                (id, item) =>
                {
                    // A user who changes from active to deactivated between the two lists stands in both.
                    if (IsPerson(item) && ids.Add(id))
                    {
                        found(id);
                    }

                    return id;
                },
                cancellation
            );
            announced += listed.Announced - listed.Items.Count + (ids.Count - before);
            Report(problems, listed, active);
        }

        return announced;
    }

    private static bool IsPerson(JsonElement item) => item.Text("type") is null or "user";

    /// <summary>The first few active users.</summary>
    public async Task<IReadOnlyList<HumaUser>> ReadSomeAsync(int most, CancellationToken cancellation)
    {
        var ids = await lists.ReadFirstAsync(
            Users,
            $"isActive={Activity[0]}",
            Math.Min(most, UsersPerPage),
            (id, item) => (Id: id, IsPerson: IsPerson(item)),
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
        IAsyncEnumerable<string> ids,
        ConcurrentQueue<ReadProblem> problems,
        ProfileCount count,
        Func<HumaUser, bool>? readOn,
        CancellationToken cancellation
    )
    {
        var found = new ConcurrentQueue<HumaUser>();
        var (gone, faults) = (0, 0);
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

            count.Add();
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

    private static void Report(ConcurrentQueue<ReadProblem> problems, Listed<string> listed, string active)
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
        new() { MaxDegreeOfParallelism = pace.People, CancellationToken = cancellation };
}
