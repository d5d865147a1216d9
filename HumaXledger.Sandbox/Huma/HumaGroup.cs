namespace HumaXledger.Sandbox.Huma;

/// <summary>A company, location or team with members.</summary>
public sealed record HumaGroup(Guid Id, string Name, HumaGroupType Type)
{
    /// <summary>For companies only.</summary>
    public string? OrganizationNumber { get; init; }

    public string? Description { get; init; }
}

/// <summary>The types of groups.</summary>
public enum HumaGroupType
{
    Company,
    Location,
    Team,
}

/// <summary>A job title in the register, which positions refer to.</summary>
public sealed record HumaJobTitle(Guid Id, string Name, string? Description);
