using System.Text.Json;
using System.Text.Json.Serialization;

namespace HumaXledger.Core.Xledger.Wire;

/// <summary>Names are Xledger's; all values are text, dates as Xledger writes them.</summary>
internal sealed record EmployeeNode
{
    public string? DbId { get; init; }
    public string? Code { get; init; }
    public string? Description { get; init; }
    public string? OwnerDbId { get; init; }
    public string? Email { get; init; }
    public string? EmploymentFrom { get; init; }
    public string? EmploymentTo { get; init; }
    public string? DateTo { get; init; }
    public string? TrialTo { get; init; }
    public string? NoticeDate { get; init; }
    public string? SocialSecurityMasked { get; init; }
    public string? ContactDbId { get; init; }
    public ContactNode? Contact { get; init; }
    public SubledgerNode? Subledger { get; init; }

    // The generated ToString would print personal data.
    public override string ToString() => $"employee {DbId}";
}

internal sealed record ContactNode
{
    public string? DbId { get; init; }
    public string? Id { get; init; }
    public string? OwnerDbId { get; init; }
    public string? FirstName { get; init; }
    public string? MiddleName { get; init; }
    public string? LastName { get; init; }
    public string? Birthday { get; init; }
    public string? Email { get; init; }
    public string? Phone { get; init; }
    public string? JobTitle { get; init; }
    public string? SocialSec { get; init; }
    public SystemValueNode? Gender { get; init; }
    public AddressNode? Address { get; init; }
    public AddressNode? HomeAddress { get; init; }

    /// <summary>What the document selects and no property stands for.</summary>
    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Others { get; set; }

    /// <summary>A plain text that no property stands for; null where there is none.</summary>
    public string? Text(string name) =>
        Others?.GetValueOrDefault(name) is { ValueKind: JsonValueKind.String or JsonValueKind.Number } text
            ? text.Deserialize<string>(WireJson.Options)
            : null;

    public override string ToString() => $"contact {DbId}";
}

internal sealed record SubledgerNode
{
    public string? DbId { get; init; }
    public string? Code { get; init; }
    public string? Description { get; init; }
    public string? Email { get; init; }
    public string? Phone { get; init; }
    public string? BankAccount { get; init; }
    public SystemValueNode? LedgerType { get; init; }
    public AddressNode? Address { get; init; }
    public CompanyNode? Company { get; init; }

    public override string ToString() => $"subledger {DbId}";
}

internal sealed record AddressNode(string? StreetAddress, string? ZipCode, string? Place, CountryNode? Country)
{
    public override string ToString() => "an address";
}

internal sealed record CountryNode(string? Code, string? Description);

internal sealed record CompanyNode(AddressNode? Address);

internal sealed record SystemValueNode(string? DbId, string? Code, string? Name);

internal sealed record SupplierNode(string? DbId, string? Code)
{
    public string? Description { get; init; }
    public string? OwnerDbId { get; init; }
    public string? Email { get; init; }

    public override string ToString() => $"supplier {DbId}";
}

internal sealed record EntityNode(string? OwnerDbId, OwnerNode? Owner);

internal sealed record OwnerNode(string? DbId, string? Code, string? Description);

internal sealed record ViewerData(ViewerNode? Viewer);

internal sealed record ViewerNode(EntityNode? Entity);

/// <summary>A record in a probe, with the part that the right opens.</summary>
internal sealed record ProbeNode(string? DbId, System.Text.Json.JsonElement? Seen)
{
    public override string ToString() => $"probe {DbId}";
}
