namespace HumaXledger.Sandbox.Huma;

/// <summary>A company, location or team that people belong to.</summary>
public sealed record HumaGroup(Guid Id, string Name, HumaGroupType Type)
{
    /// <summary>Companies only.</summary>
    public string? OrganizationNumber { get; init; }

    public string? Description { get; init; }
}

public enum HumaGroupType
{
    Company,
    Location,
    Team,
}

/// <summary>An entry of the register of job titles that positions point to.</summary>
public sealed record HumaJobTitle(Guid Id, string Name, string? Description);
