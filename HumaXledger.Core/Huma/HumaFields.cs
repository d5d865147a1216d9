using HumaXledger.Core.People;

namespace HumaXledger.Core.Huma;

/// <summary>
/// How Huma holds each field: the one place of this side that a new field needs (docs/adding-a-field.md). Which record
/// holds it is <see cref="FieldRules.KeptIn"/>.
/// </summary>
internal static class HumaFields
{
    // In the order of Field: a field is found by its number.
    private static readonly HumaField[] Table =
    [
        new(Field.Email, "email") { NeededToAdd = true },
        new(Field.EmploymentId, "employmentId"),
        new(Field.GivenName, "givenName") { NeededToAdd = true },
        new(Field.FamilyName, "familyName") { NeededToAdd = true },
        new(Field.Phone, "phone"),
        new(Field.DateOfBirth, "birthDate"),
        new(Field.BankAccount, "bankAccount"),
        new(Field.Address, "homeAddress"),
        new(Field.Gender, "gender"),
        new(Field.JobTitle, "title") { Mirror = "jobTitle", IsTitle = true },
        new(Field.EmploymentStart, "contractStartDate") { Mirror = "employmentStartDate" },
        new(Field.ProbationEnd, "probationEndDate") { Mirror = "probationEndDate" },
        new(Field.TerminationNotice, "terminationNoticeDate") { Mirror = "terminationNoticeDate" },
        new(Field.EmploymentEnd, "contractEndDate") { Mirror = "employmentEndDate" },
        // Several of them: read by Reading/Identifications.cs, written by Writing/IdentificationWriting.cs.
        new(Field.Identification, "identifications"),
        .. FurtherFields<HumaField>.Entries,
    ];

    /// <summary>Fields that a PATCH of the profile takes.</summary>
    public static readonly HumaField[] OfProfile = In(HumaRecord.Profile);

    /// <summary>Fields that a position holds.</summary>
    public static readonly HumaField[] OfPosition = In(HumaRecord.Position);

    /// <summary>Fields without which no user is created.</summary>
    public static readonly HumaField[] NeededToAdd = [.. Table.Where(entry => entry.NeededToAdd)];

    public static HumaField For(Field field) => Table[(int)field];

    private static HumaField[] In(HumaRecord record) =>
        [.. Table.Where(entry => FieldRules.For(entry.Field).KeptIn == record)];
}
