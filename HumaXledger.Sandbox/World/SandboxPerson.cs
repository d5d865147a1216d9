namespace HumaXledger.Sandbox;

/// <summary>One person, both systems side by side.</summary>
/// <param name="HumaId">Null when Huma does not know the person.</param>
/// <param name="EmployeeDbId">Null when Xledger does not know the person.</param>
public sealed record SandboxPerson(Guid? HumaId, int? EmployeeDbId, string Name)
{
    /// <summary>What each side holds; a field that is not in it holds no value.</summary>
    public required IReadOnlyDictionary<SandboxField, string> Huma { get; init; }

    public required IReadOnlyDictionary<SandboxField, string> Xledger { get; init; }

    /// <summary>Null when Huma does not know the person.</summary>
    public bool? ActiveInHuma { get; init; }

    /// <summary>A new e-mail address that waits for confirmation in Huma.</summary>
    public string? RequestedEmail { get; init; }

    /// <summary>Name of the Xledger entity; null when Xledger does not know the person.</summary>
    public string? Entity { get; init; }
}

/// <summary>What became of an edit on the sandbox page.</summary>
public enum EditOutcome
{
    Done,
    NotFound,

    /// <summary>Another user of Huma holds the value.</summary>
    NotUnique,

    /// <summary>The text is no value of the field, or the field cannot be empty there.</summary>
    NotValid,
}
