namespace HumaXledger.Sandbox;

/// <summary>One person with the data of both systems side by side.</summary>
/// <param name="HumaId">Null for a person who is not in Huma.</param>
/// <param name="EmployeeDbId">Null for a person who is not in Xledger.</param>
public sealed record SandboxPerson(Guid? HumaId, int? EmployeeDbId, string Name)
{
    /// <summary>The values in Huma; empty fields are absent.</summary>
    public required IReadOnlyDictionary<SandboxField, string> Huma { get; init; }

    /// <summary>The values in Xledger; empty fields are absent.</summary>
    public required IReadOnlyDictionary<SandboxField, string> Xledger { get; init; }

    /// <summary>Null for a person who is not in Huma.</summary>
    public bool? ActiveInHuma { get; init; }

    /// <summary>A new e-mail address that awaits confirmation in Huma.</summary>
    public string? RequestedEmail { get; init; }

    /// <summary>Name of the Xledger entity; null for a person who is not in Xledger.</summary>
    public string? Entity { get; init; }
}

/// <summary>The result of an edit on the sandbox page.</summary>
public enum EditOutcome
{
    Done,
    NotFound,

    /// <summary>Another user in Huma has the value.</summary>
    NotUnique,

    /// <summary>The text is not valid for the field, or the field cannot be empty.</summary>
    NotValid,
}
