namespace HumaXledger.Core.People;

/// <summary>
/// A record of one system as it was read. <see cref="Id"/> is the system's immutable id (Huma: UUID, Xledger: employee
/// dbId as text).
/// </summary>
public sealed record Person(Side Side, string Id, bool Active, FieldValues Values)
{
    /// <summary>
    /// Why a field of this person cannot be written now although the field as such can; absent where it can.
    /// </summary>
    public IReadOnlyDictionary<Field, WriteLock> Locks { get; init; } = NoLocks;

    /// <summary>
    /// Fields whose places inside the system disagree (Xledger keeps some on contact and on subledger).
    /// </summary>
    public IReadOnlyList<InnerDisagreement> InnerDisagreements { get; init; } = [];

    /// <summary>
    /// True when another integration says that it holds this person (Huma's <c>connectedIntegrations</c>).
    /// </summary>
    public bool HeldByOtherIntegration { get; init; }

    /// <summary>The entity that owns the record: Xledger's <c>ownerDbId</c>; null for Huma.</summary>
    public string? Owner { get; init; }

    /// <summary>
    /// The country (alpha-2) of the company that employs the person, where the system tells it: Huma's company of the
    /// profile, the company of Xledger's subledger.
    /// </summary>
    public string? EmployerCountry { get; init; }

    /// <summary>
    /// Ids of the groups of Huma (companies, locations, teams) that the person belongs to; null where they are not
    /// known, and for Xledger.
    /// </summary>
    public IReadOnlyList<string>? Groups { get; init; }

    /// <summary>
    /// Huma's contract types of the person's positions: of the current ones, else of the next ones, else of the last
    /// one; null where they are not known, and for Xledger.
    /// </summary>
    public IReadOnlyList<string>? ContractTypes { get; init; }

    /// <summary>
    /// What is known of the person's positions beside today's values; null for Xledger and where there is nothing to
    /// know.
    /// </summary>
    public EmploymentOutlook? Outlook { get; init; }

    public FieldValue this[Field field] => Values[field];

    private static readonly IReadOnlyDictionary<Field, WriteLock> NoLocks = new Dictionary<Field, WriteLock>();

    /// <summary>
    /// Given and family name, else e-mail, else the id: something to call this person by on a screen.
    /// </summary>
    public string DisplayName
    {
        get
        {
            var name = NameIn(Values);
            return name.Length > 0 ? name : Values[Field.Email].TextOrNull ?? Id;
        }
    }

    /// <summary>Given and family name; the empty text where neither is known.</summary>
    internal static string NameIn(FieldValues values) =>
        Spelling.Collapse($"{values[Field.GivenName].TextOrNull} {values[Field.FamilyName].TextOrNull}");

    // Records print their members; a person must not.
    public override string ToString() => $"{Side} {Id}";
}

/// <summary>Why one field of one person cannot be written at the moment.</summary>
public enum WriteLock
{
    /// <summary>A deactivated Huma profile is locked as a whole.</summary>
    Deactivated,

    /// <summary>A changed e-mail waits for the person's confirmation in Huma.</summary>
    PendingConfirmation,

    /// <summary>Huma says <c>editable: false</c> for the API key.</summary>
    NotEditable,

    /// <summary>Another integration holds the field in Huma.</summary>
    OtherIntegration,

    /// <summary>Neither a position exists in Huma nor what is needed to create one.</summary>
    NoPosition,

    /// <summary>The Xledger employee has no contact record that could hold the field.</summary>
    NoContact,

    /// <summary>
    /// The value comes from several positions or from none of them, so that it cannot be told which one to write.
    /// </summary>
    SeveralPositions,
}

public static class WriteLocks
{
    /// <summary>A deactivated Huma profile is locked as a whole (contracts/huma.md 6.1).</summary>
    public static IReadOnlyDictionary<Field, WriteLock> OfDeactivatedUser { get; } =
        FieldRules.All.ToDictionary(rules => rules.Field, _ => WriteLock.Deactivated);
}

/// <summary>
/// One field that one system holds in several places with different values. <c>Places</c> are the system's own paths,
/// e.g. <c>contact.email</c>.
/// </summary>
public sealed record InnerDisagreement(Field Field, IReadOnlyList<KeyValuePair<string, FieldValue>> Places);
