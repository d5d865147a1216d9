using System.Diagnostics.CodeAnalysis;

namespace HumaXledger.Sandbox.Huma;

/// <summary>
/// The organization in Huma, in memory. Every write keeps e-mail address, phone number and employment ID unique among
/// all users, deactivated ones included, and raises <see cref="Changed"/>. Thread-safe.
/// </summary>
public sealed partial class HumaStore(Guid organizationId)
{
    private const int ListsKept = 16;

    private readonly Lock _gate = new();
    private readonly Dictionary<Guid, HumaUser> _users = [];
    private readonly List<Guid> _order = [];
    private readonly UniqueValues _unique = new();
    private readonly Dictionary<Guid, int> _subordinates = [];
    private readonly Dictionary<string, HumaUser[]> _lists = new(StringComparer.Ordinal);

    public Guid OrganizationId { get; } = organizationId;

    /// <summary>Raised after each write, outside the lock, in the order of one caller's writes.</summary>
    public event Action<HumaChanges>? Changed;

    /// <summary>The number of users, service users included.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
                return _users.Count;
        }
    }

    /// <summary>Replaces all data without raising <see cref="Changed"/>.</summary>
    public void Reset(
        IReadOnlyCollection<HumaUser> users,
        IEnumerable<HumaGroup> groups,
        IEnumerable<HumaJobTitle> titles
    )
    {
        lock (_gate)
        {
            _users.Clear();
            _order.Clear();
            _unique.Clear();
            _subordinates.Clear();
            _lists.Clear();
            _groups.Clear();
            _titles.Clear();
            _users.EnsureCapacity(users.Count);
            foreach (var user in users)
            {
                if (_unique.TakenBy(user) is { Count: > 0 } taken)
                    throw new ArgumentException(
                        $"User {user.Id}: {string.Join(", ", taken)} not unique.",
                        nameof(users)
                    );
                Insert(user);
            }

            foreach (var group in groups)
                _groups.Add(group.Id, group);
            foreach (var title in titles)
                _titles.Add(title.Id, title);
        }
    }

    /// <summary>The user with this id; null where there is none.</summary>
    public HumaUser? Find(Guid id)
    {
        lock (_gate)
            return _users.GetValueOrDefault(id);
    }

    /// <summary>All users, service users included, in the order in which they were added.</summary>
    public IReadOnlyList<HumaUser> All()
    {
        lock (_gate)
            return _order.ConvertAll(id => _users[id]);
    }

    /// <summary>
    /// The users that match, in the order in which they were added. Cached until the next write, so that paging through
    /// a list evaluates each user once.
    /// </summary>
    /// <param name="filter">
    /// The cache key of <paramref name="passes"/>; the same text must mean the same condition.
    /// </param>
    public IReadOnlyList<HumaUser> Where(string filter, Func<HumaUser, bool> passes)
    {
        lock (_gate)
        {
            if (_lists.TryGetValue(filter, out var known))
                return known;
            if (_lists.Count == ListsKept)
                _lists.Clear();
            return _lists[filter] = [.. _order.Select(id => _users[id]).Where(passes)];
        }
    }

    /// <summary>
    /// Adds a user; false, with the names of the properties, where another user has one of its unique values.
    /// </summary>
    public bool TryAdd(HumaUser user, [NotNullWhen(false)] out IReadOnlyList<string>? taken)
    {
        lock (_gate)
        {
            if (_unique.TakenBy(user) is { Count: > 0 } held)
            {
                taken = held;
                return false;
            }

            Insert(user);
        }

        taken = null;
        Raise(null, user);
        return true;
    }

    /// <summary>
    /// Replaces a user by the result of <paramref name="change"/>. Returns null for an unknown id, and the unchanged
    /// user where nothing changed or another user has a unique value.
    /// </summary>
    public HumaUser? Change(Guid id, Func<HumaUser, HumaUser> change, out IReadOnlyList<string> taken)
    {
        taken = [];
        HumaUser before,
            after;
        lock (_gate)
        {
            if (!_users.TryGetValue(id, out before!))
                return null;
            after = change(before);
            taken = _unique.TakenBy(after);
            if (taken.Count > 0 || after == before)
                return before;
            Exchange(before, after);
        }

        Raise(before, after);
        return after;
    }

    /// <summary>
    /// Changes several users in one step; false, without any change, when a value would not be unique. Unknown ids are
    /// skipped.
    /// </summary>
    public bool ChangeAll(IReadOnlyCollection<Guid> ids, Func<HumaUser, HumaUser> change)
    {
        var changes = new List<HumaChange>();
        lock (_gate)
        {
            foreach (var id in ids.Distinct())
            {
                if (!_users.TryGetValue(id, out var before))
                    continue;
                var after = change(before);
                if (after == before)
                    continue;
                if (_unique.TakenBy(after).Count > 0)
                {
                    foreach (var done in changes)
                        Exchange(done.After!, done.Before!);
                    return false;
                }

                Exchange(before, after);
                changes.Add(new HumaChange(before, after));
            }
        }

        if (changes.Count > 0)
            Changed?.Invoke(new HumaChanges([.. changes]));
        return true;
    }

    /// <summary>Deletes a user; false for an unknown id.</summary>
    public bool Delete(Guid id)
    {
        HumaUser? user;
        lock (_gate)
        {
            if (!_users.Remove(id, out user))
                return false;
            _order.Remove(id);
            _lists.Clear();
            _unique.Remove(user);
            Supervise(user, -1);
        }

        Raise(user, null);
        return true;
    }

    /// <summary>The number of users with this one as supervisor.</summary>
    public int SubordinatesOf(Guid id)
    {
        lock (_gate)
            return _subordinates.GetValueOrDefault(id);
    }

    private void Exchange(HumaUser before, HumaUser after)
    {
        _unique.Remove(before);
        _unique.Add(after);
        Supervise(before, -1);
        Supervise(after, 1);
        _users[after.Id] = after;
        _lists.Clear();
    }

    private void Insert(HumaUser user)
    {
        _users.Add(user.Id, user);
        _order.Add(user.Id);
        _lists.Clear();
        _unique.Add(user);
        Supervise(user, 1);
    }

    private void Supervise(HumaUser user, int change)
    {
        if (user.Supervisor is { } supervisor)
            _subordinates[supervisor] = _subordinates.GetValueOrDefault(supervisor) + change;
    }

    private void Raise(HumaUser? before, HumaUser? after) =>
        Changed?.Invoke(new HumaChanges([new HumaChange(before, after)]));
}
