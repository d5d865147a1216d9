namespace HumaXledger.Sandbox.Huma;

/// <summary>What users point to: groups and job titles.</summary>
public sealed partial class HumaStore
{
    private readonly Dictionary<Guid, HumaGroup> _groups = [];
    private readonly Dictionary<Guid, HumaJobTitle> _titles = [];

    public IReadOnlyList<HumaGroup> Groups()
    {
        lock (_gate)
            return [.. _groups.Values];
    }

    public HumaGroup? Group(Guid id)
    {
        lock (_gate)
            return _groups.GetValueOrDefault(id);
    }

    public void Put(HumaGroup group)
    {
        lock (_gate)
            _groups[group.Id] = group;
    }

    public IReadOnlyList<HumaJobTitle> JobTitles()
    {
        lock (_gate)
            return [.. _titles.Values];
    }

    public HumaJobTitle? JobTitle(Guid? id)
    {
        lock (_gate)
            return id is { } known ? _titles.GetValueOrDefault(known) : null;
    }

    public void Put(HumaJobTitle title)
    {
        lock (_gate)
            _titles[title.Id] = title;
    }

    /// <summary>Users that belong to a group.</summary>
    public IReadOnlyList<HumaUser> MembersOf(Guid group) =>
        Where($"member of {group}", user => user.Groups.Contains(group));
}
