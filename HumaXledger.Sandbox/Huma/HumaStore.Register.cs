namespace HumaXledger.Sandbox.Huma;

/// <summary>The groups and job titles that users refer to.</summary>
public sealed partial class HumaStore
{
    private readonly Dictionary<Guid, HumaGroup> _groups = [];
    private readonly Dictionary<Guid, HumaJobTitle> _titles = [];

    /// <summary>All groups, in the order in which they were added.</summary>
    public IReadOnlyList<HumaGroup> Groups()
    {
        lock (_gate)
            return [.. _groups.Values];
    }

    /// <summary>The group with this id; null where there is none.</summary>
    public HumaGroup? Group(Guid id)
    {
        lock (_gate)
            return _groups.GetValueOrDefault(id);
    }

    /// <summary>Adds or replaces a group.</summary>
    public void Put(HumaGroup group)
    {
        lock (_gate)
            _groups[group.Id] = group;
    }

    /// <summary>All job titles, in the order in which they were added.</summary>
    public IReadOnlyList<HumaJobTitle> JobTitles()
    {
        lock (_gate)
            return [.. _titles.Values];
    }

    /// <summary>The job title with this id; null where there is none.</summary>
    public HumaJobTitle? JobTitle(Guid? id)
    {
        lock (_gate)
            return id is { } known ? _titles.GetValueOrDefault(known) : null;
    }

    /// <summary>Adds or replaces a job title.</summary>
    public void Put(HumaJobTitle title)
    {
        lock (_gate)
            _titles[title.Id] = title;
    }

    /// <summary>The members of a group.</summary>
    public IReadOnlyList<HumaUser> MembersOf(Guid group) =>
        Where($"member of {group}", user => user.Groups.Contains(group));
}
