namespace HumaXledger.Core.People;

/// <summary>What one system allows for a field.</summary>
/// <param name="Readable">Whether it is returned at all; for one person or one key it may still be hidden.</param>
/// <param name="Writable">Whether it can be written through the system's interface at all.</param>
/// <param name="Clearable">Whether a value can be removed.</param>
/// <param name="Unique">Whether no two people may share it.</param>
/// <param name="Required">Whether a person without it cannot be added.</param>
public sealed record FieldCapability(bool Readable, bool Writable, bool Clearable, bool Unique, bool Required);

/// <summary>
/// The one table of what each field is and can do; planner, screens, exports, command line and documents all read it
/// (design: product.md section 3). How each system's records hold a field is the table of that side:
/// <c>Huma/HumaFields.cs</c> and <c>Xledger/XledgerFields.cs</c>.
/// </summary>
/// <param name="Name">In JSON: stored values, exports, command line.</param>
/// <param name="Sensitive">Whether it is shown masked and stored encrypted.</param>
public sealed record FieldRules(
    Field Field,
    string Name,
    FieldKind Kind,
    FieldCapability Huma,
    FieldCapability Xledger,
    bool Sensitive = false
)
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

    private const XledgerRecords Everywhere =
        XledgerRecords.Employee | XledgerRecords.Contact | XledgerRecords.Supplier;

    // In the order of Field: a field is found by its number.
    private static readonly FieldRules[] Table =
    [
        new(Field.Email, "email", FieldKind.Email, Huma: Key, Xledger: Needed) { WrittenTo = Everywhere },
        new(Field.EmploymentId, "employmentId", FieldKind.Text, Huma: Key, Xledger: Key),
        new(Field.GivenName, "givenName", FieldKind.Text, Huma: Needed, Xledger: Needed)
        {
            WrittenTo = XledgerRecords.Employee | XledgerRecords.Supplier,
        },
        new(Field.FamilyName, "familyName", FieldKind.Text, Huma: Needed, Xledger: Needed)
        {
            WrittenTo = XledgerRecords.Employee | XledgerRecords.Supplier,
        },
        new(Field.Phone, "phone", FieldKind.Phone, Huma: Plain with { Unique = true }, Xledger: Plain)
        {
            WrittenTo = Everywhere,
        },
        new(Field.DateOfBirth, "dateOfBirth", FieldKind.BirthDate, Huma: Plain, Xledger: Plain),
        // Xledger's ledger bank account is never written from here: payments depend on it and Huma is not its source.
        new(Field.BankAccount, "bankAccount", FieldKind.BankAccount, Huma: Plain, Xledger: ReadOnly, Sensitive: true)
        {
            WrittenTo = XledgerRecords.None,
        },
        new(Field.Address, "address", FieldKind.Address, Huma: Plain, Xledger: NeverCleared)
        {
            WrittenTo = XledgerRecords.Contact | XledgerRecords.Supplier,
        },
        new(Field.Gender, "gender", FieldKind.Gender, Huma: Plain, Xledger: Plain)
        {
            WrittenTo = XledgerRecords.Contact,
        },
        // A Huma position always has a title and a start date.
        new(Field.JobTitle, "jobTitle", FieldKind.Text, Huma: NeverCleared, Xledger: Plain)
        {
            KeptIn = HumaRecord.Position,
            WrittenTo = XledgerRecords.Contact,
        },
        new(Field.EmploymentStart, "employmentStart", FieldKind.Date, Huma: NeverCleared, Xledger: Plain)
        {
            KeptIn = HumaRecord.Position,
        },
        new(Field.ProbationEnd, "probationEnd", FieldKind.Date, Huma: Plain, Xledger: Plain)
        {
            KeptIn = HumaRecord.Position,
        },
        new(Field.TerminationNotice, "terminationNotice", FieldKind.Date, Huma: Plain, Xledger: Plain)
        {
            KeptIn = HumaRecord.Position,
        },
        new(Field.EmploymentEnd, "employmentEnd", FieldKind.Date, Huma: Plain, Xledger: Plain)
        {
            KeptIn = HumaRecord.Position,
        },
        new(Field.Identification, "identification", FieldKind.Identification, Plain, Plain, Sensitive: true)
        {
            KeptIn = HumaRecord.Identification,
        },
        .. FurtherFields<FieldRules>.Entries,
    ];

    // Asked of every value that is compared: an index, no look-up.
    private static readonly FieldKind[] Kinds = [.. Table.Select(rules => rules.Kind)];

    /// <summary>All fields, in the order of <see cref="Field"/>.</summary>
    public static IReadOnlyList<FieldRules> All { get; } = Table.AsReadOnly();

    /// <summary>The record of Huma that holds it.</summary>
    public HumaRecord KeptIn { get; init; } = HumaRecord.Profile;

    /// <summary>The records of Xledger that a change is written to.</summary>
    public XledgerRecords WrittenTo { get; init; } = XledgerRecords.Employee;

    public static FieldRules For(Field field) => Table[(int)field];

    public static FieldKind KindOf(Field field) => Kinds[(int)field];

    /// <summary>The fields that one record of Huma holds.</summary>
    public static IReadOnlyList<Field> KeptInHuma(HumaRecord record) =>
        [.. Table.Where(rules => rules.KeptIn == record).Select(rules => rules.Field)];

    /// <summary>The field with this name in JSON, or null.</summary>
    public static Field? ByName(string name) => Array.Find(Table, rules => rules.Name == name)?.Field;

    public FieldCapability In(Side side) => side == Side.Huma ? Huma : Xledger;
}
