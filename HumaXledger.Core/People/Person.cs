using HumaXledger.Core.People.Employment;

namespace HumaXledger.Core.People;

/// <summary>
/// A record as one system returned it. <see cref="Id"/> is the system's immutable id (Huma: UUID, Xledger: employee
/// dbId as text).
/// </summary>
public sealed record Person(Side Side, string Id, bool Active, FieldValues Values)
{
    /// <summary>
    /// Why a field of this person cannot be written now although the field as such can; absent where it can.
    /// </summary>
    public IReadOnlyDictionary<Field, WriteLock> Locks { get; init; } = NoLocks;

    /// <summary>
    /// Fields that the system stores in several places with different values (Xledger: contact and subledger).
    /// </summary>
    public IReadOnlyList<InnerDisagreement> InnerDisagreements { get; init; } = [];

    /// <summary>True when Huma's <c>connectedIntegrations</c> names another integration for this person.</summary>
    public bool HeldByOtherIntegration { get; init; }

    /// <summary>The entity that owns the record: Xledger's <c>ownerDbId</c>; null for Huma.</summary>
    public string? Owner { get; init; }

    /// <summary>
    /// Alpha-2 country of the company that employs the person, where the system states it: the company of Huma's
    /// profile, the company of Xledger's subledger.
    /// </summary>
    public string? EmployerCountry { get; init; }

    /// <summary>
    /// Ids of the Huma groups (companies, locations, teams) that the person belongs to; null where they are unknown,
    /// and for Xledger.
    /// </summary>
    public IReadOnlyList<string>? Groups { get; init; }

    /// <summary>
    /// Huma's contract types of the person's positions: of the current ones, else of the next ones, else of the last
    /// one; null where they are unknown, and for Xledger.
    /// </summary>
    public IReadOnlyList<string>? ContractTypes { get; init; }

    /// <summary>
    /// The person's positions and their future events; null for Xledger and where there is only one position without
    /// events.
    /// </summary>
    public EmploymentOutlook? Outlook { get; init; }

    /// <summary>
    /// Calls beyond the first that reading the profile took: a list of positions, the main position. 0 for Xledger,
    /// which is read in pages.
    /// </summary>
    public int FurtherCalls { get; init; }

    /// <summary>The value of one field.</summary>
    public FieldValue this[Field field] => Values[field];

    private static readonly IReadOnlyDictionary<Field, WriteLock> NoLocks = new Dictionary<Field, WriteLock>();

    /// <summary>
    /// Given and family name, else e-mail, else the id; for screens, and stored with what is done about the person.
    /// PostgreSQL stores no U+0000 in a text, which JSON can hold: it is replaced.
    /// </summary>
    public string DisplayName
    {
        get
        {
            var name = NameIn(Values);
            return (name.Length > 0 ? name : Values[Field.Email].TextOrNull ?? Id).Replace('\0', '\uFFFD');
        }
    }

    /// <summary>Given and family name; "" where neither is known.</summary>
    internal static string NameIn(FieldValues values) =>
        Spelling.Collapse($"{values[Field.GivenName].TextOrNull} {values[Field.FamilyName].TextOrNull}");

    // The generated ToString would print personal data.
    public override string ToString() => $"{Side} {Id}";
}

/// <summary>Why a field of a person cannot be written at present.</summary>
public enum WriteLock
{
    /// <summary>A deactivated Huma profile is locked as a whole.</summary>
    Deactivated,

    /// <summary>A changed e-mail waits for the person's confirmation in Huma.</summary>
    PendingConfirmation,

    /// <summary>Huma answers <c>editable: false</c> for the API key.</summary>
    NotEditable,

    /// <summary>Another integration holds the field in Huma.</summary>
    OtherIntegration,

    /// <summary>Huma has no position for the person, and the values needed to create one are missing.</summary>
    NoPosition,

    /// <summary>The Xledger employee has no contact record that could hold the field.</summary>
    NoContact,

    /// <summary>
    /// The value comes from several positions or from none of them, so the position to write to is undecided.
    /// </summary>
    SeveralPositions,
}

/// <summary>Sets of <see cref="WriteLock"/> that apply to a whole person.</summary>
public static class WriteLocks
{
    /// <summary>A deactivated Huma profile is locked as a whole (contracts/huma.md 6.1).</summary>
    public static IReadOnlyDictionary<Field, WriteLock> OfDeactivatedUser { get; } =
        FieldRules.All.ToDictionary(rules => rules.Field, _ => WriteLock.Deactivated);
}

/// <summary>
/// A field that one system stores in several places with different values. <c>Places</c> are the system's own paths,
/// e.g. <c>contact.email</c>.
/// </summary>
public sealed record InnerDisagreement(Field Field, IReadOnlyList<KeyValuePair<string, FieldValue>> Places);
