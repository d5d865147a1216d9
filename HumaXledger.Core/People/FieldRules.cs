namespace HumaXledger.Core.People;

/// <summary>What can be done with a field in one system.</summary>
/// <param name="Readable">Whether it is returned at all; for one person or one key it may still be hidden.</param>
/// <param name="Writable">Whether it can be written through the system's interface at all.</param>
/// <param name="Clearable">Whether a value can be removed.</param>
/// <param name="Unique">Whether no two people may share it.</param>
/// <param name="Required">Whether a person without it cannot be added.</param>
public sealed record FieldCapability(bool Readable, bool Writable, bool Clearable, bool Unique, bool Required);

/// <summary>
/// The one table of what each field can do; planner, screens and documents all read it (design: product.md section 3).
/// </summary>
public sealed record FieldRules(Field Field, string Name, FieldCapability Huma, FieldCapability Xledger, bool Sensitive)
{
    private static readonly FieldCapability Plain = new(
        Readable: true,
        Writable: true,
        Clearable: true,
        Unique: false,
        Required: false
    );
    private static readonly FieldCapability Key = new(
        Readable: true,
        Writable: true,
        Clearable: false,
        Unique: true,
        Required: true
    );
    private static readonly FieldCapability Needed = new(
        Readable: true,
        Writable: true,
        Clearable: false,
        Unique: false,
        Required: true
    );
    private static readonly FieldCapability NeverCleared = new(
        Readable: true,
        Writable: true,
        Clearable: false,
        Unique: false,
        Required: false
    );
    private static readonly FieldCapability ReadOnly = new(
        Readable: true,
        Writable: false,
        Clearable: false,
        Unique: false,
        Required: false
    );

    public static IReadOnlyList<FieldRules> All { get; } =
    [
        new(Field.Email, "email", Huma: Key, Xledger: Needed, Sensitive: false),
        new(Field.EmploymentId, "employmentId", Huma: Key, Xledger: Key, Sensitive: false),
        new(Field.GivenName, "givenName", Huma: Needed, Xledger: Needed, Sensitive: false),
        new(Field.FamilyName, "familyName", Huma: Needed, Xledger: Needed, Sensitive: false),
        new(Field.Phone, "phone", Huma: Plain with { Unique = true }, Xledger: Plain, Sensitive: false),
        new(Field.DateOfBirth, "dateOfBirth", Huma: Plain, Xledger: Plain, Sensitive: false),
        // Xledger's ledger bank account is never written from here: payments depend on it and Huma is not its source.
        new(Field.BankAccount, "bankAccount", Huma: Plain, Xledger: ReadOnly, Sensitive: true),
        new(Field.Address, "address", Huma: Plain, Xledger: NeverCleared, Sensitive: false),
        new(Field.Gender, "gender", Huma: Plain, Xledger: Plain, Sensitive: false),
        // A Huma position always has a title and a start date.
        new(Field.JobTitle, "jobTitle", Huma: NeverCleared, Xledger: Plain, Sensitive: false),
        new(Field.EmploymentStart, "employmentStart", Huma: NeverCleared, Xledger: Plain, Sensitive: false),
        new(Field.ProbationEnd, "probationEnd", Huma: Plain, Xledger: Plain, Sensitive: false),
        new(Field.TerminationNotice, "terminationNotice", Huma: Plain, Xledger: Plain, Sensitive: false),
        new(Field.EmploymentEnd, "employmentEnd", Huma: Plain, Xledger: Plain, Sensitive: false),
        new(Field.Identification, "identification", Huma: Plain, Xledger: Plain, Sensitive: true),
    ];

    public static FieldRules For(Field field) => All[(int)field];

    /// <summary>The field with this name in JSON, or null.</summary>
    public static Field? ByName(string name) => All.FirstOrDefault(rules => rules.Name == name)?.Field;

    public FieldCapability In(Side side) => side == Side.Huma ? Huma : Xledger;
}
